"""Where the files that come with the program are: the French pack, the site template, the examples, the root mkdocs.yml.

In a clone they stand at the root; an installed wheel carries them beside the package.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE / "data" if (_PACKAGE / "data").is_dir() else _PACKAGE.parent

CLAUSES = _ROOT / "clauses"
SITE_TEMPLATE = _ROOT / "site_template"
EXAMPLES = _ROOT / "examples"
MKDOCS_YML = _ROOT / "mkdocs.yml"
PACKAGE = _PACKAGE


#: What MkDocs and Typst would do without, or replace by something of their own, when it is not there.
NEEDED = {
    "site": (
        "theme/base.html",
        "theme/main.html",
        *(f"theme/partials/{name}.html" for name in ("footer", "header", "nav", "pagination", "search", "toc")),
    ),
    "pdf": (
        "print/icons/icons.json",
        *(f"print/{name}.typ" for name in ("affiche", "affiche-falc", "annexes", "blocks", "charte", "charte-complete", "logo", "wall")),
    ),
}


def look_for_files(formats: Iterable[str]) -> None:
    """Raise FileNotFoundError when a file that these formats need is not there. A letter is one: Typst would take another."""
    for name in formats:
        for path in NEEDED.get(name, ()):
            (SITE_TEMPLATE / path).stat()
    if "pdf" in formats:
        from importlib.metadata import files

        for letter in files("fontpkg-atkinson-hyperlegible") or ():
            if letter.suffix == ".ttf":
                Path(str(letter.locate())).stat()


def own_file(error: OSError) -> str:
    """The file of the program, or of a library that it uses, that an error is about; empty for any other file."""
    if isinstance(error, LookupError):  # a template that Jinja does not find is both
        return str(getattr(error, "name", error))
    if not isinstance(error, (FileNotFoundError, PermissionError)) or not isinstance(error.filename, (str, os.PathLike)):
        return ""
    path = Path(error.filename)
    own = any(path.is_relative_to(place) for place in (CLAUSES, SITE_TEMPLATE, EXAMPLES, MKDOCS_YML, PACKAGE))
    return str(path) if own or {"site-packages", "dist-packages"}.intersection(path.parts) else ""


def cache_folder() -> Path:
    """The folder of what can be made again: CHARTER_CACHE, else charter-builder in the user's cache folder. Safe to delete."""
    chosen = os.environ.get("CHARTER_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "charter-builder"
