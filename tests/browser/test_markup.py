"""The Nu HTML checker on every page of the six sites, in one run of Java."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import warnings
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES

from browser.sites import pages

pytestmark = pytest.mark.browser

AROUND_A_FRAGMENT = (
    '<!doctype html>\n<html lang="fr">\n<head><title>Page d’accueil</title></head>\n<body>\n<h1>Page d’accueil</h1>\n{}\n</body>\n</html>\n'
)


@pytest.fixture(scope="module")
def messages(tool, built, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What the checker says of each example."""
    jar = tool("vnu-jar/build/dist/vnu.jar")
    if shutil.which("java") is None:
        message = "Java is not installed: the Nu HTML checker needs it (Debian: default-jre-headless)."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    wrapped = tmp_path_factory.mktemp("fragments")
    files: dict[Path, tuple[str, str]] = {}
    for example in EXAMPLES:
        folder = built(example)
        files |= {folder / name: (example, name) for name in pages(folder)}
        if (folder / "embed.html").exists():
            page = wrapped / f"{example}.html"
            page.write_text(AROUND_A_FRAGMENT.format((folder / "embed.html").read_text("utf-8")), "utf-8")
            files[page] = (example, "embed.html")
    command = ["java", "-Xss2m", "-jar", str(jar), "--format", "json", "--exit-zero-always", "--stdout", *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for message in json.loads(run.stdout)["messages"]:
        example, name = files[Path(message["url"].removeprefix("file:"))]
        found[example].append({**message, "page": name})
    return found


def listed(messages: list[dict[str, Any]]) -> str:
    times = Counter(message["message"] for message in messages)
    first: dict[str, dict[str, Any]] = {}
    for message in messages:
        first.setdefault(message["message"], message)
    return "\n".join(
        f"{count} × {text}\n    {first[text]['page']}, line {first[text].get('lastLine')}: {first[text].get('extract', '').strip()[:200]}"
        for text, count in times.most_common()
    )


@pytest.mark.filterwarnings("default::browser.test_markup.MarkupDoubt")
@pytest.mark.parametrize("example", EXAMPLES)
def test_no_page_has_an_error_of_markup(messages, example: str) -> None:
    doubts = [message for message in messages[example] if message.get("subType") == "warning"]
    if doubts:
        warnings.warn(f"{example}, doubts of the Nu checker:\n{listed(doubts)}", MarkupDoubt, stacklevel=1)
    errors = [message for message in messages[example] if message["type"] in ("error", "non-document-error")]
    assert not errors, listed(errors)


class MarkupDoubt(UserWarning):
    """What the checker finds odd without calling it an error: listed at the end of a run."""
