"""Forms that can be filled in on a screen: the blanks and boxes of the annexes as fields of a PDF. The only importer of pikepdf.

Typst draws no field, so it draws a link in its place, tagged in the order of reading; each link becomes a field, with a name, words that
a screen reader says, and the tag of a form. What fills a field may bring letters of its own: a form filled in is no longer an archive.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pikepdf

#: What the template writes in place of an address.
_ADDRESS = "x-field:"
#: The letters and the marks that a viewer draws when a field is filled in: every viewer has these two fonts.
_FONT, _MARKS = "/Helv 9 Tf 0 g", "/ZaDb 0 Tf 0 g"


@dataclass(frozen=True)
class Field:
    """`words`: what it is for, from the text around it."""

    name: str
    kind: Literal["blank", "box"]
    words: str


def can_be_filled_in() -> bool:
    """Whether the extra « forms » is installed."""
    return find_spec("pikepdf") is not None


# ------------------------------------------------------------------------------------------------------------- the names


def name_fields(annexes: list[dict[str, Any]], otherwise: str) -> dict[str, Field]:
    """Give each blank and each box of these annexes a name, in place; the fields by name. `otherwise`: the words of one without any."""
    found: dict[str, Field] = {}
    for annex in annexes:
        heading, rank = annex["title"], 0
        for run, around in _runs([*annex["introduction"], *annex["content"]], ""):
            marks, words = _parted(run)
            if not marks and not around:
                heading = words[0] or heading
            for mark, before, after in zip(marks, words, words[1:], strict=False):
                rank += 1
                mark["field"] = f"{annex['id']}-{rank}"
                beside = after if mark["type"] == "box" else before
                asked = around or words[0] or ("" if beside else heading)
                said = " – ".join(dict.fromkeys(filter(None, (asked, beside)))) or otherwise
                found[mark["field"]] = Field(mark["field"], mark["type"], said[:250])
    return found


def _runs(blocks: list[dict[str, Any]], around: str) -> Iterator[tuple[list[dict[str, Any]], str]]:
    """Each run of inlines, and what the table around says of it: the row, the column."""
    for block in blocks:
        match block["type"]:
            case "heading" | "paragraph":
                yield block["content"], around
            case "bullets" | "numbered":
                for item in block["items"]:
                    yield from _runs(item, around)
            case "table":
                head = ["".join(map(_words, cell["content"])) for cell in block["head"]]
                for number, row in enumerate(block["rows"], 1):
                    name = "".join(map(_words, row[0]["content"])).strip() or str(number)
                    for rank, cell in enumerate(row):
                        yield cell["content"], f"{name}, {head[rank]}" if rank else f"{head[rank]} {number}"


def _parted(run: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """The blanks and boxes of a run, and the words before, between and after them."""
    marks: list[dict[str, Any]] = []
    words = [""]
    for inline in run:
        if inline["type"] in ("blank", "box"):
            marks.append(inline)
            words.append("")
        else:
            words[-1] += _words(inline)
    return marks, [said.strip(" :,;.\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}") for said in words]


def _words(inline: dict[str, Any]) -> str:
    return inline.get("value") or "".join(map(_words, inline.get("content", [])))


# ------------------------------------------------------------------------------------------------------------ the fields


def fillable(pdf: bytes, fields: dict[str, Field]) -> bytes:
    """The same document with its fields; same bytes for the same document."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    document = pikepdf.open(io.BytesIO(pdf))
    tags = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
    look = cache(partial(_look, document))
    made = []
    for page in document.pages:
        for link in page.get("/Annots", Array()):
            address = str(link.A.URI) if "/A" in link and "/URI" in link.A else ""
            if not address.startswith(_ADDRESS):
                continue
            field = fields[address.removeprefix(_ADDRESS)]
            for key in ("/A", "/Border", "/Contents", "/BS", "/QuadPoints"):
                if key in link:
                    del link[key]
            left, bottom, right, top = (float(side) for side in link.Rect)
            link.Subtype, link.F, link.P = Name.Widget, 4, page.obj
            link.T, link.TU = String(field.name), String(field.words)
            link.AP = look(field.kind, round(abs(right - left), 1), round(abs(top - bottom), 1))
            if field.kind == "box":
                link.FT, link.V, link.AS, link.DA = Name.Btn, Name.Off, Name.Off, String(_MARKS)
            else:
                link.FT, link.V, link.DA = Name.Tx, String(""), String(_FONT)
            tags[int(link.StructParent)].S = Name.Form
            made.append(link)
    fonts = Dictionary(
        Helv=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding),
        ZaDb=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats),
    )
    fields_here = Dictionary(Fields=Array(made), DA=String(_FONT), DR=Dictionary(Font=fonts))
    document.Root.AcroForm = document.make_indirect(fields_here)
    out = io.BytesIO()
    document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _look(document: pikepdf.Pdf, kind: str, wide: float, high: float) -> Any:
    """What a field of that size looks like: nothing in it, and for a box also a cross."""
    from pikepdf import Dictionary, Name, Stream

    def drawn(signs: str) -> Any:
        form = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, wide, high], Resources=Dictionary())
        return document.make_indirect(Stream(document, signs.encode(), form))

    if kind == "blank":
        return document.make_indirect(Dictionary(N=drawn("/Tx BMC EMC")))
    cross = f"1.2 w 1.5 1.5 m {wide - 1.5:.2f} {high - 1.5:.2f} l 1.5 {high - 1.5:.2f} m {wide - 1.5:.2f} 1.5 l S"
    return document.make_indirect(Dictionary(N=Dictionary({"/Off": drawn(""), "/Yes": drawn(cross)})))
