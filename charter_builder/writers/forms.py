"""Forms that can be filled in on a screen: the blanks and boxes of the annexes as fields of a PDF.

Typst draws no field, so it draws a link in its place, tagged in the order of reading; each link becomes a field, with a name, words that
a screen reader says, and the tag of a form. What fills a field may bring letters of its own: a form filled in is no longer an archive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal

from charter_builder.writers.pdffile import PdfFile, string

#: A link that holds the place of a field: the template writes its name in place of an address.
_LINK = re.compile(
    rb"<</Type/Annot/Subtype/Link/Rect\[(?P<place>[^\]]+)\].*?/URI\(x-field:(?P<name>[^)]+)\)>>/F 4/StructParent (?P<tag>\d+)", re.DOTALL
)
#: The tag of each link, by the number that it gives.
_TAG = re.compile(rb"(\d+) (\d+) 0 R")
_ANNOTATIONS = re.compile(rb"/Annots\[([^\]]*)\]")
#: The letters and the marks that a viewer draws when a field is filled in: every viewer has these two fonts.
_KINDS = {"blank": b"/FT/Tx/V()/DA(/Helv 9 Tf 0 g)", "box": b"/FT/Btn/V/Off/AS/Off/DA(/ZaDb 0 Tf 0 g)"}
_FONTS = (
    b"/Helv<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>/ZaDb<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>"
)


@dataclass(frozen=True)
class Field:
    """`words`: what it is for, from the text around it."""

    name: str
    kind: Literal["blank", "box"]
    words: str


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


def fill_in(file: PdfFile, fields: dict[str, Field]) -> None:
    """Turn the links that hold the places of fields into these fields. In place."""
    catalog, tree = file.number_of(b"Catalog"), file.number_of(b"StructTreeRoot")
    tags = dict(_TAG.findall(file.objects[tree].partition(b"/ParentTree")[2]))
    pages = {link: b"%d" % number for number, one in enumerate(file.objects) for link in _links(one)}
    look = cache(partial(_look, file))
    made = []
    for number, one in enumerate(file.objects):
        link = _LINK.match(one)
        if not link:
            continue
        field = fields[link["name"].decode()]
        left, bottom, right, top = map(float, link["place"].split())
        drawn = look(field.kind, round(abs(right - left), 1), round(abs(top - bottom), 1))
        file.objects[number] = (
            b"<</Type/Annot/Subtype/Widget/Rect[%s]/F 4/StructParent %s/P %s 0 R/T%s/TU%s%s/AP<</N %s>>>>"
            % (link["place"], link["tag"], pages[b"%d" % number], string(field.name), string(field.words), _KINDS[field.kind], drawn)
        )  # fmt: skip
        tag = int(tags[link["tag"]])
        file.objects[tag] = file.objects[tag].replace(b"/S/Link", b"/S/Form", 1)
        made.append(b"%d 0 R" % number)
    form = file.add(b"<</Fields[%s]/DA(/Helv 9 Tf 0 g)/DR<</Font<<%s>>>>>>" % (b" ".join(made), _FONTS))
    file.objects[catalog] = file.objects[catalog].replace(b"<</Type/Catalog", b"<</Type/Catalog/AcroForm %d 0 R" % form, 1)


def _links(page: bytes) -> list[bytes]:
    """The numbers of the links of a page; none for any other object."""
    found = _ANNOTATIONS.search(page) if page.startswith(b"<</Type/Page/") else None
    return re.findall(rb"(\d+) 0 R", found[1]) if found else []


def _look(file: PdfFile, kind: str, wide: float, high: float) -> bytes:
    """What a field of that size looks like: nothing in it, and for a box also a cross."""

    def drawn(signs: bytes) -> int:
        form = b"<</Type/XObject/Subtype/Form/BBox[0 0 %.1f %.1f]/Resources<<>>/Length %d>>" % (wide, high, len(signs))
        return file.add(form + b"\nstream\n" + signs + b"\nendstream")

    if kind == "blank":
        return b"%d 0 R" % drawn(b"/Tx BMC EMC")
    cross = b"1.2 w 1.5 1.5 m %.2f %.2f l 1.5 %.2f m %.2f 1.5 l S" % (wide - 1.5, high - 1.5, high - 1.5, wide - 1.5)
    return b"<</Off %d 0 R/Yes %d 0 R>>" % (drawn(b""), drawn(cross))
