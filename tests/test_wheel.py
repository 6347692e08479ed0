"""The installed wheel: it carries the clauses, the site template, the examples and mkdocs.yml, and builds an example by itself."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

from conftest import EXAMPLES, ROOT


def test_the_wheel_builds_an_example(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)], check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    carried = ["clauses/questions.yml", "clauses/schemas/profile.json", "site_template/print/charte.typ", "mkdocs.yml"]
    folders = [ROOT / "site_template" / name for name in ("starter", "studio")]
    carried += [path.relative_to(ROOT).as_posix() for folder in folders for path in folder.rglob("*") if path.is_file()]
    carried += [f"examples/{name}/profil.yml" for name in EXAMPLES]
    for name in carried:
        assert f"charter_builder/data/{name}" in names
    assert not [name for name in names if name.startswith(("tests/", "examples/"))]

    # The wheel alone in a new environment; its dependencies are those of this one, lent by a path file.
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    python = tmp_path / "env" / "bin" / "python"
    (site,) = (tmp_path / "env" / "lib").glob("python*/site-packages")
    zipfile.ZipFile(wheel).extractall(site)
    lent = [p for p in map(Path, sys.path) if p.name == "site-packages"]
    (site / "lent.pth").write_text("\n".join(map(str, lent)) + "\n")
    target = tmp_path / "charte" / "public"
    where = subprocess.run(
        [python, "-c", "import charter_builder; print(charter_builder.__file__)"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert Path(where.stdout.strip()).is_relative_to(site)
    for arguments in (
        ["new", "charte", "--from", "association", "--recipe", "ftp"],
        ["build", "charte/profil.yml", "-o", str(target)],
    ):
        done = subprocess.run([python, "-m", "charter_builder.cli", *arguments], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert (target / "index.html").exists() and (target / "documents" / "charte.pdf").exists()
