"""A studio passes the guard as it is made, and not with another script, style, frame or file in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from helpers import write_tree

from charter_builder.guard import Known, check
from charter_builder.problems import Problems
from charter_builder.studio import build

HOST = (
    'format: 1\nname: "La charte {{ x }} du <canton>"\nanswers: {famille: association}\n'
    "site: {url: 'https://studio.example/', publisher: Réseau, host: Un hébergeur, logo: logo.svg, main_colour: '#553366'}\n"
)


@pytest.fixture(scope="module")
def made(runtime: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Known]:
    """A studio with a host, an address and a logo, and what was known of it."""
    folder = tmp_path_factory.mktemp("studio")
    write_tree(folder, {"studio.yml": HOST, "logo.svg": (ROOT / "examples" / "boulangerie" / "logo.svg").read_bytes()})
    seen: list[Known] = []
    publish = build.publish

    def watched(target: Path, write: Any, about: Any, known: Known, **more: Any) -> None:
        seen.append(known)
        publish(target, write, about, known, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "publish", watched)
        build.write_studio(folder / "studio", language="fr", host=folder / "studio.yml", pyodide=runtime)
    (folder / "studio" / "manifest.json").unlink()
    return folder / "studio", seen[0]


def found(made: tuple[Path, Known]) -> set[tuple[str, str]]:
    problems = Problems()
    check(*made, problems)
    return {(problem.code, problem.place.file) for problem in problems}


def test_a_studio_as_it_is_made_has_no_fault(made: tuple[Path, Known]) -> None:
    assert (made[0] / "hosted" / "integrer.html").exists()
    assert found(made) == set()


@pytest.mark.parametrize(
    ("file", "change", "code"),
    [
        ("studio.html", lambda page: page.replace("</body>", "<script>alert(1)</script></body>"), "E520"),
        ("studio.html", lambda page: page.replace('<script type="module">', '<script type="module">alert(1);', 1), "E520"),
        ("studio.html", lambda page: page.replace('id="engine-source">', 'id="engine-source">alert(1);', 1), "E520"),
        ("studio.html", lambda page: re.sub(r'(data-asset="[^"]*">)', r"\1AAAA", page, count=1), "E520"),
        ("studio.html", lambda page: page.replace("<style>", "<style>p{color:red}", 1), "E521"),
        ("studio.html", lambda page: page.replace('id="config">{', 'id="config">{;', 1), "E523"),
        ("hosted/index.html", lambda page: page.replace("data:image/svg+xml;base64,", "data:image/svg+xml;base64,AAAA", 1), "E507"),
        ("hosted/index.html", lambda page: page.replace("<form ", '<form onsubmit="alert(1)" ', 1), "E520"),
        ("hosted/integrer.html", lambda page: page.replace('src="https://studio.example/"', 'src="https://example.org/"'), "E507"),
        ("hosted/studio.js", lambda script: script + "\n", "E522"),
        ("hosted/offline.js", lambda script: script + "\n", "E522"),
        ("hosted/studio.css", lambda style: style + "\n", "E521"),
        ("hosted/licences.txt", lambda text: text + "\n", "E522"),
        ("hosted/LISEZMOI.txt", lambda text: text + "\n", "E522"),
        ("hosted/nginx.conf", lambda text: text.replace("'wasm-unsafe-eval'", "'unsafe-eval'"), "E520"),
        ("hosted/studio.webmanifest", lambda text: text[:-3], "E523"),
    ],
)
def test_a_planted_fault_is_seen(file: str, change: Callable[[str], str], code: str, made: tuple[Path, Known]) -> None:
    path = made[0] / file
    sound = path.read_text("utf-8")
    faulty = change(sound)
    assert faulty != sound
    path.write_text(faulty, "utf-8")
    try:
        assert (code, file) in found(made)
    finally:
        path.write_text(sound, "utf-8")


def test_an_asset_changed_by_one_byte_is_seen(made: tuple[Path, Known]) -> None:
    path = made[0] / "hosted" / "assets" / f"{build.ENGINE}.bin"
    sound = path.read_bytes()
    path.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    assert found(made) == {("E522", f"hosted/assets/{build.ENGINE}.bin")}
    path.write_bytes(sound)
