"""The parts of a DOCX around its body: styles, numbering, settings, footnotes, relations, properties.

Knows WordprocessingML. The order of elements is that of the schema: Word refuses another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from charter_builder.charter import Charter
from charter_builder.writers.office.container import HEAD, text
from charter_builder.writers.office.looks import (
    BULLETS,
    LIST_STEP,
    RULE_COLOUR,
    SIGNS_FONT,
    TYPED_FONT,
    Look,
    font,
    looks,
    mark_colours,
)

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="{PICTURE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"'
)
TABLE, LINK, CALL, PLACEHOLDER, SIGN, TYPED, NUMBER = (
    "CharterTable",
    "Hyperlink",
    "FootnoteReference",
    "PlaceholderText",
    "CharterSign",
    "CharterTyped",
    "CharterNumber",
)
#: Where the theme of a model stands.
THEME = "theme/theme1.xml"
#: The list of bullets; numbered lists follow, each with its own number.
BULLETED = 1
_LEVELS = 4
#: The parts beside the body, each called by its kind; headers and footers are listed with it.
_PARTS = ("styles", "fontTable", "numbering", "settings", "footnotes")
#: What a picture is called in a package, by the end of its name.
_PICTURES = {"jpg": "jpeg", "tif": "tiff", "svg": "svg+xml", "emf": "x-emf", "wmf": "x-wmf"}


def twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def emu(millimetres: float) -> int:
    return round(millimetres * 36000)


def colour(code: str) -> str:
    return code.removeprefix("#").upper()


def coloured(code: str) -> str:
    return f'<w:color w:val="{colour(code)}"/>'


def indent(level: int) -> int:
    return twips(LIST_STEP * (level + 1))


def mark_style(kind: str) -> str:
    return f"CharterMark{kind.title()}"


# ---------------------------------------------------------------------------------------------------------------- the body


def document(body: str, section: str) -> str:
    return f"{HEAD}<w:document {NAMES}><w:body>{body}{section}</w:body></w:document>"


def footnotes(notes: Iterable[str]) -> str:
    """The two separators that Word expects, then the notes."""
    number = f'<w:r><w:rPr><w:rStyle w:val="{CALL}"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
    said = (
        f'<w:footnote w:id="{rank}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{number}{note}</w:p></w:footnote>'
        for rank, note in enumerate(notes, 1)
    )
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{rank}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for rank, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return f"{HEAD}<w:footnotes {NAMES}>{separators}{''.join(said)}</w:footnotes>"


# --------------------------------------------------------------------------------------------------------------- its looks


def styles(charter: Charter, line: float) -> str:
    letters = font(charter.identity)
    region = "FR" if charter.language == "fr" else "GB"
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{letters}" w:eastAsia="{letters}" w:hAnsi="{letters}" w:cs="{letters}"/>'
        f'<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{charter.language}-{region}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    return f"{HEAD}<w:styles {NAMES}>{defaults}{''.join(each_style(charter, line))}</w:styles>"


def each_style(charter: Charter, line: float) -> list[str]:
    """Our styles, where a line of text is so long."""
    identity, scheme = charter.identity, charter.identity.light
    known = [
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:left w:w="90" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        *(_paragraph_style(look, line) for look in looks(identity).values()),
        _letters_style(LINK, "Hyperlink", f'{coloured(scheme.link)}<w:u w:val="single"/>'),
        _letters_style(CALL, "footnote reference", '<w:vertAlign w:val="superscript"/>'),
        _letters_style(PLACEHOLDER, "Placeholder Text", coloured(scheme.ink_soft)),
        _letters_style(NUMBER, "Charte – numéro", f"<w:b/>{coloured(scheme.ink_soft)}"),
        _letters_style(SIGN, "Charte – case", f'<w:rFonts w:ascii="{SIGNS_FONT}" w:eastAsia="{SIGNS_FONT}" w:hAnsi="{SIGNS_FONT}"/>'),
        _letters_style(
            TYPED, "Charte – à taper", f'<w:rFonts w:ascii="{TYPED_FONT}" w:hAnsi="{TYPED_FONT}" w:cs="{TYPED_FONT}"/><w:noProof/>'
        ),
    ]
    for kind, (ink, ground) in mark_colours(identity).items():
        shade = "" if ground == scheme.paper else f'<w:shd w:val="clear" w:color="auto" w:fill="{colour(ground)}"/>'
        known.append(_letters_style(mark_style(kind), f"Charte – mention {kind}", f"<w:b/>{coloured(ink)}{shade}"))
    known.append(_table_style(scheme.main))
    return known


def _paragraph_style(look: Look, width: float) -> str:
    keep = "<w:keepNext/><w:keepLines/>" if look.keep else ""
    borders = ""
    if look.bar or look.line:
        side = ("left", 18, 6, look.bar) if look.bar else ("bottom", 6, 3, look.line)
        borders = '<w:pBdr><w:{} w:val="single" w:sz="{}" w:space="{}" w:color="{}"/></w:pBdr>'.format(*side[:3], colour(side[3]))
    stop = f'w:val="left" w:pos="{twips(look.start)}"' if look.start else f'w:val="right" w:pos="{twips(width)}"' if look.tab else ""
    tab = f"<w:tabs><w:tab {stop}/></w:tabs>" if stop else ""
    whole = "<w:suppressAutoHyphens/>" if look.level or look.id in ("Title", "CharterOwner", "CharterHead") else ""
    inset = f'<w:ind w:left="{twips(3)}"/>' if look.bar else ""
    level = f'<w:outlineLvl w:val="{look.level - 1}"/>' if look.level else ""
    line = ' w:line="240" w:lineRule="auto"' if look.tight else ""
    spacing = f'<w:spacing w:before="{round(look.before * 20)}" w:after="{round(look.after * 20)}"{line}/>'
    letters = f'{"<w:b/>" if look.bold else ""}{coloured(look.colour)}<w:sz w:val="{round(look.size * 2)}"/><w:szCs w:val="{round(look.size * 2)}"/>'
    follows = '<w:next w:val="BodyText"/>' if look.level else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{look.id}"><w:name w:val="{look.name}"/><w:basedOn w:val="Normal"/>{follows}<w:qFormat/>'
        f"<w:pPr>{keep}{borders}{tab}{whole}{spacing}{inset}{level}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _letters_style(name: str, shown: str, properties: str) -> str:
    based = '<w:basedOn w:val="DefaultParagraphFont"/>'
    return f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{shown}"/>{based}<w:rPr>{properties}</w:rPr></w:style>'


def _table_style(main: str) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{colour(RULE_COLOUR)}"/>' for side in sides)
    return (
        f'<w:style w:type="table" w:styleId="{TABLE}"><w:name w:val="Charte – grille"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{colour(main)}"/></w:tcPr></w:tblStylePr></w:style>'
    )


def fonts(charter: Charter) -> str:
    """The letters used."""
    said = "".join(f'<w:font w:name="{name}"/>' for name in (font(charter.identity), TYPED_FONT, SIGNS_FONT))
    return f"{HEAD}<w:fonts {NAMES}>{said}</w:fonts>"


def numbering(starts: list[int]) -> str:
    """Bullets, then one list for each numbered list, so that each starts where it says."""
    formats = ("decimal", "lowerLetter", "lowerRoman", "decimal")
    bullets = "".join(_level(level, "bullet", BULLETS[level % len(BULLETS)]) for level in range(_LEVELS))
    numbers = "".join(_level(level, formats[level], f"%{level + 1}.") for level in range(_LEVELS))
    kinds = f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{bullets}</w:abstractNum>'
    kinds += f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{numbers}</w:abstractNum>'
    lists = f'<w:num w:numId="{BULLETED}"><w:abstractNumId w:val="0"/></w:num>'
    for number, start in enumerate(starts, BULLETED + 1):
        begins = "".join(f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>' for level in range(_LEVELS))
        lists += f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>{begins}</w:num>'
    return f"{HEAD}<w:numbering {NAMES}>{kinds}{lists}</w:numbering>"


def _level(level: int, kind: str, shown: str) -> str:
    place = f'<w:pPr><w:ind w:left="{indent(level)}" w:hanging="{twips(LIST_STEP - 1)}"/></w:pPr>'
    return f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/>{place}</w:lvl>'


def settings(even_differs: bool = False) -> str:
    """Hyphens in French words; the layout of today's Word rather than that of 2007."""
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    mode = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    even = "<w:evenAndOddHeaders/>" if even_differs else ""
    return f"{HEAD}<w:settings {NAMES}><w:autoHyphenation/>{even}{notes}<w:compat>{mode}</w:compat></w:settings>"


# -------------------------------------------------------------------------------------------------------------- the package


def content_types(running: Mapping[str, str], pictures: Iterable[str], theme: bool) -> str:
    """`running`: the kind of each header and footer, by its name; `pictures`: the names of files."""
    kinds = {"document": "document.main"} | {name: name for name in _PARTS} | dict(running)
    named = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in kinds.items())
    core = '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    drawn = f'<Override PartName="/word/{THEME}" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>' if theme else ""
    ends = sorted({name.rpartition(".")[2] for name in pictures})
    shown = "".join(f'<Default Extension="{end}" ContentType="image/{_PICTURES.get(end, end)}"/>' for end in ends)
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{shown}{named}{drawn}{core}</Types>'
    )


def package_relations() -> str:
    core = f'<Relationship Id="core" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    return _relations(f'<Relationship Id="document" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>{core}')


def document_relations(links: Mapping[str, str], running: Mapping[str, str], logo: bool, theme: bool) -> str:
    inside = {name: name for name in _PARTS} | dict(running)
    named = "".join(f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>' for name, kind in inside.items())
    drawn = f'<Relationship Id="theme" Type="{_OFFICE}/theme" Target="{THEME}"/>' if theme else ""
    return _relations(named + drawn + _pictured({"logo": "logo.png"} if logo else {}) + _outside(links))


def relations(links: Mapping[str, str], pictures: Mapping[str, str] | None = None) -> str:
    """The addresses to which a part leads, and the pictures that it shows, by the identifier that it uses."""
    return _relations(_pictured(pictures or {}) + _outside(links))


def _pictured(pictures: Mapping[str, str]) -> str:
    return "".join(f'<Relationship Id="{text(name)}" Type="{_OFFICE}/image" Target="media/{file}"/>' for name, file in pictures.items())


def _outside(links: Mapping[str, str]) -> str:
    return "".join(
        f'<Relationship Id="{text(name)}" Type="{_OFFICE}/hyperlink" Target="{text(address)}" TargetMode="External"/>'
        for name, address in links.items()
    )


def _relations(said: str) -> str:
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def properties(charter: Charter, day: date) -> str:
    stamp = f"{day.isoformat()}T00:00:00Z"
    region = "FR" if charter.language == "fr" else "GB"
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text(f'{charter.title} – {charter.organisation}')}</dc:title><dc:subject>{text(charter.subtitle)}</dc:subject>"
        f"<dc:creator>{text(charter.organisation)}</dc:creator><dc:language>{charter.language}-{region}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )
