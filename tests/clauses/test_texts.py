"""The content: one test for each promise that every clause keeps. No network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from conftest import EXAMPLES, ROOT

from charter_builder import app, resources
from charter_builder.charter import Examples, Paragraph, Superscript, Text, When
from charter_builder.library import Library
from charter_builder.reading.fields import ROLES


def plain(value: object) -> str:
    if isinstance(value, (Text, Superscript)):
        return value.value
    if is_dataclass(value):
        return " ".join(
            plain(getattr(value, field.name)) for field in fields(value) if field.name not in ("condition", "address", "target")
        )
    return "".join(plain(item) if not isinstance(item, tuple) else f" {plain(item)} " for item in value) if isinstance(value, tuple) else ""


def word_count(value: object) -> int:
    return len(re.findall(r"[\wÀ-ÿ'’-]+", plain(value)))


def examples(blocks) -> Iterator:
    for block in blocks:
        if isinstance(block, When):
            yield from examples(block.blocks)
        elif isinstance(block, Examples):
            yield from block.items


def each_text(library: Library):
    return [(name, language, text) for language, texts in library.texts.items() for name, text in texts.items()]


def test_there_are_enough_clauses_in_every_part(library: Library) -> None:
    assert len(library.clauses) >= 36
    assert {clause.part for clause in library.clauses.values()} == set(library.parts)


def test_a_rule_has_at_most_25_words_and_an_article_120(library: Library) -> None:
    assert [f"{name} {lang}" for name, lang, text in each_text(library) if lang == "fr" and word_count(text.rule) > 25] == []
    assert [f"{name} {lang}" for name, lang, text in each_text(library) if lang == "fr" and word_count(text.article) > 130] == []


def test_a_practice_shows_what_is_fine_and_another_way_for_what_is_not(library: Library) -> None:
    for name, language, text in each_text(library):
        found = list(examples(text.practice))
        assert len(found) >= 2, f"{name} {language}"
        assert any(e.good for e in found) and any(not e.good for e in found), f"{name} {language}"
        assert all(e.instead for e in found if not e.good), f"{name} {language}"


def test_every_clause_says_why(library: Library) -> None:
    assert [f"{name} {lang}" for name, lang, text in each_text(library) if not any(isinstance(b, Paragraph) for b in text.why)] == []


def shape(value: object) -> object:
    """The blocks of a text without its words: what French and English share."""
    if isinstance(value, When):
        return ("when", value.condition, shape(value.blocks))
    if isinstance(value, Examples):
        return ("examples", tuple(e.good for e in value.items))
    if is_dataclass(value):
        return (type(value).__name__, tuple(len(getattr(value, f.name)) for f in fields(value) if f.name in ("items", "rows")))
    return tuple(shape(item) for item in value) if isinstance(value, tuple) else None


def test_french_and_english_are_in_step(library: Library) -> None:
    for name, text in library.texts["fr"].items():
        other = library.texts["en"][name]
        for part in ("article", "practice", "why"):
            assert shape(getattr(text, part)) == shape(getattr(other, part)), f"{name}: {part}"


def test_every_source_is_cited_and_has_a_date_or_a_status(library: Library) -> None:
    citing = (*library.clauses.values(), *library.facts.values(), *library.annexes, *library.uses)
    cited = {cited.source for entry in citing for cited in entry.citations}
    assert set(library.sources) == cited


def test_a_duty_never_rests_on_an_unverified_source_alone(library: Library) -> None:
    for clause in library.clauses.values():
        if clause.force == "law":
            assert any(
                library.sources[c.source].verified != "unverified" and library.sources[c.source].binding for c in clause.citations
            ), clause.id


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_duty_of_an_example_cites_a_law_that_binds_it(example: str, library: Library) -> None:
    case = app.examine(ROOT / "examples" / example / "profil.yml")
    for clause in case.selection.articles():
        if clause.force == "law":
            cited = [library.sources[name] for name in case.selection.citations[clause.id]]
            assert any(source.binding and source.verified != "unverified" for source in cited), clause.id


@pytest.mark.parametrize(
    ("example", "foreign"),
    [
        ("boulangerie", ("fr-cgfp", "fr-crpa", "fr-cgct", "fr-ccp", "fr-loi-1901")),
        ("commune", ("fr-travail-l2312", "fr-travail-l13", "fr-loi-1901")),
        ("association", ("fr-cgfp", "fr-crpa", "fr-cgct", "fr-ccp")),
    ],
)
def test_no_example_cites_the_law_of_another_family(example: str, foreign: tuple[str, ...]) -> None:
    case = app.examine(ROOT / "examples" / example / "profil.yml")
    cited = {name for clause in case.selection.articles() for name in case.selection.citations[clause.id]}
    assert [name for name in sorted(cited) if name.startswith(foreign)] == []


#: What authors get wrong, and what a charter must never claim (legal notes, section 3).
NEVER = (
    r"conforme à l[’']AI Act", r"IA certifiée", r"niveau suffisant", r"\bNIS ?2\b", r"CNIL (contrôle|applique|est l[’']autorité)[^.]*(AI Act|règlement sur l[’']IA)",
    r"a été consulté", r"obligation supprimée", r"certificat obligatoire", r"(?<!rendez-)\bvous\b", r"\bvotre\b", r"\bshadow\b", r"\bprompts?\b", r"hallucination", r"·", r"\([eE]\)",
)  # fmt: skip


@pytest.mark.parametrize("pattern", NEVER)
def test_no_text_says_what_must_never_be_said(pattern: str, library: Library) -> None:
    assert [
        name for name, text in library.texts["fr"].items() if re.search(pattern, plain((text.rule, text.article, text.why)), re.IGNORECASE)
    ] == []


@pytest.mark.parametrize(("example", "absent"), [
    ("boulangerie", (r"\bDSI\b", r"\bcomité\b", r"\bagents?\b", r"\b(la|de|notre) commune\b", r"conseil municipal", r"\bCSE doit")),
    ("association", (r"\bDSI\b", r"\bsanctions?\b", r"\bagents? public", r"\bclientèle\b")),
    ("commune", (r"\bDSI\b", r"\bRSSI\b", r"\bsalariés\b", r"\bCSE\b")),
])  # fmt: skip
def test_nobody_reads_of_roles_that_their_organisation_does_not_have(example: str, absent: tuple[str, ...]) -> None:
    charter = app.examine(ROOT / "examples" / example / "profil.yml").compose("fr")
    for part in charter.parts:
        for article in part.articles:
            said = plain((article.rule, article.content, article.practice))
            assert [f"{article.id}: {pattern}" for pattern in absent if re.search(pattern, said)] == []


def test_each_charter_says_that_it_is_no_legal_advice(library: Library) -> None:
    assert "pas un conseil juridique" in library.labels["fr"].charter["notice"]
    assert "legal advice" in library.labels["en"].charter["notice"]


def test_owners_are_roles(library: Library) -> None:
    assert {clause.owner for clause in library.clauses.values()} <= set(ROLES)


def test_topics_exist() -> None:
    sizes = dict(zip("ABCDEFGHIJKLMNOPQ", (9, 8, 11, 11, 5, 9, 4, 5, 4, 4, 9, 4, 6, 7, 6, 7, 9), strict=True))
    for path in resources.CLAUSES.glob("*/*/clause.yml"):
        (line,) = (line for line in path.read_text("utf-8").split("\n") if line.startswith("topics:"))
        for letter, number in re.findall(r"([A-Z])(\d+)", line):
            assert 1 <= int(number) <= sizes[letter], path
