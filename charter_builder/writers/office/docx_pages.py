"""The pages of a DOCX: their size, and what stands above and below them, ours or that of the model.

Knows sections, headers and footers of WordprocessingML. Where a model has a header, ours leaves it the place, and so for a footer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from charter_builder.charter import Charter
from charter_builder.reading.letterhead import Band, Letterhead, Page
from charter_builder.writers.office import docx_parts as parts
from charter_builder.writers.office.container import HEAD, text
from charter_builder.writers.office.outline import running_foot, running_head
from charter_builder.writers.office.watermark import docx_watermark

TAB = "<w:r><w:tab/></w:r>"
_TAGS = {"header": "hdr", "footer": "ftr"}
_NUMBERED = re.compile(r"<w:numPr>.*?</w:numPr>|<w:numPr/>", re.DOTALL)
#: A paragraph that takes no room: it holds the watermark.
_THIN = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'


@dataclass(frozen=True)
class Running:
    """What stands above or below some pages, in a part of that name; `theirs`: it is that of the model, whose styles it names."""

    name: str
    band: Band
    theirs: bool = False


def running(charter: Charter, letterhead: Letterhead) -> tuple[Running, ...]:
    found = [*_bands(charter, letterhead, "header"), *_bands(charter, letterhead, "footer")]
    if charter.draft and _first_differs(letterhead) and not any(one.band.where == "header" and one.band.pages == "first" for one in found):
        found.append(Running("", _ours("header", "first", "")))
    ranks = {"header": count(1), "footer": count(1)}
    named = [replace(one, name=f"{one.band.where}{next(ranks[one.band.where])}") for one in found]
    return tuple(_marked(one, charter, rank) for rank, one in enumerate(named, 1)) if charter.draft else tuple(named)


def section(page: Page, bands: tuple[Running, ...], letterhead: Letterhead) -> str:
    """The last element of the body."""
    references = "".join(f'<w:{one.band.where}Reference w:type="{one.band.pages}" r:id="{one.name}"/>' for one in bands)
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    sides = ("top", "right", "bottom", "left", "header", "footer")
    margins = " ".join(f'w:{side}="{parts.twips(getattr(page, side))}"' for side in sides)
    size = f'<w:pgSz w:w="{parts.twips(page.width)}" w:h="{parts.twips(page.height)}"{turned}/>'
    first = "<w:titlePg/>" if _first_differs(letterhead) else ""
    return f'<w:sectPr>{references}{size}<w:pgMar {margins} w:gutter="0"/>{first}</w:sectPr>'


def field(instruction: str, shown: str) -> str:
    return f"{char('begin')}{instructed(instruction)}{char('separate')}{said(shown)}{char('end')}"


def char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instructed(value: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {text(value)} </w:instrText></w:r>'


def said(value: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text(value)}</w:t></w:r>' if value else ""


def _first_differs(letterhead: Letterhead) -> bool:
    """Ours leave the cover alone; those of a model stand where it puts them."""
    return letterhead.first_differs or not letterhead.bands


def _bands(charter: Charter, letterhead: Letterhead, where: str) -> Iterator[Running]:
    theirs = [band for band in letterhead.bands if band.where == where]
    for band in theirs:
        yield Running("", replace(band, content=_NUMBERED.sub("", band.content)), theirs=True)
    if not theirs:
        drawn = _header(charter) if where == "header" else _footer(charter)
        for pages in ("default", "even") if letterhead.even_differs else ("default",):
            yield Running("", _ours(where, pages, drawn))


def _ours(where: str, pages: str, drawn: str) -> Band:
    tag = _TAGS[where]
    return Band(where, pages, f"{HEAD}<w:{tag} {parts.NAMES}>{drawn}</w:{tag}>", {}, {})  # type: ignore[arg-type]


def _marked(one: Running, charter: Charter, rank: int) -> Running:
    if one.band.where == "footer":
        return one
    before, end, after = one.band.content.rpartition("</w:hdr>")
    return replace(one, band=replace(one.band, content=f"{before}{_THIN}{docx_watermark(charter, rank)}</w:p>{end}{after}"))


def _header(charter: Charter) -> str:
    left, right = running_head(charter)
    return f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{said(left)}{TAB}{said(right)}</w:p>'


def _footer(charter: Charter) -> str:
    edition, before, between, after = running_foot(charter)
    numbers = f"{said(before)}{field('PAGE', '1')}{said(between)}{field('NUMPAGES', '1')}{said(after)}"
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{said(edition)}{TAB}{numbers}</w:p>'
