"""A picture that a person gives: a PNG that is whole, or an SVG that draws and does nothing else.

Knows the two formats. A picture ends on a public website and in a PDF: whatever could run, call another address or never end is
refused, with its place. Leaves to `identity` where the file stands.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from charter_builder.problems import Place, Problems

MAX_BYTES = 512 * 1024
MAX_SIDE = 4000
MAX_DEPTH = 100
MAX_DRAWN = 50_000
KINDS = ("svg", "png")
#: Encodings in which plain letters are the bytes of UTF-8.
LIKE_ASCII = ("us-ascii", "iso-8859-1", "windows-1252")
_PNG = b"\x89PNG\r\n\x1a\n"
#: Colour type → values for each point, and the depths that go with it (ISO/IEC 15948, table 11.1).
_COLOUR_TYPES = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
#: The seven passes of an interlaced picture: first column, first row, step across, step down.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_SVG, _XHTML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"
#: Elements that run, move, or bring in another document.
_ACTIVE = {
    "script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video", "link", "meta", "base",
    "animate", "animatecolor", "animatemotion", "animatetransform", "set", "discard",
}  # fmt: skip
_EMBEDDED = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]+")
_ADDRESS = re.compile(r"(?i)\b(?:url|src)\s*\(\s*[\"']?\s*(?!#)|@import|image-set|javascript:|\\|expression\s*\(")
_NUMBER = r"[0-9]*\.?[0-9]+"
_LENGTH = re.compile(rf"\s*({_NUMBER})\s*(?:px|pt|pc|mm|cm|in)?\s*")
_BOX = re.compile(rf"\s*-?{_NUMBER}[\s,]+-?{_NUMBER}[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*")


def check_picture(content: bytes, kind: str, place: Place, file: str, problems: Problems) -> None:
    """Add a problem for everything that is wrong in a picture. `kind` is what its name says, svg or png; `place` is where it is asked
    for, and `file` the name under which its own lines are shown.
    """
    if len(content) > MAX_BYTES:
        problems.add("E219", place, limit=MAX_BYTES // 1024)
    elif kind == "png" and content.startswith(_PNG):
        _check_png(content, place, problems)
    elif kind == "svg" and not content.startswith(_PNG):
        _Svg(content, file, problems).check(place)
    else:
        problems.add("E220", place, kind=kind.upper() or "?")


# --------------------------------------------------------------------------------------------------------------------- PNG


class _Damaged(Exception):
    """The PNG cannot be read to its end."""


def _check_png(content: bytes, place: Place, problems: Problems) -> None:
    try:
        chunks = list(_chunks(content))
        header = chunks[0][1]
        if chunks[0][0] != b"IHDR" or len(header) != 13 or chunks[-1][0] != b"IEND":
            raise _Damaged
        width, height, depth, colour, method, filtering, interlaced = struct.unpack(">IIBBBBB", header)
        values, depths = _COLOUR_TYPES.get(colour, (0, ()))
        if not (width and height and depth in depths and method == filtering == 0 and interlaced in (0, 1)):
            raise _Damaged
        if max(width, height) > MAX_SIDE:
            problems.add("E222", place, width=width, height=height, limit=MAX_SIDE)
            return
        if colour == 3 and not any(name == b"PLTE" for name, _ in chunks):
            raise _Damaged
        _inflate(b"".join(data for name, data in chunks if name == b"IDAT"), _length(width, height, depth * values, bool(interlaced)))
    except (_Damaged, zlib.error, struct.error):
        problems.add("E221", place)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG, to IEND, which must be its end."""
    position, name = len(_PNG), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, position)
        data = content[position + 8 : position + 8 + length]
        (check,) = struct.unpack_from(">I", content, position + 8 + length)
        if zlib.crc32(name + data) != check:
            raise _Damaged
        if name[:1].isupper() and name not in (b"IHDR", b"PLTE", b"IDAT", b"IEND"):
            raise _Damaged
        yield name, data
        position += 12 + length
    if position != len(content):
        raise _Damaged


def _length(width: int, height: int, bits: int, interlaced: bool) -> int:
    """How many bytes the points of a picture take, with the one byte before each row."""
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = ((-(-(width - x) // across), -(-(height - y) // down)) for x, y, across, down in passes)
    return sum(rows * (1 + -(-columns * bits // 8)) for columns, rows in sizes if columns > 0 and rows > 0)


def _inflate(data: bytes, expected: int) -> None:
    """Unpack the points without keeping them: there must be as many as the header says, and never more."""
    unpacker, length = zlib.decompressobj(), 0
    while not unpacker.eof:
        piece = unpacker.decompress(data, 1 << 16)
        length += len(piece)
        data = unpacker.unconsumed_tail
        if length > expected or (not piece and not data and not unpacker.eof):
            raise _Damaged
    if length != expected:
        raise _Damaged


# --------------------------------------------------------------------------------------------------------------------- SVG


class _Refused(Exception):
    """Reading stops here; the problem is already noted."""


class _Svg:
    def __init__(self, content: bytes, file: str, problems: Problems) -> None:
        self.content, self.file, self.problems = content, file, problems
        self.lines = content.decode("utf-8", "replace").splitlines()
        self.open: list[tuple[str, int]] = []  # the elements around this one: their id, and their rank
        self.used: list[str] = []  # for each element, the id that it draws once more
        self.inside: dict[str, range] = {}  # for each id, its element and those inside it, by rank
        self.style: Place | None = None  # the place of the style sheet that is being read
        self.root: dict[str, str] | None = None
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.XmlDeclHandler = self._declaration
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = lambda target, data: self._refuse(f"<?{target}")

    def check(self, place: Place) -> None:
        before = len(self.problems)
        try:
            self.content.decode("utf-8")
            self.parser.Parse(self.content, True)
        except UnicodeDecodeError:
            self.problems.add("E223", self._place(1, 0))
        except expat.ExpatError as error:
            self.problems.add("E223", self._place(error.lineno, error.offset))
        except _Refused:
            pass
        if self.root is None or len(self.problems) > before:
            return
        if not _sized(self.root):
            self.problems.add("E225", place)
        if self._drawn(range(len(self.used)), ()) > MAX_DRAWN:
            self.problems.add("E224", place, found="<use> × …")

    def _drawn(self, elements: range, around: tuple[str, ...]) -> int:
        """How many elements are drawn, those that are drawn again included; no more are counted than need be."""
        drawn = 0
        for rank in elements:
            target = self.used[rank]
            drawn += 1
            if target in around or len(around) > MAX_DEPTH or drawn > MAX_DRAWN:
                return MAX_DRAWN + 1
            if target in self.inside:
                drawn += self._drawn(self.inside[target], (*around, target))
        return drawn

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self.root is None:
            self.root = attributes
            if (space, local) != (_SVG, "svg"):
                self.problems.add("E220", self._here(), kind="SVG")
                raise _Refused
        self.open.append((attributes.get("id", ""), len(self.used)))
        self.used.append("")
        if len(self.open) > MAX_DEPTH:  # a drawing program may fall over before the end
            self._refuse(f"<{local}> × {MAX_DEPTH}")
            raise _Refused
        if space == _XHTML or local.lower() in _ACTIVE:
            self._refuse(f"<{local}>")
        if local == "text":
            self.problems.add("E227", self._here())
        self.style = self._here() if local.lower() == "style" else None
        for full, value in attributes.items():
            attribute = full.rpartition(" ")[2]
            if attribute == "href" and local == "use":
                self.used[-1] = value.strip().removeprefix("#")
            outside = attribute in ("href", "src") and not (value.strip().startswith("#") or _EMBEDDED.fullmatch(value.strip()))
            if attribute.lower().startswith("on") or outside or _ADDRESS.search(value) or full.endswith("namespace base"):
                said = f'{attribute}="{value}"'
                self._refuse(said if len(said) <= 60 else said[:59] + "…")

    def _close(self, name: str) -> None:
        name, rank = self.open.pop()
        self.inside.setdefault(name, range(rank, len(self.used))) if name else None
        self.style = None

    def _text(self, text: str) -> None:
        if self.style and (found := _ADDRESS.search(text)):
            self.problems.add("E224", self.style, found=" ".join(text[found.start() :].split())[:40])

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        """A browser would read these bytes as the encoding that they declare: it must find there what was found here."""
        if encoding and encoding.lower() != "utf-8" and not (self.content.isascii() and encoding.lower() in LIKE_ASCII):
            self.problems.add("E223", self._here())
            raise _Refused

    def _doctype(self, *_: object) -> None:
        self._refuse("<!DOCTYPE")
        raise _Refused  # before any entity is read

    def _refuse(self, found: str) -> None:
        self.problems.add("E224", self._here(), found=" ".join(found.split()))

    def _here(self) -> Place:
        return self._place(self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber)

    def _place(self, line: int, column: int) -> Place:
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return Place(self.file, line, column + 1, 1, "".join(c if c.isprintable() else "·" for c in text))


def _sized(root: dict[str, str]) -> bool:
    """Whether the first element says how large the picture is, in numbers that can be drawn."""
    sides = [found[1] for name in ("width", "height") if (found := _LENGTH.fullmatch(root.get(name, "")))]
    box = _BOX.fullmatch(root.get("viewBox", ""))
    if "viewBox" in root and not box:
        return False
    return bool(box or len(sides) == 2) and all(0 < float(number) < 100_000 for number in (*sides, *(box.groups() if box else ())))
