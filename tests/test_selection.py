"""Selection: golden lists of the examples, and what must hold for any coherent profile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from conftest import EXAMPLES, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import profile_of, random_profile

from charter_builder import app
from charter_builder.conditions import Test as Comparison
from charter_builder.library import Library
from charter_builder.problems import Problems
from charter_builder.selection import clashes, select

STEADY = settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_clauses_of_an_example(example: str, golden) -> None:
    case = app.examine(ROOT / "examples" / example / "profil.yml")
    lines = [
        f"{d.clause}{f' (à préparer pour {d.prepare_for})' if d.prepare_for else ''}" for d in case.selection.decisions.values() if d.kept
    ]
    golden(ROOT / "tests" / "selections" / f"{example}.txt", "\n".join(sorted(lines)) + "\n")


#: organisations.yml: topics that the charter must, and must not, contain.
EXPECTED = {
    "boulangerie": ("A3 C1 C2 C10 D1 D3 E1 F1 G1 G4 J1 K1 K7 K9 P1 Q9", "F4 F7 N3 O1 O2 D11 Q1 Q3 K4"),
    "commune": ("A3 A8 C1 C2 C10 D1 D2 D11 E1 F1 F9 J1 J4 K1 K2 K3 K5 K9 M1 N3 O3 O5 P1 Q6", "K4 O2 F7 C8 C9 N5 Q1 Q3 Q7"),
    "usine": ("A6 A8 C4 C8 C9 D3 D4 D6 D7 E2 E3 G3 H1 K4 K6 K8 L1 L4 M2 M4 M5 N3 N4 N5 N6 N7 P4 P5 Q5", "F7 O1 O6 Q1 Q6 Q7"),
    "ville": (
        "A8 B2 B8 C6 C9 D2 D4 D7 D8 E2 F1 F3 F4 F7 F8 F9 H1 H2 H3 H5 I3 J4 K4 K8 L1 L3 L4 M2 N2 N3 O1 O2 O3 O6 P3 P6 Q6",
        "Q3 Q5 Q7 Q9",
    ),
    "federation": ("A3 B4 C5 C6 C10 D1 D2 D4 E1 F1 F3 F8 G1 G4 H5 J1 J2 J4 K1 K2 K4 K7 L2 M3 O3 O5 P1 Q2 Q4", "F7 O6 Q3 Q5 Q6 Q9"),
    "association": ("A3 A9 B4 C1 C2 C10 D1 D2 E1 F1 G1 G4 H2 H4 H5 I2 J1 K1 K9 P1 Q2 Q7", "D11 F4 F7 K3 K4 L1 M4 N3 N5 P4 Q3 Q6"),
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_topics_expected_of_an_example(example: str) -> None:
    case = app.examine(ROOT / "examples" / example / "profil.yml")
    topics = {topic for clause in case.selection.articles() for topic in clause.topics}
    wanted, unwanted = (set(text.split()) for text in EXPECTED[example])
    assert wanted - topics == set()
    assert unwanted & topics == set()


def test_a_works_council_is_consulted_from_fifty_employees(library: Library) -> None:
    def clause(effectif: int) -> str:
        profile = profile_of(library, famille="entreprise", effectif=effectif)
        return select(library, profile, date(2027, 1, 11)).decisions["travail/cse"].outcome

    assert [clause(11), clause(49), clause(50)] == ["left_out", "left_out", "selected"]


def test_a_commune_asks_its_own_committee_from_fifty_agents(library: Library) -> None:
    def holds(effectif: int, fact: str) -> bool | None:
        profile = profile_of(library, famille="collectivite", effectif=effectif, population=900)
        return select(library, profile, date(2027, 1, 11)).evaluate(library.facts[fact].when).outcome

    assert [holds(n, "cst-propre") for n in (0, 49, 50)] == [False, False, True]
    assert [holds(n, "cst-centre-de-gestion") for n in (0, 1, 49, 50)] == [False, True, True, False]
    assert [holds(n, "formation-specialisee") for n in (199, 200)] == [False, True]


@pytest.mark.parametrize(("clause", "first"), [("usages/interdictions-2026", date(2026, 12, 2)), ("outils/haut-risque", date(2027, 12, 2))])
def test_a_law_to_come_is_to_prepare_until_its_first_day(library: Library, clause: str, first: date) -> None:
    profile = profile_of(library, famille="entreprise", annexe_iii=("emploi",))
    before = select(library, profile, first - timedelta(days=1)).decisions[clause]
    on_the_day = select(library, profile, first).decisions[clause]
    assert (before.kept, before.prepare_for) == (True, first)
    assert (on_the_day.kept, on_the_day.prepare_for) == (True, None)


def test_a_law_that_ended_leaves_its_clause_out(library: Library) -> None:
    ended = {
        name: replace(s, applies_until=date(2026, 12, 31)) if name.startswith("eu-ai-act-art-5-1-b") else s
        for name, s in library.sources.items()
    }
    changed = replace(library, sources=ended)
    decision = select(changed, profile_of(library), date(2027, 1, 1)).decisions["usages/interdictions-2026"]
    assert (decision.outcome, decision.cause) == ("left_out", "law_ended")


def test_the_organisations_will_is_kept_with_its_reason(library: Library) -> None:
    profile = replace(profile_of(library), leave_out={"sobriete/principe": "Traité dans le projet d'entreprise"})
    decision = select(library, profile, date(2027, 1, 11)).decisions["sobriete/principe"]
    assert (decision.kept, decision.cause, decision.note) == (False, "choice", "Traité dans le projet d'entreprise")


def related(library: Library, **relations: tuple[str, ...]) -> Library:
    """The library with a relation added to `principes/utilite`, which every profile selects."""
    clauses = dict(library.clauses)
    clauses["principes/utilite"] = replace(clauses["principes/utilite"], **relations)
    return replace(library, clauses=clauses)


def test_a_required_clause_comes_in(library: Library) -> None:
    decision = select(related(library, requires=("travail/cse",)), profile_of(library), date(2027, 1, 11)).decisions["travail/cse"]
    assert (decision.outcome, decision.cause, decision.by) == ("selected", "required", ("principes/utilite",))


def test_a_replaced_clause_goes_out(library: Library) -> None:
    decision = select(related(library, replaces=("principes/humain-d-abord",)), profile_of(library), date(2027, 1, 11)).decisions[
        "principes/humain-d-abord"
    ]
    assert (decision.outcome, decision.cause, decision.by) == ("left_out", "replaced", ("principes/utilite",))


def test_a_required_clause_that_was_taken_out_is_a_problem(library: Library) -> None:
    profile = replace(profile_of(library), leave_out={"sobriete/principe": "Sans objet ici"})
    problems = Problems()
    clashes(select(related(library, requires=("sobriete/principe",)), profile, date(2027, 1, 11)), profile, problems)
    assert [p.code for p in problems] == ["E403"]


@STEADY
@given(st.data())
def test_no_coherent_profile_clashes_and_every_part_has_an_article(library: Library, data) -> None:
    profile = random_profile(library, data.draw)
    selection = select(library, profile, date(2027, 1, 11))
    problems = Problems()
    clashes(selection, profile, problems)
    assert not list(problems)
    assert {"cadre", "usages", "donnees", "vie"} <= {clause.part for clause in selection.articles()}
    assert "undecided" not in {decision.outcome for decision in selection.decisions.values()}


@STEADY
@given(st.data())
def test_an_answer_changes_only_the_clauses_that_speak_of_it(library: Library, data) -> None:
    profile = random_profile(library, data.draw)
    question = data.draw(st.sampled_from(sorted(name for name, q in library.questions.items() if q.type == "choice")))
    value = data.draw(st.sampled_from(library.questions[question].values))
    other = replace(profile, answers={**profile.answers, question: value})
    before, after = (select(library, p, date(2027, 1, 11)).decisions for p in (profile, other))
    for clause in library.clauses.values():
        if before[clause.id].kept != after[clause.id].kept:
            assert question in asked(library, clause.id)


def asked(library: Library, clause: str) -> set[str]:
    """The questions that a clause depends on, by its own condition and by those of the clauses that replace or require it."""
    others = (other.id for other in library.clauses.values() if clause in (*other.replaces, *other.requires))
    return library.questions_of(library.clauses[clause].applies_when).union(*(asked(library, other) for other in others))


@STEADY
@given(st.data())
def test_a_missing_answer_leaves_a_clause_undecided_and_never_decides_it_wrongly(library: Library, data) -> None:
    whole = random_profile(library, data.draw)
    gone = data.draw(st.sets(st.sampled_from(sorted(library.questions)), max_size=6)) - {"revue_mois"}
    partial = replace(whole, answers={name: value for name, value in whole.answers.items() if name not in gone})
    before, after = (select(library, p, date(2027, 1, 11)).decisions for p in (partial, whole))
    for name, decision in before.items():
        assert decision.outcome == "undecided" or decision.outcome == after[name].outcome


def test_a_required_clause_whose_law_is_to_come_is_to_prepare(library: Library) -> None:
    decision = select(related(library, requires=("outils/haut-risque",)), profile_of(library), date(2027, 1, 11)).decisions[
        "outils/haut-risque"
    ]
    assert (decision.cause, decision.prepare_for) == ("required", date(2027, 12, 2))


def test_a_clause_that_is_replaced_requires_nothing(library: Library) -> None:
    clauses = dict(library.clauses)
    clauses["principes/utilite"] = replace(clauses["principes/utilite"], requires=("travail/cse",))
    clauses["principes/humain-d-abord"] = replace(clauses["principes/humain-d-abord"], replaces=("principes/utilite",))
    decisions = select(replace(library, clauses=clauses), profile_of(library), date(2027, 1, 11)).decisions
    assert (decisions["principes/utilite"].cause, decisions["travail/cse"].kept) == ("replaced", False)


def test_what_replaces_a_required_clause_does_its_work(library: Library) -> None:
    clauses = dict(library.clauses)
    clauses["principes/utilite"] = replace(clauses["principes/utilite"], requires=("sobriete/principe",))
    clauses["principes/humain-d-abord"] = replace(clauses["principes/humain-d-abord"], replaces=("sobriete/principe",))
    profile, problems = profile_of(library), Problems()
    clashes(select(replace(library, clauses=clauses), profile, date(2027, 1, 11)), profile, problems)
    assert list(problems) == []


def test_without_a_tool_nothing_about_tools_is_undecided(library: Library) -> None:
    selection = select(library, profile_of(library, outils=()), date(2027, 1, 11))
    assert selection.view["outils.offre"] == ()
    assert selection.evaluate(Comparison("outils.offre", "includes", "gratuit_perso")).outcome is False
