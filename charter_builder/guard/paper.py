"""PDF: a file that opens, is tagged, says its language, and does nothing.

Knows the bones of the format (ISO 32000-1, 7.5): the table of objects, the trailer, the catalogue, objects kept in streams. Reads no
page: what they look like is known to the tests.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from charter_builder.guard.known import may_lead
from charter_builder.problems import Place, Problems

_STREAM = re.compile(rb"stream\r?\n")
_SECTION = re.compile(rb"\s*(\d+) (\d+)\s*?(?:\r\n|\n|\r)")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)")
_ENTRY_LENGTH = 20
_ROOT = re.compile(rb"/Root\s+(\d+)\s+\d+\s+R")
_OBJECT_STREAM = re.compile(rb"<<((?:(?!>>\s*stream|endobj).)*/ObjStm(?:(?!endobj).)*?)>>\s*stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_ACTING = re.compile(
    rb"/(?:JavaScript|JS|Launch|RichMedia|EmbeddedFiles?|SubmitForm|ImportData|GoToR|GoToE|XFA|OpenAction|AA|Movie|Sound|Rendition)(?![A-Za-z])"
)
_LITERAL = re.compile(rb"\((?:\\.|[^\\()])*\)", re.DOTALL)
_URI = re.compile(rb"/URI\s*(?:\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f\s]*)>)", re.DOTALL)
_TAGGED = (
    (rb"/MarkInfo", "/MarkInfo"),
    (rb"/Marked\s+true", "/Marked true"),
    (rb"/StructTreeRoot", "/StructTreeRoot"),
    (rb"/Lang", "/Lang"),
)


class _Closed(Exception):
    """The file does not open; says what is missing."""


def check_pdf(name: str, content: bytes, problems: Problems) -> None:
    """Add a problem when a PDF does not open, is not tagged, or could act."""
    where = Place(name)
    bodies = [content[: content.rfind(b"startxref")], *_packed(content)]
    try:
        catalogue = _catalogue(content, bodies)
    except _Closed as fault:
        problems.add("E526", where, found=str(fault))
        return
    for pattern, shown in _TAGGED:
        if not re.search(pattern, catalogue):
            problems.add("E527", where, found=shown)
    for body in (b"".join(_without_streams(bodies[0])), *bodies[1:]):
        for acting in _acting(body):
            problems.add("E520", where, found=acting)
        for literal, hexadecimal in _URI.findall(body):
            address = (literal or bytes.fromhex(hexadecimal.decode())).decode("latin-1")
            if not may_lead(address) or ":" not in address:
                problems.add("E506", where, found=address)


def _without_streams(body: bytes) -> Iterator[bytes]:
    """The objects of a file without what their streams hold."""
    position = 0
    while opened := _STREAM.search(body, position):
        end = body.find(b"endstream", opened.end())
        if end < 0:
            break
        yield body[position : opened.start()]
        position = end + len(b"endstream")
    yield body[position:]


def _acting(body: bytes) -> Iterator[str]:
    """What acts in the objects of a file; a text between brackets may say the same words."""
    if not _ACTING.search(body):
        return
    while _LITERAL.search(body):
        body = _LITERAL.sub(b"", body)
    yield from dict.fromkeys(found.decode() for found in _ACTING.findall(body))


def _catalogue(content: bytes, bodies: list[bytes]) -> bytes:
    """The first object of the document, every object of its table being where the table says."""
    if not content.startswith(b"%PDF-1."):
        raise _Closed("%PDF")
    if not content.rstrip().endswith(b"%%EOF"):
        raise _Closed("%%EOF")
    ends = re.findall(rb"startxref\s+(\d+)\s+%%EOF", content[-64:])
    if not ends:
        raise _Closed("startxref")
    start = int(ends[-1])
    places = dict(_table(content, start))
    root = _ROOT.search(content, start)
    if not root:
        raise _Closed("/Root")
    number = int(root[1])
    if number in places:
        return content[places[number] : content.find(b"endobj", places[number])]
    packed = next((found for body in bodies[1:] if (found := _inside(body, number))), b"")
    if not packed:
        raise _Closed(f"{number} 0 obj")
    return packed


def _table(content: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Each object and where it begins. A table kept as a stream is only looked at, not followed."""
    if re.compile(rb"\d+ \d+ obj\b").match(content, start):
        return
    if not content.startswith(b"xref", start):
        raise _Closed("xref")
    position = start + 4
    while section := _SECTION.match(content, position):
        first, count = int(section[1]), int(section[2])
        position = section.end() + _ENTRY_LENGTH * count
        entries = _ENTRY.findall(content, section.end(), position)
        if len(entries) < count:
            raise _Closed("xref")
        for number, (written, generation, kind) in enumerate(entries, first):
            if kind == b"n":
                offset = int(written)
                if not content.startswith(b"%d %d obj" % (number, int(generation)), offset):
                    raise _Closed(f"{number} {int(generation)} obj")
                yield number, offset


def _packed(content: bytes) -> Iterator[bytes]:
    """The streams that hold objects, unpacked: `N`, `First`, then what they say (7.5.7)."""
    if b"/ObjStm" not in content:
        return
    for found in _OBJECT_STREAM.finditer(content):
        try:
            data = zlib.decompressobj().decompress(found[2], 64 << 20) if b"/FlateDecode" in found[1] else found[2]
        except zlib.error:
            continue
        first = re.search(rb"/First\s+(\d+)", found[1])
        yield (first[1] if first else b"0") + b"\n" + data


def _inside(body: bytes, number: int) -> bytes:
    """An object of an unpacked stream; nothing when it is not there."""
    head, _, data = body.partition(b"\n")
    first = int(head)
    pairs = [int(word) for word in data[:first].split()]
    offsets = dict(zip(pairs[::2], pairs[1::2], strict=False))
    if number not in offsets:
        return b""
    ends = sorted(offset for offset in offsets.values() if offset > offsets[number])
    return data[first + offsets[number] : first + ends[0] if ends else None]
