"""What each style of the outline looks like: one table, which both formats draw.

Knows points, millimetres and the colours of the charter by day. Knows no file format. Styles that every word processor has keep its names,
so that a template of the organisation, or a click, restyles them all.
"""

from __future__ import annotations

from dataclasses import dataclass

from charter_builder.charter import Font, Identity
from charter_builder.reading.letterhead import Page
from charter_builder.writers.office.outline import MarkKind, Style

#: Our page, unless a model has another.
A4 = Page(width=210, height=297, top=24, right=22, bottom=22, left=22, header=11, footer=10)
#: How high a logo is, and how wide it may be.
LOGO_HEIGHT, LOGO_WIDTH = 16.0, 70.0
SIGNATURE_HEIGHT = 26
#: How far down a cover begins, in points.
COVER = 110
#: Where a list stands: one step for each level.
LIST_STEP = 6
BULLETS = "•–▪"
#: Letters that Word has; LibreOffice replaces most of them by some of the same widths. Nothing is embedded.
_FONTS: dict[Font, str] = {"serif": "Cambria", "humanist": "Calibri", "geometric": "Corbel", "system": "Arial"}
TYPED_FONT = "Courier New"
#: Where ☐ is drawn by Word.
SIGNS_FONT = "Segoe UI Symbol"
RULE_COLOUR = "#c4cfcf"


@dataclass(frozen=True)
class Look:
    """Sizes in points. `id` and `name` are those of WordprocessingML, `odf` that of OpenDocument. `keep`: never parted from what follows;
    `level`: that of a heading; `bar`: a line on the left; `line`: a line below; `tab`: a tab stop on the right, with dots or without; `start`: one on the left, in millimetres; `tight`: lines close to each other.
    """

    id: str
    name: str
    odf: str
    size: float
    colour: str
    bold: bool = False
    before: float = 0
    after: float = 0
    keep: bool = False
    level: int = 0
    bar: str = ""
    line: str = ""
    tab: str = ""
    start: float = 0
    tight: bool = False


def font(identity: Identity) -> str:
    return _FONTS[identity.font]


def looks(identity: Identity) -> dict[Style, Look]:
    """The styles of the document, in the colours of the charter."""
    scheme = identity.light
    ink, soft, accent = scheme.ink, scheme.ink_soft, scheme.accent
    below = 10 if identity.logo else COVER
    return {
        "text": Look("BodyText", "Body Text", "Text_20_body", 10.5, ink, after=5),
        "numbered": Look("CharterNumbered", "Charte – alinéa", "Charter_20_numbered", 10.5, ink, after=5, start=12),
        "signed": Look("CharterSigned", "Charte – signature", "Charter_20_signed", 10.5, ink, after=5, keep=True),
        "logo": Look("CharterLogo", "Charte – logo", "Charter_20_logo", 14, ink, before=COVER),
        "owner": Look("CharterOwner", "Charte – organisation", "Charter_20_owner", 16, accent, bold=True, before=below, after=4),
        "title": Look("Title", "Title", "Title", 30, ink, bold=True, after=4, tight=True),
        "subtitle": Look("Subtitle", "Subtitle", "Subtitle", 13, soft, after=16, line=scheme.main),
        "draft": Look("CharterDraft", "Charte – projet", "Charter_20_draft", 11, accent, bold=True, after=6),
        "fact": Look("CharterFact", "Charte – adoption", "Charter_20_fact", 11, ink, after=3),
        "notice": Look("CharterNotice", "Charte – avertissement", "Charter_20_notice", 9.5, soft, before=14, after=0),
        "contents": Look("TOCHeading", "TOC Heading", "Contents_20_Heading", 16, ink, bold=True, after=8, keep=True),
        "entry": Look("TOC1", "toc 1", "Contents_20_1", 10.5, ink, after=2.5, tab="dots", tight=True),
        "heading1": Look("Heading1", "heading 1", "Heading_20_1", 16, ink, bold=True, before=20, after=8, keep=True, level=1, line=scheme.main),
        "heading2": Look("Heading2", "heading 2", "Heading_20_2", 12.5, ink, bold=True, before=13, after=4, keep=True, level=2),
        "mark": Look("CharterMark", "Charte – force", "Charter_20_mark", 8.5, soft, after=4, keep=True, tight=True),
        "rule": Look("CharterRule", "Charte – règle", "Charter_20_rule", 11, ink, bold=True, after=6, bar=accent),
        "item": Look("ListParagraph", "List Paragraph", "List", 10.5, ink, after=3),
        "label": Look("CharterLabel", "Charte – intertitre", "Charter_20_label", 9.5, accent, bold=True, before=6, after=2, keep=True),
        "small": Look("CharterSmall", "Charte – précisions", "Charter_20_small", 9, soft, after=3),
        "caption": Look("Caption", "caption", "Caption", 10, ink, bold=True, before=8, after=3, keep=True, tight=True),
        "head": Look("CharterHead", "Charte – en-tête de tableau", "Table_20_Heading", 9.5, scheme.on_main, bold=True, before=2, after=2, tight=True),
        "cell": Look("CharterCell", "Charte – tableau", "Table_20_Contents", 9.5, ink, before=2, after=2, tight=True),
        "header": Look("Header", "header", "Header", 8.5, soft, tab="plain", tight=True),
        "footer": Look("Footer", "footer", "Footer", 8.5, soft, tab="plain", tight=True),
        "note": Look("FootnoteText", "footnote text", "Footnote", 8.5, ink, after=1, tight=True),
    }  # fmt: skip


def mark_colours(identity: Identity) -> dict[MarkKind, tuple[str, str]]:
    """The letters and the ground of each mark; « #ffffff » where there is none."""
    scheme = identity.light
    return {
        "law": (scheme.law, scheme.law_tint),
        "commitment": (scheme.commitment, scheme.commitment_tint),
        "advice": (scheme.advice, scheme.advice_tint),
        "flag": (scheme.orange, scheme.orange_tint),
        "good": (scheme.green, scheme.paper),
        "bad": (scheme.red, scheme.paper),
    }


def light_colours(identity: Identity) -> dict[str, tuple[str, str]]:
    """The shape and the ground of a cell with a light."""
    scheme = identity.light
    return {"green": (scheme.green, scheme.green_tint), "orange": (scheme.orange, scheme.orange_tint), "red": (scheme.red, scheme.red_tint)}


def logo_size(png: bytes) -> tuple[float, float]:
    """The width and the height of a PNG as a logo, in millimetres."""
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    scale = min(LOGO_HEIGHT / height, LOGO_WIDTH / width)
    return round(width * scale, 2), round(height * scale, 2)
