"""The parts of a Word or LibreOffice file, each read to its end without opening anything that it names.

Knows ZIP, the limits of size, and what no part may hold: a DOCTYPE. Leaves to `model` and `letterhead` what each part says.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from xml.etree import ElementTree
from xml.parsers import expat

from charter_builder.problems import Place, Problems

MAX_BYTES = 8 * 1024 * 1024
MAX_OPENED = 64 * 1024 * 1024
MAX_PART = 4 * 1024 * 1024
#: What a damaged file raises, wherever it is damaged.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError, KeyError, expat.ExpatError)
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Parts:
    """What an open archive holds; every problem is about the whole file."""

    def __init__(self, archive: zipfile.ZipFile, place: Place, problems: Problems) -> None:
        self.archive, self.place, self.problems = archive, place, problems
        self.names = archive.namelist()

    def refuse(self, code: str, found: str) -> None:
        self.problems.add(code, self.place, found=found[:80])

    def content(self, name: str, limit: int = MAX_PART) -> bytes:
        """A part, whatever size its entry claims."""
        with self.archive.open(name) as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise zipfile.BadZipFile(name)
        return content

    def text(self, name: str) -> str:
        text = self.content(name).decode("utf-8-sig")
        parser = expat.ParserCreate("utf-8")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.XmlDeclHandler = self._declaration
        parser.Parse(text, True)
        return text

    def tree(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.text(name))

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """For each identifier that a part of a DOCX uses, the kind of thing it leads to, and where: an address, or a part."""
        folder, short = posixpath.split(name)
        listed = f"{folder}/_rels/{short}.rels"
        found = {}
        for relation in self.tree(listed) if listed in self.names else ():
            target, outside = relation.get("Target", ""), relation.get("TargetMode", "").lower() == "external"
            where = target if outside else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], where)
        return found

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        """A word processor would read the part as what it declares."""
        if encoding and encoding.lower() != "utf-8":
            raise expat.ExpatError(encoding)

    def _doctype(self, *_: object) -> None:
        self.refuse("E232", "<!DOCTYPE>")
        raise expat.ExpatError("a DOCTYPE is never read")
