"""DOCX and ODT: a ZIP whose every part is well-formed XML or a picture, and that runs and fetches nothing.

Knows where both formats keep what acts: relationships to elsewhere, fields that fetch, scripts, listeners.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from html import unescape
from xml.parsers import expat

from charter_builder.guard.known import Known, check_holes, digest, may_hold, may_lead, place, place_of
from charter_builder.problems import Place, Problems
from charter_builder.reading.picture import check_picture

_FIRST = {"docx": "[Content_Types].xml", "odt": "mimetype"}
_MIMETYPE = b"application/vnd.oasis.opendocument.text"
_TAG = re.compile(r"<[^>]*>")
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)=\"([^\"]*)\"")
#: What a word processor would do while it opens a text (ISO/IEC 29500-1, 17.16; ODF 1.3, 3.12 and 14.4).
_ACTING = re.compile(
    r"<w:instrText[^>]*>[^<]*\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON)\b"
    r"|<w:fldSimple[^>]*\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON)\b"
    r"|<(?:script:|office:scripts|office:event-listeners|text:dde|office:dde|w:attachedTemplate|w:altChunk|draw:applet|draw:plugin"
    r"|draw:object|o:OLEObject|w:object|text:section-source|form:form)[^>]*>"
)
_HREF = re.compile(r"xlink:href=\"([^\"]*)\"")


def check_office(name: str, content: bytes, kind: str, known: Known, problems: Problems) -> None:
    """Add a problem for each fault of a text to amend. `kind`: docx or odt."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        problems.add("E523", Place(name), found=str(error))
        return
    first = _FIRST[kind]
    if next(iter(parts), "") != first or (kind == "odt" and parts[first] != _MIMETYPE):
        problems.add("E523", Place(name), found=first)
    for part, data in parts.items():
        if part != "mimetype":
            _check_part(f"{name} : {part}", part, data, known, problems)


def _check_part(shown: str, part: str, data: bytes, known: Known, problems: Problems) -> None:
    suffix = part.rpartition(".")[2].lower()
    if suffix not in ("xml", "rels") and digest(data) in known.digests:  # a picture of a letterhead, judged where it was read
        return
    if suffix in ("png", "svg"):
        found = Problems()
        check_picture(data, suffix, Place(shown), shown, found)
        for problem in found:
            problems.add("E523", problem.place, found=part)
        return
    if suffix not in ("xml", "rels"):
        problems.add("E522", Place(shown), found=part)
        return
    text = data.decode("utf-8", "replace")
    if not _well_formed(shown, text, data, problems):
        return
    for acting in _ACTING.finditer(text):
        problems.add("E520", place(shown, text, acting.start(), len(acting[0])), found=acting[0][:60])
    if suffix == "rels":
        _check_relations(shown, text, problems)
    else:
        if "xlink:href" in text:
            _check_addresses(shown, text, problems)
        if may_hold(text):
            check_holes(unescape(_TAG.sub("", text)), known, lambda hole: place_of(shown, text, hole), problems)


def _well_formed(shown: str, text: str, data: bytes, problems: Problems) -> bool:
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> None:
        problems.add("E520", Place(shown), found="<!DOCTYPE")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        lines = text.split("\n")
        line = lines[error.lineno - 1] if error.lineno <= len(lines) else ""
        problems.add("E523", Place(shown, error.lineno, error.offset + 1, 1, line if len(line) < 10_000 else ""), found=str(error))
        return False
    return True


def _check_relations(shown: str, text: str, problems: Problems) -> None:
    """What a DOCX takes from elsewhere: links that a person follows, and nothing else."""
    for relation in _RELATION.findall(text):
        given = {key: unescape(value) for key, value in _ATTRIBUTE.findall(relation)}
        target = given.get("Target", "")
        link = given.get("Type", "").endswith("/hyperlink")
        if not may_lead(target):
            problems.add("E506", place_of(shown, text, relation), found=target)
        elif not link and (given.get("TargetMode") == "External" or re.match(r"[a-z]+:|[\\/]{2}", target, re.IGNORECASE)):
            problems.add("E507", place_of(shown, text, relation), found=target)


def _check_addresses(shown: str, text: str, problems: Problems) -> None:
    """The addresses of an ODT: a link may lead elsewhere, a picture stands in the file."""
    for found in _HREF.finditer(text):
        written, address = found[1], unescape(found[1])
        element = text[text.rfind("<", 0, found.start()) + 1 : found.start()].partition(" ")[0]
        if not may_lead(address):
            problems.add("E506", place_of(shown, text, written), found=address)
        elif element not in ("text:a", "draw:a") and re.match(r"[a-z]+:|[\\/]{1,2}|\.\./", address, re.IGNORECASE):
            problems.add("E507", place_of(shown, text, written), found=address)
