"""The installed wheel: it carries the clauses, the site template, the examples and mkdocs.yml, and builds an example by itself."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

from conftest import EXAMPLES, ROOT, Installed


def test_the_wheel_builds_an_example(installed: Installed, tmp_path: Path) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    carried = ["clauses/questions.yml", "clauses/schemas/profile.json", "site_template/print/charte.typ", "mkdocs.yml"]
    folders = [ROOT / "site_template" / name for name in ("starter", "studio")]
    carried += [path.relative_to(ROOT).as_posix() for folder in folders for path in folder.rglob("*") if path.is_file()]
    carried += [f"examples/{name}/profil.yml" for name in EXAMPLES]
    for name in carried:
        assert f"charter_builder/data/{name}" in names
    assert not [name for name in names if name.startswith(("tests/", "examples/"))]

    target = tmp_path / "charte" / "public"
    for arguments in (
        ["new", "charte", "--from", "association", "--recipe", "ftp"],
        ["build", "charte/profil.yml", "-o", str(target)],
    ):
        done = subprocess.run([installed.python, "-m", "charter_builder.cli", *arguments], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert (target / "index.html").exists() and (target / "documents" / "charte.pdf").exists()
