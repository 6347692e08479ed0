"""The styles of an organisation in the place of ours: those that its model has, under their names there; the others stay ours.

Knows how each format names a style. Numbers that a model puts before headings are left out: those of articles are words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree

from charter_builder.charter import Charter
from charter_builder.reading.letterhead import Page
from charter_builder.reading.model import Model
from charter_builder.writers.office.odt_pages import letterhead_pages, pages
from charter_builder.writers.office.odt_styles import each_style

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_OURS = re.compile(r'w:type="(\w+)".*? w:styleId="([^"]+)"><w:name w:val="([^"]+)"')
_USE = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle|basedOn|next) w:val=")([^"]*)"')
_OUR_NAME = re.compile(r'style:name="([^"]+)"')
_NUMBERED = re.compile(r"<w:numPr>.*?</w:numPr>|<w:numPr/>", re.DOTALL)
_OUTLINE = re.compile(r"<text:outline-style\b.*?</text:outline-style>", re.DOTALL)


def docx_styles(model: str, ours: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The styles of a model with ours that it has not; then, for each of ours, what it is called there."""
    root = ElementTree.fromstring(model)
    theirs = {(style.get(f"{_W}type"), _name(style)): style.get(f"{_W}styleId", "") for style in root.iter(f"{_W}style")}
    taken, names, missing = set(theirs.values()), {}, []
    for style in ours:
        found = _OURS.search(style)
        assert found
        kind, name, shown = found.groups()
        known = theirs.get((kind, shown.lower()))
        names[name] = known or (f"{name}Charte" if name in taken else name)
        if not known:
            missing.append(style.replace(f'w:styleId="{name}"', f'w:styleId="{names[name]}"').replace(' w:default="1"', ""))
    added = "".join(called(style, names) for style in missing)
    before, end, after = _NUMBERED.sub("", model).rpartition("</w:styles>")
    return before + added + end + after, names


def called(part: str, names: dict[str, str]) -> str:
    """A part whose styles are called as in the model."""
    return _USE.sub(lambda found: f'{found[1]}{names.get(found[2], found[2])}"', part)


def _name(style: ElementTree.Element) -> str:
    name = style.find(f"{_W}name")
    return "" if name is None else name.get(f"{_W}val", "").lower()


def odt_styles(model: Model, charter: Charter, page: Page) -> str:
    """The styles of a model with ours that it has not, then its pages, or ours where nothing stands above or below its own."""
    known = {style.get(f"{_STYLE}name") for style in ElementTree.fromstring(model.styles).find(f"{_OFFICE}styles") or ()}
    missing = [style for style in each_style(charter, page.line) if (found := _OUR_NAME.search(style)) and found[1] not in known]
    before, end, after = _OUTLINE.sub("", model.styles).partition("</office:styles>")
    if model.letterhead.first_page:
        return f"{before}{''.join(missing)}{end}{letterhead_pages(after, charter, model.letterhead, page)}"
    return f"{before}{''.join(missing)}{end}{pages(charter, page)}</office:document-styles>"
