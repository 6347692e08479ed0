"""The outline as OpenDocument text (ODF 1.3): `charte.odt`.

Knows how lines, lists, tables, footnotes, bookmarks and places to fill in are written there. Styles and pages are in `odt_styles`.
Every text goes through `text`, so no name can be read as XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from mimetypes import guess_type

from charter_builder.charter import Charter, Emphasis, Link, Note, Reference, Strong, Superscript, Text, Typed
from charter_builder.reading.model import Model
from charter_builder.writers.asking import SHAPES
from charter_builder.writers.office import odt_styles as styles
from charter_builder.writers.office.container import HEAD, archive, text
from charter_builder.writers.office.looks import A4, light_colours, logo_size, looks
from charter_builder.writers.office.models import odt_styles
from charter_builder.writers.office.odt_pages import FIRST_PAGE
from charter_builder.writers.office.outline import (
    EMPTY,
    TICKED,
    UNTICKED,
    Contents,
    Drawn,
    Field,
    Grid,
    GridCell,
    Label,
    Line,
    Listing,
    Mark,
    Picture,
    Piece,
    Style,
    Tick,
    outline,
)

KIND = "application/vnd.oasis.opendocument.text"
_LOGO = "Pictures/logo-charte.png"
_SPACES = re.compile(" {2,}")


def write_odt(charter: Charter, day: date, logo: bytes | None = None, model: Model | None = None) -> bytes:
    """The charter as a document of LibreOffice. `logo` is a PNG. `model` gives its styles and its pages."""
    page = model.letterhead.page or A4 if model else A4
    first_page = model.letterhead.first_page or FIRST_PAGE if model else FIRST_PAGE
    writer = _Writer(charter, logo, page.line)
    body = "".join(map(writer.piece, outline(charter)))
    columns = "".join(styles.column_style(name, width) for name, width in writer.columns.items())
    files: dict[str, str | bytes] = {
        "content.xml": f'{HEAD}<office:document-content {styles.NAMES} office:version="1.3"><office:automatic-styles>'
        f"{styles.automatic_styles(charter, page.line, first_page)}{columns}</office:automatic-styles><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>",
        "styles.xml": odt_styles(model, charter, page) if model else styles.document_styles(charter, page),
        "meta.xml": _meta(charter, day),
    }
    pictures = model.letterhead.pictures if model else {}
    files |= {name: content for name, content in pictures.items() if name in str(files["styles.xml"])}
    if logo:
        files[_LOGO] = logo
    files["META-INF/manifest.xml"] = _manifest({name: _kind(name) for name in files})
    return archive(files, day, first=("mimetype", KIND))


def _kind(name: str) -> str:
    return "text/xml" if name.endswith(".xml") else guess_type(name)[0] or ""


class _Writer:
    """Draws the body. What it meets on the way: the widths of its `columns`, by the name of their style."""

    def __init__(self, charter: Charter, logo: bytes | None, line: float) -> None:
        self.charter, self.logo, self.line_width = charter, logo, line
        self.looks, self.lights = looks(charter.identity), light_colours(charter.identity)
        self.columns: dict[str, float] = {}
        self._notes = self._tables = 0

    def piece(self, piece: Piece) -> str:
        match piece:
            case Line():
                return self.line(piece)
            case Listing():
                return self.listing(piece)
            case Grid():
                return self.grid(piece)
            case Picture():
                return _picture(self.logo, self.charter) if self.logo else ""
            case Contents():
                return self.contents(piece)

    def line(self, line: Line) -> str:
        words, look = self.inlines(line.content), self.looks[line.style]
        if line.anchor:
            words = f'<text:bookmark-start text:name="{line.anchor}"/>{words}<text:bookmark-end text:name="{line.anchor}"/>'
        style = styles.NEW_PAGE if line.new_page else styles.FIRST if line.style == "owner" and not self.logo else look.odf
        if look.level:
            return f'<text:h text:style-name="{style}" text:outline-level="{look.level}">{words}</text:h>'
        return f'<text:p text:style-name="{style}">{words}</text:p>'

    def listing(self, listing: Listing) -> str:
        name = styles.NUMBERS if listing.start else styles.BOXES if listing.boxes else styles.BULLETED
        items = []
        for rank, item in enumerate(listing.items):
            start = f' text:start-value="{listing.start}"' if listing.start > 1 and rank == 0 else ""
            items.append(f"<text:list-item{start}>{''.join(map(self.piece, item))}</text:list-item>")
        return f'<text:list text:style-name="{name}">{"".join(items)}</text:list>'

    def grid(self, grid: Grid) -> str:
        self._tables += 1
        names = [self._column(self.line_width * width / sum(grid.widths)) for width in grid.widths]
        columns = [f'<table:table-column table:style-name="{name}"/>' for name in names]
        if grid.row_heads:
            columns[0] = f"<table:table-header-columns>{columns[0]}</table:table-header-columns>"
        head = f"<table:table-header-rows>{self.row(grid.head, styles.ROW, 'head')}</table:table-header-rows>"
        kind = styles.SIGNED if grid.signed else styles.ROW
        rows = "".join(self.row(row, kind, "cell", grid.row_heads) for row in grid.rows)
        name = f'table:name="{self._tables}" table:style-name="{styles.TABLE}"'
        said = f"<table:title>{text(grid.name)}</table:title>"
        return f"<table:table {name}>{said}{''.join(columns)}{head}{rows}</table:table>"

    def row(self, cells: Iterable[GridCell], kind: str, style: Style, row_heads: bool = False) -> str:
        drawn = []
        for rank, cell in enumerate(cells):
            light, words = cell.cell.light, self.inlines(cell.content)
            if light:
                words = f'<text:span text:style-name="{styles.light_style(light)}">{SHAPES[light]}</text:span> {words}'
            elif row_heads and rank == 0:
                words = f'<text:span text:style-name="{styles.STRONG}">{words}</text:span>'
            ground = styles.cell_style("head" if style == "head" else light)
            paragraph = f'<text:p text:style-name="{self.looks[style].odf}">{words}</text:p>'
            drawn.append(f'<table:table-cell table:style-name="{ground}" office:value-type="string">{paragraph}</table:table-cell>')
        return f'<table:table-row table:style-name="{kind}">{"".join(drawn)}</table:table-row>'

    def contents(self, contents: Contents) -> str:
        """A table of contents filled in already; the numbers of pages are references, which LibreOffice keeps up to date."""
        entry = self.looks["entry"].odf
        template = (
            '<text:table-of-content-source text:outline-level="1" text:use-outline-level="true">'
            f'<text:index-title-template text:style-name="{styles.CONTENTS}">{text(contents.title)}</text:index-title-template>'
            f'<text:table-of-content-entry-template text:outline-level="1" text:style-name="{entry}"><text:index-entry-link-start/>'
            '<text:index-entry-text/><text:index-entry-tab-stop style:type="right" style:leader-char="."/><text:index-entry-page-number/>'
            "<text:index-entry-link-end/></text:table-of-content-entry-template></text:table-of-content-source>"
        )
        entries = (
            f'<text:p text:style-name="{entry}"><text:a xlink:type="simple" xlink:href="#{anchor}" text:style-name="{styles.ENTRY}" '
            f'text:visited-style-name="{styles.ENTRY}">{text(words)}<text:tab/>'
            f'<text:bookmark-ref text:reference-format="page" text:ref-name="{anchor}">…</text:bookmark-ref></text:a></text:p>'
            for words, anchor in contents.entries
        )
        heading = f'<text:index-title text:name="titre"><text:p text:style-name="{styles.CONTENTS}">{text(contents.title)}</text:p></text:index-title>'
        body = f"<text:index-body>{heading}{''.join(entries)}</text:index-body>"
        return f'<text:table-of-content text:name="contents">{template}{body}</text:table-of-content>'

    def _column(self, width: float) -> str:
        name = f"Column{round(width * 100)}"
        self.columns[name] = width
        return name

    # --------------------------------------------------------------------------------------------------------------- inlines

    def inlines(self, content: Iterable[Drawn]) -> str:
        return "".join(map(self.inline, content))

    def inline(self, inline: Drawn) -> str:
        match inline:
            case Text(value):
                return _words(value)
            case Superscript(value):
                return _span(styles.RAISED, _words(value))
            case Strong(content):
                return _span(styles.STRONG, self.inlines(content))
            case Emphasis(content):
                return _span(styles.EMPHASIS, self.inlines(content))
            case Typed(value):
                return _span(styles.TYPED, _words(value))
            case Mark(kind, value):
                return _span(styles.mark_style(kind), _words(value))
            case Label(value):
                return f"{_span(styles.PARAGRAPH, _words(value))}<text:tab/>"
            case Link(address, content):
                return _link(address, self.inlines(content))
            case Reference(target, content):
                return _link(f"#{target}", self.inlines(content))
            case Note(content):
                self._notes += 1
                body = f'<text:note-body><text:p text:style-name="{self.looks["note"].odf}"><text:s/>{self.inlines(content)}</text:p></text:note-body>'
                return f'<text:note text:note-class="footnote"><text:note-citation>{self._notes}</text:note-citation>{body}</text:note>'
            case Field(name):
                return f'<text:text-input text:description="{text(name)}">{EMPTY}</text:text-input>'
            case Tick(name):
                choices = f'<text:label text:value="{UNTICKED}" text:current-selected="true"/><text:label text:value="{TICKED}"/>'
                return f'<text:drop-down text:name="{text(name)}">{choices}{UNTICKED}</text:drop-down>'
        raise TypeError(f"not an inline of an outline: {inline!r}")


def _words(value: str) -> str:
    """A text; spaces in a row and line breaks, which ODF would make one space, are elements of their own."""
    spaced = _SPACES.sub(lambda found: f' <text:s text:c="{len(found[0]) - 1}"/>', text(value))
    return spaced.replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")


def _span(style: str, words: str) -> str:
    return f'<text:span text:style-name="{style}">{words}</text:span>'


def _link(address: str, words: str) -> str:
    return f'<text:a xlink:type="simple" xlink:href="{text(address)}" text:style-name="{styles.LINK}">{words}</text:a>'


def _picture(png: bytes, charter: Charter) -> str:
    assert charter.identity.logo
    width, height = logo_size(png)
    place = f'draw:name="Logo" text:anchor-type="as-char" svg:width="{width}mm" svg:height="{height}mm"'
    image = f'<draw:image xlink:href="{_LOGO}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    said = f"<svg:title>{text(charter.identity.logo.text)}</svg:title>"
    return f'<text:p text:style-name="{styles.FIRST}"><draw:frame {place}>{image}{said}</draw:frame></text:p>'


def _meta(charter: Charter, day: date) -> str:
    stamp = f"{day.isoformat()}T00:00:00"
    region = "FR" if charter.language == "fr" else "GB"
    return (
        f'{HEAD}<office:document-meta {styles.NAMES} office:version="1.3"><office:meta>'
        f"<dc:title>{text(f'{charter.title} – {charter.organisation}')}</dc:title><dc:subject>{text(charter.subtitle)}</dc:subject>"
        f"<meta:initial-creator>{text(charter.organisation)}</meta:initial-creator><dc:language>{charter.language}-{region}</dc:language>"
        f"<meta:creation-date>{stamp}</meta:creation-date><dc:date>{stamp}</dc:date></office:meta></office:document-meta>"
    )


def _manifest(kinds: dict[str, str]) -> str:
    entries = "".join(f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>' for name, kind in kinds.items())
    whole = f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{KIND}"/>'
    return f'{HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">{whole}{entries}</manifest:manifest>'
