"""The outline as WordprocessingML (ISO/IEC 29500, transitional): `charte.docx`.

Knows how lines, lists, tables, footnotes, bookmarks and places to fill in are written there. The parts that hold no word of the
charter are in `docx_parts`. Every text goes through `text`, so no name can be read as XML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from charter_builder.charter import Charter, Emphasis, Link, Note, Reference, Strong, Superscript, Text, Typed
from charter_builder.reading.letterhead import Letterhead
from charter_builder.reading.model import Model
from charter_builder.writers.asking import SHAPES
from charter_builder.writers.office import docx_pages as pages
from charter_builder.writers.office import docx_parts as parts
from charter_builder.writers.office.container import archive, text
from charter_builder.writers.office.looks import A4, LIST_STEP, SIGNATURE_HEIGHT, SIGNS_FONT, light_colours, logo_size, looks
from charter_builder.writers.office.models import called, docx_styles
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

#: The field of a table of contents of the headings of level 1, with links.
_LEVEL_1 = 'TOC \\o "1-1" \\h \\z'


def write_docx(charter: Charter, day: date, logo: bytes | None = None, model: Model | None = None) -> bytes:
    """The charter as a document of Word. `logo` is a PNG: other pictures have no place there. `model` gives its styles and its pages."""
    letterhead = model.letterhead if model else Letterhead()
    page, bands = letterhead.page or A4, pages.running(charter, letterhead)
    writer = _Writer(charter, logo, page.line)
    body = "".join(map(writer.piece, outline(charter)))
    theme = bool(model and model.theme)
    kinds = {one.name: one.band.where for one in bands}
    pictures = dict(letterhead.pictures) | ({"logo.png": logo} if logo else {})
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": parts.content_types(kinds, pictures, theme),
        "_rels/.rels": parts.package_relations(),
        "docProps/core.xml": parts.properties(charter, day),
        "word/_rels/document.xml.rels": parts.document_relations(_by_name(writer.links), kinds, bool(logo), theme),
        "word/fontTable.xml": parts.fonts(charter),
        "word/numbering.xml": parts.numbering(writer.numbered),
        "word/settings.xml": parts.settings(letterhead.even_differs),
    }
    styled = {
        "document": parts.document(body, pages.section(page, bands, letterhead)),
        "footnotes": parts.footnotes(writer.notes),
        "styles": parts.styles(charter, page.line),
    } | {one.name: one.band.content for one in bands}
    if model:
        styles, names = docx_styles(model.styles, parts.each_style(charter, page.line))
        theirs = {one.name for one in bands if one.theirs}
        styled = {name: part if name in theirs else called(part, names) for name, part in styled.items()} | {"styles": styles}
        files |= {f"word/{parts.THEME}": model.theme} if theme else {}
    files |= {f"word/{name}.xml": part for name, part in styled.items()}
    if writer.note_links:
        files["word/_rels/footnotes.xml.rels"] = parts.relations(_by_name(writer.note_links))
    for one in bands:
        if one.band.links or one.band.pictures:
            files[f"word/_rels/{one.name}.xml.rels"] = parts.relations(one.band.links, one.band.pictures)
    files |= {f"word/media/{name}": content for name, content in pictures.items()}
    return archive(files, day)


def _by_name(links: dict[str, str]) -> dict[str, str]:
    return {name: address for address, name in links.items()}


class _Writer:
    """Draws the body. What it meets on the way: `notes`, the addresses of `links` and `note_links`, the `numbered` lists."""

    def __init__(self, charter: Charter, logo: bytes | None, line: float) -> None:
        self.charter, self.logo, self.line_width = charter, logo, line
        self.looks, self.lights = looks(charter.identity), light_colours(charter.identity)
        self.notes: list[str] = []
        self.links: dict[str, str] = {}
        self.note_links: dict[str, str] = {}
        self.numbered: list[int] = []
        self._in_note = False
        self._fields = 0
        self._bookmarks = 0

    def piece(self, piece: Piece) -> str:
        match piece:
            case Line():
                return self.line(piece)
            case Listing():
                return "".join(self.listing(piece, 0))
            case Grid():
                return self.grid(piece)
            case Picture():
                return _picture(self.logo, self.charter, self.looks["logo"].id) if self.logo else ""
            case Contents():
                return "".join(self.contents(piece))

    def line(self, line: Line, properties: str = "") -> str:
        runs = self.inlines(line.content)
        if line.anchor:
            self._bookmarks += 1
            start = f'<w:bookmarkStart w:id="{self._bookmarks}" w:name="{line.anchor}"/>'
            runs = f'{start}{runs}<w:bookmarkEnd w:id="{self._bookmarks}"/>'
        return self.paragraph(line.style, runs, ("<w:pageBreakBefore/>" if line.new_page else "") + properties)

    def paragraph(self, style: Style, runs: str, properties: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{self.looks[style].id}"/>{properties}</w:pPr>{runs}</w:p>'

    def listing(self, listing: Listing, level: int) -> Iterator[str]:
        """Its items, one after the other: the first line of each has the bullet or the number."""
        number = parts.BULLETED
        if listing.start:
            self.numbered.append(listing.start)
            number = parts.BULLETED + len(self.numbered)
        for item in listing.items:
            marker = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
            if listing.boxes:
                marker = f'<w:ind w:left="{parts.indent(level)}" w:hanging="{parts.twips(LIST_STEP - 1)}"/>'
            for piece in item:
                match piece:
                    case Listing():
                        yield from self.listing(piece, level + 1)
                    case Line():
                        yield self.line(piece, marker or f'<w:ind w:left="{parts.indent(level)}"/>')
                    case _:
                        yield self.piece(piece)
                marker = ""

    def grid(self, grid: Grid) -> str:
        total = parts.twips(self.line_width)
        widths = [total * width // sum(grid.widths) for width in grid.widths]
        look = f'<w:tblLook w:val="{"04A0" if grid.row_heads else "0420"}" w:firstRow="1" w:firstColumn="{int(grid.row_heads)}" w:noVBand="1"/>'
        name = f'<w:tblCaption w:val="{text(grid.name[:250])}"/>'
        properties = f'<w:tblPr><w:tblStyle w:val="{parts.TABLE}"/><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}{name}</w:tblPr>'
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = self.row(grid.head, widths, "head", "<w:cantSplit/><w:tblHeader/>")
        tall = f'<w:trHeight w:val="{parts.twips(SIGNATURE_HEIGHT)}" w:hRule="atLeast"/>' if grid.signed else ""
        rows = "".join(self.row(row, widths, "cell", f"<w:cantSplit/>{tall}", grid.row_heads) for row in grid.rows)
        # A paragraph must part two tables; it also keeps a table away from what follows.
        after = self.paragraph("small", "", '<w:spacing w:after="0" w:line="140" w:lineRule="exact"/>')
        return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{head}{rows}</w:tbl>{after}"

    def row(self, cells: Iterable[GridCell], widths: list[int], style: Style, properties: str, row_heads: bool = False) -> str:
        drawn = []
        for rank, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            shape, ground = self.lights.get(cell.cell.light, ("", ""))
            shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{parts.colour(ground)}"/>' if ground else ""
            strong = "<w:b/>" if row_heads and rank == 0 else ""
            sign = (
                f'<w:r><w:rPr>{parts.coloured(shape)}</w:rPr><w:t xml:space="preserve">{SHAPES[cell.cell.light]} </w:t></w:r>'
                if shape
                else ""
            )
            words = self.paragraph(style, sign + self.inlines(cell.content, strong))
            drawn.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{words}</w:tc>')
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(drawn)}</w:tr>"

    def contents(self, contents: Contents) -> Iterator[str]:
        """A table of contents that Word can bring up to date, filled in with links. No page is known here: Word puts the numbers when it
        prints, or when it is asked.
        """
        yield self.paragraph("contents", self.run(contents.title), "<w:pageBreakBefore/>")
        last = len(contents.entries) - 1
        for rank, (title, anchor) in enumerate(contents.entries):
            page = pages.field(f"PAGEREF {anchor} \\h", "")
            entry = f'<w:hyperlink w:anchor="{anchor}" w:history="1">{self.run(title)}{pages.TAB}{page}</w:hyperlink>'
            begin = pages.char("begin") + pages.instructed(_LEVEL_1) + pages.char("separate") if rank == 0 else ""
            yield self.paragraph("entry", begin + entry + (pages.char("end") if rank == last else ""))

    # --------------------------------------------------------------------------------------------------------------- inlines

    def inlines(self, content: Iterable[Drawn], properties: str = "") -> str:
        return "".join(self.inline(inline, properties) for inline in content)

    def inline(self, inline: Drawn, properties: str) -> str:
        match inline:
            case Text(value):
                return self.run(value, properties)
            case Superscript(value):
                return self.run(value, f'{properties}<w:vertAlign w:val="superscript"/>')
            case Strong(content):
                return self.inlines(content, "<w:b/>" + properties.replace("<w:b/>", ""))
            case Emphasis(content):
                bold = "<w:b/>" if "<w:b/>" in properties else ""
                return self.inlines(content, f"{bold}<w:i/>{properties.replace('<w:b/>', '').replace('<w:i/>', '')}")
            case Typed(value):
                return self.run(value, f'<w:rStyle w:val="{parts.TYPED}"/>{properties}')
            case Mark(kind, value):
                return self.run(value, f'<w:rStyle w:val="{parts.mark_style(kind)}"/>')
            case Label(value):
                return self.run(value, f'<w:rStyle w:val="{parts.NUMBER}"/>') + pages.TAB
            case Link(address, content):
                return f'<w:hyperlink r:id="{self._link(address)}" w:history="1">{self._linked(content, properties)}</w:hyperlink>'
            case Reference(target, content):
                return f'<w:hyperlink w:anchor="{target}" w:history="1">{self._linked(content, properties)}</w:hyperlink>'
            case Note(content):
                return self._note(content)
            case Field(name):
                return self._control(name, EMPTY, parts.PLACEHOLDER, "<w:showingPlcHdr/><w:text/>")
            case Tick(name):
                signs = f'<w14:checkedState w14:val="{ord(TICKED):X}" w14:font="{SIGNS_FONT}"/><w14:uncheckedState w14:val="{ord(UNTICKED):X}" w14:font="{SIGNS_FONT}"/>'
                return self._control(name, UNTICKED, parts.SIGN, f'<w14:checkbox><w14:checked w14:val="0"/>{signs}</w14:checkbox>')
        raise TypeError(f"not an inline of an outline: {inline!r}")

    def run(self, value: str, properties: str = "") -> str:
        style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
        lines = (f'<w:t xml:space="preserve">{text(line)}</w:t>' for line in value.split("\n"))
        return f"<w:r>{style}{'<w:br/>'.join(lines)}</w:r>"

    def _linked(self, content: Iterable[Drawn], properties: str) -> str:
        return self.inlines(content, f'<w:rStyle w:val="{parts.LINK}"/>{properties}')

    def _link(self, address: str) -> str:
        known = self.note_links if self._in_note else self.links
        return known.setdefault(address, f"lien{len(known) + 1}")

    def _note(self, content: Iterable[Drawn]) -> str:
        self._in_note = True
        self.notes.append(self.inlines(content))
        self._in_note = False
        return f'<w:r><w:rPr><w:rStyle w:val="{parts.CALL}"/></w:rPr><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'

    def _control(self, name: str, shown: str, style: str, kind: str) -> str:
        self._fields += 1
        properties = f'<w:alias w:val="{text(name)}"/><w:tag w:val="champ{self._fields}"/><w:id w:val="{self._fields}"/>{kind}'
        run = self.run(shown, f'<w:rStyle w:val="{style}"/>')
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"


def _picture(png: bytes, charter: Charter, style: str) -> str:
    assert charter.identity.logo
    width, height = (parts.emu(side) for side in logo_size(png))
    said = text(charter.identity.logo.text)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="1" name="Logo" descr="{said}"/><a:graphic><a:graphicData uri="{parts.PICTURE}"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="logo.png" descr="{said}"/><pic:cNvPicPr/></pic:nvPicPr>'
        '<pic:blipFill><a:blip r:embed="logo"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )
