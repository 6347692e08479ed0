"""The styles that an organisation gives for the documents to amend: `modele.docx`, `modele.ott`, beside its profile.

Knows what is read of such a file, its styles and the theme that they name, and what it may not hold. A document made from it goes to other
people: whatever could run, call another address or never end is refused, with its place. Leaves their use to the writers.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from charter_builder.problems import Place, Problems

#: The model of each format.
FILES = {"docx": "modele.docx", "odt": "modele.ott"}
MAX_BYTES = 8 * 1024 * 1024
MAX_OPENED = 64 * 1024 * 1024
MAX_PART = 4 * 1024 * 1024
_STYLES = {"docx": "word/styles.xml", "odt": "styles.xml"}
_THEME = "word/theme/theme1.xml"
#: The first element of the styles, with the prefixes that our own styles use beside it.
_ROOTS = {"docx": ("w:styles", ("w",)), "odt": ("office:document-styles", ("office", "style", "text", "fo", "svg"))}
#: Parts that run.
_ACTIVE = ("vbaproject", "vbadata", "activex", "basic/", "scripts/", "object")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError, KeyError, expat.ExpatError)


@dataclass(frozen=True)
class Model:
    """The styles of a model, as XML; for Word, the theme that they may name, empty without one."""

    styles: str
    theme: str = ""


def read_models(folder: Path, problems: Problems) -> dict[str, Model]:
    """The models that stand in a folder, by format; a problem for each thing that one of them may not hold."""
    found = {}
    for kind, name in FILES.items():
        path, before = folder / name, len(problems)
        if path.is_file():
            model = _read(path, kind, problems)
            if model and len(problems) == before:
                found[kind] = model
    return found


def _read(path: Path, kind: str, problems: Problems) -> Model | None:
    whole, before = Place(str(path)), len(problems)
    try:
        if path.stat().st_size > MAX_BYTES:
            problems.add("E231", whole, limit=MAX_BYTES // 1024 // 1024)
            return None
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_OPENED:
                problems.add("E231", whole, limit=MAX_BYTES // 1024 // 1024)
                return None
            for name in archive.namelist():
                if any(active in name.lower() for active in _ACTIVE):
                    problems.add("E232", whole, found=name)
                elif name.endswith(".rels"):
                    _Reader(whole, problems).read(_part(archive, name))
            reader = _Reader(whole, problems, linked=kind == "odt")
            styles = reader.read(_part(archive, _STYLES[kind]))
            theme = _Reader(whole, problems).read(_part(archive, _THEME)) if kind == "docx" and _THEME in archive.namelist() else ""
    except _DAMAGED:
        if len(problems) == before:
            problems.add("E230", whole)
        return None
    except OSError as error:
        problems.add("E119", whole, file=str(path), reason=error.strerror or "")
        return None
    root, prefixes = _ROOTS[kind]
    if reader.root != root or not {f"xmlns:{prefix}" for prefix in prefixes} <= reader.declared:
        problems.add("E230", whole)
    return Model(styles, theme)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part, whatever size its entry claims."""
    with archive.open(name) as stream:
        content = stream.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise zipfile.BadZipFile(name)
    return content


class _Reader:
    """Reads a part to its end without opening anything. `linked`: its styles may not lead to a picture."""

    def __init__(self, place: Place, problems: Problems, *, linked: bool = False) -> None:
        self.place, self.problems, self.linked = place, problems, linked
        self.root = ""
        self.declared: set[str] = set()
        self._inside = False

    def read(self, content: bytes) -> str:
        text = content.decode("utf-8-sig")
        parser = expat.ParserCreate("utf-8")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.Parse(text, True)
        return text

    def _doctype(self, *_: object) -> None:
        self.problems.add("E232", self.place, found="<!DOCTYPE>")
        raise expat.ExpatError("a DOCTYPE is never read")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.root:
            self.root, self.declared = name, set(attributes)
        self._inside = self._inside or name == "office:styles"
        if attributes.get("TargetMode", "").lower() == "external" and not attributes.get("Type", "").endswith("/hyperlink"):
            self.problems.add("E232", self.place, found=attributes.get("Target", "")[:80])
        if self.linked and self._inside and "xlink:href" in attributes:
            self.problems.add("E232", self.place, found=attributes["xlink:href"][:80])

    def _end(self, name: str) -> None:
        self._inside = self._inside and name != "office:styles"
