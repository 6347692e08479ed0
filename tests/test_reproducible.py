"""The same profile gives the same bytes: in another folder, another locale, time zone and order of sets, from the installed wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT, Installed
from helpers import bakery

HERE = {"PYTHONHASHSEED": "0", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
#: The date of Kiritimati is tomorrow's half of the day; Turkish has a capital of its own for i.
ELSEWHERE = {"PYTHONHASHSEED": "20270111", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"}
NOWHERE = {"PYTHONHASHSEED": "7", "LANG": "C", "LC_ALL": "POSIX", "TZ": "America/Los_Angeles", "PYTHONUTF8": "0"}


def build(python: str | Path, profile: Path, target: Path, settings: Mapping[str, str], umask: int) -> dict[str, bytes]:
    """The files of a charter, built by a process of its own with a cache of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON", "CHARTER_"))}
    environment = kept | settings | {"CHARTER_CACHE": str(target.parent / "cache")}
    target.parent.mkdir(parents=True)
    done = subprocess.run(
        [python, "-m", "charter_builder.cli", "build", str(profile), "-o", str(target)],
        cwd=target.parent,
        env=environment,
        umask=umask,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}


def profile_of(example: str, folder: Path) -> Path:
    """The profile of an example, in a folder of its own. The bakery, which has a logo, asks for two languages."""
    shutil.copytree(ROOT / "examples" / example, folder)
    if example == "boulangerie":
        text = bakery(folder)
        assert "langues: [fr]" in text
        (folder / "profil.yml").write_text(text.replace("langues: [fr]", "langues: [fr, en]"), "utf-8")
    return folder / "profil.yml"


@pytest.mark.parametrize("example", ["boulangerie", "commune"])
def test_the_same_bytes_everywhere(example: str, installed: Installed, tmp_path: Path) -> None:
    one = build(sys.executable, profile_of(example, tmp_path / "a" / "profil"), tmp_path / "a" / "x" / "public", HERE, 0o022)
    deep = tmp_path / "a much longer path, with spaces" / "é"
    two = build(installed.python, profile_of(example, deep / "profil"), deep / "y" / "charte", ELSEWHERE, 0o077)
    three = build(installed.python, profile_of(example, tmp_path / "c" / "profil"), tmp_path / "c" / "z" / "site", NOWHERE, 0o002)
    for other in (two, three):
        assert one.keys() == other.keys()
        assert [name for name in one if one[name] != other[name]] == []
    assert ("en/index.html" in one) == (example == "boulangerie")
