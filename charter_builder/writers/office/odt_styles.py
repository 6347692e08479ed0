"""The styles of an ODT, without a word of the charter; `odt_pages` has those above and below each page.

Knows OpenDocument's names for what `looks` says. Styles that LibreOffice has keep its names.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import starmap

from charter_builder.charter import Charter
from charter_builder.reading.letterhead import Page
from charter_builder.writers.office.container import HEAD, text
from charter_builder.writers.office.looks import (
    BULLETS,
    LIST_STEP,
    RULE_COLOUR,
    SIGNATURE_HEIGHT,
    TYPED_FONT,
    Look,
    font,
    light_colours,
    looks,
    mark_colours,
)
from charter_builder.writers.office.odt_pages import pages

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    [f'xmlns:{name}="{_OASIS}{name}:1.0"' for name in ("office", "text", "table", "style", "meta")]
    + [
        f'xmlns:{short}="{_OASIS}{name}:1.0"'
        for short, name in (("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"))
    ]
    + ['xmlns:xlink="http://www.w3.org/1999/xlink"', 'xmlns:dc="http://purl.org/dc/elements/1.1/"']
)
STRONG, EMPHASIS, RAISED, TYPED, LINK = "Strong_20_Emphasis", "Emphasis", "Charter_20_raised", "Source_20_Text", "Internet_20_link"
ENTRY, CALL, NUMBER, PARAGRAPH = "Index_20_Link", "Footnote_20_anchor", "Footnote_20_Symbol", "Charter_20_number"
BULLETED, NUMBERS, BOXES = "Charter_20_bullets", "Charter_20_numbers", "Charter_20_boxes"
FIRST, NEW_PAGE, CONTENTS, TABLE, ROW, SIGNED = "First", "NewPage", "ContentsPage", "Table", "Row", "Signed"
_LEVELS = range(1, 5)


def mark_style(kind: str) -> str:
    return f"Charter_20_mark_20_{kind}"


def light_style(light: str) -> str:
    return f"Charter_20_light_20_{light}"


def cell_style(ground: str) -> str:
    return f"Cell{ground.title()}"


def document_styles(charter: Charter, page: Page) -> str:
    """The file of styles: what a person sees in the list of styles, then the pages."""
    faces = "".join(f'<style:font-face style:name="{name}" svg:font-family="\'{name}\'"/>' for name in (font(charter.identity), TYPED_FONT))
    return (
        f'{HEAD}<office:document-styles {NAMES} office:version="1.3"><office:font-face-decls>{faces}</office:font-face-decls>'
        f"<office:styles>{''.join(each_style(charter, page.line))}</office:styles>{pages(charter, page)}</office:document-styles>"
    )


def each_style(charter: Charter, line: float) -> list[str]:
    """Our styles, where a line of text is so long."""
    identity, scheme = charter.identity, charter.identity.light
    letters = font(identity)
    region = "FR" if charter.language == "fr" else "GB"
    language = f'fo:language="{charter.language}" fo:country="{region}"'
    default = (
        '<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2" style:tab-stop-distance="12mm"/>'
        f'<style:text-properties style:font-name="{letters}" fo:font-size="10.5pt" {language} fo:hyphenate="true" '
        'fo:hyphenation-remain-char-count="3" fo:hyphenation-push-char-count="3"/></style:default-style>'
    )
    return [
        default,
        '<style:style style:name="Standard" style:family="paragraph"/>',
        '<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"/>',
        *(_paragraph_style(look, line) for look in looks(identity).values()),
        _letters_style(STRONG, 'fo:font-weight="bold"'),
        _letters_style(EMPHASIS, 'fo:font-style="italic"'),
        _letters_style(RAISED, 'style:text-position="super 58%"'),
        _letters_style(TYPED, f'style:font-name="{TYPED_FONT}" fo:hyphenate="false"'),
        _letters_style(PARAGRAPH, f'fo:color="{scheme.ink_soft}" fo:font-weight="bold"'),
        _letters_style(LINK, f'fo:color="{scheme.link}" style:text-underline-style="solid"'),
        _letters_style(ENTRY, f'fo:color="{scheme.ink}" style:text-underline-style="none"'),
        *(_letters_style(name, 'style:text-position="super 62%"') for name in (CALL, NUMBER)),
        *(_letters_style(light_style(light), f'fo:color="{shape}"') for light, (shape, _) in light_colours(identity).items()),
        *starmap(_mark, ((kind, *colours, scheme.paper) for kind, colours in mark_colours(identity).items())),
        _list_style(BULLETED, _bullet),
        _list_style(NUMBERS, _number),
        _list_style(BOXES, _unmarked),
        f'<text:notes-configuration text:note-class="footnote" text:citation-style-name="{NUMBER}" '
        f'text:citation-body-style-name="{CALL}" style:num-format="1" text:start-value="0" text:footnotes-position="page" '
        'text:start-numbering-at="document"/>',
    ]


def _paragraph_style(look: Look, line: float) -> str:
    keep = ' fo:keep-with-next="always"' if look.keep else ""
    side = f' fo:border-left="2.25pt solid {look.bar}" fo:padding-left="2mm" fo:margin-left="1mm"' if look.bar else ""
    below = f' fo:border-bottom="0.75pt solid {look.line}" fo:padding-bottom="1mm"' if look.line else ""
    space = f'fo:margin-top="{look.before}pt" fo:margin-bottom="{look.after}pt" fo:line-height="{"100" if look.tight else "110"}%"'
    dots = ' style:leader-style="dotted" style:leader-text="."' if look.tab == "dots" else ""
    place = f"{look.start}mm" if look.start else f'{line:g}mm" style:type="right' if look.tab else ""
    stop = f'<style:tab-stops><style:tab-stop style:position="{place}"{dots}/></style:tab-stops>' if place else ""
    weight = ' fo:font-weight="bold"' if look.bold else ""
    whole = ' fo:hyphenate="false"' if look.level or look.id in ("Title", "CharterOwner", "CharterHead") else ""
    level = f' style:default-outline-level="{look.level}" style:next-style-name="Text_20_body"' if look.level else ""
    shown = look.name if "Charte" in look.name else look.odf.replace("_20_", " ")
    return (
        f'<style:style style:name="{look.odf}" style:display-name="{shown}" style:family="paragraph" '
        f'style:parent-style-name="{"Heading" if look.level else "Standard"}"{level}>'
        f"<style:paragraph-properties {space}{keep}{side}{below}>{stop}</style:paragraph-properties>"
        f'<style:text-properties fo:color="{look.colour}" fo:font-size="{look.size}pt"{weight}{whole}/></style:style>'
    )


def _letters_style(name: str, properties: str) -> str:
    shown = name.replace("_20_", " ")
    return f'<style:style style:name="{name}" style:display-name="{shown}" style:family="text"><style:text-properties {properties}/></style:style>'


def _mark(kind: str, ink: str, ground: str, paper: str) -> str:
    shade = "" if ground == paper else f' fo:background-color="{ground}"'
    return _letters_style(mark_style(kind), f'fo:color="{ink}" fo:font-weight="bold"{shade}')


def _list_style(name: str, level: Callable[[int], str]) -> str:
    return f'<text:list-style style:name="{name}" style:display-name="{name.replace("_20_", " ")}">{"".join(map(level, _LEVELS))}</text:list-style>'


def _bullet(level: int) -> str:
    return f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="{BULLETS[(level - 1) % len(BULLETS)]}">{_place(level)}</text:list-level-style-bullet>'


def _number(level: int) -> str:
    return f'<text:list-level-style-number text:level="{level}" style:num-format="{"1ai1"[level - 1]}" style:num-suffix=".">{_place(level)}</text:list-level-style-number>'


def _unmarked(level: int) -> str:
    return f'<text:list-level-style-number text:level="{level}" style:num-format="">{_place(level)}</text:list-level-style-number>'


def _place(level: int) -> str:
    indent = f'fo:text-indent="-{LIST_STEP - 1}mm" fo:margin-left="{LIST_STEP * level}mm"'
    align = (
        f'<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="{LIST_STEP * level}mm" {indent}/>'
    )
    return f'<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">{align}</style:list-level-properties>'


def automatic_styles(charter: Charter, line: float, first_page: str) -> str:
    """What only the text uses: beginnings of pages, tables, their rows and cells."""
    scheme, known = charter.identity.light, looks(charter.identity)
    grounds = {"": "transparent", "head": scheme.main} | {light: ground for light, (_, ground) in light_colours(charter.identity).items()}
    first = known["logo" if charter.identity.logo else "owner"].odf
    page = '<style:paragraph-properties fo:break-before="page"/>'
    cells = "".join(
        f'<style:style style:name="{cell_style(name)}" style:family="table-cell"><style:table-cell-properties fo:background-color="{ground}" '
        f'fo:border="0.5pt solid {RULE_COLOUR}" fo:padding-top="0.8mm" fo:padding-bottom="0.8mm" fo:padding-left="1.6mm" fo:padding-right="1.6mm"/></style:style>'
        for name, ground in grounds.items()
    )
    return (
        f'<style:style style:name="{FIRST}" style:family="paragraph" style:parent-style-name="{first}" style:master-page-name="{text(first_page)}"/>'
        f'<style:style style:name="{NEW_PAGE}" style:family="paragraph" style:parent-style-name="{known["heading1"].odf}">'
        f'{page}</style:style><style:style style:name="{CONTENTS}" style:family="paragraph" style:parent-style-name="{known["contents"].odf}">{page}</style:style>'
        f'<style:style style:name="{TABLE}" style:family="table"><style:table-properties style:width="{line:g}mm" table:align="left" '
        'fo:margin-bottom="3mm" table:border-model="collapsing"/></style:style>'
        f'<style:style style:name="{ROW}" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>'
        f'<style:style style:name="{SIGNED}" style:family="table-row"><style:table-row-properties style:min-row-height="{SIGNATURE_HEIGHT}mm" fo:keep-together="always"/></style:style>'
        + cells
    )


def column_style(name: str, width: float) -> str:
    return f'<style:style style:name="{name}" style:family="table-column"><style:table-column-properties style:column-width="{width:.2f}mm"/></style:style>'
