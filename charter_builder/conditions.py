"""Conditions: all / any / not over answers, with three values and their reasons. Imports nothing of ours.

A condition is data: parsed once into the values below, evaluated against answers into yes (True), no (False) or undecided
(None), after Kleene's strong logic of three values. Each evaluation keeps a small set of tests that decides it.
Leaves places in files and sentences to the callers: a fault names the path of keys that leads to it.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

OPERATORS: dict[str, tuple[str, ...]] = {
    "number": ("is", "is_not", "at_least", "at_most", "more_than", "less_than", "between"),
    "choice": ("is", "is_not", "one_of", "none_of"),
    "choices": ("includes", "includes_any", "includes_all", "includes_none"),
}
_WITH_LIST = ("one_of", "none_of", "includes_any", "includes_all", "includes_none")
MAX_DEPTH = 5
MAX_TESTS = 40


@dataclass(frozen=True)
class Domain:
    """What a question can be answered: `number` within bounds, `choice` of one value, `choices` of several."""

    type: str
    values: tuple[str, ...] = ()
    min: int = 0
    max: int = 0


@dataclass(frozen=True)
class Test:
    """One question compared with constants."""

    question: str
    operator: str
    argument: int | str | tuple[int | str, ...]


@dataclass(frozen=True)
class FactTest:
    """A named legal fact."""

    fact: str


@dataclass(frozen=True)
class Not:
    item: Condition


@dataclass(frozen=True)
class All:
    """Yes when each item is yes; without items: always."""

    items: tuple[Condition, ...]


@dataclass(frozen=True)
class Any_:
    """Yes when one item is yes; without items: never."""

    items: tuple[Condition, ...]


Condition = Test | FactTest | Not | All | Any_
ALWAYS: Condition = All(())
NEVER: Condition = Any_(())


@dataclass(frozen=True)
class Reason:
    """A test and what it came to. For a fact, `because` holds the reasons of the fact itself."""

    test: Test | FactTest
    outcome: bool | None
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    outcome: bool | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong in a condition as written: the path of keys, whether it is the key itself, a code and its words."""

    path: tuple[str | int, ...]
    code: str
    params: Mapping[str, Any]
    on_key: bool = False


# ---------------------------------------------------------------------------------------------------------------- parsing


def parse(written: Any, domains: Mapping[str, Domain], facts: Iterable[str]) -> tuple[Condition, list[Fault]]:
    """Parse a condition as written in YAML (plain values). With faults, the condition returned is only good for going on."""
    parser = _Parser(domains, set(facts))
    condition = parser.condition(written, ())
    if sum(1 for _ in tests(condition)) > MAX_TESTS:
        parser.fault((), "too_many_tests", limit=MAX_TESTS)
    return condition, parser.faults


class _Parser:
    def __init__(self, domains: Mapping[str, Domain], facts: set[str]) -> None:
        self.domains, self.facts = domains, facts
        self.faults: list[Fault] = []

    def fault(self, path: tuple[str | int, ...], code: str, *, on_key: bool = False, **params: Any) -> None:
        self.faults.append(Fault(path, code, params, on_key))

    def condition(self, written: Any, path: tuple[str | int, ...], depth: int = 1) -> Condition:
        if written == "always":
            return ALWAYS
        if written == "never":
            return NEVER
        if not isinstance(written, dict) or not written:
            self.fault(path, "condition_expected")
            return ALWAYS
        if depth > MAX_DEPTH:
            self.fault(path, "too_deep", limit=MAX_DEPTH)
            return ALWAYS
        items = [item for key, value in written.items() for item in self._entry(key, value, (*path, key), depth)]
        return items[0] if len(items) == 1 else All(tuple(items))

    def _entry(self, key: str, value: Any, path: tuple[str | int, ...], depth: int) -> list[Condition]:
        if key in ("all", "any"):
            if not isinstance(value, list) or not value:
                self.fault(path, "list_expected", operator=key)
                return []
            items = tuple(self.condition(item, (*path, i), depth + 1) for i, item in enumerate(value))
            return [All(items) if key == "all" else Any_(items)]
        if key == "not":
            return [Not(self.condition(value, path, depth + 1))]
        if key == "fact":
            if not isinstance(value, str) or value not in self.facts:
                self.fault(path, "unknown_fact", got=str(value), near=near(str(value), self.facts))
                return []
            return [FactTest(value)]
        if key not in self.domains:
            self.fault(path, "unknown_question", on_key=True, got=key, near=near(key, [*self.domains, "all", "any", "not", "fact"]))
            return []
        return self._tests(key, value, path)

    def _tests(self, question: str, value: Any, path: tuple[str | int, ...]) -> list[Condition]:
        domain = self.domains[question]
        if not isinstance(value, dict):
            several = domain.type == "choices"
            operator = ("includes_any" if several else "one_of") if isinstance(value, list) else ("includes" if several else "is")
            value, paths = {operator: value}, {operator: path}
        else:
            paths = {operator: (*path, operator) for operator in value}
            if not value:
                self.fault(path, "condition_expected")
        found: list[Condition] = []
        for operator, argument in value.items():
            if operator not in OPERATORS[domain.type]:
                self.fault(
                    paths[operator],
                    "unknown_operator",
                    on_key=len(paths[operator]) > len(path),
                    got=operator,
                    question=question,
                    allowed=OPERATORS[domain.type],
                    near=near(operator, OPERATORS[domain.type]),
                )
                continue
            checked = self._argument(question, domain, operator, argument, paths[operator])
            if checked is not None:
                found.append(Test(question, operator, checked))
        return found

    def _argument(self, question: str, domain: Domain, operator: str, argument: Any, path: tuple[str | int, ...]) -> Any:
        if operator == "between":
            if not isinstance(argument, list) or len(argument) != 2:
                self.fault(path, "two_expected", question=question)
                return None
            low, high = (self._value(question, domain, item, (*path, i)) for i, item in enumerate(argument))
            if low is not None and high is not None and low > high:
                self.fault(path, "empty_interval", low=low, high=high)
                return None
            return None if low is None or high is None else (low, high)
        if operator in _WITH_LIST:
            if not isinstance(argument, list) or not argument:
                self.fault(path, "list_expected", operator=operator)
                return None
            items = [self._value(question, domain, item, (*path, i)) for i, item in enumerate(argument)]
            return None if None in items else tuple(items)
        if isinstance(argument, (list, dict)):
            self.fault(path, "one_expected", operator=operator)
            return None
        return self._value(question, domain, argument, path)

    def _value(self, question: str, domain: Domain, value: Any, path: tuple[str | int, ...]) -> Any:
        if domain.type == "number":
            if type(value) is not int:
                self.fault(path, "number_expected", got=str(value), question=question)
                return None
            if not domain.min <= value <= domain.max:
                self.fault(path, "out_of_range", got=value, min=domain.min, max=domain.max, question=question)
                return None
        elif value not in domain.values:
            self.fault(path, "unknown_value", got=str(value), question=question, near=near(str(value), domain.values))
            return None
        return value


def near(word: str, known: Iterable[str]) -> str:
    """The known word that is most like this one, or an empty text."""
    found = difflib.get_close_matches(word, list(known), 1, 0.7)
    return found[0] if found else ""


# ------------------------------------------------------------------------------------------------------------- evaluation


def evaluate(condition: Condition, answers: Mapping[str, Any], fact: Callable[[str], Evaluation]) -> Evaluation:
    """Yes, no or undecided, with the smallest set of tests that decides.

    `answers` maps a question to a number, a value, or a tuple of values; an absent question is unanswered. `fact` evaluates a
    named fact. Of several items that each decide alone, the one with the fewest reasons is kept, the first among equals.
    """
    if isinstance(condition, Test):
        outcome = holds(condition, answers[condition.question]) if condition.question in answers else None
        return Evaluation(outcome, (Reason(condition, outcome),))
    if isinstance(condition, FactTest):
        inner = fact(condition.fact)
        return Evaluation(inner.outcome, (Reason(condition, inner.outcome, inner.reasons),))
    if isinstance(condition, Not):
        inner = evaluate(condition.item, answers, fact)
        return Evaluation(None if inner.outcome is None else not inner.outcome, inner.reasons)
    deciding = isinstance(condition, Any_)  # one yes decides `any`, one no decides `all`
    evaluations = [evaluate(item, answers, fact) for item in condition.items]
    decided = [e for e in evaluations if e.outcome is deciding]
    if decided:
        return min(decided, key=lambda e: len(e.reasons))
    open_ = [e for e in evaluations if e.outcome is None]
    kept = open_ or evaluations
    reasons = tuple(dict.fromkeys(reason for e in kept for reason in e.reasons))
    return Evaluation(None if open_ else not deciding, reasons)


def holds(test: Test, answer: Any) -> bool:
    """Whether an answer passes a test. `between` includes both ends."""
    argument: Any = test.argument
    match test.operator:
        case "is":
            return bool(answer == argument)
        case "is_not":
            return bool(answer != argument)
        case "at_least":
            return bool(answer >= argument)
        case "at_most":
            return bool(answer <= argument)
        case "more_than":
            return bool(answer > argument)
        case "less_than":
            return bool(answer < argument)
        case "between":
            return bool(argument[0] <= answer <= argument[1])
        case "one_of":
            return answer in argument
        case "none_of":
            return answer not in argument
        case "includes":
            return argument in answer
        case "includes_any":
            return any(value in answer for value in argument)
        case "includes_all":
            return all(value in answer for value in argument)
        case "includes_none":
            return not any(value in answer for value in argument)
    raise AssertionError(test.operator)


def tests(condition: Condition) -> Iterator[Test | FactTest]:
    """Every test of a condition, in the order it is written."""
    if isinstance(condition, (Test, FactTest)):
        yield condition
    elif isinstance(condition, Not):
        yield from tests(condition.item)
    else:
        for item in condition.items:
            yield from tests(item)


def questions(condition: Condition, fact: Callable[[str], Condition]) -> set[str]:
    """The questions that a condition depends on, those of its facts included."""
    found: set[str] = set()
    for test in tests(condition):
        found |= {test.question} if isinstance(test, Test) else questions(fact(test.fact), fact)
    return found
