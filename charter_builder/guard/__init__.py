"""The guard: what a finished folder must never hold, looked for in every file before anybody can see it.

Knows which check goes with which kind of file; a file of no known kind is refused. Leaves each kind to a module of its own, and the
folders to `publish`. What may run or be styled is told by digests, which the caller takes from the program's own files: a text of a
pack or of a profile has no part in them.
"""

from __future__ import annotations

from pathlib import Path

from charter_builder.guard.known import NOTHING, Known, digest
from charter_builder.guard.office import check_office
from charter_builder.guard.pages import Pages
from charter_builder.guard.paper import check_pdf
from charter_builder.guard.plain import check_calendar, check_data, check_host_file, check_markdown, check_script, check_style
from charter_builder.problems import Place, Problems
from charter_builder.reading.picture import check_picture

__all__ = ["NOTHING", "Known", "check", "digest"]

_HOST_FILES = ("_headers", ".htaccess", "nginx.conf")


def check(folder: Path, known: Known, problems: Problems) -> None:
    """Add a problem for each fault of each file of a finished folder. Places are paths in the folder."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir()}
    pages = Pages(files, known, problems)
    for name, path in files.items():
        if path.is_symlink() or not path.is_file():
            problems.add("E522", Place(name), found=name)
        elif name.endswith(".html"):
            pages.read(name, path.read_bytes())
        else:
            _check_file(name, path.read_bytes(), known, problems)
    pages.check_links()


def _check_file(name: str, content: bytes, known: Known, problems: Problems) -> None:
    kind = name.rpartition("/")[2].rpartition(".")[2].lower()
    if name.rpartition("/")[2] in _HOST_FILES:
        check_host_file(name, content, known, problems)
    elif kind == "js":
        check_script(name, content, known, problems)
    elif kind == "css":
        check_style(name, content, known, problems)
    elif kind in ("svg", "png"):
        _check_drawing(name, content, kind, problems)
    elif kind in ("json", "webmanifest"):
        check_data(name, content, known, problems)
    elif kind == "pdf":
        check_pdf(name, content, problems)
    elif kind in ("docx", "odt"):
        check_office(name, content, kind, known, problems)
    elif kind == "md":
        check_markdown(name, content, known, problems)
    elif kind == "ics":
        check_calendar(name, content, known, problems)
    elif digest(content) not in known.digests:  # of any other kind, only what the program holds already
        problems.add("E522", Place(name), found=name)


def _check_drawing(name: str, content: bytes, kind: str, problems: Problems) -> None:
    """A picture is judged as the one that a person gives: whole, and drawing only."""
    found = Problems()
    check_picture(content, kind, Place(name), name, found)
    for problem in found:
        damaged = problem.code in ("E221", "E223")
        what = str(problem.params.get("found") or name)
        problems.add("E523" if damaged else "E520", problem.place, found=what)
