"""The situations that a library allows: every coherent profile at once, as conditions that the solver can decide.

Knows the coherence rules as what always holds, and, for each clause, the condition under which a charter keeps it: its own condition,
the dates of its law, the clauses that require or replace it. Says the same as `selection`, for all profiles instead of one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any

from charter_builder.conditions import ALWAYS, NEVER, All, Any_, Condition, FactTest, Not, Test, holds
from charter_builder.library import Clause, Library, Question, QuestionField, Rule, domains
from charter_builder.selection import ended
from charter_builder.solver import Solver, TooComplicated, Variable
from charter_builder.stakes import stakes


class Situations:
    """Every coherent and complete profile of a library under the law of one day."""

    def __init__(self, library: Library, on: date) -> None:
        self.library, self.on = library, on
        named = names(library, on)
        compared = [stake for language in library.texts for stake in stakes(library, language)]
        others = (condition for stake in compared for condition in (stake.condition, stake.inside))
        warnings = (rule.when for rule in library.rules if not rule.each)
        self.always = tuple(_coherent(library))
        self.solver = Solver(domains(library.questions), named, self.always, (*others, *warnings))
        with contextlib.suppress(TooComplicated):
            self.solver.find()  # the plain situation, by which others are completed

    def find(self, *wanted: tuple[Condition, bool]) -> dict[str, Any] | None:
        """The answers of one coherent profile that give each condition its outcome, as conditions see them, or None when no profile does.

        Raises TooComplicated.
        """
        return self.solver.find(*wanted)

    def closest(self, view: Mapping[str, Any], *wanted: tuple[Condition, bool]) -> dict[str, Any] | None:
        """The situation with these outcomes that keeps the answers of a view, one after the other in the order of the questions, as
        far as the outcomes let it; a number that cannot stay is the nearest one; what changes then pleases the rules that warn, if it can.
        None, or TooComplicated: as for `find`.
        """
        found = self.find(*wanted)
        if found is None:
            return None
        kept = list(wanted)
        numbers: dict[str, int] = {}
        for variable in self.solver.variables:
            name = variable.question
            if name not in view:
                continue
            for test, outcome, number in _wishes(variable, view[name]):
                nearer = found if holds(test, found[name]) is outcome else self._tried(*kept, (test, outcome))
                if nearer is not None:
                    found = nearer
                    kept.append((test, outcome))
                    numbers |= {} if number is None else {name: number}
                    break
        for rule in self.library.rules:
            if rule.level == "warning" and not rule.each and (nearer := self._tried(*kept, (rule.when, False))) is not None:
                found = nearer
                kept.append((rule.when, False))
        return found | numbers

    def _tried(self, *wanted: tuple[Condition, bool]) -> dict[str, Any] | None:
        try:
            return self.find(*wanted)
        except TooComplicated:
            return None

    def answers(self, view: Mapping[str, Any]) -> dict[str, Any]:
        """A whole profile with these answers: texts that say what they stand for, one record for each combination that no rule refuses."""
        return {question.id: self._answer(question, view) for question in self.library.questions.values()}

    def _answer(self, question: Question, view: Mapping[str, Any]) -> Any:
        if question.type in ("record", "records"):
            choices = {field.id: view[f"{question.id}.{field.id}"] for field in question.fields if field.values}
            if question.type == "record":
                return {f.id: choices.get(f.id, self._text(f, 1)) for f in question.fields}
            rules = [rule for rule in self.library.rules if rule.each == question.id and rule.level == "error"]
            records = [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]
            allowed = [r for r in records if not any(_holds(self.library, _at(rule, question.id, r), view) for rule in rules)]
            return tuple({f.id: record.get(f.id, self._text(f, n)) for f in question.fields} for n, record in enumerate(allowed, 1))
        return view[question.id] if question.id in view else self._text(question, 1)

    def _text(self, asked: Question | QuestionField, number: int) -> Any:
        return self.on if asked.type == "date" else f"{asked.id} {number}"[-asked.max :].strip().ljust(asked.min, "x")


def _wishes(variable: Variable, present: Any) -> Iterator[tuple[Test, bool, int | None]]:
    """What keeps an answer, as a test and its outcome; for a number, the nearest one of each region in its place."""
    if variable.value:
        yield Test(variable.question, "includes", variable.value), variable.value in present, None
    elif not isinstance(present, int):
        yield Test(variable.question, "is", present), True, None
    else:
        regions = [region for region in variable.regions if isinstance(region, int)]
        ends = [*(region - 1 for region in regions[1:]), max(present, regions[-1])]
        nearest = [(min(max(present, first), last), first) for first, last in zip(regions, ends, strict=True)]
        for number, region in sorted(nearest, key=lambda found: abs(found[0] - present)):
            yield Test(variable.question, "is", region), True, number


def names(library: Library, on: date) -> dict[str, Condition]:
    """The facts of the library, and for each clause the condition under which a charter of that day keeps it, as « kept CLAUSE »."""
    return {name: fact.when for name, fact in library.facts.items()} | dict(_kept(library, on))


def _kept(library: Library, on: date) -> Iterator[tuple[str, Condition]]:
    """The steps of `selection`: what applies, what that replaces, what that requires, and what is replaced then."""
    replacing: dict[str, list[str]] = {}
    requiring: dict[str, list[str]] = {}
    for clause in library.clauses.values():
        for other in clause.replaces:
            replacing.setdefault(other, []).append(clause.id)
        for other in clause.requires:
            requiring.setdefault(other, []).append(clause.id)

    def some(step: str, names: Iterable[str]) -> Condition:
        return Any_(tuple(FactTest(f"{step} {name}") for name in names))

    for clause in library.clauses.values():
        name = clause.id
        applies = All((clause.applies_when, Not(_law_ended(library, clause, on))))
        yield f"applies {name}", All((applies, Not(some("applies", replacing.get(name, ())))))
        called = All((Not(clause.applies_when), some("called", requiring.get(name, ()))))
        yield f"called {name}", Any_((FactTest(f"applies {name}"), called))
        yield f"kept {name}", All((FactTest(f"called {name}"), Not(some("kept", replacing.get(name, ())))))


def _law_ended(library: Library, clause: Clause, on: date) -> Condition:
    """Whether all the binding texts that a duty cites here have ceased to apply."""
    duty = [cited for cited in clause.citations if library.sources[cited.source].binding and not cited.beside]
    law = duty if clause.force == "law" else []
    over = [cited for cited in law if ended(library.sources[cited.source], on)]
    if not over:
        return NEVER
    standing = tuple(Not(cited.when) for cited in law if cited not in over)
    return All((Any_(tuple(cited.when for cited in over)), *standing))


# ------------------------------------------------------------------------------------------------------------- coherence


def _coherent(library: Library) -> Iterator[Condition]:
    """What holds in every coherent profile."""
    for rule in library.rules:
        if rule.level == "error" and not rule.each:
            yield Not(rule.when)
        elif rule.level == "automatic":
            yield Any_((Not(rule.when), All(tuple(_completed(library.questions[name], value) for name, value in rule.then.items()))))
    for question in library.questions.values():
        yield from _answered(question)
        if question.type == "records":
            yield from _recorded(library, question)


def _completed(question: Question, value: str) -> Condition:
    return Test(question.id, "includes" if question.type == "choices" else "is", value)


def _answered(question: Question) -> Iterator[Condition]:
    """A question of several values has one at least, and « none » alone; one that is not asked has the answer that it has then."""
    name = question.id
    if question.type == "choices":
        yield Test(name, "includes_any", question.values)
        if question.none:
            yield Any_((Not(Test(name, "includes", question.none)), Test(name, "includes_none", _without(question.values, question.none))))
    if question.asked_when is not None and question.type in ("number", "choice", "choices"):
        unasked = question.default if question.if_not_asked is None else question.if_not_asked
        if question.type == "choices":
            others = tuple(value for value in question.values if value not in unasked)
            said: Condition = All((Test(name, "includes_all", unasked), Test(name, "includes_none", others) if others else ALWAYS))
        else:
            said = Test(name, "is", unasked)
        yield Any_((question.asked_when, said))


def _recorded(library: Library, question: Question) -> Iterator[Condition]:
    """Sets of values that some records can have together: each value has a record that no rule refuses, made of the values of the sets."""
    choices = {field.id: field.values for field in question.fields if field.values}
    rules = [rule for rule in library.rules if rule.each == question.id and rule.level == "error"]
    records = [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]
    for field, values in choices.items():
        for value in values:
            possible = tuple(
                All(
                    (
                        *(Test(f"{question.id}.{name}", "includes", other) for name, other in record.items() if name != field),
                        *(Not(_at(rule, question.id, record)) for rule in rules),
                    )
                )
                for record in records
                if record[field] == value
            )
            yield Any_((Not(Test(f"{question.id}.{field}", "includes", value)), Any_(possible)))


def _at(rule: Rule, question: str, record: Mapping[str, str]) -> Condition:
    """The rule for one record: its fields are known."""

    def known(condition: Condition) -> Condition:
        if isinstance(condition, Test):
            asked, _, field = condition.question.partition(".")
            return (ALWAYS if holds(condition, record[field]) else NEVER) if asked == question and field in record else condition
        if isinstance(condition, Not):
            return Not(known(condition.item))
        if isinstance(condition, FactTest):
            return condition
        return type(condition)(tuple(known(item) for item in condition.items))

    return known(rule.when)


def _holds(library: Library, condition: Condition, view: Mapping[str, Any]) -> bool:
    from charter_builder.conditions import Evaluation, evaluate

    def fact(name: str) -> Evaluation:
        return evaluate(library.facts[name].when, view, fact)

    return evaluate(condition, view, fact).outcome is True


def _without(values: tuple[str, ...], none: str) -> tuple[str, ...]:
    return tuple(value for value in values if value != none)
