"""What crosses each page of a draft, behind its words: a drawing of letters, as each word processor makes and removes its own.

Knows VML, that Word still writes for this, and the shape of ODF 1.3. It stands with what is above the page: it is no word of the charter.
"""

from __future__ import annotations

import math

from charter_builder.charter import Charter
from charter_builder.messages import sentence
from charter_builder.reading.letterhead import Page
from charter_builder.writers.office.container import text
from charter_builder.writers.office.looks import font

#: The size of the words in millimetres, how far they turn in degrees, and how much of the paper they hide.
_WIDTH, _HEIGHT, _TURN, _OPACITY = 215, 19, 52, 40
#: The style of the shape in an ODT.
STYLE = "Watermark"
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word"'
#: The shape 136 of Word, « plain text », which a reader that knows no number needs in full.
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>'
    '<v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>'
    '<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)
#: The same shape for LibreOffice: two lines between which the letters stand.
_GEOMETRY = (
    '<draw:enhanced-geometry draw:text-path="true" draw:text-path-mode="shape" draw:text-path-scale="path" svg:viewBox="0 0 21600 21600" '
    'draw:text-areas="0 0 21600 21600" draw:type="fontwork-plain-text" draw:modifiers="10800" '
    'draw:enhanced-path="M 0 0 L 21600 0 N M 0 21600 L 21600 21600 N"/>'
)


def docx_watermark(charter: Charter, rank: int) -> str:
    """A run of a header. Its name is the one by which Word's own menu removes it; `rank` tells that of one header from another."""
    place = "".join(f"mso-position-{way}:center;mso-position-{way}-relative:page;" for way in ("horizontal", "vertical"))
    size = f"width:{_points(_WIDTH)}pt;height:{_points(_HEIGHT)}pt;rotation:{360 - _TURN}"
    return (
        f'<w:r><w:rPr><w:noProof/></w:rPr><w:pict {_VML}>{_SHAPE_TYPE}<v:shape id="PowerPlusWaterMarkObject{rank}" o:spid="_x0000_s{2048 + rank}" '
        f'type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;{size};z-index:-251658752;{place}" o:allowincell="f" '
        f'fillcolor="{charter.identity.light.line}" stroked="f"><v:fill opacity="{_OPACITY / 100}"/><v:textpath '
        f'style="font-family:&quot;{font(charter.identity)}&quot;;font-size:1pt;font-weight:bold" string="{text(_words(charter))}"/>'
        '<w10:wrap anchorx="page" anchory="page"/></v:shape></w:pict></w:r>'
    )


def odt_watermark(charter: Charter, page: Page) -> str:
    """A shape inside a paragraph of a header."""
    turn = math.radians(_TURN)
    left = (page.width - _WIDTH * math.cos(turn) - _HEIGHT * math.sin(turn)) / 2
    top = (page.height + _WIDTH * math.sin(turn) - _HEIGHT * math.cos(turn)) / 2
    return (
        f'<draw:custom-shape text:anchor-type="char" draw:z-index="0" draw:name="PowerPlusWaterMarkObject" draw:style-name="{STYLE}" '
        f'svg:width="{_WIDTH}mm" svg:height="{_HEIGHT}mm" draw:transform="rotate ({turn:.4f}) translate ({left:.2f}mm {top:.2f}mm)">'
        f"<text:p>{text(_words(charter))}</text:p>{_GEOMETRY}</draw:custom-shape>"
    )


def odt_watermark_style(charter: Charter) -> str:
    return (
        f'<style:style style:name="{STYLE}" style:family="graphic"><style:graphic-properties draw:stroke="none" draw:fill="solid" '
        f'draw:fill-color="{charter.identity.light.line}" draw:opacity="{_OPACITY}%" draw:auto-grow-height="false" draw:auto-grow-width="false" style:run-through="background" style:wrap="run-through" '
        'style:vertical-pos="middle" style:vertical-rel="page" style:horizontal-pos="center" style:horizontal-rel="page" '
        'style:flow-with-text="false"/></style:style>'
    )


def _words(charter: Charter) -> str:
    return sentence("draft", charter.language)


def _points(millimetres: float) -> int:
    return round(millimetres * 72 / 25.4)
