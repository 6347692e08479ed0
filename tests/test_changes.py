"""What would change a charter: true when applied, nothing forgotten, said alike on the terminal, on the site and to programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import EXAMPLES, ROOT
from helpers import words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import profile_of, random_profile

from charter_builder import app
from charter_builder.changes import changes, together, turns
from charter_builder.cli import main
from charter_builder.conditions import ALWAYS, evaluate
from charter_builder.conditions import Test as Compared
from charter_builder.explain import briefly
from charter_builder.library import Library
from charter_builder.messages.reference import EXPLAIN
from charter_builder.outlook import outlook, turning
from charter_builder.problems import Problems
from charter_builder.profile import Profile, completed, load_profile, view_of
from charter_builder.profilefile import amended
from charter_builder.screens import charter_screen, fitted
from charter_builder.selection import Selection, select
from charter_builder.solver import TooComplicated
from charter_builder.trials import Answer, Change

STEADY = settings(derandomize=True, deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
DAY = date(2027, 1, 11)
SCREENS = ROOT / "tests" / "golden" / "explain"


def applied(profile: Profile, answers: Sequence[Answer]) -> Profile:
    """The profile with these answers, made here without the program."""
    values: dict[str, Any] = dict(profile.answers)
    for answer in answers:
        name, _, field = answer.path.partition(".")
        values[name] = {**values.get(name, {}), field: answer.value} if field else answer.value
    return replace(profile, answers=values)


def draft(library: Library, profile: Profile, given: dict[str, Any]) -> Profile:
    """A profile with these answers alone: the others are assumed, or missing."""
    answers, assumed, missing = completed(given, library)
    return replace(profile, answers=answers, assumed=assumed, missing=missing, given=given)


def coherent(library: Library, profile: Profile) -> bool:
    view = view_of(profile.answers, library.questions)

    def fact(name: str):
        return evaluate(library.facts[name].when, view, fact)

    rules = (rule for rule in library.rules if rule.level == "error" and not rule.each)
    return not any(evaluate(rule.when, view, fact).outcome is True for rule in rules)


def effects(before: Selection, after: Selection) -> tuple[set[str], set[str], set[str]]:
    """The clauses gained and lost, and those that are decided at last where they were."""
    old, new = before.decisions, after.decisions
    return (
        {name for name in new if new[name].kept and not old[name].kept},
        {name for name in new if old[name].kept and not new[name].kept},
        {n for n in new if old[n].kept == new[n].kept and old[n].outcome == "undecided" and new[n].outcome != "undecided"},
    )


def hold(library: Library, profile: Profile, offered: Sequence[Change]) -> None:
    before = select(library, profile, DAY)
    assert len({change.answers for change in offered}) == len(offered)
    for change in offered:
        changed = applied(profile, change.answers)
        if profile.given is not None:
            changed = draft(library, profile, dict(applied(replace(profile, answers=profile.given), change.answers).answers))
        assert coherent(library, changed), change
        assert effects(before, select(library, changed, DAY)) == tuple(map(set, change.effects)), change
        assert any(change.effects), change


# ------------------------------------------------------------------------------------------------------ true when applied


@STEADY
@given(st.data())
def test_what_would_change_does_when_applied(library: Library, data) -> None:
    profile = random_profile(library, data.draw)
    hold(library, profile, changes(select(library, profile, DAY), profile))


@STEADY
@given(st.data())
def test_what_would_change_does_when_answers_are_missing(library: Library, data) -> None:
    whole = random_profile(library, data.draw)
    gone = data.draw(st.lists(st.sampled_from(sorted(library.questions)), max_size=8))
    profile = draft(library, whole, {name: value for name, value in whole.answers.items() if name not in gone})
    hold(library, profile, changes(select(library, profile, DAY), profile))


@pytest.mark.parametrize("example", EXAMPLES)
def test_what_would_change_does_when_written_in_the_file(example: str, library: Library, tmp_path: Path) -> None:
    """The whole way: the answers written in the profile of an example, read again, judged and completed by the real reader."""
    path = ROOT / "examples" / example / "profil.yml"
    case = app.examine(path, library=library)
    on = case.selection.on
    for change in changes(case.selection, case.profile)[::4]:
        answers = applied(case.profile, change.answers).answers
        names = {answer.path.partition(".")[0] for answer in change.answers}
        (tmp_path / "profil.yml").write_text(
            amended(path.read_text("utf-8"), library, "fr", {name: answers[name] for name in names}), "utf-8"
        )
        problems = Problems()
        profile = load_profile(tmp_path / "profil.yml", library, problems, shown=str(path))
        assert profile is not None and not problems.errors, (change, list(problems))
        assert effects(case.selection, select(library, profile, on)) == tuple(map(set, change.effects)), change


@STEADY
@given(st.data())
def test_no_other_answer_is_forgotten(library: Library, data) -> None:
    """Any value of a choice, any value more or less, any number: offered with what it does, or it does nothing, or it is not coherent."""
    profile = random_profile(library, data.draw)
    before = select(library, profile, DAY)
    offered = changes(before, profile)
    for question in library.questions.values():
        present = profile.answers[question.id]
        if question.type == "choice":
            value: Any = data.draw(st.sampled_from(question.values))
        elif question.type == "number":
            value = data.draw(st.integers(question.min, min(question.max, 50_000)))
        elif question.type == "choices" and question.none not in present:
            one = data.draw(st.sampled_from([v for v in question.values if v != question.none]))
            value = tuple(v for v in question.values if (v in present) is not (v == one))
        else:
            continue
        changed = applied(profile, [Answer(question.id, value)])
        moved = effects(before, select(library, changed, DAY))
        if not value or not any(moved) or not coherent(library, changed):
            continue
        alone = [change for change in offered if [answer.path for answer in change.answers] == [question.id]]
        if question.type == "number":
            assert moved in [tuple(map(set, change.effects)) for change in alone], value
        else:
            assert moved in [tuple(map(set, change.effects)) for change in alone if change.answers[0].value == value], value


def test_the_threshold_of_fifty(library: Library) -> None:
    profile = profile_of(library, effectif=49, instance="cse_moins_50")
    selection = select(library, profile, DAY)
    (change,) = [c for c in changes(selection, profile) if c.answers[0] == Answer("effectif", 50)]
    assert change.answers == (Answer("effectif", 50), Answer("instance", "cse_50_plus"))
    assert {"travail/cse", "securite/lanceurs-alerte"} <= set(change.gained)
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in outlook(selection, changes(selection, profile), "fr")]
    wanted = (
        "si l’effectif passait à 50 personnes et si la réponse était « CSE de 50 salariés et plus » "
        "pour l’instance qui représente le personnel : + "
    )
    assert any(line.startswith(wanted) for line in lines), lines


def test_a_commune_of_fifty_needs_its_own_committee(library: Library) -> None:
    case = app.examine(ROOT / "examples" / "commune" / "profil.yml", library=library)
    fifty = [change.answers for change in changes(case.selection, case.profile) if Answer("effectif", 50) in change.answers]
    assert fifty == [(Answer("effectif", 50), Answer("instance", "cst_propre"))]


def test_what_cannot_be_mended_by_one_answer_is_not_offered(library: Library) -> None:
    profile = profile_of(library)
    answers = [change.answers for change in changes(select(library, profile, DAY), profile)]
    assert not any(Answer("famille", "collectivite") in some for some in answers)  # a population, a committee, a form, a DPO


def test_an_answer_that_is_mended_by_what_does_it_all_is_not_offered(library: Library) -> None:
    """« CSE de 50 salariés et plus » asks for 50 people, who are what brings the articles in."""
    profile = profile_of(library)
    answers = [change.answers for change in changes(select(library, profile, DAY), profile)]
    assert not any(some[0] == Answer("instance", "cse_50_plus") for some in answers)
    pairs = [frozenset(some) for some in answers if len(some) == 2]
    assert len(pairs) == len(set(pairs))


def related(library: Library, **clauses: dict[str, Any]) -> Library:
    changed = {name.replace("__", "/").replace("_", "-"): given for name, given in clauses.items()}
    return replace(
        library, clauses={name: replace(clause, **changed.get(name, {})) for name, clause in library.clauses.items()}
    )  # fmt: skip


def test_what_clauses_require_replace_and_refuse_counts(library: Library) -> None:
    code = Compared("usages", "includes", "code")
    bound = related(library, usages__code={"requires": ("travail/cse",), "replaces": ("principes/utilite",)})
    profile = profile_of(bound)
    (change,) = [c for c in changes(select(bound, profile, DAY), profile) if c.answers == (Answer("usages", ("redaction", "code")),)]
    assert set(change.gained) == {"usages/code", "travail/cse"} and change.lost == ("principes/utilite",)
    hold(bound, profile, changes(select(bound, profile, DAY), profile))
    for relation in ({"conflicts": ("principes/utilite",)}, {"requires": ("sobriete/principe",)}):
        refused = related(library, usages__code={"applies_when": code, **relation})
        willed = replace(profile, leave_out={"sobriete/principe": "Ailleurs"})
        offered = changes(select(refused, willed, DAY), willed)
        assert not any(change.on("usages/code") for change in offered)  # the two clauses would clash: E402, E403


def test_the_dates_of_the_law_count(library: Library) -> None:
    """A duty whose only text in force is cited for some: it goes out for the others."""
    sources = {name: replace(s, applies_until=date(2026, 1, 1)) if name.startswith("gdpr-") else s for name, s in library.sources.items()}
    few = replace(library, sources=sources)
    profile = profile_of(few)
    offered = changes(select(few, profile, DAY), profile)
    hold(few, profile, offered)
    assert any(offered)


def test_the_will_of_the_organisation_stands(library: Library) -> None:
    profile = replace(profile_of(library), leave_out={"travail/cse": "Traité avec le CSE", "principes/utilite": "Ailleurs"})
    selection = select(library, profile, DAY)
    hold(library, profile, changes(selection, profile))
    assert not any(change.on("travail/cse") for change in changes(selection, profile))
    (branch,) = turning(selection, profile, changes(selection, profile), "principes/utilite", "fr")
    assert "leave_out" in branch.text and "serait retenu" in branch.text
    (branch,) = turning(selection, profile, changes(selection, profile), "travail/cse", "fr")
    assert branch.text == "rien\N{NO-BREAK SPACE}: à cette date, aucune réponse ne fait entrer cet article"


# --------------------------------------------------------------------------------------------------------------- together


def moved(library: Library, profile: Profile, answers: Sequence[Answer], clause: str) -> bool:
    """Whether these answers are coherent and bring the clause in, or take it out."""
    changed = applied(profile, answers)
    before, after = (select(library, p, DAY).decisions[clause] for p in (profile, changed))
    return coherent(library, changed) and before.kept != after.kept


@settings(STEADY, max_examples=40)
@given(st.data())
def test_answers_that_move_a_clause_together_do_and_none_of_them_is_too_many(library: Library, data) -> None:
    profile = random_profile(library, data.draw)
    selection = select(library, profile, DAY)
    clause = data.draw(st.sampled_from(sorted(library.clauses)))
    alone = turns(selection, changes(selection, profile), clause)
    change = together(selection, profile, clause)
    if change is None:
        assert not alone
        return
    assert moved(library, profile, change.answers, clause)
    assert effects(selection, select(library, applied(profile, change.answers), DAY)) == tuple(map(set, change.effects))
    for answer in change.answers:
        assert not moved(library, profile, [other for other in change.answers if other != answer], clause)


def test_nothing_moves_the_trunk_and_only_the_trunk(library: Library) -> None:
    case = app.examine(ROOT / "examples" / "boulangerie" / "profil.yml", library=library)
    offered = changes(case.selection, case.profile)
    fixed = {n for n in library.clauses if not turns(case.selection, offered, n) and together(case.selection, case.profile, n) is None}
    replaced = {other for clause in library.clauses.values() for other in clause.replaces}
    assert fixed == {clause.id for clause in library.clauses.values() if clause.applies_when == ALWAYS} - replaced


def test_a_number_that_must_change_is_the_nearest_one(library: Library) -> None:
    case = app.examine(ROOT / "examples" / "commune" / "profil.yml", library=library)
    change = together(case.selection, case.profile, "securite/lanceurs-alerte")
    assert change is not None
    assert change.answers == (Answer("effectif", 50), Answer("population", 10_000), Answer("instance", "cst_propre"))


def test_the_tools_are_found_by_the_solver(library: Library) -> None:
    """The fields of a list of records are not tried one by one; the answers that move a clause together name them."""
    free = Compared("outils.offre", "includes", "gratuit_perso")
    bound = related(library, usages__code={"applies_when": free})
    profile = profile_of(bound)
    selection = select(bound, profile, DAY)
    assert not turns(selection, changes(selection, profile), "usages/code")
    change = together(selection, profile, "usages/code")
    assert change is not None and "outils.offre" in [answer.path for answer in change.answers]
    sets = {answer.path: answer.value for answer in change.answers}
    levels = sets.get("outils.donnees_max", selection.view["outils.donnees_max"])
    tool = profile.answers["outils"][0]
    tools = (tool, tool | {"offre": "gratuit_perso", "donnees_max": "publiques"})
    assert set(sets["outils.offre"]) == {"gratuit_perso", tool["offre"]} and set(levels) == {"publiques", "internes"}
    assert select(bound, applied(profile, [Answer("outils", tools)]), DAY).decisions["usages/code"].kept
    (branch,) = turning(selection, profile, (), "usages/code", "fr")
    assert "compte personnel gratuit" in branch.text + "".join(below.text for below in branch.below)


def test_what_is_too_complicated_is_said(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from charter_builder import solver

    profile = profile_of(library)
    selection = select(library, profile, DAY)
    monkeypatch.setattr(solver, "BUDGET", 0)
    with pytest.raises(TooComplicated):
        together(selection, profile, "travail/cst")
    (branch,) = turning(selection, profile, (), "travail/cst", "en")
    assert branch.text == "too many answers are at stake to say it here"


# ------------------------------------------------------------------------------------------------- terminal, site, programs


def run(*arguments: str, columns: int = 100) -> str:
    done = CliRunner().invoke(main, ["explain", *arguments], env={"COLUMNS": str(columns)})
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("example", "clause"),
    [
        ("boulangerie", ""),
        ("usine", "travail/cse"),  # kept by law, through a fact
        ("boulangerie", "transparence/decisions-administratives"),  # left out, and no single answer brings it in
    ],
)
def test_the_screens(example: str, clause: str, language: str, golden) -> None:
    """A person reads these files."""
    profile = str(ROOT / "examples" / example / "profil.yml")
    name = "-".join(filter(None, (example, clause.replace("/", "-"))))
    golden(SCREENS / f"{name}.{language}.txt", run(profile, *([clause] if clause else []), "--lang", language))


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_tree_fits_its_terminal(columns: int) -> None:
    lines = run(str(ROOT / "examples" / "ville" / "profil.yml"), columns=columns).splitlines()
    tree = [line for line in lines if line[:1] in "├└│ "]
    assert tree and max(map(len, tree)) <= max(min(columns, 100), 64)


def test_a_terminal_without_our_signs_gets_plain_ones(library: Library) -> None:
    case = app.examine(ROOT / "examples" / "boulangerie" / "profil.yml", library=library)
    shown = charter_screen(case.selection, case.profile, "fr", 100)
    assert fitted(shown, "utf-8") == shown
    for encoding in ("ascii", "cp1252", "cp850"):
        plain = fitted(shown, encoding)
        assert plain.encode(encoding, "ignore").decode(encoding).count("\n") == shown.count("\n")
        assert not set("├└│─−…’") & set(plain) - {sign for sign in "├└│─−…’" if sign.encode(encoding, "ignore")}
    assert "|- sobriete/" in fitted(shown, "ascii") or "`- sobriete/" in fitted(shown, "ascii")
    assert "├─" in fitted(shown, "cp850")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_site_says_the_same(language: str, library: Library, built) -> None:
    """Reasons, law and what would change: each sentence of the terminal stands on « Pourquoi ces articles »."""
    case = app.examine(ROOT / "examples" / "boulangerie" / "profil.yml", library=library)
    page = words((built("boulangerie", language) / "pourquoi.html").read_text("utf-8"))
    shown = charter_screen(case.selection, case.profile, language, 10_000)
    sentences = [line.lstrip("├└│─ ") for line in shown.splitlines() if line[:1] in "├└│ "]
    titles = library.titles[language]
    kept = {titles[clause.id] for clause in case.selection.articles()}
    variants = {  # the site does not name a variant that has the title of an article
        briefly(case.selection, name, language)
        for name, decision in case.selection.decisions.items()
        if not decision.kept and titles[name] in kept
    }
    for sentence in sentences:
        if " — " not in sentence and sentence not in variants:  # the line of a clause: the site gives its number instead of its id
            assert " ".join(sentence.split()) in page, sentence
    assert len(sentences) > 200


def test_the_data_for_programs(library: Library) -> None:
    profile = str(ROOT / "examples" / "boulangerie" / "profil.yml")
    data = json.loads(run(profile, "--json"))
    answer = {"question", "value", "words"}
    assert data["format"] == 1
    for change in data["changes"]:
        assert change.keys() == {*answer, "also", "said", "gained", "lost", "settled"}
        assert change["question"].partition(".")[0] in library.questions
        assert all(other.keys() == answer for other in change["also"])
        assert {*change["gained"], *change["lost"], *change["settled"]} <= library.clauses.keys()
        assert change["said"].startswith("si ")
    for clause in data["clauses"]:
        assert "together" not in clause
        for change in clause["changes"]:
            assert change.keys() == {*answer, "also", "said", "effect"}
            assert change["effect"] == ("lost" if clause["decision"] == "selected" else "gained")
    by_id = {clause["id"]: clause for clause in data["clauses"]}
    assert [(c["question"], c["value"], c["words"]) for c in by_id["travail/cse"]["changes"]] == [
        ("effectif", 50, "50\N{NO-BREAK SPACE}personnes".replace("\N{NO-BREAK SPACE}", " "))
    ]
    (usages,) = [c for c in by_id["usages/code"]["changes"]]
    assert usages["value"] == ["redaction", "images", "code", "relation_public", "planification"] and "images" in usages["words"]

    fields = {*data, *(f"clauses.{key}" for key in data["clauses"][0]), *(f"changes.{key}" for key in data["changes"][0])}
    assert fields | {"clauses.changes.effect", "clauses.together"} == EXPLAIN.keys()  # each has its line in the reference

    def one(clause: str) -> dict[str, Any]:
        (found,) = json.loads(run(profile, clause, "--json"))["clauses"]
        return found

    assert "together" not in one("travail/cse")  # one answer is enough
    assert one("principes/utilite")["together"] is None  # nothing can
    found = one("transparence/decisions-administratives")["together"]
    assert (found["question"], found["effect"], len(found["also"])) == ("famille", "gained", 3)


def test_a_fact_in_a_condition_is_said_in_turn() -> None:
    shown = run(str(ROOT / "examples" / "usine" / "profil.yml"), "travail/cse")
    assert "d’au moins 50 personnes" in " ".join(shown.replace("│", " ").split())
    assert "art. L2312-8" in shown.replace("\N{NO-BREAK SPACE}", " ")
