"""The pages of an ODT: their size, and what stands above and below them, ours or that of the model.

Knows page layouts and master pages of OpenDocument. Where the pages of a model have a header, ours leaves it the place, and so for a footer.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from charter_builder.charter import Charter
from charter_builder.reading.letterhead import Letterhead, Page
from charter_builder.writers.office.container import text
from charter_builder.writers.office.outline import running_foot, running_head
from charter_builder.writers.office.watermark import odt_watermark, odt_watermark_style

#: The page on which our document begins.
FIRST_PAGE = "First_20_Page"
_BAND = 'fo:min-height="8mm" svg:height="8mm"'
_STYLES = {
    "header": f'<style:header-style><style:header-footer-properties {_BAND} fo:margin-bottom="5mm"/></style:header-style>',
    "footer": f'<style:footer-style><style:header-footer-properties {_BAND} fo:margin-top="4mm"/></style:footer-style>',
}
_HEADER_START = re.compile(r"(<style:header(?:-left|-first)?(?: [^>]*)?>)(\s*<text:p\b[^>]*(?<!/)>)?")
_LAST_HEADER = re.compile(r".*</style:header(?:-left|-first)?>|", re.DOTALL)


def pages(charter: Charter, page: Page) -> str:
    """Ours: the first page, then the others. Only the watermark stands above the cover."""
    size = (
        f'fo:page-width="{page.width}mm" fo:page-height="{page.height}mm" fo:margin-left="{page.left}mm" fo:margin-right="{page.right}mm"'
    )
    turned = ' style:print-orientation="landscape"' if page.width > page.height else ""
    around = max(page.top - 13, 5), max(page.bottom - 12, 5)
    layouts = (
        f'<style:page-layout style:name="Plain"><style:page-layout-properties {size}{turned} fo:margin-top="{page.top}mm" fo:margin-bottom="{page.bottom}mm"/></style:page-layout>'
        f'<style:page-layout style:name="Running"><style:page-layout-properties {size}{turned} fo:margin-top="{around[0]:g}mm" fo:margin-bottom="{around[1]:g}mm"/>'
        f"{_STYLES['header']}{_STYLES['footer']}</style:page-layout>"
    )
    shape = odt_watermark(charter, page) if charter.draft else ""
    cover = f"<style:header><text:p>{shape}</text:p></style:header>" if shape else ""
    layout = "Running" if shape else "Plain"
    masters = (
        f'<style:master-page style:name="{FIRST_PAGE}" style:display-name="First Page" style:page-layout-name="{layout}" style:next-style-name="Standard">'
        f'{cover}</style:master-page><style:master-page style:name="Standard" style:page-layout-name="Running">'
        f"{_header(charter, shape)}{_footer(charter)}</style:master-page>"
    )
    shapes = odt_watermark_style(charter) if shape else ""
    return f"<office:automatic-styles>{shapes}{layouts}</office:automatic-styles><office:master-styles>{masters}</office:master-styles>"


def letterhead_pages(theirs: str, charter: Charter, letterhead: Letterhead, page: Page) -> str:
    """Those of a model, as it writes them: where it has nothing above or nothing below, ours is there."""
    found = _master(letterhead.first_page).search(theirs)
    assert found
    following = _attribute(found[1], "next-style-name") or letterhead.first_page
    for name in dict.fromkeys((letterhead.first_page, following)):
        layout = _attribute(_master(name).search(theirs)[1], "page-layout-name")  # type: ignore[index]
        said = _master(name).search(theirs)[2] or ""  # type: ignore[index]
        for where, drawn in (("header", _header(charter, "")), ("footer", _footer(charter))):
            blank = "" if where == "footer" or not charter.draft else "<style:header><text:p/></style:header>"
            band = drawn if name == following else blank
            if band and f"<style:{where}" not in said:
                end = _LAST_HEADER.match(said).end()  # type: ignore[union-attr]
                said = said[:end] + band + said[end:]
                theirs = _layout(layout).sub(_with_band(where), theirs, count=1)
        if charter.draft:
            said = _HEADER_START.sub(_marked(odt_watermark(charter, page)), said)
        theirs = _master(name).sub(_holding(said), theirs, count=1)
    shapes = odt_watermark_style(charter) if charter.draft else ""
    return theirs.replace("</office:automatic-styles>", f"{shapes}</office:automatic-styles>", 1)


def _header(charter: Charter, shape: str) -> str:
    left, right = running_head(charter)
    return f'<style:header><text:p text:style-name="Header">{shape}{text(left)}<text:tab/>{text(right)}</text:p></style:header>'


def _footer(charter: Charter) -> str:
    edition, before, between, after = running_foot(charter)
    numbers = f'{text(before)}<text:page-number text:select-page="current">1</text:page-number>{text(between)}<text:page-count>1</text:page-count>{text(after)}'
    return f'<style:footer><text:p text:style-name="Footer">{text(edition)}<text:tab/>{numbers}</text:p></style:footer>'


def _master(name: str) -> re.Pattern[str]:
    """A master page, its attributes and what it holds."""
    named = re.escape(f'style:name="{text(name)}"')
    return re.compile(rf"<style:master-page\b(?=[^>]*\s{named})([^>]*?)(?:/>|>(.*?)</style:master-page>)", re.DOTALL)


def _layout(name: str) -> re.Pattern[str]:
    return re.compile(rf'<style:page-layout\b(?=[^>]*\sstyle:name="{re.escape(name)}")[^>]*>.*?</style:page-layout>', re.DOTALL)


def _attribute(attributes: str, name: str) -> str:
    found = re.search(rf'style:{name}="([^"]*)"', attributes)
    return found[1] if found else ""


def _with_band(where: str) -> Callable[[re.Match[str]], str]:
    """A page layout with room above or below."""

    def changed(found: re.Match[str]) -> str:
        bare = found[0].replace(f"<style:{where}-style/>", "")
        if f"<style:{where}-style" in bare:
            return bare
        before, after = ("<style:footer-style", "</style:page-layout>") if where == "header" else ("</style:page-layout>", "")
        at = bare.find(before) if before in bare else bare.rfind(after)
        return bare[:at] + _STYLES[where] + bare[at:]

    return changed


def _marked(shape: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{found[0]}{shape}" if found[2] else f"{found[1]}<text:p>{shape}</text:p>"


def _holding(said: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"<style:master-page{found[1]}>{said}</style:master-page>"
