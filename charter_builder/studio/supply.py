"""Where the files of the studio come from: the Python runtime of the page, Typst for the page, and the installed packages.

Knows the two files made elsewhere, each pinned by version and digest and never modified, the clients that fetch them, and which files
of an installed package a page has a use for. Leaves what is made of them to `build`.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from charter_builder import resources
from charter_builder.problems import Place, Problems

#: What starts Python in a page. Its loader reads these four files; `lock.json` stands for the list of packages of its authors' own host.
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "lock.json"

#: Files of a package that a page cannot run, or has no use for.
_UNUSED = ("*.so", "*.pyd", "*.pyc", "*.pyi", "*/tests/*")
#: What stays of the description of a package: its name and version, and its plugins.
_DESCRIPTION = ("METADATA", "entry_points.txt")


@dataclass(frozen=True)
class Pinned:
    """A file made by others: the one that was tried, and no other. `option` gives it by hand; `fetch` is what to type elsewhere."""

    name: str
    version: str
    file: str
    digest: str
    option: str
    fetch: str

    def accepts(self, content: bytes) -> bool:
        algorithm, _, wanted = self.digest.partition("-")
        return base64.b64encode(hashlib.new(algorithm, content).digest()).decode() == wanted


PYODIDE = Pinned(
    name="Pyodide",
    version="314.0.7",
    file="pyodide-314.0.7.tgz",
    digest="sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A==",
    option="--pyodide",
    fetch="npm pack pyodide@314.0.7",
)
TYPST = Pinned(
    name="Typst",
    version="0.15.2",
    file="typst-0.15.2-cp39-abi3-pyemscripten_2026_0_wasm32.whl",
    digest="sha256-OfkyD3oHYj6QsKU8xekTZJzzgdL/fpKTpbwyeDGBGjY=",
    option="--typst",
    fetch="pip download typst==0.15.2 --no-deps --only-binary :all: --python-version 3.14 --platform pyemscripten_2026_0_wasm32",
)


def pyodide_files(tarball: Path | None) -> Mapping[str, bytes]:
    """The four files of the runtime, as their authors published them, and its lock. Raises CharterError."""
    content = _obtained(PYODIDE, tarball, _by_npm)
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        read = {member.name: archive.extractfile(member) for member in archive if member.isfile()}
        files = {name: stream.read() for name in RUNTIME if (stream := read[f"package/{name}"])}
        locked = read["package/pyodide-lock.json"]
        assert locked is not None
        info = json.load(locked)["info"]
    return files | {LOCK: json.dumps({"info": info, "packages": {}}, sort_keys=True).encode()}


def typst_wheel(wheel: Path | None) -> bytes:
    """The wheel of Typst for the page, as its authors published it. Raises CharterError."""
    return _obtained(TYPST, wheel, _by_pip)


def package_files(wanted: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """The files of installed distributions, by path, so that the page runs the versions of the terminal. A distribution is given with
    the patterns of the files it needs; compiled halves, for which every one of these packages has Python in reserve, are left out.
    """
    return {
        path: file.read_bytes()
        for name, patterns in wanted.items()
        for path, file in _listed(name).items()
        if any(fnmatchcase(path, pattern) for pattern in patterns) and not any(fnmatchcase(path, pattern) for pattern in _UNUSED)
    }


def descriptions(names: Iterable[str]) -> dict[str, bytes]:
    """What tells the name, the version and the plugins of distributions, without the README that stands below the first two."""
    return {
        path: file.read_bytes().partition(b"\n\n")[0] + b"\n" if path.endswith("METADATA") else file.read_bytes()
        for name in names
        for path, file in _listed(name).items()
        if path.count("/") == 1 and ".dist-info/" in path and path.endswith(_DESCRIPTION)
    }


def licences_of(name: str) -> list[str]:
    """The texts of the licence that a distribution carries."""
    words = ("licen", "copying", "notice", "authors")
    files = {path: file for path, file in _listed(name).items() if any(word in path.rpartition("/")[2].lower() for word in words)}
    return [file.read_text("utf-8").strip() for path, file in sorted(files.items()) if ".dist-info/" in path]


def _listed(name: str) -> dict[str, Path]:
    found = importlib.metadata.distribution(name).files or []
    return {str(file).replace("\\", "/"): Path(str(file.locate())) for file in found if not str(file).startswith("..")}


def _obtained(pinned: Pinned, given: Path | None, fetch: Callable[[Pinned, Path], str | None]) -> bytes:
    """The file given, else the one kept from another time, else a new one, which is kept."""
    problems = Problems()
    if given is not None:
        try:
            content = given.read_bytes()
        except OSError as error:
            problems.add("E119", Place(str(given)), file=str(given), reason=error.strerror or str(error))
            problems.stop_if_errors()
            raise
        if not pinned.accepts(content):
            problems.add("E517", Place(str(given)), file=str(given), name=pinned.name, version=pinned.version, fetch=pinned.fetch)
            problems.stop_if_errors()
        return content
    kept = resources.cache_folder() / pinned.file
    if kept.is_file() and pinned.accepts(content := kept.read_bytes()):
        return content
    words = {"name": pinned.name, "version": pinned.version, "file": pinned.file, "fetch": pinned.fetch}
    with tempfile.TemporaryDirectory(prefix="charter-studio-") as folder:
        reason = fetch(pinned, Path(folder))
        fetched = Path(folder, pinned.file)
        content = fetched.read_bytes() if fetched.is_file() else b""
    if reason is None:
        problems.add("E519", Place(pinned.file), option=pinned.option, **words)
    elif not content:
        problems.add("E518", Place(pinned.file), reason=reason or "?", option=pinned.option, **words)
    elif not pinned.accepts(content):
        problems.add("E517", Place(pinned.file), **words)
    problems.stop_if_errors()
    _keep(kept, content)
    return content


def _keep(kept: Path, content: bytes) -> None:
    """Not being able to keep a file costs another fetch, no more."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as aside:
            aside.write(content)
        Path(aside.name).replace(kept)
    except OSError:
        pass


def _by_npm(pinned: Pinned, folder: Path) -> str | None:
    """What npm complained about; None without npm."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    return _run([npm, "pack", f"pyodide@{pinned.version}", "--silent", "--pack-destination", str(folder)], folder)


def _by_pip(pinned: Pinned, folder: Path) -> str:
    words = pinned.fetch.split()[1:]
    return _run([sys.executable, "-m", "pip", *words, "--quiet", "--disable-pip-version-check", "--dest", str(folder)], folder)


def _run(command: list[str], folder: Path) -> str:
    """Run a client; the last line of what it complained about."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0:
        return ""
    said = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
    return said[-1] if said else f"{command[0]}: {done.returncode}"
