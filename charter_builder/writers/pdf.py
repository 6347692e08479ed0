"""The charter to sign, the same with its reasons to read, and what goes beside it, each as PDF/UA-1 and PDF/A-2a in one file, by Typst.

Knows a static template and one JSON text: no Typst source is ever written, so no name can be read as markup. Fonts come from
the Typst package alone, so the bytes are the same on every machine.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from charter_builder.charter import AnnexPaper, Charter, Citation, Logo, paragraph_numbers
from charter_builder.messages import in_force, law_as_of, long_date, sentence
from charter_builder.writers.data import to_data
from charter_builder.writers.forms import Field, fill_in, name_fields
from charter_builder.writers.pdffile import PdfFile
from charter_builder.writers.tags import name_rows

#: Typst reads this when it first lays something out. On several threads it keeps a part of what each has done, for ever; on one it keeps
#: nothing, and documents as short as these take no longer.
os.environ.setdefault("RAYON_NUM_THREADS", "1")

_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
#: How Typst writes a character that has no shape of its own: a combining mark, a control.
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
#: The fields that hold words of a person, shown as they are.
_SHOWN = {"value", "organisation", "contact", "signed_for"}
#: How many compilations Typst keeps what it did not use again.
_KEPT = 10
#: Annexes whose data are shorter than this stand with the signatures on half a page.
_HALF_A_PAGE = 7000
_LONG = re.compile(r"\S{40,}")
#: Where a line of a cell may end; the letters of a line of tables, and of the margins of a cell, as their widest.
_BREAK = re.compile("[ \u200b\N{EN DASH}-]")
_LINE, _CELL_MARGIN = 100, 3
#: The place of a traffic light, which stands before the first word of its cell and never parts from it.
_LAMP = "MM"
_LABELS = (
    "contents", "page_of", "to_confirm", "sources", "signature", "signed_at", "signed_on", "signed_reader", "contact", "draft",
    "draft_notice", "light_green", "light_orange", "light_red", "instead", "good", "bad", "annexes", "unmarked",
    "colon", "timeline_articles", "timeline_to_come", "in_practice", "why", "why_here",
)  # fmt: skip


class PdfFailure(Exception):
    """Typst refused the document: a fault of the template or of the library, in its own words."""


def write_pdf(charter: Charter, template_folder: Path, day: date) -> tuple[bytes, str]:
    """The charter to sign: the articles that bind and the annexes signed with them. Advice stays on the site.

    Returns the PDF, and the characters that no font could draw, each replaced by □. `day` dates the file. Raises PdfFailure when
    Typst refuses the document, or warns about it.
    """
    parts = [replace(part, articles=tuple(one for one in part.articles if one.force != "advice")) for part in charter.parts]
    data = prepared(replace(_printed(charter, "charter"), parts=tuple(part for part in parts if part.articles)))
    data["compact"] = len(json.dumps(data["annexes"])) < _HALF_A_PAGE
    return compiled(data, template_folder / "print" / "charte.typ", day)


def write_annexes_pdf(charter: Charter, template_folder: Path, day: date) -> tuple[bytes, str]:
    """What is printed beside the charter: tools of every day, forms, models, the texts cited. As `write_pdf` for the rest.

    Its blanks and boxes can be filled in on a screen.
    """
    data = prepared(replace(_printed(charter, "annexes"), parts=()))
    fields = name_fields(data["annexes"], sentence("blank_name", charter.language))
    return compiled(data, template_folder / "print" / "annexes.typ", day, fields)


def write_complete_pdf(charter: Charter, template_folder: Path, day: date) -> tuple[bytes, str]:
    """The charter to read: every article with practice, reasons, and the texts cited as footnotes; then the annexes signed with them.

    As `write_pdf` for the rest.
    """
    return compiled(prepared(_printed(charter, "charter")), template_folder / "print" / "charte-complete.typ", day)


def _printed(charter: Charter, paper: AnnexPaper) -> Charter:
    """The charter with the annexes of one paper."""
    return replace(charter, annexes=tuple(annex for annex in charter.annexes if annex.paper == paper))


def logo_png(logo: Logo, template_folder: Path) -> bytes:
    """The logo for a document that holds no SVG: a PNG as it is, an SVG drawn at 600 dots per inch."""
    import typst

    data = _picture(logo)
    if data["format"] == "png":
        return logo.content
    template = template_folder / "print" / "logo.typ"
    drawn = typst.compile(str(template), root=str(template.parent), format="png", ppi=600, sys_inputs={"data": json.dumps(data)})
    assert isinstance(drawn, bytes)
    return drawn


def _picture(logo: Logo) -> dict[str, Any]:
    return {"text": logo.text, "format": logo.file.rpartition(".")[2], "bytes": list(logo.content)}


def compiled(charter_data: dict[str, Any], template: Path, day: date, fields: dict[str, Field] | None = None) -> tuple[bytes, str]:
    """A document of these data by this template, with the fields whose places it holds, and the characters replaced: see `write_pdf`."""
    import fontpkg_atkinson_hyperlegible as letters
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[letters.ROOT / "files"])
    nowhere = str(template.parent / "no-packages")
    compiler = typst.Compiler(str(template), root=str(template.parent), font_paths=fonts, package_path=nowhere, package_cache_path=nowhere)
    stamp = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
    charter_data["known"] = sorted(_targets(charter_data))
    data = json.dumps(charter_data, ensure_ascii=False, sort_keys=True)
    replaced: set[str] = set()
    for _ in range(16):
        try:
            pdf, warnings = compiler.compile_with_warnings(sys_inputs={"data": data}, pdf_standards=["ua-1", "a-2a"], timestamp=stamp)
        except typst.TypstError as error:
            missing = _ESCAPED.sub(_unescaped, "".join(_MISSING.findall(f"{error.diagnostic}{error.message}")))
            unknown = {character for character in missing if not " " <= character <= "~"} - {"□"}
            if not unknown:
                raise PdfFailure(str(error.message)) from error
            replaced |= unknown
            for character in unknown:
                data = data.replace(json.dumps(character, ensure_ascii=False)[1:-1], "□")
            continue
        if warnings:
            raise PdfFailure("; ".join(str(getattr(w, "message", w)) for w in warnings))
        assert isinstance(pdf, bytes)
        _forget()
        file = PdfFile(pdf)
        name_rows(file)
        if fields:
            fill_in(file, fields)
        return file.written(), " ".join(sorted(replaced))
    raise PdfFailure("too many characters without a glyph")


def _forget() -> None:
    """Let Typst forget this document. It keeps what ten compilations may use again: half a gigabyte, and nothing that another document
    uses. An empty one counts like any other. What is free then, in pieces, goes back to the system where its C library can do that.
    """
    import typst

    compiler = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False))
    for _ in range(_KEPT + 1):
        compiler.compile(input=b"")
    if give_back := _give_back():
        give_back(0)


@cache
def _give_back() -> Callable[[int], int] | None:
    """`malloc_trim` of the GNU C library."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # another library; Windows, which opens no process by None
        return None


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def prepared(charter: Charter) -> dict[str, Any]:
    """The charter as the templates read it: sentences of the program, dates in words, law in one line, long words that may break."""
    language = charter.language

    def say(name: str, /, **params: object) -> str:
        return sentence(name, language, **params)

    def day(value: date | None) -> str:
        return long_date(value, language) if value else ""

    data: dict[str, Any] = to_data(charter)
    adoption = charter.adoption
    data["say"] = {name: sentence(name, language, page="{page}", pages="{pages}") for name in _LABELS}
    data["lines"] = {
        "adopted": say("adopted", body=adoption.body, date=day(adoption.date)) if adoption.date else "",
        "edition": say("edition", edition=adoption.edition),
        "next_review": say("next_review", date=day(adoption.next_review)) if adoption.next_review else "",
        "law_as_of": law_as_of(charter.law_as_of, charter.law_read_on, language),
        "contact": " – ".join(part for part in (charter.contact.name, charter.contact.function, charter.contact.address) if part),
        "signed_for": say("signed_for", name=charter.organisation),
        "signed_body": say("signed_body", body=adoption.body),
    }
    for annex, drawn in zip(charter.annexes, data["annexes"], strict=True):
        drawn["label"] = say("annex", number=annex.number)
        _cite(annex.citations, drawn["citations"], language)
        for block in (found for found in drawn["content"] if found["type"] == "timeline"):
            block["shown"] = say("timeline_here", date=day(charter.law_as_of))
            for entry in block["entries"]:
                entry["shown"] = day(date.fromisoformat(entry["day"]))
                entry["future"] = entry["day"] > block["here"]
    for part, drawn in zip(charter.parts, data["parts"], strict=True):
        for one, article in zip(part.articles, drawn["articles"], strict=True):
            article["numbers"] = paragraph_numbers(one)
            _cite(one.citations, article["citations"], language)
            future = article["prepare_for"]
            article["flag"] = say("prepare", date=day(date.fromisoformat(future))) if future else ""
            article["law"] = list(_law(article))
            article["answers"] = say("owner", owner=article["owner"])
    if logo := charter.identity.logo:
        data["identity"]["logo"] = _picture(logo)
    _prepare(data)
    return data


def _cite(citations: Iterable[Citation], drawn: Iterable[dict[str, Any]], language: str) -> None:
    """Say of each text its name and since when, in the data of the templates."""
    for citation, cited in zip(citations, drawn, strict=True):
        cited["name"], cited["since"] = f"{citation.label}, {citation.pinpoint}", in_force(citation, language)


def _prepare(node: Any) -> None:
    """Let long words break, and share the width of tables by what their columns hold. In place, on the data only."""
    if isinstance(node, list):
        for item in node:
            _prepare(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and key in _SHOWN:
                node[key] = broken(value)
            else:
                _prepare(value)
        if node.get("type") == "table":
            columns = zip(*[node["head"], *node["rows"]], strict=True)
            node["widths"] = _widths([[_LAMP * bool(cell["light"]) + _plain(cell["content"]) for cell in column] for column in columns])


def _widths(columns: list[list[str]]) -> list[int]:
    """The share of each column, in letters of a line: by its longest cell, within bounds, and never less than its longest word."""
    wanted = [max(14, min(48, max(map(len, column)))) for column in columns]
    words = [max(len(word) for cell in column for word in _BREAK.split(cell)) for column in columns]
    least = [min(18, word) + _CELL_MARGIN for word in words]
    narrow = [share * _LINE < at_least * sum(wanted) for share, at_least in zip(wanted, least, strict=True)]
    left = _LINE - sum(at_least for at_least, is_narrow in zip(least, narrow, strict=True) if is_narrow)
    others = sum(share for share, is_narrow in zip(wanted, narrow, strict=True) if not is_narrow)
    shares = zip(wanted, least, narrow, strict=True)
    return [at_least if is_narrow else max(1, share * left // others) for share, at_least, is_narrow in shares]


def broken(text: str) -> str:
    """The text, whose long words may break: after the signs of an address, and every twenty letters."""
    return _LONG.sub(_in_pieces, text)


def _in_pieces(found: re.Match[str]) -> str:
    pieces = re.sub(r"([/?&=._@-])", "\\1\u200b", found[0])
    return re.sub("([^\u200b]{20})(?=[^\u200b])", "\\1\u200b", pieces)


def _plain(content: list[dict[str, Any]]) -> str:
    return "".join(item.get("value") or _plain(item.get("content", [])) for item in content)


def _law(article: dict[str, Any]) -> Iterator[str]:
    """The law cited, each text named once: « Code civil, art. 9 ; Code pénal, art. 225-1, art. 226-8 ». Guidance is on the site."""
    pinpoints: dict[str, list[str]] = {}
    for citation in (found for found in article["citations"] if found["binding"]):
        pinpoints.setdefault(citation["label"], []).append(citation["pinpoint"])
    for label, found in pinpoints.items():
        tails: dict[str, list[str]] = {}  # « art. 5, § 1, a) » and « art. 5, § 1, b) » share their beginning
        for pinpoint in found:
            beginning, comma, tail = pinpoint.rpartition(", ")
            tails.setdefault(beginning + comma, []).append(tail)
        yield f"{label}, {', '.join(beginning + ', '.join(several) for beginning, several in tails.items())}"


def _targets(data: dict[str, Any]) -> Iterator[str]:
    """What a reference may lead to on paper."""
    yield from (article["id"] for part in data["parts"] for article in part["articles"])
    yield from (annex["id"] for annex in data["annexes"])
