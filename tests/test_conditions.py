"""Conditions: three values, operators at their edges, the smallest reasons, and faults with the path that leads to them."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter_builder.conditions import (
    ALWAYS,
    MAX_DEPTH,
    MAX_TESTS,
    NEVER,
    OPERATORS,
    All,
    Any_,
    Condition,
    Domain,
    Evaluation,
    FactTest,
    Fault,
    Not,
    Reason,
    evaluate,
    holds,
    near,
    parse,
    questions,
)
from charter_builder.conditions import Test as Comparison
from charter_builder.conditions import tests as comparisons

YES, NO, UNDECIDED = True, False, None
FAMILIES = ("entreprise", "collectivite", "association")
USES = ("redaction", "images", "code", "aucun")
DOMAINS = {"effectif": Domain("number", (), 0, 200), "famille": Domain("choice", FAMILIES), "usages": Domain("choices", USES)}
FACTS: dict[str, Condition] = {
    "cse": All((Comparison("effectif", "at_least", 50), Not(Comparison("famille", "is", "collectivite")))),
    "images": Any_((Comparison("usages", "includes", "images"), NEVER)),
}


def fact_of(answers: dict[str, Any]) -> Any:
    return lambda name: evaluate(FACTS[name], answers, fact_of(answers))


def evaluated(condition: Condition, answers: dict[str, Any]) -> Evaluation:
    return evaluate(condition, answers, fact_of(answers))


def outcome(condition: Condition, **answers: Any) -> bool | None:
    return evaluated(condition, answers).outcome


def sound(written: Any) -> Condition:
    condition, faults = parse(written, DOMAINS, FACTS)
    assert faults == []
    return condition


def faults_of(written: Any) -> list[tuple[tuple[str | int, ...], str]]:
    return [(fault.path, fault.code) for fault in parse(written, DOMAINS, FACTS)[1]]


# -------------------------------------------------------------------------------------------------------- three values

#: A test that comes to yes, to no, or stays undecided, under the answers below.
SAMPLES: dict[bool | None, Condition] = {
    YES: Comparison("effectif", "is", 8), NO: Comparison("effectif", "is", 9), UNDECIDED: Comparison("famille", "is", "entreprise"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (YES, YES, YES, YES), (YES, NO, NO, YES), (YES, UNDECIDED, UNDECIDED, YES),
        (NO, YES, NO, YES), (NO, NO, NO, NO), (NO, UNDECIDED, NO, UNDECIDED),
        (UNDECIDED, YES, UNDECIDED, YES), (UNDECIDED, NO, NO, UNDECIDED), (UNDECIDED, UNDECIDED, UNDECIDED, UNDECIDED),
    ],
)  # fmt: skip
def test_all_and_any_follow_kleene(left: bool | None, right: bool | None, both: bool | None, either: bool | None) -> None:
    assert outcome(All((SAMPLES[left], SAMPLES[right])), effectif=8) is both
    assert outcome(Any_((SAMPLES[left], SAMPLES[right])), effectif=8) is either


@pytest.mark.parametrize(("inner", "negated"), [(YES, NO), (NO, YES), (UNDECIDED, UNDECIDED)])
def test_not_leaves_the_undecided_undecided(inner: bool | None, negated: bool | None) -> None:
    assert outcome(Not(SAMPLES[inner]), effectif=8) is negated


def test_always_and_never_need_no_answer() -> None:
    assert evaluated(ALWAYS, {}) == Evaluation(YES, ())
    assert evaluated(NEVER, {}) == Evaluation(NO, ())


def test_a_fact_is_as_its_condition_is() -> None:
    assert outcome(FactTest("cse"), effectif=50, famille="entreprise") is YES
    assert outcome(FactTest("cse"), effectif=49) is NO
    assert outcome(FactTest("cse"), effectif=50) is UNDECIDED


# ----------------------------------------------------------------------------------------------------------- operators


EDGES = [
    ("is", 50, [50], [49, 51]),
    ("is_not", 50, [49, 51], [50]),
    ("at_least", 50, [50, 51], [49]),
    ("at_most", 50, [49, 50], [51]),
    ("more_than", 50, [51], [50, 49]),
    ("less_than", 50, [49], [50, 51]),
    ("between", (11, 49), [11, 12, 49], [10, 50]),
    ("between", (11, 11), [11], [10, 12]),
    ("is", "entreprise", ["entreprise"], ["association"]),
    ("is_not", "entreprise", ["association"], ["entreprise"]),
    ("one_of", ("entreprise", "association"), ["entreprise", "association"], ["collectivite"]),
    ("none_of", ("entreprise", "association"), ["collectivite"], ["entreprise", "association"]),
    ("includes", "images", [("images",), ("code", "images")], [(), ("code",)]),
    ("includes_any", ("images", "code"), [("code",), ("images", "redaction")], [(), ("redaction",)]),
    ("includes_all", ("images", "code"), [("code", "images"), USES], [(), ("code",)]),
    ("includes_none", ("images", "code"), [(), ("redaction",)], [("code",), USES]),
]


@pytest.mark.parametrize(("operator", "argument", "passing", "failing"), EDGES)
def test_an_operator_at_its_edges(operator: str, argument: Any, passing: list[Any], failing: list[Any]) -> None:
    test = Comparison("q", operator, argument)
    assert [holds(test, answer) for answer in passing] == [True] * len(passing)
    assert [holds(test, answer) for answer in failing] == [False] * len(failing)


def test_no_operator_is_left_untested() -> None:
    assert {operator for operator, *_ in EDGES} == {operator for operators in OPERATORS.values() for operator in operators}


# ------------------------------------------------------------------------------------------------------------- reasons


def test_one_yes_is_reason_enough_for_any() -> None:
    small, large = Comparison("effectif", "less_than", 11), Comparison("effectif", "at_least", 1)
    assert evaluated(Any_((small, large)), {"effectif": 8}).reasons == (Reason(small, YES),)


def test_the_shorter_explanation_wins() -> None:
    long = All((Comparison("effectif", "at_least", 1), Comparison("famille", "is", "entreprise")))
    short = Comparison("usages", "includes", "code")
    found = evaluated(Any_((long, short)), {"effectif": 8, "famille": "entreprise", "usages": ("code",)})
    assert found.reasons == (Reason(short, YES),)


def test_an_undecided_condition_tells_what_it_waits_for() -> None:
    waiting = Comparison("famille", "is", "entreprise")
    assert evaluated(All((Comparison("effectif", "at_least", 1), waiting)), {"effectif": 8}).reasons == (Reason(waiting, UNDECIDED),)


def test_a_fact_keeps_the_reasons_of_its_own() -> None:
    found = evaluated(FactTest("cse"), {"effectif": 38})
    assert found.reasons == (Reason(FactTest("cse"), NO, (Reason(Comparison("effectif", "at_least", 50), NO),)),)


def test_a_fact_that_rests_on_another_depends_on_its_questions() -> None:
    facts = {**FACTS, "consultation": All((FactTest("cse"), Comparison("usages", "includes", "code")))}
    assert questions(FactTest("consultation"), facts.__getitem__) == {"effectif", "famille", "usages"}


def number_tests() -> st.SearchStrategy[Condition]:
    bounds = st.integers(0, 6)
    single = st.builds(Comparison, st.just("effectif"), st.sampled_from([op for op in OPERATORS["number"] if op != "between"]), bounds)
    return single | st.builds(lambda a, b: Comparison("effectif", "between", (min(a, b), max(a, b))), bounds, bounds)


def value_tests(question: str, values: tuple[str, ...]) -> st.SearchStrategy[Condition]:
    alone = {"famille": ["is", "is_not"], "usages": ["includes"]}[question]
    several = [operator for operator in OPERATORS[DOMAINS[question].type] if operator not in alone]
    group = st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple)
    one: st.SearchStrategy[Condition] = st.builds(Comparison, st.just(question), st.sampled_from(alone), st.sampled_from(values))
    return one | st.builds(Comparison, st.just(question), st.sampled_from(several), group)


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    number_tests() | value_tests("famille", FAMILIES) | value_tests("usages", USES) | st.builds(FactTest, st.sampled_from(sorted(FACTS))),
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(All, st.lists(inner, max_size=3).map(tuple))
        | st.builds(Any_, st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=8,
)
POSSIBLE: dict[str, st.SearchStrategy[Any]] = {
    "effectif": st.integers(0, 6) | st.sampled_from([49, 50]),
    "famille": st.sampled_from(FAMILIES),
    "usages": st.lists(st.sampled_from(USES), max_size=3, unique=True).map(tuple),
}
FULL = st.fixed_dictionaries(POSSIBLE)
PARTIAL = st.fixed_dictionaries({}, optional=POSSIBLE)
STEADY = settings(derandomize=True, deadline=None, max_examples=300)


def asked(reasons: tuple[Reason, ...]) -> set[str]:
    return {
        name for r in reasons for name in (asked(r.because) if isinstance(r.test, FactTest) else {r.test.question})
    }  # fmt: skip


@STEADY
@given(CONDITIONS, PARTIAL)
def test_the_answers_of_the_reasons_decide_alone(condition: Condition, answers: dict[str, Any]) -> None:
    found = evaluated(condition, answers)
    kept = {name: answer for name, answer in answers.items() if name in asked(found.reasons)}
    if found.outcome is not UNDECIDED:
        assert outcome(condition, **kept) is found.outcome
    else:
        assert asked(found.reasons) - answers.keys(), "an undecided condition names a question to answer"


@STEADY
@given(CONDITIONS, FULL, st.sets(st.sampled_from(sorted(POSSIBLE))))
def test_one_more_answer_never_turns_a_yes_into_a_no(condition: Condition, answers: dict[str, Any], known: set[str]) -> None:
    before = outcome(condition, **{name: answers[name] for name in known})
    after = outcome(condition, **answers)
    assert after is not UNDECIDED
    assert before in (UNDECIDED, after)


@STEADY
@given(CONDITIONS, PARTIAL)
def test_only_the_questions_of_a_condition_matter(condition: Condition, answers: dict[str, Any]) -> None:
    mentioned = questions(condition, FACTS.__getitem__)
    assert evaluated(condition, {name: answer for name, answer in answers.items() if name in mentioned}) == evaluated(condition, answers)


@STEADY
@given(CONDITIONS, PARTIAL)
def test_every_reason_is_a_test_of_the_condition(condition: Condition, answers: dict[str, Any]) -> None:
    written = set(comparisons(condition))
    assert all(reason.test in written for reason in evaluated(condition, answers).reasons)


# ------------------------------------------------------------------------------------------------------------- writing


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ("always", ALWAYS),
        ("never", NEVER),
        ({"effectif": 8}, Comparison("effectif", "is", 8)),
        ({"famille": "entreprise"}, Comparison("famille", "is", "entreprise")),
        ({"famille": ["entreprise", "association"]}, Comparison("famille", "one_of", ("entreprise", "association"))),
        ({"usages": "images"}, Comparison("usages", "includes", "images")),
        ({"usages": ["images", "code"]}, Comparison("usages", "includes_any", ("images", "code"))),
        ({"effectif": {"between": [11, 49]}}, Comparison("effectif", "between", (11, 49))),
        (
            {"effectif": {"at_least": 11, "less_than": 50}},
            All((Comparison("effectif", "at_least", 11), Comparison("effectif", "less_than", 50))),
        ),
        ({"famille": "entreprise", "effectif": 8}, All((Comparison("famille", "is", "entreprise"), Comparison("effectif", "is", 8)))),
        ({"not": {"famille": "entreprise"}}, Not(Comparison("famille", "is", "entreprise"))),
        ({"any": [{"effectif": 8}, "never"]}, Any_((Comparison("effectif", "is", 8), NEVER))),
        ({"fact": "cse"}, FactTest("cse")),
    ],
)
def test_what_is_written_is_what_is_meant(written: Any, condition: Condition) -> None:
    assert sound(written) == condition


@pytest.mark.parametrize(
    ("written", "path", "code"),
    [
        (None, (), "condition_expected"),
        ({}, (), "condition_expected"),
        ([], (), "condition_expected"),
        ("toujours", (), "condition_expected"),
        (True, (), "condition_expected"),
        ({"effectif": {}}, ("effectif",), "condition_expected"),
        ({"any": [{"effectif": 8}, 3]}, ("any", 1), "condition_expected"),
        ({"not": None}, ("not",), "condition_expected"),
        ({"all": []}, ("all",), "list_expected"),
        ({"any": {"effectif": 8}}, ("any",), "list_expected"),
        ({"usages": {"includes_any": "images"}}, ("usages", "includes_any"), "list_expected"),
        ({"famille": []}, ("famille",), "list_expected"),
        ({"fact": "cst"}, ("fact",), "unknown_fact"),
        ({"fact": ["cse"]}, ("fact",), "unknown_fact"),
        ({"effectifs": 8}, ("effectifs",), "unknown_question"),
        ({"effectif": {"au_moins": 8}}, ("effectif", "au_moins"), "unknown_operator"),
        ({"effectif": [8, 9]}, ("effectif",), "unknown_operator"),
        ({"famille": {"includes": "entreprise"}}, ("famille", "includes"), "unknown_operator"),
        ({"effectif": {"between": 8}}, ("effectif", "between"), "two_expected"),
        ({"effectif": {"between": [1, 2, 3]}}, ("effectif", "between"), "two_expected"),
        ({"effectif": {"between": [9, 8]}}, ("effectif", "between"), "empty_interval"),
        ({"effectif": {"at_least": [8]}}, ("effectif", "at_least"), "one_expected"),
        ({"effectif": "8"}, ("effectif",), "number_expected"),
        ({"effectif": True}, ("effectif",), "number_expected"),
        ({"effectif": {"between": [1, "x"]}}, ("effectif", "between", 1), "number_expected"),
        ({"effectif": 201}, ("effectif",), "out_of_range"),
        ({"famille": "mairie"}, ("famille",), "unknown_value"),
        ({"famille": ["entreprise", "mairie"]}, ("famille", 1), "unknown_value"),
        ({"usages": {"includes_all": ["images", "video"]}}, ("usages", "includes_all", 1), "unknown_value"),
    ],
)
def test_a_fault_names_the_path_that_leads_to_it(written: Any, path: tuple[str | int, ...], code: str) -> None:
    assert faults_of(written) == [(path, code)]


def test_several_faults_are_found_at_once() -> None:
    written = {"all": [{"effectifs": 8}, {"famille": "mairie"}], "not": {"fact": "cst"}}
    assert faults_of(written) == [
        (("all", 0, "effectifs"), "unknown_question"),
        (("all", 1, "famille"), "unknown_value"),
        (("not", "fact"), "unknown_fact"),
    ]


def test_a_condition_stays_short_enough_to_be_read() -> None:
    deep: Any = "always"
    for _ in range(MAX_DEPTH):
        deep = {"not": deep}
    assert faults_of(deep) == []
    assert [code for _, code in faults_of({"not": {"not": deep}})] == ["too_deep"]
    assert faults_of({"any": [{"effectif": 8}] * MAX_TESTS}) == []
    assert faults_of({"any": [{"effectif": 8}] * (MAX_TESTS + 1)}) == [((), "too_many_tests")]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"any": 8}, {"operator": "any"}),
        ({"famille": []}, {"operator": "one_of"}),
        ({"effectif": {"at_least": [8]}}, {"operator": "at_least"}),
        ({"fact": "csee"}, {"got": "csee", "near": "cse"}),
        ({"fact": 8}, {"got": "8", "near": ""}),
        ({"effectifs": 8}, {"got": "effectifs", "near": "effectif"}),
        (
            {"effectif": {"at_leats": 8}},
            {"got": "at_leats", "near": "at_least", "question": "effectif", "allowed": OPERATORS["number"]},
        ),
        ({"effectif": {"between": 8}}, {"question": "effectif"}),
        ({"effectif": {"between": [9, 8]}}, {"low": 9, "high": 8}),
        ({"effectif": {"between": [8, "9"]}}, {"got": "9", "question": "effectif"}),
        ({"effectif": "8"}, {"got": "8", "question": "effectif"}),
        ({"effectif": 201}, {"got": 201, "min": 0, "max": 200, "question": "effectif"}),
        ({"effectif": -1}, {"got": -1, "min": 0, "max": 200, "question": "effectif"}),
        ({"famille": "entreprises"}, {"got": "entreprises", "near": "entreprise", "question": "famille"}),
        ({"famille": 8}, {"got": "8", "near": "", "question": "famille"}),
        ({"usages": ["images", "codes"]}, {"got": "codes", "near": "code", "question": "usages"}),
        ({"usages": "image"}, {"got": "image", "near": "images", "question": "usages"}),
        ({"all": [{"effectif": 8}] * (MAX_TESTS + 1)}, {"limit": MAX_TESTS}),
    ],
)
def test_a_fault_carries_the_words_that_its_sentence_needs(written: Any, words: dict[str, Any]) -> None:
    (fault,) = parse(written, DOMAINS, FACTS)[1]
    assert fault.params == words


@pytest.mark.parametrize(("typed", "meant"), [("alll", "all"), ("anny", "any"), ("nott", "not"), ("facts", "fact")])
def test_a_word_of_the_language_that_is_misspelt_is_offered_too(typed: str, meant: str) -> None:
    (fault,) = parse({typed: "always"}, DOMAINS, FACTS)[1]
    assert fault == Fault((typed,), "unknown_question", {"got": typed, "near": meant}, on_key=True)


def test_a_word_too_far_from_any_other_is_not_guessed() -> None:
    assert near("humeur", DOMAINS) == ""
    assert near("objectif", DOMAINS) == "", "five letters in eight are those of « effectif »"
    assert near("effectue", DOMAINS) == "effectif"


def test_a_number_may_be_either_of_its_bounds() -> None:
    assert sound({"effectif": {"between": [0, 200]}}) == Comparison("effectif", "between", (0, 200))


@pytest.mark.parametrize(
    ("written", "on_key"),
    [
        ({"effectif": {"at_leats": 8}}, True),  # the operator is what is wrong
        ({"effectif": [8, 9]}, False),  # no operator is written: the list is what is wrong
        ({"effectif": "8"}, False),
        ({"fact": "csee"}, False),
    ],
)
def test_a_fault_points_at_the_word_that_is_wrong(written: Any, on_key: bool) -> None:
    (fault,) = parse(written, DOMAINS, FACTS)[1]
    assert fault.on_key is on_key


def test_a_fault_does_not_hide_the_next_one() -> None:
    written = {"effectif": {"at_leats": 8, "at_most": "9"}, "famille": []}
    assert faults_of(written) == [
        (("effectif", "at_leats"), "unknown_operator"),
        (("effectif", "at_most"), "number_expected"),
        (("famille",), "list_expected"),
    ]


def test_what_is_faulty_is_left_out_and_what_is_not_stays() -> None:
    written = {"famille": "entreprise", "effectif": {"between": [8, "9"]}, "usages": ["images", "codes"]}
    assert parse(written, DOMAINS, FACTS)[0] == Comparison("famille", "is", "entreprise")
    assert parse({"effectif": {"between": [9, 8]}}, DOMAINS, FACTS)[0] == ALWAYS
    assert sound({"effectif": {"between": [8, 8]}}) == Comparison("effectif", "between", (8, 8))


@pytest.mark.parametrize("group", ["all", "any"])
def test_a_group_is_one_step_deeper_as_a_negation_is(group: str) -> None:
    deep: Any = "always"
    for _ in range(MAX_DEPTH):
        deep = {group: [deep]}
    assert faults_of(deep) == []
    (fault,) = parse({group: ["never", deep]}, DOMAINS, FACTS)[1]
    assert (fault.code, fault.params, fault.on_key) == ("too_deep", {"limit": MAX_DEPTH}, False)
    assert fault.path == (group, 1, *(group, 0) * (MAX_DEPTH - 1))


def test_all_is_not_any() -> None:
    items = (Comparison("effectif", "is", 8), Comparison("famille", "is", "entreprise"))
    written = [{"effectif": 8}, {"famille": "entreprise"}]
    assert (sound({"all": written}), sound({"any": written})) == (All(items), Any_(items))


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-5, 300)
        | st.floats(allow_nan=False)
        | st.sampled_from(["always", "images", "entreprise", "x"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["all", "any", "not", "fact", *DOMAINS, *(op for group in OPERATORS.values() for op in group)]),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    )
)
def test_anything_written_is_parsed_or_has_a_fault(written: Any) -> None:
    condition, faults = parse(written, DOMAINS, FACTS)
    if not faults:
        for size, uses in product((0, 50), ((), USES)):
            assert outcome(condition, effectif=size, famille="entreprise", usages=uses) in (YES, NO)
