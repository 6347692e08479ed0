"""What an organisation gives to the documents to amend: `modele.docx`, `modele.ott`, beside its profile.

Knows what is read of such a file: its styles, the theme that they name, its letterhead; and what it may not hold. A document made from it
goes to other people: whatever could run, call another address or never end is refused, with its place. Leaves their use to the writers.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from charter_builder.problems import Place, Problems
from charter_builder.reading.letterhead import Letterhead, docx_letterhead, odt_letterhead
from charter_builder.reading.parts import DAMAGED, MAX_BYTES, MAX_OPENED, Parts

#: The model of each format.
FILES = {"docx": "modele.docx", "odt": "modele.ott"}
_STYLES = {"docx": "word/styles.xml", "odt": "styles.xml"}
_THEME = "word/theme/theme1.xml"
#: The first element of the styles, with the prefixes that our own styles use beside it.
_ROOTS = {"docx": ("w:styles", ("w",)), "odt": ("office:document-styles", ("office", "style", "text", "fo", "svg", "draw"))}
_ROOT = re.compile(r"<([a-z][^\s/>]*)([^>]*)>")
#: Parts that run.
_ACTIVE = ("vbaproject", "vbadata", "activex", "basic/", "scripts/", "object")


@dataclass(frozen=True)
class Model:
    """The styles of a model, as XML; for Word, the theme that they may name, empty without one; what it puts on each page."""

    styles: str
    theme: str = ""
    letterhead: Letterhead = field(default_factory=Letterhead)


def words_of(model: Model) -> Iterator[str]:
    """The paragraphs of its letterhead: words of an organisation, that may hold any letters."""
    for part in (model.styles, *(band.content for band in model.letterhead.bands)):
        for element in ElementTree.fromstring(part).iter():
            if element.tag.endswith("}p"):
                yield "".join(element.itertext())


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
            parts = Parts(archive, whole, problems)
            _refuse_active(parts)
            styles = parts.text(_STYLES[kind])
            if not _is_root(styles, kind):
                problems.add("E230", whole)
                return None
            theme = parts.text(_THEME) if kind == "docx" and _THEME in parts.names else ""
            return Model(styles, theme, docx_letterhead(parts) if kind == "docx" else odt_letterhead(parts))
    except DAMAGED:
        if len(problems) == before:
            problems.add("E230", whole)
    except OSError as error:
        problems.add("E119", whole, file=str(path), reason=error.strerror or "")
    return None


def _refuse_active(parts: Parts) -> None:
    for name in parts.names:
        if any(active in name.lower() for active in _ACTIVE):
            parts.refuse("E232", name)
        elif name.endswith(".rels"):
            for relation in parts.tree(name).iter():
                outside = relation.get("TargetMode", "").lower() == "external"
                if outside and not relation.get("Type", "").endswith("/hyperlink"):
                    parts.refuse("E232", relation.get("Target", ""))


def _is_root(styles: str, kind: str) -> bool:
    """Whether the first element is the one expected, under the prefixes that we use."""
    root, prefixes = _ROOTS[kind]
    found = _ROOT.search(styles)
    return bool(found and found[1] == root and all(f"xmlns:{prefix}=" in found[2] for prefix in prefixes))
