"""Trials: one profile with other answers, and what they do to its clauses.

Knows which answers a question may have, the rules between answers, and which conditions an answer touches: those alone are evaluated
again, so hundreds of answers are tried in the time of some selections. Exact: says what `select` would decide. Not tried: texts, dates,
and the fields of a list of records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from charter_builder.conditions import Condition, Evaluation, FactTest, Test, evaluate, holds, tests
from charter_builder.library import Library, Question, QuestionField, Rule
from charter_builder.profile import Profile, completed, evaluated, met, situations, view_of
from charter_builder.selection import Decision, Selection, decide, here, lacking, opposed, related

Effect = Literal["gained", "lost", "settled"]


@dataclass(frozen=True)
class Answer:
    """Another answer, whole: `path` is a question, or a field of its record (`publics_fragiles.mineurs`)."""

    path: str
    value: Any


@dataclass(frozen=True)
class Change:
    """What other answers would do: the first one, then those that must go with it. `settled`: clauses that wait for an answer, and that
    this one decides without moving them.
    """

    answers: tuple[Answer, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    settled: tuple[str, ...]

    @property
    def moved(self) -> int:
        return len(self.gained) + len(self.lost)

    @property
    def effects(self) -> tuple[tuple[str, ...], ...]:
        return self.gained, self.lost, self.settled

    def on(self, clause: str) -> Effect | None:
        """What becomes of a clause."""
        effects: tuple[Effect, ...] = ("gained", "lost", "settled")
        return next((effect for effect in effects if clause in getattr(self, effect)), None)


class _Owner(NamedTuple):
    """What holds a test, itself or in a fact."""

    kind: Literal["clause", "fact", "rule", "question"]
    name: str


class Trial(NamedTuple):
    """A profile with other answers: how conditions see it, and what they touch. `broken`: the rules of level error that it meets;
    `open`: the core questions that it leaves without an answer; `warned`: how many rules would warn.
    """

    view: Mapping[str, Any]
    touched: set[_Owner]
    broken: list[Rule]
    open: list[str]
    warned: int

    @property
    def refused(self) -> bool:
        return bool(self.broken or self.open)


class Trials:
    """Other answers tried on one profile. `owners`: for each question, its tests and what holds them; `own`: what each clause comes to
    alone; `asking`: the questions of each rule; `completing`: the rules that complete answers, and those that ask for what is completed;
    `certain`: those that ask only for what no completion changes.
    """

    def __init__(self, selection: Selection, profile: Profile) -> None:
        self.selection, self.profile = selection, profile
        self.library: Library = selection.library
        self.rules = {rule.id: rule for rule in self.library.rules}
        self.given = profile.answers if profile.given is None else profile.given
        self.open = frozenset(completed(self.given, selection.library)[2])
        targets = {question for rule in self.library.rules if rule.level == "automatic" for question in rule.then}
        self.asking = {rule.id: self.library.questions_of(rule.when) for rule in self.library.rules}
        self.completing = {rule.id for rule in self.library.rules if rule.level == "automatic" or targets & self.asking[rule.id]}
        self.certain = {name for name, asked in self.asking.items() if asked <= self.given.keys() - targets and not self.rules[name].each}
        self.asked = dict(_asked(self.library))
        self.owners: dict[str, dict[Test, set[_Owner]]] = {}
        for owner, condition in self._conditions():
            for test in self._tests(condition):
                self.owners.setdefault(test.question, {}).setdefault(test, set()).add(owner)
        self.own = {clause: self._decided(clause, selection.view, dict(selection.facts)) for clause in self.library.clauses}

    @property
    def paths(self) -> list[str]:
        """The questions that a condition asks, in their order."""
        return [path for path in self.asked if path in self.owners]

    def offered(self, path: str) -> Iterator[Change]:
        """The other answers to one question that change the articles, each with the answer that mends it."""
        before: Change | None = None
        for answer in self._others(path):
            trial = self.trial((answer,))
            change = self._mended(answer, trial) if trial.refused else self.change((answer,), trial)
            number = self.asked[path][1].type == "number"
            further = number and before is not None and _further(answer.value, before, self.selection.view.get(path))
            again = further and change and before and (change.answers[1:], change.effects) == (before.answers[1:], before.effects)
            if change and not again and (change.moved or change.settled):
                yield change
            before = change

    def move(self, answers: tuple[Answer, ...], clause: str) -> bool:
        """Whether these answers are coherent and change what becomes of a clause."""
        trial = self.trial(answers)
        change = None if trial.refused else self.change(answers, trial)
        return change is not None and change.on(clause) is not None

    def _mended(self, answer: Answer, alone: Trial) -> Change | None:
        """An answer that does not go with the others, with the one more that makes it coherent: the one that warns and changes least.
        One that would do as much alone is no mending.
        """
        best: tuple[tuple[int, int], Change] | None = None
        needed = [{*rule.about, *self.asking[rule.id]} for rule in alone.broken] + [{name} for name in alone.open]
        mending = set.intersection(*needed)
        paths = (path for path in self.asked if path.partition(".")[0] in mending and path != answer.path)
        others = (other for path in paths for other in self._others(path))
        for other in others:
            if self._vain(other, alone):
                continue
            trial = self.trial((answer, other))
            change = None if trial.refused else self.change((answer, other), trial)
            if change and (best is None or (trial.warned, change.moved) < best[0]) and not self._alone(other, change):
                best = (trial.warned, change.moved), change
        return best[1] if best else None

    def _vain(self, other: Answer, alone: Trial) -> bool:
        """Whether a rule that is broken stays so with one more answer, whatever is completed: most are refused by this one look."""
        view = {**alone.view, other.path: other.value}
        return any(rule.id in self.certain and evaluated(rule.when, view, self.library).outcome for rule in alone.broken)

    def _alone(self, answer: Answer, change: Change) -> bool:
        trial = self.trial((answer,))
        alone = None if trial.refused else self.change((answer,), trial)
        return alone is not None and alone.effects == change.effects

    # ---------------------------------------------------------------------------------------------------------- coherence

    def trial(self, answers: tuple[Answer, ...]) -> Trial:
        """The profile with these answers. Where no completion depends on them, only the rules that they touch are looked at."""
        changed = {answer.path: answer.value for answer in answers}
        view = {**self.selection.view, **changed}
        touched = self._touched(changed, view)
        rules = [self.rules[owner.name] for owner in touched if owner.kind == "rule"]
        if any(rule.level == "automatic" for rule in rules) or any(owner.kind == "question" for owner in touched):
            return self._completed(changed)
        if any(adjustment.question in changed for adjustment in self.profile.adjustments):
            return self._completed(changed)
        written = self._written(self.profile.answers, changed)
        found = [
            rule
            for rule in rules
            if any(evaluated(rule.when, seen, self.library).outcome for _, seen in situations(rule, written, view))
        ]  # fmt: skip
        return Trial(view, touched, _errors(found), [], sum(rule.level == "warning" for rule in found))

    def _completed(self, changed: Mapping[str, Any]) -> Trial:
        """The whole way of a profile, for an answer on which other questions depend: what is assumed, then what rules complete."""
        answers, _, missing = completed(self._written(self.given, changed), self.library)
        before = view_of(answers, self.library.questions)
        looked = {
            owner.name for owner in self._touched({**self.selection.view, **before}, before) if owner.kind == "rule"
        } | self.completing
        found = [rule for rule, _ in met(answers, self.library, [rule for rule in self.library.rules if rule.id in looked])]
        records = {path: value for path, value in changed.items() if self.asked[path][0].type == "records"}
        view = {**view_of(answers, self.library.questions), **records}
        touched = self._touched({**self.selection.view, **view}, view)
        open_ = [name for name in missing if name not in self.open]
        warned = sum(rule.level == "warning" and _Owner("rule", rule.id) in touched for rule in found)
        return Trial(view, touched, _errors(found), open_, warned)

    def _written(self, answers: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
        """The answers with those that change, a field in its record. The fields of a list of records change for conditions only."""
        written = dict(answers)
        for path, value in changed.items():
            name, _, field = path.partition(".")
            if not field:
                written[name] = value
            elif self.library.questions[name].type == "record":
                written[name] = {**written.get(name, {}), field: value}
        return written

    # ---------------------------------------------------------------------------------------------------------- decisions

    def change(self, answers: tuple[Answer, ...], trial: Trial) -> Change | None:
        """What these answers do to the clauses; None when the clauses do not go together then."""
        before, after = self.selection.decisions, self._decisions(trial)
        if after is before:
            return Change(answers, (), (), ())
        if any((*opposed(self.library, after), *lacking(self.library, after))):
            return None
        gained = tuple(name for name in after if after[name].kept and not before[name].kept)
        lost = tuple(name for name in after if before[name].kept and not after[name].kept)
        open_ = (name for name in before if before[name].outcome == "undecided" and before[name].kept == after[name].kept)
        return Change(answers, gained, lost, tuple(name for name in open_ if after[name].outcome != "undecided"))

    def _decisions(self, trial: Trial) -> Mapping[str, Decision]:
        names = [owner.name for owner in trial.touched if owner.kind == "clause"]
        changed = {owner.name for owner in trial.touched if owner.kind == "fact"}
        facts = {name: found for name, found in self.selection.facts.items() if name not in changed} if names else {}
        own = {name: self._decided(name, trial.view, facts) for name in names}
        if all(_same(decision, self.own[name]) for name, decision in own.items()):
            return self.selection.decisions
        return related(self.library, {**self.own, **own}, self.profile.leave_out)

    def _decided(self, name: str, view: Mapping[str, Any], facts: dict[str, Evaluation]) -> Decision:
        def fact(named: str) -> Evaluation:
            if named not in facts:
                facts[named] = evaluate(self.library.facts[named].when, view, fact)
            return facts[named]

        clause = self.library.clauses[name]
        citations = here(clause.citations, view, fact) if clause.force == "law" else ()
        return decide(self.library, clause, evaluate(clause.applies_when, view, fact), citations, self.selection.on)

    # --------------------------------------------------------------------------------------------------------- conditions

    def _conditions(self) -> Iterator[tuple[_Owner, Condition]]:
        for clause in self.library.clauses.values():
            yield _Owner("clause", clause.id), clause.applies_when
            yield from ((_Owner("clause", clause.id), cited.when) for cited in clause.citations if clause.force == "law")
        yield from ((_Owner("fact", fact.id), fact.when) for fact in self.library.facts.values())
        yield from ((_Owner("rule", rule.id), rule.when) for rule in self.library.rules)
        for question in self.library.questions.values():
            if question.asked_when is not None:
                yield _Owner("question", question.id), question.asked_when

    def _tests(self, condition: Condition) -> Iterator[Test]:
        for test in tests(condition):
            if isinstance(test, FactTest):
                yield from self._tests(self.library.facts[test.fact].when)
            else:
                yield test

    def _touched(self, paths: Iterable[str], view: Mapping[str, Any]) -> set[_Owner]:
        """What holds a test that comes out otherwise than before."""
        touched: set[_Owner] = set()
        before = self.selection.view
        for path in paths:
            if before.get(path) != view.get(path):
                for test, owners in self.owners.get(path, {}).items():
                    if _outcome(test, before) is not _outcome(test, view):
                        touched |= owners
        return touched

    # ------------------------------------------------------------------------------------------------------------ answers

    def _others(self, path: str) -> Iterator[Answer]:
        """The other answers to a question: of numbers, the nearest beyond each threshold, first below, then above."""
        question, field = self.asked[path]
        present = self.selection.view.get(path)
        if question.type == "records":
            return
        if field.type == "number":
            cuts = {cut for test in self.owners.get(path, {}) for cut in _cuts(test) if field.min < cut <= field.max}
            if present is None:
                values = [field.min, *sorted(cuts)]
            else:
                values = [cut - 1 for cut in sorted(cuts, reverse=True) if cut <= present] + sorted(cut for cut in cuts if cut > present)
            yield from (Answer(path, value) for value in values)
        elif field.type == "choice":
            yield from (Answer(path, value) for value in field.values if value != present)
        elif field.type == "choices":
            yield from (Answer(path, value) for value in _sets(question, present or ()))


def _errors(rules: Iterable[Rule]) -> list[Rule]:
    return [rule for rule in rules if rule.level == "error"]


def _asked(library: Library) -> Iterator[tuple[str, tuple[Question, Question | QuestionField]]]:
    """What may be answered, by path: a question, or a field of its record."""
    for question in library.questions.values():
        for field in question.fields:
            yield f"{question.id}.{field.id}", (question, field)
        if not question.fields:
            yield question.id, (question, question)


def _sets(question: Question, present: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The sets with one value more or one less; « none » stands alone."""
    none = question.none
    for value in question.values:
        others = tuple(v for v in question.values if v in present and v not in (value, none))
        if value not in present:
            yield (value,) if value == none else tuple(v for v in question.values if v == value or v in others)
        elif others:
            yield others


def _cuts(test: Test) -> tuple[int, ...]:
    """The numbers from which a test comes out otherwise."""
    numbers = [n for n in (test.argument if isinstance(test.argument, tuple) else (test.argument,)) if isinstance(n, int)]
    match test.operator:
        case "at_least" | "less_than":
            return (numbers[0],)
        case "at_most" | "more_than":
            return (numbers[0] + 1,)
    return (numbers[0], numbers[-1] + 1)


def _outcome(test: Test, view: Mapping[str, Any]) -> bool | None:
    return holds(test, view[test.question]) if test.question in view else None


def _same(one: Decision, other: Decision) -> bool:
    return (one.outcome, one.cause, one.kept) == (other.outcome, other.cause, other.kept)


def _further(value: int, before: Change, present: int | None) -> bool:
    """Whether a number lies on the same side of the present one as the number tried before it."""
    return present is None or (value > present) is (before.answers[0].value > present)
