"""Decisions in a library of a few clauses made by hand: what a clause comes to alone, and what clauses do to one another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from charter_builder.conditions import ALWAYS, NEVER, All, Condition, Evaluation, FactTest, Reason
from charter_builder.conditions import Test as Comparison
from charter_builder.library import Cited, Clause, Fact, Library, Source, Weight
from charter_builder.problems import Place, Problem, Problems
from charter_builder.profile import Profile
from charter_builder.selection import Decision, Selection, clashes, lacking, opposed, select

DAY = date(2027, 1, 11)
EVE, MORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
SMALL, LARGE = Comparison("effectif", "less_than", 11), Comparison("effectif", "at_least", 50)
OPEN = Comparison("population", "at_least", 3500)  # nobody answers it below


def clause(name: str, when: Condition = ALWAYS, **said: Any) -> Clause:
    plain = Clause(name, "cadre", 1, 10, "commitment", (), when, "include", (), (), (), (), (), "equipe", "")
    return replace(plain, **said)


def source(name: str, begins: date | None = None, ends: date | None = None, *, binding: bool = True) -> Source:
    return Source(name, "loi", "in_force", binding, "official", begins, ends, DAY, "")


def law(name: str, *cited: str, beside: tuple[str, ...] = (), when: Condition = ALWAYS) -> Clause:
    citations = tuple(Cited(each, ALWAYS, each in beside) for each in (*cited, *beside))
    return clause(name, when, force="law", citations=citations)


SOURCES = (
    source("old", date(2020, 1, 1), EVE),
    source("last-day", date(2020, 1, 1), DAY),
    source("new", date(2020, 1, 1)),
    source("today", DAY),
    source("soon", MORROW),
    source("later", date(2028, 1, 1)),
    source("undated"),
    source("advice", MORROW, binding=False),
    source("old-advice", date(2020, 1, 1), EVE, binding=False),
)
ANSWERS = {"effectif": 8, "famille": "entreprise", "publics_fragiles": {"mineurs": "non", "vulnerables": "non"}}
Decided = Callable[..., Selection]


@pytest.fixture
def decided(library: Library) -> Decided:
    """The decisions for a firm of eight, in a library that holds these clauses alone."""

    def decide(*clauses: Clause, leave_out: dict[str, str] | None = None, facts: tuple[Fact, ...] = ()) -> Selection:
        own = replace(
            library,
            clauses={each.id: each for each in clauses},
            sources={each.id: each for each in SOURCES},
            facts={each.id: each for each in facts},
        )
        return select(own, profile(leave_out), DAY)

    return decide


def profile(leave_out: dict[str, str] | None = None, places: dict[str, Place] | None = None) -> Profile:
    return Profile("profil.yml", ANSWERS, (), (), (), leave_out or {}, places or {})


def alone(decided: Decided, one: Clause) -> Decision:
    return decided(one).decisions[one.id]


# --------------------------------------------------------------------------------------------------------- a clause alone


def test_a_clause_follows_its_condition_and_keeps_its_reasons(decided: Decided) -> None:
    assert alone(decided, clause("a", SMALL)) == Decision("a", "selected", "condition", (Reason(SMALL, True),), kept=True)
    assert alone(decided, clause("a", LARGE)) == Decision("a", "left_out", "condition", (Reason(LARGE, False),))


def test_a_missing_answer_keeps_the_clause_or_not_as_it_asks(decided: Decided) -> None:
    waits = (Reason(OPEN, None),)
    assert alone(decided, clause("a", OPEN)) == Decision("a", "undecided", "condition", waits, kept=True)
    assert alone(decided, clause("a", OPEN, if_unanswered="leave_out")) == Decision("a", "undecided", "condition", waits)


@pytest.mark.parametrize(
    ("cited", "first"),
    [
        (("soon",), MORROW),
        (("today",), None),
        (("new",), None),
        (("later", "soon"), MORROW),
        (("later", "new"), None),
        (("later", "undated"), None),
        (("undated",), None),
        (("advice",), None),
        (("advice", "later"), date(2028, 1, 1)),
        ((), None),
    ],
)
def test_a_clause_is_to_prepare_while_no_text_that_binds_applies(decided: Decided, cited: tuple[str, ...], first: date | None) -> None:
    assert alone(decided, law("a", *cited)) == Decision("a", "selected", "condition", prepare_for=first, kept=True)
    assert alone(decided, replace(law("a", *cited), force="commitment")).prepare_for is None
    assert alone(decided, law("a", *cited, when=NEVER)).prepare_for == first
    assert alone(decided, law("a", *cited, when=OPEN)).prepare_for == first


@pytest.mark.parametrize(
    ("cited", "cause"),
    [
        (("old",), "law_ended"),
        (("last-day",), "condition"),
        (("old", "new"), "condition"),
        (("old", "advice"), "law_ended"),
        (("old-advice",), "condition"),
    ],
)
def test_a_clause_ends_with_the_last_of_its_law(decided: Decided, cited: tuple[str, ...], cause: str) -> None:
    decision = alone(decided, law("a", *cited, when=SMALL))
    assert (decision.cause, decision.kept) == (cause, cause == "condition")
    assert decision.reasons == (Reason(SMALL, True),)
    assert decision.outcome == ("selected" if cause == "condition" else "left_out")
    assert decision.clause == "a"
    assert alone(decided, law("a", *cited, when=LARGE)).cause == "condition"


def test_a_text_that_is_only_recalled_says_nothing_of_dates(decided: Decided) -> None:
    assert alone(decided, law("a", "new", beside=("soon",))).prepare_for is None
    assert alone(decided, law("a", "soon", beside=("new",))).prepare_for == MORROW
    assert alone(decided, law("a", "old", beside=("new",))).cause == "law_ended"


def test_the_sources_that_count_are_those_that_hold_here_and_still_apply(decided: Decided) -> None:
    citations = (("new", SMALL), ("today", LARGE), ("soon", OPEN), ("old", ALWAYS), ("last-day", ALWAYS))
    selection = decided(clause("a", citations=tuple(Cited(name, when, False) for name, when in citations)))
    assert selection.citations == {"a": ("new", "last-day")}
    assert selection.cited(selection.library.clauses["a"].citations) == ("new", "last-day")


def test_a_source_that_does_not_count_here_does_not_delay_the_duty(decided: Decided) -> None:
    cited = (Cited("soon", ALWAYS, False), Cited("new", LARGE, False))
    assert alone(decided, clause("a", force="law", citations=cited)).prepare_for == MORROW


def test_a_fact_says_whether_why_by_what_and_from_when(decided: Decided) -> None:
    cited = (Cited("soon", ALWAYS, False), Cited("new", ALWAYS, True), Cited("old", ALWAYS, False), Cited("later", LARGE, False))
    facts = (Fact("petite", SMALL, cited), Fact("suite", FactTest("petite"), ()))
    selection = decided(clause("a", FactTest("suite")), facts=facts)
    found = selection.finding("petite")
    assert (found.fact, found.outcome, found.reasons) == ("petite", True, (Reason(SMALL, True),))
    assert (found.citations, found.prepare_for) == (("soon", "new"), MORROW)
    assert selection.decisions["a"].reasons == (
        Reason(FactTest("suite"), True, (Reason(FactTest("petite"), True, (Reason(SMALL, True),)),)),
    )
    assert selection.evaluate(FactTest("suite")).outcome is True


def test_a_fact_that_no_clause_asks_for_is_known_when_it_is_asked_for(decided: Decided) -> None:
    facts = (Fact("petite", SMALL, ()), Fact("grande", LARGE, ()))
    selection = decided(clause("a", FactTest("petite")), facts=facts)
    assert selection.facts == {"petite": Evaluation(True, (Reason(SMALL, True),))}
    assert selection.evaluate(FactTest("grande")) == Evaluation(False, (Reason(FactTest("grande"), False, (Reason(LARGE, False),)),))
    assert selection.finding("grande").outcome is False


def test_a_source_may_count_by_a_fact(decided: Decided) -> None:
    cited = tuple(Cited(name, FactTest(fact), False) for name, fact in (("new", "petite"), ("today", "grande")))
    selection = decided(clause("a", citations=cited), facts=(Fact("petite", SMALL, ()), Fact("grande", LARGE, ())))
    assert selection.citations == {"a": ("new",)}


def test_the_wall_has_the_rules_with_the_most_points_in_the_order_of_the_charter(decided: Decided) -> None:
    def rule(name: str, *weights: tuple[int, Condition], when: Condition = ALWAYS) -> Clause:
        return clause(name, when, poster=tuple(Weight(points, condition) for points, condition in weights))

    selection = decided(
        rule("thirty", (20, ALWAYS), (10, SMALL)),
        rule("nothing"),
        rule("twenty", (20, ALWAYS), (50, LARGE), (50, OPEN)),
        rule("absent", (90, ALWAYS), when=LARGE),
        rule("wall", (40, ALWAYS)),
        rule("twenty-too", (20, ALWAYS)),
    )
    assert selection.essentials() == ("thirty", "twenty", "wall", "twenty-too")
    assert selection.essentials(3) == ("thirty", "twenty", "wall")
    assert selection.essentials(1) == ("wall",)
    assert [each.id for each in selection.articles()] == ["thirty", "nothing", "twenty", "wall", "twenty-too"]
    many = decided(*(rule(f"rule-{n:02}", (1, ALWAYS)) for n in range(12)))
    assert many.essentials() == tuple(f"rule-{n:02}" for n in range(10))


# -------------------------------------------------------------------------------------------------------- clauses together


def told(selection: Selection) -> dict[str, tuple[str, str, tuple[str, ...], bool]]:
    return {name: (d.outcome, d.cause, d.by, d.kept) for name, d in selection.decisions.items()}


KEPT = ("selected", "condition", (), True)


def test_what_the_organisation_takes_out_is_out_with_its_words(decided: Decided) -> None:
    leave_out = {"a": "Traité ailleurs", "b": "Sans objet", "elsewhere": "Inconnue"}
    found = decided(clause("a", SMALL), clause("b", LARGE), clause("c"), leave_out=leave_out).decisions
    assert found["a"] == Decision("a", "left_out", "choice", (Reason(SMALL, True),), note="Traité ailleurs")
    assert found["b"] == Decision("b", "left_out", "condition", (Reason(LARGE, False),))
    assert list(found) == ["a", "b", "c"]


def test_a_requirement_brings_in_what_it_requires_in_turn(decided: Decided) -> None:
    selection = decided(
        clause("c", LARGE), clause("b", LARGE, requires=("c",)), clause("a", requires=("b", "d")), clause("d"), clause("e", LARGE)
    )
    assert told(selection) == {
        "c": ("selected", "required", ("b",), True),
        "b": ("selected", "required", ("a",), True),
        "a": KEPT,
        "d": KEPT,
        "e": ("left_out", "condition", (), False),
    }
    assert selection.decisions["c"].reasons == (Reason(LARGE, False),)


def test_all_those_who_require_a_clause_are_named(decided: Decided) -> None:
    selection = decided(clause("z", requires=("m",)), clause("m", LARGE), clause("a", requires=("m",)), clause("b", LARGE, requires=("m",)))
    assert told(selection)["m"] == ("selected", "required", ("a", "z"), True)


def test_a_requirement_decides_what_waits_for_an_answer(decided: Decided) -> None:
    out = clause("b", OPEN, if_unanswered="leave_out")
    assert told(decided(clause("a", requires=("b",)), out))["b"] == ("selected", "required", ("a",), True)
    assert told(decided(clause("a", requires=("b",)), clause("b", OPEN)))["b"] == ("undecided", "condition", (), True)


def test_a_requirement_yields_to_the_organisation_to_a_replacement_and_to_the_end_of_a_law(decided: Decided) -> None:
    first = clause("a", requires=("b",))
    assert told(decided(first, clause("b"), leave_out={"b": "Non"}))["b"] == ("left_out", "choice", (), False)
    assert told(decided(first, clause("b", LARGE), leave_out={"b": "Non"}))["b"] == ("left_out", "condition", (), False)
    assert told(decided(first, clause("b"), clause("c", replaces=("b",))))["b"] == ("left_out", "replaced", ("c",), False)
    assert told(decided(first, law("b", "old")))["b"] == ("left_out", "law_ended", (), False)


def test_what_was_brought_in_replaces_too(decided: Decided) -> None:
    selection = decided(clause("a", requires=("b",)), clause("b", LARGE, replaces=("c",)), clause("c"))
    assert told(selection)["c"] == ("left_out", "replaced", ("b",), False)


def test_a_clause_that_is_replaced_or_absent_replaces_nothing(decided: Decided) -> None:
    chain = (clause("c"), clause("b", replaces=("c",)), clause("a", replaces=("b",)))
    for clauses in (chain, chain[::-1]):
        assert told(decided(*clauses)) == {each.id: {"b": ("left_out", "replaced", ("a",), False)}.get(each.id, KEPT) for each in clauses}
    assert told(decided(clause("c"), clause("b", LARGE, replaces=("c",))))["c"] == KEPT


def test_two_replacements_are_both_named(decided: Decided) -> None:
    selection = decided(clause("a", replaces=("c",)), clause("b", replaces=("c",)), clause("c"))
    assert told(selection)["c"] == ("left_out", "replaced", ("a", "b"), False)


def test_what_an_undecided_clause_would_replace_is_undecided_and_one_of_them_is_kept(decided: Decided) -> None:
    waits = (Reason(OPEN, None),)
    for if_unanswered, kept in (("include", False), ("leave_out", True)):
        selection = decided(clause("a", OPEN, replaces=("b",), if_unanswered=if_unanswered), clause("b", SMALL))
        assert selection.decisions["b"] == Decision("b", "undecided", "condition", waits, kept=kept)
        assert selection.decisions["a"].kept is not kept


def test_a_replacement_that_is_certain_does_not_wait_for_another(decided: Decided) -> None:
    sure, unsure = clause("a", replaces=("c",)), clause("b", OPEN, replaces=("c",))
    assert told(decided(sure, unsure, clause("c")))["c"] == ("left_out", "replaced", ("a", "b"), False)
    aside = replace(unsure, if_unanswered="leave_out")
    assert told(decided(sure, aside, clause("c")))["c"] == ("left_out", "replaced", ("a",), False)


def test_two_undecided_replacements_give_all_that_they_wait_for(decided: Decided) -> None:
    other = Comparison("benevoles", "at_least", 1)
    selection = decided(clause("a", OPEN, replaces=("c",)), clause("b", other, replaces=("c",)), clause("c"))
    assert selection.decisions["c"] == Decision("c", "undecided", "condition", (Reason(OPEN, None), Reason(other, None)))


def test_a_contradiction_is_told_once_and_only_between_clauses_that_are_kept(decided: Decided) -> None:
    both = decided(clause("b", conflicts=("a",)), clause("a", conflicts=("b",)))
    assert list(opposed(both.library, both.decisions)) == [("a", "b")]
    one_way = decided(clause("b", conflicts=("a",)), clause("a"))
    assert list(opposed(one_way.library, one_way.decisions)) == [("b", "a")]
    for absent in (decided(clause("b", conflicts=("a",)), clause("a", LARGE)), decided(clause("b", LARGE, conflicts=("a",)), clause("a"))):
        assert list(opposed(absent.library, absent.decisions)) == []


def test_what_is_required_and_absent_is_told_unless_something_does_its_work(decided: Decided) -> None:
    clauses = (clause("a", requires=("b", "c", "d")), clause("b"), clause("c"), clause("d"), clause("e", replaces=("c",)))
    selection = decided(*clauses, leave_out={"b": "Non", "d": "Non"})
    assert list(lacking(selection.library, selection.decisions)) == [("a", "b"), ("a", "d")]
    absent = decided(clause("a", LARGE, requires=("b",)), clause("b"), leave_out={"b": "Non"})
    assert list(lacking(absent.library, absent.decisions)) == []


# -------------------------------------------------------------------------------------------------------- what is reported


def reported(selection: Selection, asked: Profile) -> list[Problem]:
    problems = Problems()
    clashes(selection, asked, problems)
    return list(problems)


def test_a_duty_taken_out_is_a_warning_where_it_is_written(decided: Decided) -> None:
    leave_out = {"a": "Non", "b": "Non", "c": "Non"}
    selection = decided(law("a", "new"), law("b", "new"), clause("c"), law("d", "new", when=NEVER), leave_out=leave_out)
    line = Place("profil.yml", 7, 5)
    first, second = sorted(reported(selection, profile(leave_out, {"a": line})), key=lambda problem: problem.params["clause"])
    assert (first.code, first.place, first.params) == ("W207", line, {"clause": "a"})
    assert (second.code, second.place, second.params) == ("W207", Place("profil.yml"), {"clause": "b"})


def test_an_absent_requirement_is_an_error_where_it_was_taken_out(decided: Decided) -> None:
    leave_out = {"b": "Non"}
    selection = decided(clause("a", requires=("b",)), clause("b"), leave_out=leave_out)
    for places, where in (({"b": Place("profil.yml", 7, 5)}, Place("profil.yml", 7, 5)), ({}, Place("profil.yml"))):
        (problem,) = reported(selection, profile(leave_out, places))
        assert (problem.code, problem.place, problem.params) == ("E403", where, {"clause": "a", "required": "b"})


def test_a_contradiction_gives_both_clauses_their_reasons_and_the_lines_of_the_answers(decided: Decided) -> None:
    several = All((Comparison("famille", "is", "entreprise"), Comparison("publics_fragiles.mineurs", "is", "non"), SMALL))
    selection = decided(clause("a", SMALL, conflicts=("b",)), clause("b", several))
    lines = {"publics_fragiles": 4, "famille": 9}
    (problem,) = reported(selection, profile(places={question: Place("profil.yml", line, 3) for question, line in lines.items()}))
    assert (problem.code, problem.place) == ("E402", Place("profil.yml"))
    first, second = (words.by_language for words in problem.params["items"])  # type: ignore[attr-defined]
    assert first == {
        "fr": "a — Retenu parce que l’effectif est de 8 personnes (moins de 11).",
        "en": "a — Kept because the headcount is 8 people (fewer than 11).",
    }
    assert {language: text.partition(" — ")[0] for language, text in second.items()} == {"fr": "b", "en": "b"}
    assert second["fr"].endswith("(lignes 4, 9)") and second["en"].endswith("(lines 4, 9)")
    (problem,) = reported(selection, profile(places={"famille": Place("profil.yml", 9, 3)}))
    one_line = problem.params["items"][1].by_language  # type: ignore[index]
    assert one_line["fr"].endswith("(ligne 9)") and one_line["en"].endswith("(line 9)")
