"""Logos: what draws is taken; what runs, calls out, never ends or is cut short is refused, with its place."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from charter_builder.problems import Place, Problems
from charter_builder.reading.picture import MAX_BYTES, MAX_SIDE, check_picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 8 8">%s</svg>'

#: Columns and rows of the seven passes of an interlaced picture of 5 by 5 points.
SEVEN = ((1, 1), (1, 1), (2, 1), (1, 2), (3, 1), (2, 3), (5, 2))


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 2, height: int = 3, *, points: bytes | None = None, interlaced: int = 0, more: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, interlaced)
    rows = b"".join(b"\0" + b"\x80" * 4 * width for _ in range(height)) if points is None else points
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def codes(content: bytes | str, kind: str) -> list[str]:
    problems = Problems()
    content = content.encode() if isinstance(content, str) else content
    check_picture(content, kind, Place("profil.yml", 3, 9), "logo." + kind, problems)
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    "content",
    [
        png(),
        png(more=chunk(b"tEXt", b"Author\0nobody")),
        png(5, 5, points=b"".join((b"\0" + b"\x10" * 4 * columns) * rows for columns, rows in SEVEN), interlaced=1),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 2, 1, 3, 0, 0, 0)) + chunk(b"PLTE", b"\0\0\0\xff\xff\xff")
        + chunk(b"IDAT", zlib.compress(b"\0\xff\x80" * 2)) + chunk(b"IEND", b""),
    ],
)  # fmt: skip
def test_a_whole_png_is_taken(content: bytes) -> None:
    assert codes(content, "png") == []


@pytest.mark.parametrize(
    "content",
    [
        png()[:-1],
        png()[:40],
        png()[:8],
        png() + b"<script>",
        png().replace(b"\x08\x06", b"\x08\x05"),  # its checksum no longer fits
        png(points=b"\0"),
        png(points=b"\0" * 100_000),  # more points than the header says
        png(0, 3, points=b""),
        png(more=chunk(b"EVIL", b"")),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 3, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0\0\0" * 2))
        + chunk(b"IEND", b""),
        png().replace(zlib.compress(b"".join(b"\0" + b"\x80" * 8 for _ in range(3))), b"x" * 5),
    ],
)  # fmt: skip
def test_a_damaged_png_is_refused(content: bytes) -> None:
    assert codes(content, "png") == ["E221"]


def test_a_png_too_large_to_draw_is_refused_before_it_is_unpacked() -> None:
    assert codes(png(MAX_SIDE + 1, 1, points=b""), "png") == ["E222"]
    assert codes(png(MAX_SIDE, 1), "png") == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(), "svg"),
        (SVG % "", "png"),
        ("bonjour", "png"),
        (b"\xff\xd8\xff\xe0JFIF", "png"),
        (png(), ""),
        ("<html/>", "svg"),
        ("<svg/>", "svg"),
    ],
)
def test_a_name_that_does_not_say_what_the_file_holds_is_refused(content: bytes | str, kind: str) -> None:
    assert codes(content, kind) == ["E220"]


def test_a_heavy_file_is_refused() -> None:
    assert codes(SVG % " " * MAX_BYTES, "svg") == ["E219"]


@pytest.mark.parametrize(
    "content",
    [
        SVG % '<defs><path id="a" d="M0 0h8"/></defs><use xlink:href="#a"/><use href="#a" fill="url(#b)"/>',
        SVG % '<image href="data:image/png;base64,iVBORw0KGgo=" width="8" height="8"/>',
        SVG % "<style>.a { fill: #a3430f; mask: url(#b) }</style><metadata><x/></metadata>",
        SVG.replace('viewBox="0 0 8 8"', 'width="8mm" height="8"') % "",
        '<?xml version="1.0" encoding="UTF-8"?><!-- un logo -->' + SVG % "<title>Logo</title>",
    ],
)
def test_an_svg_that_draws_is_taken(content: str) -> None:
    assert codes(content, "svg") == []


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG % "<text>&x;</text>",
        '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>' + SVG % "<text>&c;</text>",
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + SVG % "",
        '<?xml-stylesheet href="https://exemple.fr/a.css"?>' + SVG % "",
        SVG % '<image href="https://exemple.fr/a.png"/>',
        SVG % '<image xlink:href="//exemple.fr/a.png"/>',
        SVG % '<image href="autre.png"/>',
        SVG % '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        SVG % '<use href="autre.svg#a"/>',
        SVG % "<script>alert(1)</script>",
        SVG % '<script xmlns="http://www.w3.org/1999/xhtml" src="https://exemple.fr/a.js"/>',
        SVG % '<p xmlns="http://www.w3.org/1999/xhtml"/>',
        SVG % "<foreignObject/>",
        SVG % '<path onload="alert(1)"/>',
        SVG % '<path ONCLICK="alert(1)"/>',
        SVG % '<a href="java&#115;cript:alert(1)"/>',
        SVG % '<a href=" &#9;javascript:alert(1)"/>',
        SVG % '<set attributeName="href" to="javascript:alert(1)"/>',
        SVG % '<animate attributeName="x"/>',
        SVG % '<path style="fill: url(https://exemple.fr/a.svg#b)"/>',
        SVG % "<path fill=\"url( 'https://exemple.fr/a.svg#b')\"/>",
        SVG % '<path style="fill: \\75 rl(https://exemple.fr)"/>',
        SVG % '<style>@import "https://exemple.fr/a.css";</style>',
        SVG % "<style><![CDATA[ .a { background: URL(//exemple.fr/a.png) } ]]></style>",
        SVG % '<g xml:base="https://exemple.fr/"/>',
        SVG % ("<g>" * 200 + "</g>" * 200),
        SVG % '<g id="a"><use href="#a"/></g>',
        SVG % ('<g id="a0"/>' + "".join(f'<g id="a{n}">' + f'<use xlink:href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9))),
        SVG % ('<g id="a0"/>' + "".join(f'<use id="a{n}" href="#a{n - 1}"/>' for n in range(1, 5000))),
    ],
)
def test_an_svg_that_does_more_than_draw_is_refused(content: str) -> None:
    assert set(codes(content, "svg")) == {"E224"}


@pytest.mark.parametrize(
    "content",
    [
        SVG % "<g>",
        (SVG % "") + "<g/>",
        SVG % "<path d=M0/>",
        SVG % "&nbsp;",
        "<svg",
        b"<svg>\xff\xfe</svg>",
        "",
        "bonjour",
        (SVG % "").encode("utf-16"),
    ],
)
def test_an_svg_badly_written_is_refused(content: str | bytes) -> None:
    assert codes(content, "svg")[-1:] in (["E223"], ["E220"])


NO_SIZE = ("", 'width="8"', 'viewBox="0 0 8"', 'viewBox="a b c d"', 'viewBox="0 0 -3 8"', 'viewBox="0 0 0 0"', 'viewBox="0 0 1e30 8"')


@pytest.mark.parametrize("size", [*NO_SIZE, 'width="100%" height="100%"', 'width="0" height="0"', 'viewBox="0 0 8 8" width="0"'])
def test_an_svg_without_a_size_is_refused(size: str) -> None:
    assert codes((SVG % "").replace('viewBox="0 0 8 8"', size), "svg") == ["E225"]


@pytest.mark.parametrize("size", ['viewBox="-4,-4 8.5 .5"', 'viewBox="0 0 8 8" width="100%"', 'width="8" height="8.5mm"'])
def test_an_svg_may_say_its_size_in_several_ways(size: str) -> None:
    assert codes((SVG % "").replace('viewBox="0 0 8 8"', size), "svg") == []


def test_letters_that_would_change_from_one_device_to_another_are_refused() -> None:
    assert codes(SVG % '<text font-family="Zapfino">Le Fournil</text>', "svg") == ["E227"]


def test_a_part_may_be_drawn_many_times() -> None:
    assert codes(SVG % ('<path id="a" d="M0 0h1"/>' + '<use href="#a" x="2"/>' * 500), "svg") == []


def test_every_fault_of_an_svg_is_said_at_its_place() -> None:
    problems = Problems()
    content = SVG % '\n<script/>\n  <path onload="x"/>\n'
    check_picture(content.encode(), "svg", Place("profil.yml", 3, 9), "logo.svg", problems)
    assert [(p.place.file, p.place.line, p.place.column, p.params["found"]) for p in problems] == [
        ("logo.svg", 2, 1, "<script>"),
        ("logo.svg", 3, 3, 'onload="x"'),
    ]


@pytest.mark.parametrize("example", ["boulangerie", "ville"])
def test_the_logos_of_the_examples_are_taken(example: str) -> None:
    path = Path(__file__).parents[1] / "examples" / example / "logo.svg"
    assert codes(path.read_bytes(), "svg") == []
