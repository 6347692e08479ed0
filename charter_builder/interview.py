"""The interview: which question to ask next, and when there is nothing left to ask.

Knows what is still open: a question is worth asking as long as something in the charter depends on its answer, or shows it. Counts what
each one decides. Leaves the asking to a terminal or a page, and the writing of answers to `profilefile`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from charter_builder.conditions import Condition, Evaluation, Reason, Test, evaluate, tests
from charter_builder.library import Fact, Library, Question, Rule
from charter_builder.messages import sentence
from charter_builder.problems import Place, Problems, Words
from charter_builder.profile import Profile, view_of
from charter_builder.situations import names
from charter_builder.stakes import Stake, kept, stakes


@dataclass(frozen=True)
class Step:
    """The question to ask now. `decides`: the clauses that wait for it. `remaining`: the questions that may still be asked, this one
    included. `settled` of `total`: the clauses already decided.
    """

    question: Question
    decides: int
    remaining: int
    settled: int
    total: int


class Interview:
    """The answers of one person so far. In quick mode, `full` false, a question with a default is not asked: the default is assumed."""

    def __init__(self, library: Library, language: str, on: date, given: Mapping[str, Any], *, full: bool = False) -> None:
        self.library, self.full = library, full
        self.named = names(library, on)
        self.answers = dict(given)
        self.asked: list[str] = []
        self._stakes = [_decisive(stake) for stake in stakes(library, language) if _counts(library, stake)]
        self._asked_by = {rule.id: library.questions_of(rule.when) for rule in library.rules}
        self._by_path = self._stakes_by_path()
        self._waits_for: dict[int, frozenset[str]] = {}
        self.view: dict[str, Any] = {}
        self._look(everything=True)

    def next(self) -> Step | None:
        """The question on which most clauses depend, in the first block that has one; None when nothing is left to ask."""
        open_ = self.open()
        if not open_:
            return None
        blocks = self.library.blocks
        order = list(self.library.questions)

        def rank(name: str) -> tuple[Any, ...]:
            question = self.library.questions[name]
            clauses, all_ = open_[name]
            return (blocks.index(question.block), question.type != "text", -clauses, -all_, order.index(name))

        name = min(open_, key=rank)
        total = len(self.library.clauses)
        waiting = sum(stake.kind == "clause" for stake, _ in self._waiting)
        return Step(self.library.questions[name], open_[name][0], len(open_), total - waiting, total)

    def open(self) -> dict[str, tuple[int, int]]:
        """The questions worth asking, each with the clauses, then all the things, that wait for it. Those on which it depends whether
        such a question is asked at all come in its place.
        """
        counts: dict[str, tuple[int, int]] = {name: (0, 0) for name in self._shown() if name not in self.answers}
        counts |= {name: (0, 0) for name in self._untenable()}
        for stake, questions in self._waiting:
            for name in questions:
                clauses, all_ = counts.get(name, (0, 0))
                counts[name] = (clauses + (stake.kind == "clause"), all_ + 1)
        found: dict[str, tuple[int, int]] = {}
        for name, (clauses, all_) in counts.items():
            for asked in self._first(name):
                before = found.get(asked, (0, 0))
                found[asked] = (before[0] + clauses, before[1] + all_)
        return found

    def give(self, name: str, answer: Any) -> None:
        """Take an answer."""
        self.answers[name] = answer
        self.asked.append(name)
        self._look()

    def take(self, answers: Mapping[str, Any], *, full: bool) -> None:
        """Go on from these answers, all of them, whatever was answered before."""
        self.answers, self.asked, self.full = dict(answers), [], full
        self._look()

    def back(self) -> str:
        """Forget the last answer given here; the name of its question, or an empty text when there is none."""
        if not self.asked:
            return ""
        name = self.asked.pop()
        del self.answers[name]
        self._look()
        return name

    def objections(self, name: str, answer: Any) -> list[tuple[Rule, str]]:
        """The coherence rules that this answer would break, each with the name of the record at fault, if any. Only rules whose questions
        all have an answer of their own, or are not asked, count: nobody is blamed for a default.
        """
        return self._clashes(self.answers | {name: answer}, name)

    def clashes(self) -> list[tuple[Rule, str]]:
        """The coherence rules that the answers given break, as `objections` says them."""
        return self._clashes(self.answers)

    def _clashes(self, answers: Mapping[str, Any], about: str = "") -> list[tuple[Rule, str]]:
        view = self._view(answers)
        fact = self._fact_in(view)
        certain = {*answers, *(q.id for q in self.library.questions.values() if self._asked(q, answers) is False)}
        broken = []
        for rule in self.library.rules:
            asked = self._asked_by[rule.id]
            if rule.level == "automatic" or (about and about not in asked) or asked.isdisjoint(answers) or not asked <= certain:
                continue
            for record in answers.get(rule.each, ()) if rule.each else ({},):
                here = view | {f"{rule.each}.{key}": value for key, value in record.items()}
                if evaluate(rule.when, here, self._fact_in(here) if rule.each else fact).outcome:
                    broken.append((rule, str(record.get("nom", ""))))
        return broken

    def broken(self) -> bool:
        """Whether the answers given, defaults aside, break a coherence rule."""
        return any(rule.level == "error" for rule, _ in self.clashes())

    def possible(self, question: Question, *, after: bool = False) -> tuple[str, ...]:
        """The values of a choice that go with the answers given. One that a rule refuses on its own is kept: its reason is to be read.
        `after`: only the questions before this one count, so that it may be answered anew and the later ones mended.
        """
        order = list(self.library.questions)
        later = set(order[order.index(question.id) + 1 :]) if after else set()

        def refuses(rule: Rule) -> bool:
            asked = self._asked_by[rule.id]
            return rule.level == "error" and len(asked) > 1 and asked.isdisjoint(later)

        return tuple(value for value in question.values if not any(refuses(rule) for rule, _ in self.objections(question.id, value)))

    def hanging_on(self, name: str) -> list[Fact]:
        """The facts of law that are still open, and on which this answer weighs."""
        facts = (fact for fact in self.library.facts.values() if fact.citations)
        return [
            fact
            for fact in facts
            if (found := self._outcome(fact.when)).outcome is None and name in _questions(found.reasons)
        ]  # fmt: skip

    def assumed(self) -> dict[str, Any]:
        """The defaults that stand in for an answer."""
        return {
            question.id: question.default
            for question in self.library.questions.values()
            if question.id not in self.answers and not question.core and not question.silent and self._asked(question) is not False
        }

    def ask_all(self, full: bool) -> None:
        """From now on, ask the questions that have a default too, or do not."""
        self.full = full
        self._look()

    # ---------------------------------------------------------------------------------------------------- what is still open

    def _look(self, *, everything: bool = False) -> None:
        """See the answers as conditions do, and weigh anew what hangs on those that changed."""
        before, self.view = self.view, self._view(self.answers)
        self._fact = self._fact_in(self.view)
        changed = {path for path in {*before, *self.view} if before.get(path) != self.view.get(path)}
        touched = {rank for path in changed for rank in self._by_path.get(path, ())}
        for rank in range(len(self._stakes)) if everything else touched:
            if (waiting := self._waits(self._stakes[rank])) is None:
                self._waits_for.pop(rank, None)
            else:
                self._waits_for[rank] = waiting

    @property
    def _waiting(self) -> list[tuple[Stake, frozenset[str]]]:
        """The stakes that are not settled, each with the questions that it waits for."""
        return [(self._stakes[rank], self._waits_for[rank]) for rank in sorted(self._waits_for)]

    def _stakes_by_path(self) -> dict[str, list[int]]:
        """The stakes that hang on each answer, as conditions name it."""
        known: dict[str, frozenset[str]] = {}

        def paths(condition: Condition) -> frozenset[str]:
            return frozenset().union(*({test.question} if isinstance(test, Test) else of_fact(test.fact) for test in tests(condition)))

        def of_fact(name: str) -> frozenset[str]:
            if name not in known:
                known[name] = frozenset()  # facts never go round: this only stands in while it is found
                known[name] = paths(self.named[name])
            return known[name]

        found: dict[str, list[int]] = {}
        for rank, stake in enumerate(self._stakes):
            for path in paths(stake.condition) | paths(stake.inside):
                found.setdefault(path, []).append(rank)
        return found

    def _waits(self, stake: Stake) -> frozenset[str] | None:
        """The questions that a stake waits for, or None when it is settled."""
        if self._outcome(stake.inside).outcome is False:
            return None
        found = self._outcome(stake.condition)
        return None if found.outcome is not None else frozenset(_questions(found.reasons))

    def _outcome(self, condition: Condition) -> Evaluation:
        return evaluate(condition, self.view, self._fact)

    def _fact_in(self, view: Mapping[str, Any]) -> Any:
        known: dict[str, Evaluation] = {}

        def fact(name: str) -> Evaluation:
            if name not in known:
                known[name] = evaluate(self.named[name], view, fact)
            return known[name]

        return fact

    def _view(self, answers: Mapping[str, Any], *, full: bool | None = None) -> dict[str, Any]:
        """The answers as conditions see them, with those of questions that are not asked."""
        full = self.full if full is None else full
        seen: dict[str, Any] = {}
        for question in self.library.questions.values():
            if question.id in answers:
                seen[question.id] = answers[question.id]
            elif question.asked_when is not None and self._holds(question.asked_when, answers) is False:
                seen[question.id] = question.default if question.if_not_asked is None else question.if_not_asked
            elif question.silent or (not question.core and not full):
                seen[question.id] = question.default
        return view_of(seen, self.library.questions)

    def _holds(self, condition: Condition, answers: Mapping[str, Any]) -> bool | None:
        view = view_of(answers, self.library.questions)
        return evaluate(condition, view, self._fact_in(view)).outcome

    def _asked(self, question: Question, answers: Mapping[str, Any] | None = None) -> bool | None:
        return True if question.asked_when is None else self._holds(question.asked_when, self.answers if answers is None else answers)

    def _first(self, name: str) -> Iterator[str]:
        """The question itself, or, as long as it is not known whether it is asked, those that tell."""
        question = self.library.questions[name]
        asked = self._asked(question)
        if asked:
            yield name
        elif asked is None and question.asked_when is not None:
            for other in sorted(_questions(evaluate(question.asked_when, self.view, self._fact).reasons)):
                yield from self._first(other)

    def _untenable(self) -> Iterator[str]:
        """The questions whose default breaks a coherence rule, given the answers: they are to be asked."""
        view = self._view(self.answers, full=False)
        fact = self._fact_in(view)
        for rule in self.library.rules:
            if rule.level == "error" and not rule.each and evaluate(rule.when, view, fact).outcome:
                for name in self.library.questions:
                    if name in self.library.questions_of(rule.when) and name not in self.answers:
                        yield name

    def _shown(self) -> Iterator[str]:
        """The questions whose answers stand in the charter as they are."""
        for question in self.library.questions.values():
            if question.id in self.library.shown and (question.core or self.full) and not question.silent:
                yield question.id


def still_missing(interview: Interview, profile: Profile) -> tuple[str, ...]:
    """Of the core questions that a profile leaves without an answer, those on which something depends."""
    open_ = interview.open()
    return tuple(name for name in profile.missing if name in open_)


def say_missing(interview: Interview, missing: Iterable[str], shown: str, problems: Problems) -> None:
    """Add one problem for all the answers that are missing, each with what it decides."""
    library, open_ = interview.library, interview.open()
    items = tuple(
        Words({lang: _missing_line(library, lang, library.questions[name], open_[name][0]) for lang in library.labels}) for name in missing
    )
    problems.add("E202", Place(shown), count=len(items), items=items, file=shown)


def _missing_line(library: Library, language: str, question: Question, decides: int) -> str:
    fields = "{" + ", ".join(f"{field.id}: …" for field in question.fields) + "}"
    beside = sentence("beside", language, name=question.id, fields=fields) if question.top else ""
    said = library.labels[language].questions[question.id]["question"]
    return f"{said} ({question.id}){sentence('decides', language, count=decides) if decides else ''}{beside}"


def _decisive(stake: Stake) -> Stake:
    """A clause is decided when it is known whether the charter keeps it, replacements and requirements included."""
    return replace(stake, condition=kept(stake.owner)) if stake.kind == "clause" else stake


def _counts(library: Library, stake: Stake) -> bool:
    """What a charter shows: not a size to which no text of law gives a meaning, nor whether a question is asked."""
    return stake.kind != "question" and not (stake.kind == "fact" and not library.facts[stake.owner].citations)


def _questions(reasons: Iterable[Reason]) -> Iterator[str]:
    for reason in reasons:
        if reason.because:
            yield from _questions(reason.because)
        elif isinstance(reason.test, Test):
            yield reason.test.question.partition(".")[0]
