"""What a model puts on each page: the size of the paper, the margins, and what stands above and below, with its pictures.

Knows how Word and LibreOffice say it, and what may go out to other people with a document: words, pictures that are inside, numbers of
pages, links. Whatever brings in a file, an address or an object is refused. Leaves its use to the writers.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast
from xml.etree import ElementTree

from charter_builder.reading.parts import MAX_BYTES, RELATION, Parts
from charter_builder.reading.picture import check_picture

Where = Literal["header", "footer"]
Pages = Literal["default", "first", "even"]
#: A line of text is never shorter, in millimetres: the tables of a charter would be one word wide.
MIN_LINE = 80
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BANDS: dict[str, Where] = {f"{_W}headerReference": "header", f"{_W}footerReference": "footer"}
#: What a field may show; others bring in a file or an address, or run.
_FIELDS = {
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "TITLE", "SUBJECT", "AUTHOR",
    "LASTSAVEDBY", "COMPANY", "DOCPROPERTY", "FILENAME", "STYLEREF",
}  # fmt: skip
#: How the file of each kind of picture begins.
_PICTURES: dict[str, tuple[bytes, ...]] = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF8",),
    "bmp": (b"BM",),
    "emf": (b"\x01\0\0\0",),
    "wmf": (b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0"),
    "svg": (b"<", b"\xef\xbb\xbf<"),
} | {
    **dict.fromkeys(("jpg", "jpeg"), (b"\xff\xd8\xff",)),
    **dict.fromkeys(("tif", "tiff"), (b"II*\0", b"MM\0*")),
}
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_STYLE, _TEXT, _FO, _OFFICE = (f"{{{_ODF}{name}:1.0}}" for name in ("style", "text", "xsl-fo-compatible", "office"))
_AROUND = (f"{_STYLE}header", f"{_STYLE}footer")
_HREF = "{http://www.w3.org/1999/xlink}href"
_HARMLESS = re.compile(r"(?i)(?:https?|mailto):|#|$")
#: What runs or brings in something, in OpenDocument, whatever it leads to.
_ODF_ACTIVE = re.compile(
    r"\{[^}]*:(?:script|form):"
    r"|\}(?:dde-[\w-]+|execute-macro|script|event-listeners?|object(?:-ole)?|plugin|applet|floating-frame)$"
)
_LENGTH = re.compile(r"([0-9]*\.?[0-9]+)(mm|cm|in|pt|pc)")
_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6}


@dataclass(frozen=True)
class Page:
    """A page, in millimetres. `header`, `footer`: how far from its edges stands what is above and below the text."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    header: float
    footer: float

    @property
    def line(self) -> float:
        return self.width - self.left - self.right


@dataclass(frozen=True)
class Band:
    """What Word puts above or below some pages, as XML; `pictures` and `links`: what its identifiers lead to."""

    where: Where
    pages: Pages
    content: str
    pictures: Mapping[str, str]
    links: Mapping[str, str]


@dataclass(frozen=True)
class Letterhead:
    """`page`: None where the model says nothing. For Word: its `bands`, whether the first page and the even ones have their own. For
    LibreOffice: the page style of the `first_page`, empty when no page has anything above or below. `pictures`: by name.
    """

    page: Page | None = None
    bands: tuple[Band, ...] = ()
    first_differs: bool = False
    even_differs: bool = False
    first_page: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)


# --------------------------------------------------------------------------------------------------------------------- Word


def docx_letterhead(parts: Parts) -> Letterhead:
    """That of the last section, which is the whole document in a letter."""
    section = parts.tree("word/document.xml").find(f"{_W}body/{_W}sectPr")
    if section is None:
        return Letterhead()
    known = parts.relations("word/document.xml")
    pictures: dict[str, bytes] = {}
    bands = []
    for reference in section:
        where = _BANDS.get(reference.tag)
        part = known.get(reference.get(f"{RELATION}id", ""), ("", ""))[1]
        if where and part in parts.names:
            bands.append(_band(parts, part, where, cast("Pages", reference.get(f"{_W}type", "default")), pictures))
    even = "word/settings.xml" in parts.names and _on(parts.tree("word/settings.xml"), "evenAndOddHeaders")
    used = tuple(band for band in bands if even or band.pages != "even")
    return Letterhead(_docx_page(parts, section), used, _on(section, "titlePg"), even, pictures=pictures)


def _band(parts: Parts, name: str, where: Where, pages: Pages, pictures: dict[str, bytes]) -> Band:
    content, known = parts.text(name), parts.relations(name)
    root = ElementTree.fromstring(content)
    end = f"</w:{'hdr' if where == 'header' else 'ftr'}>"
    if not root.tag.startswith(_W) or not content.rstrip().endswith(end):
        parts.refuse("E233", name)
    shown, links = {}, {}
    for element in root.iter():
        for attribute, value in element.attrib.items():
            bare = attribute.rpartition("}")[2]
            if attribute == f"{RELATION}link" or bare in ("src", "href"):
                parts.refuse("E232", value)
            elif attribute.startswith(RELATION) and value:
                kind, target = known.get(value, ("", value))
                if kind == "image":
                    shown[value] = _picture(parts, target, pictures)
                elif kind == "hyperlink" and _HARMLESS.match(target):
                    links[value] = target
                else:
                    parts.refuse("E233", target or kind)
    for word in _fields(root):
        if word.upper() not in _FIELDS:
            parts.refuse("E232", word)
    return Band(where, pages, content, shown, links)


def _fields(root: ElementTree.Element) -> Iterator[str]:
    """The first word of each field; Word may cut an instruction anywhere, and put a field inside another."""
    said: list[str] = []
    for element in root.iter():
        kind = element.get(f"{_W}fldCharType")
        if element.tag == f"{_W}fldSimple":
            yield from element.get(f"{_W}instr", "").split()[:1]
        elif element.tag == f"{_W}instrText" and said:
            said[-1] += element.text or ""
        elif kind == "begin":
            said = [*said[:-1], f"{said[-1]}{{"] if said else said
            said.append("")
        elif kind and said:
            yield from said[-1].split()[:1]
            said[-1] = ""
            said = said[:-1] if kind == "end" else said


def _docx_page(parts: Parts, section: ElementTree.Element) -> Page | None:
    size, margins = section.find(f"{_W}pgSz"), section.find(f"{_W}pgMar")
    if size is None or margins is None:
        return None
    sides = ("top", "right", "bottom", "left", "header", "footer")
    given = {"width": size.get(f"{_W}w"), "height": size.get(f"{_W}h")} | {side: margins.get(f"{_W}{side}") for side in sides}
    return _usable(parts, Page(**{name: _from_twips(value or "") for name, value in given.items()}))


def _from_twips(value: str) -> float:
    return round(int(value.lstrip("-")) * 25.4 / 1440, 2) if re.fullmatch(r"-?[0-9]{1,6}", value) else 0.0


def _on(element: ElementTree.Element, name: str) -> bool:
    found = element.find(f"{_W}{name}")
    return found is not None and found.get(f"{_W}val", "1") not in ("0", "false", "off")


# -------------------------------------------------------------------------------------------------------------- LibreOffice


def odt_letterhead(parts: Parts) -> Letterhead:
    """That of the page on which the model begins, and of those that follow it."""
    styles = parts.tree("styles.xml")
    pictures: dict[str, bytes] = {}
    for element in styles.iter():
        address = element.get(_HREF)
        if _ODF_ACTIVE.search(element.tag):
            parts.refuse("E232", element.tag.rpartition("}")[2])
        elif not address or (element.tag.endswith("}a") and _HARMLESS.match(address)):
            continue
        elif posixpath.normpath(address) in parts.names and address.removeprefix("./").startswith("Pictures/"):
            pictures[posixpath.normpath(address)] = _checked(parts, posixpath.normpath(address))
        else:
            parts.refuse("E232", address)
    masters = {page.get(f"{_STYLE}name", ""): page for page in styles.iter(f"{_STYLE}master-page")}
    first = _first_page(parts.tree("content.xml"), masters)
    if first not in masters:
        return Letterhead(pictures=pictures)
    layouts = {layout.get(f"{_STYLE}name"): layout for layout in styles.iter(f"{_STYLE}page-layout")}
    following = masters.get(masters[first].get(f"{_STYLE}next-style-name", ""), masters[first])
    around = [band for page in (masters[first], following) for band in page if band.tag.startswith(_AROUND) and len(band)]
    page = _odt_page(parts, layouts.get(following.get(f"{_STYLE}page-layout-name")))
    return Letterhead(page, first_page=first if around else "", pictures=pictures)


def _first_page(content: ElementTree.Element, masters: Mapping[str, ElementTree.Element]) -> str:
    """The page style that the first paragraph asks for, else the standard one."""
    named = {style.get(f"{_STYLE}name"): style.get(f"{_STYLE}master-page-name") for style in content.iter(f"{_STYLE}style")}
    for element in content.iterfind(f"{_OFFICE}body/{_OFFICE}text/*"):
        if used := element.get(f"{_TEXT}style-name"):
            return asked if (asked := named.get(used)) and asked in masters else "Standard"
    return "Standard"


def _odt_page(parts: Parts, layout: ElementTree.Element | None) -> Page | None:
    said = layout.find(f"{_STYLE}page-layout-properties") if layout is not None else None
    if said is None:
        return None
    whole = _millimetres(said.get(f"{_FO}margin", ""))
    width, height = (_millimetres(said.get(f"{_FO}page-{side}", "")) for side in ("width", "height"))
    top, right, bottom, left = (_millimetres(said.get(f"{_FO}margin-{side}", "")) or whole for side in ("top", "right", "bottom", "left"))
    return _usable(parts, Page(width, height, top, right, bottom, left, top, bottom))


def _millimetres(length: str) -> float:
    found = _LENGTH.fullmatch(length.strip())
    return round(float(found[1]) * _UNITS[found[2]], 2) if found else 0.0


# --------------------------------------------------------------------------------------------------------------------- both


def _usable(parts: Parts, page: Page) -> Page:
    if not (MIN_LINE <= page.line <= 1000 and MIN_LINE <= page.height - page.top - page.bottom <= 1000):
        parts.refuse("E233", f"{page.width:.0f} × {page.height:.0f} mm")
    return page


def _picture(parts: Parts, name: str, pictures: dict[str, bytes]) -> str:
    """The name under which a picture of Word goes along: no other has it in a charter."""
    content = _checked(parts, name)
    known = next((new for new, other in pictures.items() if other == content), f"modele{len(pictures) + 1}.{_kind(name)}")
    pictures[known] = content
    return known


def _checked(parts: Parts, name: str) -> bytes:
    content, kind = parts.content(name, MAX_BYTES), _kind(name)
    if not content.startswith(_PICTURES.get(kind, ())):
        parts.refuse("E233", name)
    elif kind == "svg":
        check_picture(content, kind, parts.place, name, parts.problems)
    return content


def _kind(name: str) -> str:
    return name.rpartition(".")[2].lower()
