"""The content: one test for each promise that every clause keeps. No network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT

from charter_builder import app, resources, translations
from charter_builder.charter import Blank, Box, Examples, Lookup, Paragraph, Superscript, Table, Term, Text, When
from charter_builder.library import Library
from charter_builder.reading.fields import ROLES
from charter_builder.reference.topics import lix, read_topics, treated_by
from charter_builder.terms import entries
from charter_builder.writers.html import slug


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
    assert 90 <= len(library.clauses) <= 130
    assert {clause.part for clause in library.clauses.values()} == set(library.parts)


def test_a_rule_has_at_most_25_words_and_an_article_120(library: Library) -> None:
    assert [f"{name} {lang}" for name, lang, text in each_text(library) if lang == "fr" and word_count(text.rule) > 25] == []
    assert [f"{name} {lang}" for name, lang, text in each_text(library) if lang == "fr" and word_count(text.article) > 120] == []


def test_a_practice_shows_what_is_fine_and_another_way_for_what_is_not(library: Library) -> None:
    for name, language, text in each_text(library):
        found = list(examples(text.practice))
        assert len(found) >= 2, f"{name} {language}"
        assert any(e.good for e in found) and any(not e.good for e in found), f"{name} {language}"
        assert all(e.instead for e in found if not e.good), f"{name} {language}"


def test_every_clause_says_why(library: Library) -> None:
    assert [f"{name} {lang}" for name, lang, text in each_text(library) if not any(isinstance(b, Paragraph) for b in text.why)] == []


def test_easy_words_are_short_sentences_one_by_one(library: Library) -> None:
    """European easy-to-read rules: a sentence holds one idea and few words, and begins a line."""
    written = {name: text.easy for name, text in library.texts["fr"].items() if text.easy}
    assert len(written) >= 15
    for name, blocks in written.items():
        assert 1 <= len(blocks) <= 4, name
        for block in blocks:
            assert isinstance(block, Paragraph), name
            said = plain(block)
            assert word_count(block) <= 20 and len(re.findall(r"[.!?](?:\s|$)", said)) == 1 and said.rstrip().endswith("."), (name, said)
            assert not re.search(r"[;(]|\bne\b.*\bne\b|\bni\b", said), (name, said)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_rule_for_the_wall_of_an_example_has_easy_words(example: str, library: Library) -> None:
    chosen = app.examine(ROOT / "examples" / example / "profil.yml").selection.essentials()
    assert [name for name in chosen if not library.texts["fr"][name].easy] == []


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
        ("usine", ("fr-cgfp", "fr-crpa", "fr-cgct", "fr-ccp", "fr-loi-1901", "fr-patrimoine")),
        ("ville", ("fr-travail-", "fr-loi-1901")),
        ("federation", ("fr-cgfp", "fr-crpa", "fr-cgct", "fr-ccp", "fr-patrimoine")),
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


# -------------------------------------------------------------------------------------------------------------- coverage


def test_every_topic_is_treated_and_no_other(library: Library) -> None:
    known, english = (
        [topic.code for topic in read_topics((resources.CLAUSES / "topics" / f"{language}.md").read_text("utf-8"), language)]
        for language in ("fr", "en")
    )
    assert known == english
    assert len(known) == 118
    assert set(treated_by(library)) == set(known)


#: What every organisation has in its charter, whatever it answers: the trunk.
TRUNK = {
    "cadre/objet", "cadre/champ-personnes", "cadre/champ-outils", "cadre/liberte-d-usage", "principes/humain-d-abord", "principes/utilite",
    "principes/responsabilite", "principes/droits-fondamentaux", "usages/pratiques-interdites", "usages/interdictions-2026",
    "usages/comptes-personnels", "donnees/donnees-personnelles", "donnees/informations-confidentielles", "donnees/feu-tricolore",
    "donnees/reutilisation", "donnees/droits-des-personnes", "donnees/registre-et-analyse", "controle-humain/verification",
    "controle-humain/competences", "transparence/mention-ia", "propriete-intellectuelle/droits-des-tiers", "equite/biais",
    "formation/maitrise", "formation/partage", "gouvernance/referent", "outils/registre", "securite/comptes-et-acces",
    "securite/incidents", "vie/revue",
}  # fmt: skip


def test_every_clause_is_in_one_profile_and_out_of_another(library: Library) -> None:
    """The six examples, and the few profiles of tests/covering/, which show every clause: `make cover` writes them."""
    profiles = [*(ROOT / "examples").glob("*/profil.yml"), *(ROOT / "tests" / "covering").glob("*.yml")]
    kept = [{clause.id for clause in app.examine(profile).selection.articles()} for profile in profiles]
    assert [name for name in library.clauses if not any(name in ids for ids in kept)] == []
    assert {name for name in library.clauses if all(name in ids for ids in kept)} == TRUNK


def test_no_translation_is_stale() -> None:
    """After rereading one against its French: `python -m charter_builder.translations PATH` marks it fresh."""
    assert [str(path.relative_to(resources.CLAUSES)) for path in translations.stale(resources.CLAUSES)] == []


def test_a_translation_goes_stale_with_its_french(tmp_path: Path) -> None:
    (tmp_path / "fr.md").write_text("# Bonjour\n", "utf-8")
    (tmp_path / "en.md").write_text("# Hello\n", "utf-8")
    assert translations.stale(tmp_path) == [tmp_path / "en.md"]
    translations.mark(tmp_path / "en.md")
    assert translations.stale(tmp_path) == []
    (tmp_path / "fr.md").write_text("# Bonsoir\n", "utf-8")
    assert translations.stale(tmp_path) == [tmp_path / "en.md"]
    translations.mark(tmp_path / "en.md")
    assert (tmp_path / "en.md").read_text("utf-8").count("[fr]:") == 1


def test_the_measure_of_readability() -> None:
    assert lix("Le chat dort. Il mange.") == 2  # 5 words, 2 sentences, no long word: 2.5
    assert lix("Une organisation responsable vérifie.") == 79  # 4 words, 3 long ones: 4 + 75


# ------------------------------------------------------------------------------------------------------ glossary and uses


def test_the_glossary_explains_some_sixty_words_in_order(library: Library) -> None:
    for language in ("fr", "en"):
        terms = [definition.term for _, definition in entries(library.pages[language]["glossary"])]
        assert 55 <= len(terms) <= 75
        assert terms == sorted(terms, key=slug)
        assert len({slug(term) for term in terms}) == len(terms)


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_word_is_linked_once_on_a_page_to_an_entry(example: str, library: Library) -> None:
    known = {definition.term for _, definition in entries(library.pages["fr"]["glossary"])}
    charter = app.examine(ROOT / "examples" / example / "profil.yml").compose("fr")
    linked = 0
    for part in charter.parts:
        terms = [node.term for node in nodes(part) if isinstance(node, Term)]
        assert len(terms) == len(set(terms)) and set(terms) <= known
        linked += len(terms)
    assert linked >= 15


def nodes(value: object) -> Iterator[object]:
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from nodes(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from nodes(item)


def test_uses_are_some_forty_in_every_light_and_every_trade(library: Library) -> None:
    assert 38 <= len(library.uses) <= 55
    assert {use.light for use in library.uses} == {"green", "orange", "red"}
    assert {use.ai_class for use in library.uses} == {"minimal", "transparency", "transparency_text", "high_risk", "prohibited"}
    for trade in set(library.questions["secteurs"].values) - {"autre"}:
        lights = {use.light for use in library.uses if trade in use.trades}
        assert "green" in lights and lights & {"orange", "red"}, trade


def test_a_use_above_minimal_risk_cites_its_article_and_a_prohibited_one_is_red(library: Library) -> None:
    for use in library.uses:
        articles = [cited.source for cited in use.citations if cited.source.startswith("eu-ai-act-")]
        assert not articles if use.ai_class == "minimal" else articles or use.light == "red", use.id
        assert use.ai_class != "prohibited" or (use.light == "red" and articles), use.id
        text = library.use_texts["fr"][use.id]
        assert 2 <= word_count(text.label) <= 14 and word_count(text.condition) and word_count(text.instead), use.id


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_grid_shows_the_uses_of_an_organisation_and_its_trades(example: str, library: Library) -> None:
    case = app.examine(ROOT / "examples" / example / "profil.yml")
    grid = next(annex for annex in case.compose("fr").annexes if annex.id == "puis-je")
    tables = [group.table for block in grid.content if isinstance(block, Lookup) for group in block.groups]
    lights = {cell.light for table in tables for row in table.rows for cell in row if cell.light}
    assert lights == {"green", "orange", "red"}
    assert len(tables) >= 2 and sum(len(table.rows) for table in tables) >= 12


def test_each_day_of_the_ai_act_has_one_milestone(library: Library) -> None:
    for labels in library.labels.values():
        named = [library.sources[name] for name, label in labels.sources.items() if "milestone" in label]
        laws = {source.instrument for source in named}
        days = {source.applies_from for source in library.sources.values() if source.instrument in laws}
        assert None not in days and {source.applies_from for source in named} == days and len(named) == len(days)
    assert len({frozenset(n for n, label in labels.sources.items() if "milestone" in label) for labels in library.labels.values()}) == 1


@pytest.mark.parametrize(("example", "lines"), [("boulangerie", 10), ("federation", 20), ("ville", 30)])
def test_the_audit_grid_grows_with_the_organisation(example: str, lines: int) -> None:
    charter = app.examine(ROOT / "examples" / example / "profil.yml").compose("fr")
    audit = next(annex for annex in charter.annexes if annex.id == "audit")
    heads = (plain(row[0]) for block in audit.content if isinstance(block, Table) for row in block.rows)
    numbers = [int(found[1]) for head in heads if (found := re.match(r"(\d+)\. ", head.strip()))]
    assert numbers == list(range(1, lines + 1))


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_working_papers_are_there(example: str) -> None:
    charter = app.examine(ROOT / "examples" / example / "profil.yml").compose("fr")
    kinds = {annex.id: annex.kind for annex in charter.annexes}
    for name in ("puis-je", "outils-et-donnees", "plan-formation"):
        assert kinds[name] == "tool"
    for name in ("audit", "demande-outil", "incident", "enquete"):
        assert kinds[name] == "form"
    for name in ("mission-referent", "information-public", "atelier"):
        assert kinds[name] == "model"
    assert ("deliberation" in kinds) == (example in ("commune", "ville"))
    assert ("decision" in kinds) == (example not in ("commune", "ville"))
    assert ("note-cse" in kinds) == (example == "usine")
    assert ("note-cst" in kinds) == (example in ("commune", "ville"))
    blanks = sum(isinstance(node, (Blank, Box)) for annex in charter.annexes for node in nodes(annex.content))
    assert blanks >= 60
