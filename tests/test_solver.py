"""The solver: against every situation counted one by one, and against the real selection."""

from __future__ import annotations

from datetime import date
from itertools import chain, combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from profiles import random_profile

from charter_builder import solver
from charter_builder.conditions import ALWAYS, NEVER, All, Any_, Condition, Domain, Evaluation, FactTest, Not, evaluate
from charter_builder.conditions import Test as Compared
from charter_builder.library import Library
from charter_builder.profile import Profile, view_of
from charter_builder.selection import select
from charter_builder.situations import Situations, names
from charter_builder.solver import Solver, TooComplicated
from charter_builder.stakes import kept

STEADY = settings(derandomize=True, deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
DAY = date(2027, 1, 11)
DOMAINS = {
    "effectif": Domain("number", min=0, max=6),
    "famille": Domain("choice", ("a", "b", "c")),
    "usages": Domain("choices", ("u", "v", "w")),
}
NAMED: dict[str, Condition] = {"grande": Compared("effectif", "at_least", 4), "autre": Not(FactTest("grande"))}


def subsets(values: tuple[str, ...]) -> list[tuple[str, ...]]:
    return list(chain.from_iterable(combinations(values, n) for n in range(len(values) + 1)))


EVERY = [dict(zip(DOMAINS, answers, strict=True)) for answers in product(range(7), ("a", "b", "c"), subsets(("u", "v", "w")))]


def outcome(condition: Condition, view, named=NAMED) -> bool | None:
    def fact(name: str) -> Evaluation:
        return evaluate(named[name], view, fact)

    return evaluate(condition, view, fact).outcome


numbers = st.integers(0, 6)
SETS = st.sampled_from([("u",), ("u", "v"), ("v", "w")])
leaves = st.one_of(
    st.sampled_from([ALWAYS, NEVER, FactTest("grande"), FactTest("autre")]),
    st.builds(Compared, st.just("effectif"), st.sampled_from(["is", "is_not", "at_least", "at_most", "more_than", "less_than"]), numbers),
    st.tuples(numbers, numbers).map(lambda two: Compared("effectif", "between", (min(two), max(two)))),
    st.builds(Compared, st.just("famille"), st.sampled_from(["is", "is_not"]), st.sampled_from("abc")),
    st.builds(Compared, st.just("famille"), st.sampled_from(["one_of", "none_of"]), st.sampled_from([("a",), ("a", "b"), ("b", "c")])),
    st.builds(Compared, st.just("usages"), st.just("includes"), st.sampled_from("uvw")),
    st.builds(
        Compared, st.just("usages"), st.sampled_from(["includes_any", "includes_all", "includes_none"]), SETS
    ),
)  # fmt: skip
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, max_size=3).map(lambda items: All(tuple(items))),
        st.lists(inner, max_size=3).map(lambda items: Any_(tuple(items))),
    ),
    max_leaves=8,
)  # fmt: skip


@settings(STEADY, max_examples=400)
@given(st.lists(conditions, max_size=2), st.lists(st.tuples(conditions, st.booleans()), min_size=1, max_size=3))
def test_what_is_found_holds_and_what_is_not_found_exists_nowhere(always: list[Condition], wanted: list[tuple[Condition, bool]]) -> None:
    holding = [
        view for view in EVERY if all(outcome(c, view) for c in always) and all(outcome(c, view) is expected for c, expected in wanted)
    ]
    found = Solver(DOMAINS, NAMED, always, [condition for condition, _ in wanted]).find(*wanted)
    assert (found is None) == (not holding)
    if found is not None:
        assert found in EVERY
        assert all(outcome(c, found) for c in always) and all(outcome(c, found) is expected for c, expected in wanted)


def test_what_takes_too_long_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "BUDGET", 0)
    with pytest.raises(TooComplicated):
        Solver(DOMAINS, {}, (), ()).find((Compared("effectif", "at_least", 1), True))


def test_a_question_without_answers_to_choose_from_has_no_solution() -> None:
    assert Solver(DOMAINS, {}, [Compared("effectif", "at_least", 7)], ()).find() is None


# ------------------------------------------------------------------------------------------------------------ situations


@pytest.fixture(scope="module")
def situations(library: Library) -> Situations:
    return Situations(library, DAY)


@STEADY
@given(st.data())
def test_a_clause_is_kept_as_selection_says(library: Library, data) -> None:
    """The conditions « kept … » are the selection, for every profile at once."""
    profile = random_profile(library, data.draw)
    selection = select(library, profile, DAY)
    view = view_of(profile.answers, library.questions)
    named = names(library, DAY)
    facts: dict[str, Evaluation] = {}

    def fact(name: str) -> Evaluation:
        if name not in facts:
            facts[name] = evaluate(named[name], view, fact)
        return facts[name]

    assert {name: fact(f"kept {name}").outcome for name in library.clauses} == {n: d.kept for n, d in selection.decisions.items()}


@STEADY
@given(st.data())
def test_a_coherent_profile_is_a_situation(library: Library, situations: Situations, data) -> None:
    """What always holds in a situation holds in any coherent profile that answers what it is asked."""
    profile = random_profile(library, data.draw)
    view = view_of(profile.answers, library.questions)
    for question in library.questions.values():  # what is not asked has the answer that it has then
        if question.asked_when is not None and outcome(question.asked_when, view, situations.solver.named) is False:
            view[question.id] = question.default if question.if_not_asked is None else question.if_not_asked
    rules = [rule for rule in library.rules if rule.level == "automatic"]
    assume(not any(outcome(rule.when, view, situations.solver.named) for rule in rules))
    broken = [c for c in situations.always if outcome(c, view, situations.solver.named) is not True]
    assert broken == []


@pytest.mark.parametrize("wanted", [True, False])
def test_a_situation_is_a_profile_that_selection_takes(library: Library, situations: Situations, wanted: bool) -> None:
    for name in library.clauses:
        view = situations.find((kept(name), wanted))
        if view is None:
            assert not wanted, name  # a clause of the trunk is in every charter
            continue
        profile = Profile("profil.yml", situations.answers(view), (), (), (), {}, {})
        assert view_of(profile.answers, library.questions).items() >= view.items()
        assert select(library, profile, DAY).decisions[name].kept is wanted, name
