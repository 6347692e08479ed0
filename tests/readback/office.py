"""The words of `charte.docx` and `charte.odt`, from their XML alone: text in its order, footnotes apart.

What stands around the text is in other parts, or is left out here: contents, numbers of paragraphs, signatures, pictures and names that are
heard and not seen. Headings are found by their level, and styles by their names, so that a document made from a model is read too.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from readback import Words, without_annex_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
#: Where one signs.
_SIGNATURES = "signatures"
_NUMBER_DOCX, _NUMBER_ODT = "charte – numéro", "Charter_20_number"
_CONTENTS = ("toc heading", "toc 1")


@dataclass
class Paragraph:
    """What is read in one go. `level`: that of a heading, else 0; `label`: its number, when it is a paragraph of an article."""

    level: int = 0
    anchor: str = ""
    label: str = ""
    text: str = ""
    contents: bool = False


def read_docx(folder: Path) -> Words:
    return words(folder.joinpath("documents", "charte.docx").read_bytes())


def read_odt(folder: Path) -> Words:
    return words(folder.joinpath("documents", "charte.odt").read_bytes())


def words(document: bytes) -> Words:
    paragraphs, notes = read(document)
    found, begun, signing = Words(notes=notes), False, False
    for paragraph in paragraphs:
        if paragraph.level == 1:
            begun, signing = True, paragraph.anchor == _SIGNATURES
        if paragraph.contents or signing:
            continue
        if begun:
            found.body.append(without_annex_number(paragraph.text) if paragraph.level == 1 else paragraph.text)
        else:
            found.front += paragraph.text + "\n"
    return found


def everything(document: bytes) -> str:
    """All that is drawn on its pages, but what is above and below them."""
    paragraphs, notes = read(document)
    return "\n".join([*(f"{paragraph.label} {paragraph.text}" for paragraph in paragraphs), *notes])


def read(document: bytes) -> tuple[list[Paragraph], list[str]]:
    """The paragraphs of a document, those of tables and lists included, then its footnotes."""
    parts = zipfile.ZipFile(io.BytesIO(document))
    if "content.xml" in parts.namelist():
        content = ElementTree.fromstring(parts.read("content.xml"))
        notes = ["".join(_odt_text(body)) for body in content.iter(f"{TEXT}note-body")]
        return list(_odt_paragraphs(content, contents=False)), notes
    body, footnotes, styles = (ElementTree.fromstring(parts.read(f"word/{name}.xml")) for name in ("document", "footnotes", "styles"))
    written = [note for note in footnotes.iter(f"{W}footnote") if not note.get(f"{W}type")]
    return [_docx_paragraph(one, _Styles(styles)) for one in body.iter(f"{W}p")], [_docx_text(note) for note in written]


class _Styles:
    """The styles of Word by their identifiers: their names, and the level of headings."""

    def __init__(self, root: ElementTree.Element) -> None:
        self.names = {style.get(f"{W}styleId"): _value(style, "name").lower() for style in root.iter(f"{W}style")}
        levels = {style.get(f"{W}styleId"): _value(style, f"pPr/{W}outlineLvl") for style in root.iter(f"{W}style")}
        self.levels = {name: int(level) + 1 for name, level in levels.items() if level}


def _docx_paragraph(paragraph: ElementTree.Element, styles: _Styles) -> Paragraph:
    style = _value(paragraph, f"pPr/{W}pStyle")
    label = "".join(_docx_text(run) for run in paragraph.iter(f"{W}r") if _is_number(run, styles))
    said = "".join(_docx_text(run) for run in paragraph.iter(f"{W}r") if not _is_number(run, styles))
    mark = paragraph.find(f"{W}bookmarkStart")
    anchor = "" if mark is None else mark.get(f"{W}name", "")
    return Paragraph(styles.levels.get(style, 0), anchor, label, said, styles.names.get(style) in _CONTENTS)


def _is_number(run: ElementTree.Element, styles: _Styles) -> bool:
    return styles.names.get(_value(run, f"rPr/{W}rStyle")) == _NUMBER_DOCX


def _value(element: ElementTree.Element, path: str) -> str:
    found = element.find(W + path)
    return "" if found is None else found.get(f"{W}val", "")


def _docx_text(root: ElementTree.Element) -> str:
    shown = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(shown.get(element.tag, element.text or "") for element in root.iter() if element.tag in (f"{W}t", *shown))


def _odt_paragraphs(element: ElementTree.Element, *, contents: bool) -> Iterator[Paragraph]:
    for child in element:
        if child.tag in (f"{TEXT}p", f"{TEXT}h"):
            mark = child.find(f"{TEXT}bookmark-start")
            anchor = "" if mark is None else mark.get(f"{TEXT}name", "")
            label = "".join(span.text or "" for span in child.iter(f"{TEXT}span") if span.get(f"{TEXT}style-name") == _NUMBER_ODT)
            yield Paragraph(int(child.get(f"{TEXT}outline-level", 0)), anchor, label, "".join(_odt_text(child)), contents)
        elif child.tag != f"{TEXT}table-of-content-source":
            yield from _odt_paragraphs(child, contents=contents or child.tag == f"{TEXT}table-of-content")


def _odt_text(element: ElementTree.Element) -> Iterator[str]:
    """What is read inside an element, in its order; footnotes and the words of pictures are elsewhere."""
    signs = {f"{TEXT}line-break": "\n", f"{TEXT}tab": "\t", f"{TEXT}s": " " * int(element.get(f"{TEXT}c", 1))}
    yield signs.get(element.tag, element.text or "")
    for child in element:
        apart = child.tag in (f"{TEXT}note", f"{TABLE}title", f"{SVG}title") or child.get(f"{TEXT}style-name") == _NUMBER_ODT
        if not apart:
            yield from _odt_text(child)
        yield child.tail or ""
