"""The studio as files: the same bytes twice, of the versions installed here, from files that nobody changed on their way."""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib.metadata
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.limits import STUDIO_BYTES
from click.testing import CliRunner
from conftest import ROOT
from helpers import words

from charter_builder import resources
from charter_builder.cli import main
from charter_builder.librarycache import from_json
from charter_builder.messages import LANGUAGES, screen
from charter_builder.problems import CharterError, Problems
from charter_builder.studio.assets import DISTRIBUTIONS
from charter_builder.studio.build import write_studio
from charter_builder.studio.hosting import server_files
from charter_builder.studio.supply import PYODIDE, RUNTIME, Pinned, pyodide_files

GOLDEN = ROOT / "tests" / "golden" / "studio"


def unpacked(studio: Path, name: str) -> bytes:
    return gzip.decompress((studio / "hosted" / "assets" / f"{name}.bin").read_bytes())


def archive(studio: Path, name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(unpacked(studio, name))) as packed:
        return {one: packed.read(one) for one in packed.namelist()}


# ---- what is built


def test_the_command_makes_the_same_bytes_again(studio: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "charter_builder.cli", "studio", "-o", "again"]
    environment = os.environ | {"PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "0"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert "À ouvrir d’un double clic, sans installation : again/studio.html (" in words(done.stdout)
    again = tmp_path / "again"
    names = {path.relative_to(studio) for path in studio.rglob("*") if path.is_file()}
    assert {path.relative_to(again) for path in again.rglob("*") if path.is_file()} == names
    assert not [name for name in names if (again / name).read_bytes() != (studio / name).read_bytes()]


def test_the_first_charter_needs_seven_megabytes_at_most(studio: Path) -> None:
    hosted = studio / "hosted"
    read = ["index.html", "studio.css", "studio.js", "engine.js", *(f"assets/{name}.bin" for name in (*RUNTIME, "engine.zip"))]
    assert sum((hosted / name).stat().st_size for name in read) <= STUDIO_BYTES
    assert {path.name for path in (hosted / "assets").iterdir()} == {f"{name}.bin" for name in (*RUNTIME, "engine.zip", "documents.zip")}


def test_the_runtime_is_the_one_its_authors_published(studio: Path, runtime: Path) -> None:
    published = pyodide_files(runtime)
    assert all(unpacked(studio, name) == published[name] for name in RUNTIME)


def test_the_page_runs_what_the_terminal_runs(studio: Path) -> None:
    engine, documents = archive(studio, "engine.zip"), archive(studio, "documents.zip")
    assert not engine.keys() & documents.keys()
    held = engine | documents
    assert not [name for name in held if name.endswith((".so", ".pyd", ".pyc", ".pyi")) or "/tests/" in name]
    packages = Path(importlib.metadata.distribution("jinja2").locate_file("."))
    for name, content in held.items():
        if name.startswith("charter_builder/data/"):
            continue
        if name.startswith("charter_builder/"):
            assert content == (ROOT / name).read_bytes(), name
        elif not name.endswith("/METADATA"):
            assert content == (packages / name).read_bytes(), name
    told = {m[1]: m[2] for name, content in held.items() if name.endswith("/METADATA") and (m := _TOLD.search(content.decode()))}
    assert told.keys() >= {"Jinja2", "mkdocs", "mkdocs-material", "charter-builder"}
    assert all(version == importlib.metadata.version(name) for name, version in told.items())


_TOLD = re.compile(r"^Name: (\S+)\nVersion: (\S+)$", re.MULTILINE)


def test_every_licence_is_there(studio: Path) -> None:
    told = (studio / "hosted" / "licences.txt").read_text("utf-8")
    assert unpacked_licences(studio) == told
    for name in DISTRIBUTIONS:
        assert f"\n{name} {importlib.metadata.version(name)}\n" in told
    assert f"Pyodide {PYODIDE.version}" in told
    assert "Mozilla Public License Version 2.0" in told
    assert "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2" in told


def unpacked_licences(studio: Path) -> str:
    page = (studio / "studio.html").read_text("utf-8")
    held = re.search(r'data-asset="licences\.txt">([^<]*)<', page)
    assert held
    return gzip.decompress(base64.b64decode(held[1])).decode()


def test_the_single_page_names_the_digest_of_all_that_runs(studio: Path) -> None:
    page = (studio / "studio.html").read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    allowed = policy[1].replace("&#39;", "'")
    for tag in ('script type="module"', "style"):
        found = re.findall(rf"<{tag}>(.*?)</{tag.partition(' ')[0]}>", page, re.DOTALL)
        assert len(found) == 1
        assert f"'sha256-{base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()}'" in allowed
    assert "connect-src 'none'" in allowed
    assert "unsafe-inline" not in allowed


def test_every_file_of_the_host_is_kept_for_a_visit_without_network(studio: Path) -> None:
    hosted = studio / "hosted"
    listed = re.search(r"const FILES = (\[.*\]);", (hosted / "offline.js").read_text("utf-8"))
    assert listed
    kept = {name.partition("?")[0] for name in json.loads(listed[1])}
    every = {path.relative_to(hosted).as_posix() for path in hosted.rglob("*") if path.is_file()}
    assert kept - {"./"} == every - {"index.html", "offline.js", "_headers", ".htaccess", "nginx.conf", "LISEZMOI.txt"}


@pytest.mark.parametrize("name", ["_headers", ".htaccess", "nginx.conf"])
def test_each_kind_of_server_is_told_the_policy_of_the_page_and_what_to_keep(name: str, studio: Path) -> None:
    hosted = studio / "hosted"
    page, said = (hosted / "index.html").read_text("utf-8"), (hosted / name).read_text("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy and policy[1].replace("&#39;", "'") in said
    assert "frame-ancestors" not in said and "X-Frame-Options" not in said, "a host may show the studio inside its own site"
    for_ever = said.partition("/assets/*" if name == "_headers" else "bin$")[2]
    assert "immutable" in for_ever and "immutable" not in said.replace(for_ever, "")
    assert "no-cache" in said and "application/manifest+json" in said


def test_nginx_is_told_where_the_folder_stands() -> None:
    assert "\nlocation /chartes/studio/ {\n" in server_files("default-src 'none'", "/chartes/studio/")["nginx.conf"]


def test_whoever_puts_it_on_a_host_reads_what_the_server_has_to_say(studio: Path, tmp_path: Path, runtime: Path) -> None:
    told = (studio / "hosted" / "LISEZMOI.txt").read_text("utf-8")
    write_studio(tmp_path / "out", language="en", pyodide=runtime)
    twin = (tmp_path / "out" / "hosted" / "README.txt").read_text("utf-8")
    for text in (told, twin):
        assert all(
            word in text for word in ("Content-Security-Policy", "immutable", "nginx.conf", ".htaccess", "_headers", "wasm-unsafe-eval")
        )
    assert told.count("\n- ") == twin.count("\n- ")


def test_the_sources_name_no_host_but_those_of_the_licences() -> None:
    """What fetches is npm and pip, which know their own registries."""
    sources = [*(resources.PACKAGE / "studio").glob("*.py"), *(resources.SITE_TEMPLATE / "studio").glob("*.js")]
    hosts = {host for path in sources for host in re.findall(r"https?://([\w.-]+)", path.read_text("utf-8"))}
    assert hosts == {"github.com"}


def test_the_pack_is_there_in_all_its_languages(studio: Path) -> None:
    """A charter may have a twin in another language."""
    engine, documents = archive(studio, "engine.zip"), archive(studio, "documents.zip")
    for held, language in ((engine, "fr"), (documents, "en")):
        assert from_json(held[f"charter_builder/data/clauses/library-{language}.json"]).labels.keys() == {language}
        assert f"charter_builder/messages/{language}.py" in held


def test_a_pack_that_does_not_speak_the_language_is_a_wrong_command(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(ROOT / "tests" / "errors" / "_pack", pack)
    (pack / "pack.yml").write_text((pack / "pack.yml").read_text("utf-8").replace("[fr, en]", "[fr]"), "utf-8")
    for path in pack.rglob("en.*"):
        path.unlink()
    done = CliRunner().invoke(main, ["studio", "-o", str(tmp_path / "out"), "--pack", str(pack), "--lang", "en"])
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_a_pack_of_one_language_offers_that_one_and_knows_the_others_to_be_absent(runtime: Path, tmp_path: Path) -> None:
    """A profile of elsewhere may ask for a twin: the page then makes the charter alone, as the command line does."""
    pack, out = tmp_path / "pack", tmp_path / "out"
    shutil.copytree(ROOT / "clauses", pack)
    (pack / "pack.yml").write_text((pack / "pack.yml").read_text("utf-8").replace("[fr, en]", "[fr]"), "utf-8")
    for path in pack.rglob("en.*"):
        path.unlink()
    write_studio(out, language="fr", pack=pack, pyodide=runtime)
    assert re.search(r'<label class="rare"><input type="checkbox" name="langues" value="en"', (out / "studio.html").read_text("utf-8"))
    absent = from_json(archive(out, "documents.zip")["charter_builder/data/clauses/library-en.json"])
    assert absent.pack.languages == () and not absent.labels


def test_the_single_page_is_opened(runtime: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["studio", "--open", "--pyodide", str(runtime), "--pack", str(ROOT / "tests" / "errors" / "_pack")])
    assert done.exit_code == 0, done.output
    (page,) = tmp_path.glob("charter-*/studio/studio.html")
    assert opened == [page.as_uri()]


# ---- where the files come from


def test_a_file_that_is_not_the_one_pinned_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[..., None]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("autre.tgz").write_bytes(b"something else")
    golden(GOLDEN / "other-file.txt", told(Path("autre.tgz")))
    golden(GOLDEN / "no-file.txt", told(Path("rien.tgz")))


def test_without_a_network_the_way_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[..., None]) -> None:
    monkeypatch.setenv("CHARTER_CACHE", str(tmp_path / "cache"))
    npm(tmp_path, monkeypatch, 'echo "npm error network" >&2\nexit 1')
    golden(GOLDEN / "no-network.txt", told(None))
    npm(tmp_path, monkeypatch, f'echo other > "$5/{PYODIDE.file}"')
    golden(GOLDEN / "other-file-from-npm.txt", told(None))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    golden(GOLDEN / "no-npm.txt", told(None))


def test_what_npm_fetched_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runtime: Path) -> None:
    monkeypatch.setenv("CHARTER_CACHE", str(tmp_path / "cache"))
    npm(tmp_path, monkeypatch, f'/bin/cp "{runtime.resolve()}" "$5/"')
    fetched = pyodide_files(None)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert pyodide_files(None) == fetched
    (tmp_path / "cache" / PYODIDE.file).write_bytes(b"spoiled")
    with pytest.raises(CharterError):
        pyodide_files(None)


def test_the_command_refuses_a_wrong_file_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("autre.tgz").write_bytes(b"something else")
    done = CliRunner().invoke(main, ["studio", "--pyodide", "autre.tgz"])
    assert done.exit_code == 1
    assert "E517" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["autre.tgz"]


def test_a_digest_is_of_the_algorithm_that_it_names() -> None:
    content = b"hello"
    for algorithm in ("sha256", "sha512"):
        digest = f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"
        pinned = Pinned("x", "1", "x.tgz", digest, "--x", "fetch x")
        assert pinned.accepts(content)
        assert not pinned.accepts(content + b"!")


def told(given: Path | None) -> str:
    """What a person reads, in both languages."""
    with pytest.raises(CharterError) as refused:
        pyodide_files(given)
    problems: Problems = refused.value.problems
    return "\n".join(screen(problems, language, outcome="studio_not_built") for language in LANGUAGES)


def npm(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    """An npm of ours, alone on the path; its fifth word is the folder to put the file in."""
    program = folder / "bin" / "npm"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))
