"""The posters: one page whatever the names and the rules, the words of the charter, and a QR code that a telephone reads."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import page
import pypdf
import pypdfium2
import pytest
import zxingcpp
from conftest import EXAMPLES, ROOT
from test_pdf import letters

from charter_builder import app, resources
from charter_builder.charter import Article, Charter, Contact, Paragraph, Text
from charter_builder.library import Library
from charter_builder.reading.prose import plain
from charter_builder.writers.poster import has_easy_poster, write_easy_poster, write_poster

EASY = ("ville", "association")
HOSTILE = (
    '#panic("x") $x^2$ @ref <label> *b* #read("/etc/passwd") | \\input{x}',
    "<script>alert('&')</script> {{ organisation.nom }} ]]>",
    "مقهى שלום",
    "Café 🥐 du 日本",
    "e\u0301a\u0300 ﬁ Ł",
    "a\0b\ufffec d\u20e5",
    "W" * 300,
    "mot " * 75,
)


def charter_of(example: str, language: str = "fr") -> Charter:
    return app.examine(ROOT / "examples" / example / "profil.yml", language=language).compose(language)


def articles(charter: Charter) -> Iterator[Article]:
    return (article for part in charter.parts for article in part.articles)


def changed(charter: Charter, change: Callable[[Article], Article]) -> Charter:
    return replace(charter, parts=tuple(replace(p, articles=tuple(map(change, p.articles))) for p in charter.parts))


def written(charter: Charter, write=write_poster) -> bytes:
    assert charter.adoption.date is not None
    return write(charter, resources.SITE_TEMPLATE, charter.adoption.date)[0]


def pages(pdf: bytes | Path) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf).pages)


def words(pdf: bytes | Path) -> str:
    return letters("".join(found.extract_text() for found in pages(pdf)))


def drawn(pdf: bytes) -> list[tuple[str, float, float, float]]:
    """Each text of the page with its size, its distance from the left and from the foot."""
    found: list[tuple[str, float, float, float]] = []

    def visit(text: str, matrix, inside, font, size: float) -> None:
        if text.strip():
            scale = abs(inside[3] * matrix[3])
            found.append((text, size * scale, inside[4] * matrix[0] + matrix[4], inside[5] * matrix[3] + matrix[5]))

    pages(pdf)[0].extract_text(visitor_text=visit)
    return found


def overlaps(pdf: bytes) -> list[tuple[float, float]]:
    """Where a line of text begins above the end of what comes before it: the words of the page go down, from masthead to foot."""
    heights = [y for _, _, _, y in drawn(pdf)]
    tall = {y: size for _, size, _, y in drawn(pdf)}
    lines = sorted(set(heights), reverse=True)
    return [(a, b) for a, b in pairwise(lines) if 0.5 < a - b < 0.45 * max(tall[a], tall[b])]


@pytest.mark.parametrize("standard", ["ua1", "2a"])
@pytest.mark.parametrize(("example", "document"), [*((e, "affiche") for e in EXAMPLES), *((e, "affiche-falc") for e in EASY)])
def test_the_posters_keep_their_standards(example: str, document: str, standard: str, built) -> None:
    report = page.validate_pdf(str(built(example) / "documents" / f"{document}.pdf"), profile=standard)
    assert report.is_compliant, str(report)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_poster_is_one_page_with_every_rule_readable_at_two_metres(example: str, language: str) -> None:
    charter = charter_of(example, language)
    pdf = written(charter)
    (only,) = pages(pdf)
    assert [round(float(side) / 72 * 25.4) for side in only.mediabox[2:]] == [210, 297]
    on_the_wall = [article for article in articles(charter) if article.id in charter.essentials]
    assert len(on_the_wall) == 10
    for article in on_the_wall:
        assert letters(plain(article.rule)) in words(pdf) and letters(f"art. {article.number}") in words(pdf)
    for said in (charter.organisation, charter.title, charter.contact.function, charter.contact.address, charter.adoption.edition):
        assert letters(said) in words(pdf)
    sizes = sorted(size for text, size, _, _ in drawn(pdf) for _ in text)
    assert sizes[len(sizes) // 2] >= 16


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_colours_are_those_of_the_charter(example: str) -> None:
    """With a word and a shape for each, so that nobody needs to see the colour."""
    found = words(written(charter_of(example)))
    assert found.index("VERT") < found.index("Cequiestpublié") < found.index("ORANGE") < found.index("Cequiestinterne")
    assert found.index("ROUGE") < found.index("Donnéessensiblessecretsmotsdepasse")


def test_a_charter_without_a_list_of_colours_has_a_poster_without_them() -> None:
    charter = changed(charter_of("usine"), lambda article: replace(article, content=()))
    assert "VERT" not in words(written(charter))
    assert letters(plain(next(a for a in articles(charter) if a.id == "donnees/feu-tricolore").rule)) in words(written(charter))


def test_a_charter_without_rules_for_the_wall_still_says_whom_to_ask() -> None:
    charter = charter_of("usine")
    assert "UnequestionInèsKerdalou" in words(written(replace(charter, essentials=())))


def test_the_longest_rules_of_the_pack_fit(library: Library) -> None:
    """The ten longest rules on one poster, with the longest names that a profile may hold."""
    longest = sorted((plain(text.rule) for text in library.texts["fr"].values()), key=len)[-10:]
    contact = Contact("N" * 80, "fonction " * 8, "a" * 100 + "@b.example", "")
    charter = replace(charter_of("ville"), organisation="Syndicat " * 13, contact=contact)
    rules = dict(zip(charter.essentials, longest, strict=True))
    charter = changed(charter, lambda a: replace(a, rule=(Text(rules[a.id]),)) if a.id in rules else a)
    pdf = written(charter)
    assert len(pages(pdf)) == 1 and overlaps(pdf) == []
    assert [rule for rule in longest if letters(rule) not in words(pdf)] == []


@pytest.mark.parametrize("length", [30, 60, 120])
def test_rules_that_do_not_fit_are_counted(length: int) -> None:
    charter = charter_of("ville")
    charter = changed(charter, lambda a: replace(a, rule=(Text(f"{a.number} " + "parole " * length),)) if a.id in charter.essentials else a)
    pdf = written(charter)
    shown = [a for a in articles(charter) if a.id in charter.essentials and letters(f"parole art. {a.number}") in words(pdf)]
    left = 10 - len(shown)
    assert left > 0
    assert (f"et{left}autresrègles" if left > 1 else "etuneautrerègle") in words(pdf)
    assert len(pages(pdf)) == 1 and overlaps(pdf) == []
    assert all(0 < x < 595 and 0 < y < 842 and size >= 7 for _, size, x, y in drawn(pdf))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_letters_and_never_makes_a_second_page(name: str) -> None:
    charter = replace(charter_of("ville"), organisation=name, contact=Contact(name, name, name, ""))
    pdf = written(charter)
    assert len(pages(pdf)) == 1 and overlaps(pdf) == []
    for made in (pdf, written(charter, write_easy_poster)):
        assert page.validate_pdf_bytes(made, profile="ua1").is_compliant
        if name.isascii():
            assert letters(name) in words(made)


def test_every_part_of_the_pack_has_an_icon_and_every_icon_serves(library: Library) -> None:
    folder = resources.SITE_TEMPLATE / "print" / "icons"
    icons = json.loads((folder / "icons.json").read_text("utf-8"))
    assert set(icons) == {"", *library.parts} | (set(icons) & set(library.clauses))
    assert set(icons.values()) == {drawing.stem for drawing in folder.glob("*.svg")}
    assert {name for name in icons.values() if "currentColor" not in (folder / f"{name}.svg").read_text("utf-8")} == set()


def test_the_qr_code_of_another_language_leads_to_its_folder(tmp_path: Path) -> None:
    example = ROOT / "examples" / "ville" / "profil.yml"
    answers = example.read_text("utf-8")
    assert "langues: [" in answers
    shutil.copytree(example.parent, tmp_path / "ville")
    profile = tmp_path / "ville" / "profil.yml"
    profile.write_text(re.sub(r"langues: \[[^]]*\]", "langues: [fr, en]", answers), "utf-8")
    app.build(profile, tmp_path / "built", formats=("pdf", "json"), language="fr")
    found = []
    for folder in ("", "en/"):
        poster = tmp_path / "built" / folder / "documents" / "affiche.pdf"
        (code,) = zxingcpp.read_barcodes(pypdfium2.PdfDocument(poster)[0].render(scale=2).to_pil())
        found.append(code.text)
    root, english = found
    assert english == root.rstrip("/") + "/en/"


def test_the_qr_code_leads_to_the_site_and_is_there_only_when_there_is_one() -> None:
    charter = charter_of("ville")
    image = pypdfium2.PdfDocument(written(charter))[0].render(scale=2).to_pil()
    (code,) = zxingcpp.read_barcodes(image)
    assert code.text == charter.site.url != ""
    image = pypdfium2.PdfDocument(written(charter_of("commune")))[0].render(scale=2).to_pil()
    assert zxingcpp.read_barcodes(image) == []


@pytest.mark.parametrize("write", [write_poster, write_easy_poster])
def test_a_draft_says_so(write) -> None:
    charter = charter_of("ville")
    assert "Ceprojet" not in words(written(charter, write)) and "Projetàcompléter" not in words(written(charter, write))
    assert "ProjetàcompléterCedocumentestunprojet" in words(written(replace(charter, draft=True), write))


@pytest.mark.parametrize("write", [write_poster, write_easy_poster])
def test_the_same_charter_gives_the_same_bytes(write) -> None:
    assert written(charter_of("ville"), write) == written(charter_of("ville"), write)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_easy_poster_is_made_for_those_who_want_it(example: str, built) -> None:
    charter = charter_of(example)
    file = built(example) / "documents" / "affiche-falc.pdf"
    assert has_easy_poster(charter) == file.exists() == (example in EASY)
    offered = (built(example) / "documents.html").read_text("utf-8")
    assert ("documents/affiche-falc.pdf" in offered) == (example in EASY) and "documents/affiche.pdf" in offered


@pytest.mark.parametrize("example", EASY)
def test_an_easy_poster_says_every_rule_in_large_letters_and_who_has_not_read_it(example: str, built) -> None:
    charter = charter_of(example)
    file = built(example) / "documents" / "affiche-falc.pdf"
    assert len(pages(file)) == 2
    for article in (a for a in articles(charter) if a.id in charter.essentials):
        assert article.easy
        for block in article.easy:
            assert isinstance(block, Paragraph) and letters(plain(block.content)) in words(file)
    assert letters("Ce texte n’a pas encore été relu par des personnes concernées.") in words(file)
    small = "".join(text for text, size, _, _ in drawn(file.read_bytes()) if size < 14.9)
    assert letters(small).startswith(letters(charter.organisation)) and "Page1sur2" in letters(small)
