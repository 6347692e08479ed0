"""The solver: whether some answers make conditions hold together, decided exactly. Imports conditions alone.

Each test asks one question and compares it with constants, so the answers of a question fall into a few regions that no condition tells
apart. A question becomes a variable over its regions (one bit each), a question of several values one variable a value. The search
propagates what must hold and branches on what is still open; past its budget it says that it does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from charter_builder.conditions import All, Condition, Domain, FactTest, Not, Test, holds, tests

BUDGET = 5_000


class TooComplicated(Exception):
    """The search took more steps than its budget: neither found nor proved impossible."""


@dataclass(frozen=True, slots=True)
class _Atom:
    """A variable in one of some regions: bit n of `mask` stands for its region n."""

    variable: int
    mask: int


@dataclass(frozen=True, slots=True)
class _Group:
    """All of the items, or at least one."""

    every: bool
    items: tuple[_Atom | _Group, ...]


_Formula = _Atom | _Group
_YES, _NO = _Group(True, ()), _Group(False, ())


@dataclass(frozen=True)
class Variable:
    """A question, and the answer that stands for each region; for a question of several values, one `value`, absent or present."""

    question: str
    regions: tuple[Any, ...]
    value: str = ""


class Solver:
    """All situations that questions allow: `domains` by question, `named` conditions by name, `always` what holds in each of them.

    `cuts` are conditions whose constants must be told apart, beyond those of `named` and `always`.
    """

    def __init__(
        self, domains: Mapping[str, Domain], named: Mapping[str, Condition], always: Iterable[Condition], cuts: Iterable[Condition] = ()
    ) -> None:
        self.domains, self.named = domains, named
        self._formulas: dict[tuple[Condition, bool], _Formula] = {}
        always = tuple(always)
        constants = _constants((*named.values(), *always, *cuts))
        self.variables: list[Variable] = []
        self._at: dict[tuple[str, str], int] = {}
        for name, domain in domains.items():
            for variable in _variables(name, domain, constants.get(name, set())):
                self._at[name, variable.value] = len(self.variables)
                self.variables.append(variable)
        self._always = [self._formula(condition, True) for condition in always]
        self._free = self._propagated([(1 << len(variable.regions)) - 1 for variable in self.variables], self._always)
        self._plain = [1] * len(self.variables)

    def find(self, *wanted: tuple[Condition, bool]) -> dict[str, Any] | None:
        """Answers to every question that give each condition its outcome; None when there are none.

        Of the regions that a question may take, the first one is preferred. Raises TooComplicated after BUDGET steps.
        """
        if self._free is None:
            return None
        masks, goals = self._free
        found = self._search(masks, [*(self._formula(condition, outcome) for condition, outcome in wanted), *goals], [BUDGET])
        if found is None:
            return None
        if not wanted:
            self._plain = [mask & -mask for mask in found]
        return self._answers(found)

    # ---------------------------------------------------------------------------------------------------------- formulas

    def _formula(self, condition: Condition, outcome: bool) -> _Formula:
        """The condition, or its contrary, with every negation pushed into the atoms."""
        key = (condition, outcome)
        if key not in self._formulas:
            self._formulas[key] = self._translated(condition, outcome)
        return self._formulas[key]

    def _translated(self, condition: Condition, outcome: bool) -> _Formula:
        if isinstance(condition, Not):
            return self._formula(condition.item, not outcome)
        if isinstance(condition, FactTest):
            return self._formula(self.named[condition.fact], outcome)
        if isinstance(condition, Test):
            return self._test(condition, outcome)
        return _group(isinstance(condition, All) is outcome, (self._formula(item, outcome) for item in condition.items))

    def _test(self, test: Test, outcome: bool) -> _Formula:
        if self.domains[test.question].type != "choices":
            place = self._at[test.question, ""]
            regions = self.variables[place].regions
            return _Atom(place, sum(1 << bit for bit, answer in enumerate(regions) if holds(test, answer) is outcome))
        values = test.argument if isinstance(test.argument, tuple) else (test.argument,)
        if test.operator == "includes_none":
            outcome = not outcome
        present = 2 if outcome else 1
        every = (test.operator == "includes_all") is outcome
        return _group(every, (_Atom(self._at[test.question, str(value)], present) for value in values))

    # ------------------------------------------------------------------------------------------------------------ search

    def _search(self, masks: list[int], goals: list[_Formula], budget: list[int]) -> list[int] | None:
        budget[0] -= 1
        if budget[0] < 0:
            raise TooComplicated
        propagated = self._propagated(masks, goals)
        if propagated is None:
            return None
        masks, goals = propagated
        completed = [plain if plain & mask else mask & -mask for plain, mask in zip(self._plain, masks, strict=True)]
        if all(_state(goal, completed) for goal in goals):  # what is still open goes by what is plain
            return completed
        place = self._branching(masks, goals)
        mask = masks[place]
        while mask:
            bit = mask & -mask
            mask ^= bit
            tried = masks.copy()
            tried[place] = bit
            if (found := self._search(tried, goals, budget)) is not None:
                return found
        return None

    def _propagated(self, masks: list[int], goals: list[_Formula]) -> tuple[list[int], list[_Formula]] | None:
        """What must hold made to hold, until nothing moves: the regions left, and the goals still open; None when they clash."""
        masks = masks.copy()
        while True:
            before = masks.copy()
            open_: list[_Formula] = []
            for goal in goals:
                state = _push(goal, masks)
                if state is False:
                    return None
                if state is None:
                    open_.append(goal)
            goals = open_
            if masks == before:
                return masks, goals

    def _branching(self, masks: list[int], goals: list[_Formula]) -> int:
        """The variable that most open atoms of the first open goal wait for: what is wanted comes before what always holds."""
        counts: dict[int, int] = {}
        ahead: list[_Formula] = goals[:1]
        while ahead:
            formula = ahead.pop()
            if isinstance(formula, _Atom):
                if _state(formula, masks) is None:
                    counts[formula.variable] = counts.get(formula.variable, 0) + 1
            elif _state(formula, masks) is None:
                ahead += formula.items
        return max(counts, key=lambda place: (counts[place], -place))

    def _answers(self, masks: list[int]) -> dict[str, Any]:
        answers: dict[str, Any] = {name: () for name, domain in self.domains.items() if domain.type == "choices"}
        for variable, mask in zip(self.variables, masks, strict=True):
            answer = variable.regions[(mask & -mask).bit_length() - 1]
            if not variable.value:
                answers[variable.question] = answer
            elif answer:
                answers[variable.question] += (variable.value,)
        return answers


def _group(every: bool, items: Iterable[_Formula]) -> _Formula:
    """The group without what changes nothing in it."""
    kept: list[_Formula] = []
    for item in items:
        if item == (_YES if every else _NO):
            continue
        if item == (_NO if every else _YES):
            return item
        kept += item.items if isinstance(item, _Group) and item.every is every else (item,)
    return kept[0] if len(kept) == 1 else _Group(every, tuple(dict.fromkeys(kept)))


def _state(formula: _Formula, masks: list[int]) -> bool | None:
    """Yes, no or still open, for the regions left."""
    if isinstance(formula, _Atom):
        left = masks[formula.variable] & formula.mask
        return False if not left else True if left == masks[formula.variable] else None
    decided = True
    for item in formula.items:
        state = _state(item, masks)
        if state is None:
            decided = False
        elif state is not formula.every:
            return state
    return formula.every if decided else None


def _push(formula: _Formula, masks: list[int]) -> bool | None:
    """Make a formula hold as far as that is forced, in place. False: it cannot; True: it does, whatever comes; None: still open."""
    if isinstance(formula, _Atom):
        masks[formula.variable] &= formula.mask
        return bool(masks[formula.variable])
    if formula.every:
        outcome: bool | None = True
        for item in formula.items:
            state = _push(item, masks)
            if state is False:
                return False
            if state is None:
                outcome = None
        return outcome
    live = []
    for item in formula.items:
        state = _state(item, masks)
        if state:
            return True
        if state is None:
            live.append(item)
    if len(live) > 1:
        return None
    return _push(live[0], masks) if live else False


def _variables(name: str, domain: Domain, constants: set[int]) -> Iterable[Variable]:
    if domain.type == "choices":
        return [Variable(name, (False, True), value) for value in domain.values]
    if domain.type == "choice":
        return [Variable(name, domain.values)]
    starts = {domain.min, *(cut for constant in constants for cut in (constant, constant + 1))}
    return [Variable(name, tuple(sorted(start for start in starts if domain.min <= start <= domain.max)))]


def _constants(conditions: Iterable[Condition]) -> dict[str, set[int]]:
    """The numbers that each question is compared with: one and the next each open a region, whatever the operator."""
    found: dict[str, set[int]] = {}
    for condition in conditions:
        for test in tests(condition):
            if isinstance(test, FactTest):
                continue
            arguments = test.argument if isinstance(test.argument, tuple) else (test.argument,)
            found.setdefault(test.question, set()).update(number for number in arguments if isinstance(number, int))
    return found
