"""One article, as composed from a text written by hand: blocks under conditions, lists and tables that meet, answers, links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from profiles import profile_of

from charter_builder.charter import (
    Article,
    Block,
    Bullets,
    Cell,
    Definition,
    Definitions,
    Emphasis,
    Example,
    Examples,
    Heading,
    Inline,
    Link,
    Lookup,
    LookupGroup,
    LookupRow,
    Note,
    Numbered,
    Paragraph,
    Placeholder,
    Reference,
    Strong,
    Table,
    Text,
    When,
)
from charter_builder.compose import article, compose, outline, rule_of
from charter_builder.conditions import ALWAYS, NEVER, Condition
from charter_builder.conditions import Test as Comparison
from charter_builder.library import Library
from charter_builder.selection import select

DAY = date(2027, 1, 11)
CLAUSE = "principes/utilite"  # every profile has it
NAME = Placeholder("organisation.nom")
OPEN = Comparison("population", "at_least", 3500)
Composed = Callable[..., Article]


def words(text: str) -> tuple[Inline, ...]:
    return (Text(text),)


def said(text: str) -> Paragraph:
    return Paragraph(words(text))


@pytest.fixture
def composed(library: Library) -> Composed:
    """The article of `principes/utilite`, with this text, these changes to the clause, these answers."""

    def compose_one(*content: Block, answers: dict[str, Any] | None = None, clause: dict[str, Any] | None = None, **text: Any) -> Article:
        written = {**library.texts["fr"], CLAUSE: replace(library.texts["fr"][CLAUSE], article=content, **text)}
        clauses = {**library.clauses, CLAUSE: replace(library.clauses[CLAUSE], **(clause or {}))}
        changed = replace(library, texts={**library.texts, "fr": written}, clauses=clauses)
        profile = profile_of(library, nom="Ateliers Morvan", **(answers or {}))
        profile = replace(profile, answers={name: value for name, value in profile.answers.items() if value is not ...})
        found = article(select(changed, profile, DAY), profile, CLAUSE, "fr")
        assert found is not None
        return found

    return compose_one


# -------------------------------------------------------------------------------------------------------------- the blocks


@pytest.mark.parametrize(("condition", "stands"), [(ALWAYS, True), (NEVER, False), (OPEN, True)])
def test_a_passage_stands_unless_its_condition_fails(composed: Composed, condition: Condition, stands: bool) -> None:
    found = composed(said("avant"), When(condition, (said("un"), said("deux"))), said("après"), answers={"population": ...})
    assert found.content == (said("avant"), *((said("un"), said("deux")) if stands else ()), said("après"))


def test_lists_that_meet_are_one_list(composed: Composed) -> None:
    one, two, three = ((said(text),) for text in ("un", "deux", "trois"))
    passage = When(ALWAYS, (Bullets((two,)),))
    assert composed(Bullets((one,)), passage, Bullets((three,))).content == (Bullets((one, two, three)),)
    assert composed(Bullets((one,)), said("et"), Bullets((two,))).content == (Bullets((one,)), said("et"), Bullets((two,)))
    assert composed(Numbered(3, (one,)), Numbered(4, (two,))).content == (Numbered(3, (one,)), Numbered(4, (two,)))
    assert composed(Bullets((one,)), Numbered(1, (two,))).content == (Bullets((one,)), Numbered(1, (two,)))


def test_examples_that_meet_are_one_list(composed: Composed) -> None:
    good, bad = Example(True, words("relire")), Example(False, words("publier"), words("relire"))
    found = composed(said("x"), practice=(Examples((good,)), When(ALWAYS, (Examples((bad,)),))))
    assert found.practice == (Examples((good, bad)),)


def test_tables_with_one_same_head_are_one_table(composed: Composed) -> None:
    head, other = (Cell(words("Usage")),), (Cell(words("Outil")),)
    red, green = (Cell(words("rouge"), "red"),), (Cell(words("vert"), "green"),)
    first, second = Table(words("Légende"), head, (red,)), Table((), head, (green,))
    assert composed(first, second).content == (Table(words("Légende"), head, (red, green)),)
    assert composed(first, Table((), other, (green,))).content == (first, Table((), other, (green,)))


def test_every_block_gets_the_answers(composed: Composed) -> None:
    def block(name: tuple[Inline, ...]) -> tuple[Block, ...]:
        inside = (Paragraph(name),)
        table = Table(name, (Cell(name),), ((Cell(name, "orange"),),))
        return (
            Heading(name),
            Paragraph(name),
            Bullets((inside,)),
            Numbered(2, (inside,)),
            table,
            Lookup((("publiques", "Publiques"),), (LookupGroup("Bureau", table, (LookupRow("usage", (), ()),)),)),
            Examples((Example(True, name), Example(False, name, name))),
            Definitions((Definition("Mot", inside),)),
        )

    assert composed(*block((NAME,))).content == block(words("Ateliers Morvan"))


# -------------------------------------------------------------------------------------------------------------- the inlines


def test_an_answer_stands_in_words_of_any_kind(composed: Composed) -> None:
    def line(name: tuple[Inline, ...]) -> tuple[Inline, ...]:
        link = Link("https://example.org/", name)
        return (Strong(name), Emphasis(name), link, Reference(CLAUSE, name), Note(name), Strong((Emphasis(name),)))

    assert composed(rule=line((NAME,))).rule == line(words("Ateliers Morvan"))


def test_the_word_before_a_name_is_elided(composed: Composed) -> None:
    assert composed(rule=(Text("La charte de "), NAME, Text(" est là."))).rule == (
        Text("La charte d’"), Text("Ateliers Morvan"), Text(" est là."),
    )  # fmt: skip
    assert composed(rule=(Strong(words("de ")), NAME)).rule == (Strong(words("de ")), Text("Ateliers Morvan"))


def test_a_link_leads_to_what_replaces_its_target_or_nowhere(composed: Composed, library: Library) -> None:
    def link(target: str) -> tuple[Inline, ...]:
        return composed(rule=(Reference(target, words("mots")),)).rule

    assert link("outils/nouvel-outil") == (Reference("outils/nouvel-outil-simple", words("mots")),)
    assert link(CLAUSE) == (Reference(CLAUSE, words("mots")),)
    assert link("textes") == (Reference("textes", words("mots")),)
    assert link("travail/cse") == words("mots")
    assert link("changements") == words("mots")


# -------------------------------------------------------------------------------------------------------------- the article


def test_easy_words_are_for_those_who_ask_for_them(composed: Composed) -> None:
    easy = (Paragraph((NAME,)),)
    assert composed(easy=easy, answers={"langues": ("fr", "fr_falc")}).easy == (said("Ateliers Morvan"),)
    assert composed(easy=easy, answers={"langues": ("fr",)}).easy == ()


def test_an_article_whose_answer_is_missing_is_to_confirm(composed: Composed) -> None:
    assert composed(clause={"applies_when": OPEN}, answers={"population": ...}).to_confirm is True
    assert composed().to_confirm is False


def test_a_citation_says_whether_its_law_is_still_to_come(composed: Composed, library: Library) -> None:
    cited = library.clauses["donnees/donnees-personnelles"].citations[:1]
    source = library.sources[cited[0].source]
    for first, future in ((DAY - timedelta(days=1), False), (DAY, False), (DAY + timedelta(days=1), True), (None, False)):
        dated = replace(source, applies_from=first, applies_until=None)
        selection = select(
            replace(
                library,
                sources={**library.sources, source.id: dated},
                clauses={**library.clauses, CLAUSE: replace(library.clauses[CLAUSE], citations=cited)},
            ),
            profile_of(library),
            DAY,
        )
        found = article(selection, profile_of(library), CLAUSE, "fr")
        assert found is not None
        (citation,) = found.citations
        assert citation.future is future
        assert (citation.source, citation.url, citation.applies_from) == (source.id, source.url, first)
        label = library.labels["fr"].sources[source.id]
        assert (citation.pinpoint, citation.subject) == (label["pinpoint"], label["subject"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_article_alone_is_that_of_the_charter_without_the_words_of_the_glossary(library: Library, language: str) -> None:
    profile = profile_of(library)
    selection = select(library, profile, DAY)
    charter = compose(selection, profile, language)
    assert (charter.audience, charter.public) == ("internal", False)
    for one in [part.articles[-1] for part in charter.parts[:6]]:
        alone = article(selection, profile, one.id, language)
        assert alone is not None
        assert replace(alone, content=one.content, practice=one.practice, why=one.why) == one
        assert "Term(" not in str(alone)
    assert "Term(" in str(charter.parts)
    assert article(selection, profile, "travail/cse", language) is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_outline_is_the_contents_of_the_charter(library: Library, language: str) -> None:
    profile = profile_of(library)
    selection = select(library, profile, DAY)
    charter = compose(selection, profile, language)
    shown = [
        (title, [(e.clause.id, e.number, e.title, e.rule) for e in entries]) for title, entries in outline(selection, profile, language)
    ]
    assert shown == [(part.title, [(a.id, a.number, a.title, a.rule) for a in part.articles]) for part in charter.parts]


def test_the_rule_of_an_absent_clause_can_be_read_too(library: Library) -> None:
    text = replace(library.texts["fr"]["travail/cse"], rule=(Text("Le CSE de "), NAME))
    changed = replace(library, texts={**library.texts, "fr": {**library.texts["fr"], "travail/cse": text}})
    profile = profile_of(library, nom="Ateliers Morvan")
    assert rule_of(select(changed, profile, DAY), profile, "travail/cse", "fr") == (Text("Le CSE d’"), Text("Ateliers Morvan"))
    english = library.texts["en"]["travail/cse"].rule
    assert rule_of(select(changed, profile, DAY), profile, "travail/cse", "en") == english


def test_an_annex_of_which_nothing_stands_here_does_not_stop_the_charter(library: Library) -> None:
    page = replace(library.pages["fr"]["mentions"], blocks=(When(NEVER, (said("Ailleurs."),)),))
    changed = replace(library, pages={**library.pages, "fr": {**library.pages["fr"], "mentions": page}})
    profile = profile_of(library)
    annexes = {annex.id: annex for annex in compose(select(changed, profile, DAY), profile, "fr").annexes}
    assert (annexes["mentions"].introduction, annexes["mentions"].content) == ((), ())
