"""Fixtures: the real library, loaded once; golden files; built examples, built once for all workers."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock

sys.path.insert(0, str(Path(__file__).parent))

from charter_builder import app, resources
from charter_builder.library import Library
from charter_builder.librarycache import load_cached
from charter_builder.loading import load_library

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ("boulangerie", "usine", "commune", "ville", "association", "federation")


@pytest.fixture(autouse=True)
def _french(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHARTER_LANG", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)


def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run: that of all its processes, when there are several, and never that of another run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def library() -> Library:
    return load_cached(resources.CLAUSES, "", load_library)


@pytest.fixture
def golden():
    """Compare a text with a golden file; `GOLDEN=write` rewrites it."""

    def compare(path: Path, text: str) -> None:
        if os.environ.get("GOLDEN") == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            return
        expected = path.read_text("utf-8") if path.exists() else ""
        assert text == expected, (
            f"{path.relative_to(ROOT)} no longer says this. If the change is wanted, `make golden` rewrites it; "
            "adopters see it, so say it in CHANGELOG.md."
        )

    return compare


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory):
    """The folder of an example, built once, even when the tests run in several processes."""
    shared = run_folder(tmp_path_factory) / "built"
    shared.mkdir(exist_ok=True)

    def folder(example: str, language: str = "fr") -> Path:
        target = shared / f"{example}-{language}"
        with FileLock(shared / f"{example}-{language}.lock"):
            if not target.exists():
                app.build(ROOT / "examples" / example / "profil.yml", target, formats=app.FORMATS, language=language)
        return target

    return folder


class Installed(NamedTuple):
    """The program as people install it: the wheel, and a Python that has it."""

    wheel: Path
    python: Path


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel alone in a new environment, made once for all workers; its dependencies are those of this one, lent by a path file."""
    folder = run_folder(tmp_path_factory) / "installed"
    python = folder / "env" / "bin" / "python"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
            subprocess.run(build, check=True, capture_output=True)
            (wheel,) = folder.glob("*.whl")
            venv.create(folder / "env", with_pip=False, symlinks=True)
            (site,) = (folder / "env" / "lib").glob("python*/site-packages")
            zipfile.ZipFile(wheel).extractall(site)
            lent = [path for path in map(Path, sys.path) if path.name == "site-packages"]
            (site / "lent.pth").write_text("\n".join(map(str, lent)) + "\n")
            show = [python, "-c", "import charter_builder; print(charter_builder.__file__)"]
            where = subprocess.run(show, cwd=folder, capture_output=True, text=True, check=True)
            assert Path(where.stdout.strip()).is_relative_to(site)
    return Installed(next(folder.glob("*.whl")), python)


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory):
    """The reference of our pack, built once in each language, even when the tests run in several processes."""
    shared = run_folder(tmp_path_factory) / "reference"
    shared.mkdir(exist_ok=True)

    def folder(language: str = "fr") -> Path:
        target = shared / language
        with FileLock(shared / f"{language}.lock"):
            if not target.exists():
                app.reference(resources.CLAUSES, target, language=language)
        return target

    return folder


# One Chromium for the whole process: two of them would not go together. At the end, since these fixtures use those above.
from browser.fixtures import browser, loopback, open_page, page, served, studio, tool, visit  # noqa: E402, F401
