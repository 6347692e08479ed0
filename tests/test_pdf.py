"""The PDF: its standards, its words, and names that its fonts cannot draw."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdf
import pytest
from conftest import EXAMPLES, ROOT

from charter_builder import app, resources
from charter_builder.messages import long_date
from charter_builder.writers.pdf import prepared, write_complete_pdf, write_pdf


def letters(text: str) -> str:
    """Letters and digits only: line breaks, hyphens and spaces are the paper's business."""
    return re.sub(r"[^\w]", "", text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff").replace("ﬃ", "ffi"))


@pytest.mark.parametrize("standard", ["ua1", "2a"])
@pytest.mark.parametrize("document", ["charte.pdf", "charte-complete.pdf", "annexes.pdf"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_files_keep_their_standards(example: str, document: str, standard: str, built) -> None:
    report = page.validate_pdf(str(built(example) / "documents" / document), profile=standard)
    assert report.is_compliant, str(report)


#: Short first: the pages that a charter may take.
MOST_PAGES = {"boulangerie": 4, "commune": 5, "association": 5, "ville": 12}


def test_a_charter_is_short(built, golden) -> None:
    pages = {
        (example, document): len(pypdf.PdfReader(built(example) / "documents" / f"{document}.pdf").pages)
        for example in EXAMPLES
        for document in ("charte", "charte-complete", "annexes")
    }
    assert {example: pages[example, "charte"] for example, most in MOST_PAGES.items() if pages[example, "charte"] > most} == {}
    lines = (f"{example}: " + ", ".join(f"{name} {count}" for (of, name), count in pages.items() if of == example) for example in EXAMPLES)
    golden(ROOT / "tests" / "golden" / "pages.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_article_that_binds_is_printed_and_advice_stays_on_the_site(example: str, built) -> None:
    reader = pypdf.PdfReader(built(example) / "documents" / "charte.pdf")
    text = letters("".join(p.extract_text() for p in reader.pages))
    charter = app.examine(ROOT / "examples" / example / "profil.yml").compose("fr")
    for part in charter.parts:
        for article in part.articles:
            assert (letters(f"{article.number}{article.title}") in text) == (article.force != "advice"), article.id
            for inline in article.rule if article.force != "advice" else ():
                assert letters(getattr(inline, "value", "")) in text
    assert reader.metadata is not None and reader.metadata.title == f"{charter.title} – {charter.organisation}"
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
    assert f"Page{len(reader.pages)}sur{len(reader.pages)}" in text
    assert "Signatures" in text
    said = {charter.law_as_of: "Droitau", charter.law_read_on: "textesrelusjusquau"}
    for day, words in said.items():
        assert day is not None
        assert text.count(words) == text.count(letters(words + long_date(day, "fr"))) >= 1


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ('#panic("x") $x^2$ @ref <label> *b* #read("/etc/passwd")', ""),
        ("Ł’Écho & Fils – n° 1 ½ ☐", ""),
        ("Café 🥐 du 日本", "日 本 🥐"),
        ("W" * 110, ""),
    ],
)
def test_a_name_is_never_read_as_typst(name: str, missing: str) -> None:
    charter = replace(app.examine(ROOT / "examples/boulangerie/profil.yml").compose("fr"), organisation=name)
    assert charter.adoption.date is not None
    pdf, replaced = write_pdf(charter, resources.SITE_TEMPLATE, charter.adoption.date)
    assert replaced == missing
    drawn = letters("".join("□" if c in missing.split() else c for c in name))
    assert drawn.replace("□", "") in letters(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text())
    assert page.validate_pdf_bytes(pdf, profile="ua1").is_compliant


def tables(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == "table":
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from tables(item)


def said(content: list[dict[str, Any]]) -> str:
    return "".join(item.get("value") or said(item.get("content", [])) for item in content)


def test_a_column_is_as_wide_as_its_longest_word() -> None:
    """« 14 octobre » holds together: in a column of thirteen letters of a hundred, not in one of eight."""
    found = list(tables(prepared(app.examine(ROOT / "examples/boulangerie/profil.yml").compose("fr"))))
    assert len(found) > 20
    for table in found:
        for share, *column in zip(table["widths"], table["head"], *table["rows"], strict=True):
            words = [word for cell in column for word in re.split("[ \u200b–-]", said(cell["content"]))]
            assert share / sum(table["widths"]) * 100 > min(18, max(map(len, words))), (table["head"], words)


@pytest.mark.parametrize("document", ["charte.pdf", "charte-complete.pdf", "annexes.pdf"])
def test_each_cell_names_its_column_and_its_row(document: str, built) -> None:
    """The first cell of a row is its header, and the others say so; every name leads to a header of the file."""
    with pikepdf.open(built("boulangerie") / "documents" / document) as pdf:
        root = pdf.Root.StructTreeRoot
        found = {str(name): tag for name, tag in pikepdf.NameTree(root.IDTree).items()} if "/IDTree" in root else {}
        rows = [tag for tag in pdf.objects if isinstance(tag, pikepdf.Dictionary) and tag.get("/S") == "/TR"]
        inside = [row for row in rows if row.P.S == "/TBody"]
        assert inside or document == "charte.pdf"
        for row in inside:
            first, *others = row.K
            assert first.S == "/TH" and found[str(first.ID)] == first
            assert first.A[0].Scope == "/Row"
            for cell in others:
                column, name = map(str, cell.A[0].Headers)
                assert cell.S == "/TD" and name == str(first.ID) and found[column].A[0].Scope == "/Column"


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_law_cited_never_stands_alone_at_the_top_of_a_column(example: str, built) -> None:
    marks, number, middle = 7.6, 6.4, 297.5  # sizes of letters, and half a sheet, in points
    cited = 0
    for sheet in pypdf.PdfReader(built(example) / "documents" / "charte.pdf").pages:
        columns: dict[bool, list[tuple[float, float]]] = {False: [], True: []}

        def line(text: str, cm: list[float], tm: list[float], font: object, size: float, columns=columns) -> None:
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            if text.strip() and size != number and 42 < y < 796:
                columns[x > middle].append((y, size))

        sheet.extract_text(visitor_text=line)
        tops = [max(column) for column in columns.values() if column]
        assert marks not in [size for _, size in tops], sheet.page_number
        cited += sum(size == marks for column in columns.values() for _, size in column)
    assert cited > 10


def test_the_template_asks_nothing_of_the_network() -> None:
    source = (Path(resources.SITE_TEMPLATE) / "print" / "charte.typ").read_text("utf-8")
    assert "@preview" not in source and "http" not in source


def test_the_complete_charter_can_be_found_through(built) -> None:
    """Its parts and articles are bookmarks, its tables have heads, and a draft says on each page what it is."""
    reader = pypdf.PdfReader(built("boulangerie") / "documents" / "charte-complete.pdf")
    marks = [mark.title for mark in _flat(reader.outline)]
    charter = app.examine(ROOT / "examples/boulangerie/profil.yml").compose("fr")
    for part in charter.parts:
        assert f"{part.number}. {part.title}" in marks
        assert {f"{article.number} {article.title}" for article in part.articles} <= set(marks)
    pdf, _ = write_complete_pdf(replace(charter, draft=True), resources.SITE_TEMPLATE, charter.law_as_of)
    drafts = pypdf.PdfReader(io.BytesIO(pdf))
    assert all("Projet" in sheet.extract_text() for sheet in drafts.pages)
    assert not any("Projet, à compléter" in sheet.extract_text() for sheet in reader.pages)
    assert all(page.validate_pdf_bytes(pdf, profile=standard).is_compliant for standard in ("ua1", "2a"))


def _flat(outline: list) -> Iterator[Any]:
    for entry in outline:
        yield from _flat(entry) if isinstance(entry, list) else (entry,)
