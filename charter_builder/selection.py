"""Selection: for every clause, whether it belongs in this organisation's charter on that day, and why.

Pure: the same library, profile and date give the same decisions. Knows conditions, dates of law and the relations between
clauses (`requires`, `replaces`, `conflicts`). Leaves words and order to `compose` and `explain`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from charter_builder.conditions import Condition, Evaluation, Reason, Test, evaluate
from charter_builder.library import Cited, Clause, Library, Source
from charter_builder.problems import Place, Problems, Words
from charter_builder.profile import Profile, view_of

Outcome = Literal["selected", "left_out", "undecided"]
#: Why a decision is what it is: the clause's own condition, another clause, the law's dates, or the organisation's will.
Cause = Literal["condition", "required", "replaced", "law_ended", "choice"]


@dataclass(frozen=True)
class Decision:
    """What was decided for a clause. `by` names the clauses that require or replace it; `prepare_for`: the first day of its law."""

    clause: str
    outcome: Outcome
    cause: Cause
    reasons: tuple[Reason, ...] = ()
    by: tuple[str, ...] = ()
    note: str = ""
    prepare_for: date | None = None
    kept: bool = False


@dataclass(frozen=True)
class Finding:
    """A fact of the library for this organisation on that day. `prepare_for`: the first day of its law, when it is still to come."""

    fact: str
    outcome: bool | None
    reasons: tuple[Reason, ...]
    citations: tuple[str, ...]
    prepare_for: date | None


@dataclass(frozen=True)
class Selection:
    """`citations`: the sources that count here, for each clause. `facts`: those already evaluated."""

    library: Library
    on: date
    decisions: Mapping[str, Decision]
    citations: Mapping[str, tuple[str, ...]]
    view: Mapping[str, Any]
    facts: dict[str, Evaluation] = field(default_factory=dict, compare=False)

    def evaluate(self, condition: Condition) -> Evaluation:
        """A condition of the library, such as that of a sentence, under the answers of this selection."""
        return evaluate(condition, self.view, self._fact)

    def _fact(self, name: str) -> Evaluation:
        if name not in self.facts:
            self.facts[name] = self.evaluate(self.library.facts[name].when)
        return self.facts[name]

    def articles(self) -> list[Clause]:
        """The clauses that make the charter, in order."""
        return [clause for clause in self.library.clauses.values() if self.decisions[clause.id].kept]

    def essentials(self, most: int = 10) -> tuple[str, ...]:
        """The rules for the wall: those with the most points for this organisation, at most ten, in the order of the charter."""
        points = {
            clause.id: sum(weight.points for weight in clause.poster if self.evaluate(weight.when).outcome is True)
            for clause in self.articles()
        }
        best = sorted((name for name in points if points[name]), key=lambda name: -points[name])[:most]
        return tuple(name for name in points if name in best)

    def cited(self, citations: tuple[Cited, ...]) -> tuple[str, ...]:
        """Of these sources, those that count for this organisation and still apply; an undecided one does not count."""
        here = (c.source for c in citations if self.evaluate(c.when).outcome is True)
        return tuple(name for name in here if not ended(self.library.sources[name], self.on))

    def finding(self, name: str) -> Finding:
        """Whether a fact holds here, why, by which texts, and from when."""
        fact = self.library.facts[name]
        found = self.evaluate(fact.when)
        duty = self.cited(tuple(citation for citation in fact.citations if not citation.beside))
        first = _first_day([self.library.sources[name] for name in duty], self.on)
        return Finding(name, found.outcome, found.reasons, self.cited(fact.citations), first)


def select(library: Library, profile: Profile, on: date) -> Selection:
    """Decide, for every clause, whether it belongs in this organisation's charter on the day `on`.

    The result keeps the reasons, including for clauses left out. A clause whose answer is missing is undecided, and kept or
    not as its `if_unanswered` says. Raises nothing: `clashes` lists the clauses that contradict each other.
    """
    view = view_of(profile.answers, library.questions)
    facts: dict[str, Evaluation] = {}

    def fact(name: str) -> Evaluation:
        if name not in facts:
            facts[name] = evaluate(library.facts[name].when, view, fact)
        return facts[name]

    citations = {clause.id: here(clause.citations, view, fact) for clause in library.clauses.values()}
    own = {
        clause.id: decide(library, clause, evaluate(clause.applies_when, view, fact), citations[clause.id], on)
        for clause in library.clauses.values()
    }
    in_force = {clause: tuple(name for name in names if not ended(library.sources[name], on)) for clause, names in citations.items()}
    return Selection(library, on, related(library, own, profile.leave_out), in_force, view, facts)


def decide(library: Library, clause: Clause, found: Evaluation, citations: tuple[str, ...], on: date) -> Decision:
    """What a clause comes to alone: its own condition and the dates of its law. `prepare_for` is kept even when it is left out: it may
    be required.
    """
    beside = {citation.source for citation in clause.citations if citation.beside}
    duty = [library.sources[name] for name in citations if name not in beside]
    law = [source for source in duty if source.binding] if clause.force == "law" else []
    future = _first_day(law, on)
    if found.outcome is False:
        return Decision(clause.id, "left_out", "condition", found.reasons, prepare_for=future)
    if law and all(ended(source, on) for source in law):
        return Decision(clause.id, "left_out", "law_ended", found.reasons)
    if found.outcome is None:
        kept = clause.if_unanswered == "include"
        return Decision(clause.id, "undecided", "condition", found.reasons, prepare_for=future, kept=kept)
    return Decision(clause.id, "selected", "condition", found.reasons, prepare_for=future, kept=True)


def related(library: Library, own: Mapping[str, Decision], leave_out: Mapping[str, str]) -> dict[str, Decision]:
    """What the clauses come to together: the organisation's own will, then what they replace and require."""
    decisions = dict(own)
    _leave_out(decisions, leave_out)
    _replace(library, decisions)
    if _require(library, decisions, leave_out):
        _replace(library, decisions)  # what was brought in may replace too
    return decisions


def opposed(library: Library, decisions: Mapping[str, Decision]) -> Iterator[tuple[str, str]]:
    """The pairs of kept clauses that contradict each other."""
    for clause in library.clauses.values():
        for other in clause.conflicts if decisions[clause.id].kept else ():
            if decisions[other].kept and not (clause.id > other and clause.id in library.clauses[other].conflicts):
                yield clause.id, other


def lacking(library: Library, decisions: Mapping[str, Decision]) -> Iterator[tuple[str, str]]:
    """Each kept clause with one that it requires and that is absent; what replaces a clause does its work."""
    for clause in library.clauses.values():
        for other in clause.requires if decisions[clause.id].kept else ():
            if not decisions[other].kept and decisions[other].cause != "replaced":
                yield clause.id, other


def clashes(selection: Selection, profile: Profile, problems: Problems) -> None:
    """Add a problem for each pair of kept clauses that contradict each other, and for each required clause that is absent; a
    warning for each duty of law that the organisation took out.
    """
    for name, decision in selection.decisions.items():
        if decision.cause == "choice" and selection.library.clauses[name].force == "law":
            problems.add("W207", profile.places.get(name, Place(profile.shown)), clause=name)
    for pair in opposed(selection.library, selection.decisions):
        problems.add("E402", Place(profile.shown), items=tuple(_because(selection, name, profile) for name in pair))
    for clause, other in lacking(selection.library, selection.decisions):
        problems.add("E403", profile.places.get(other, Place(profile.shown)), clause=clause, required=other)


def _first_day(sources: list[Source], on: date) -> date | None:
    """The first day on which the binding ones among these sources apply, when none applies yet."""
    law = [source for source in sources if source.binding]
    begins = [source.applies_from for source in law if source.applies_from]
    return min(begins) if law and len(begins) == len(law) and min(begins) > on else None


def ended(source: Source, on: date) -> bool:
    return source.applies_until is not None and source.applies_until < on


def here(cited: tuple[Cited, ...], view: Mapping[str, Any], fact: Callable[[str], Evaluation]) -> tuple[str, ...]:
    """The sources that count for this organisation; an undecided one does not."""
    return tuple(c.source for c in cited if evaluate(c.when, view, fact).outcome is True)


def _leave_out(decisions: dict[str, Decision], leave_out: Mapping[str, str]) -> None:
    for name, note in leave_out.items():
        if name in decisions and decisions[name].kept:
            decisions[name] = replace(decisions[name], outcome="left_out", cause="choice", note=note, kept=False)


def _require(library: Library, decisions: dict[str, Decision], leave_out: Mapping[str, str]) -> bool:
    """Bring in what a kept clause requires, and what that requires in turn; whether there was any. The organisation's own will stands."""
    ahead = [name for name, decision in decisions.items() if decision.kept and library.clauses[name].requires]
    some = False
    while ahead:
        name = ahead.pop(0)
        for other in library.clauses[name].requires:
            decision = decisions[other]
            if decision.cause == "required":
                decisions[other] = replace(decision, by=tuple(sorted({*decision.by, name})))
            elif not decision.kept and decision.cause == "condition" and other not in leave_out:
                decisions[other] = replace(decision, outcome="selected", cause="required", by=(name,), kept=True)
                ahead.append(other)
                some = True
    return some


def _replace(library: Library, decisions: dict[str, Decision]) -> None:
    """Take out what a kept clause replaces. A clause that is itself replaced replaces nothing; one that is undecided leaves what it
    would replace undecided too, kept when it is not kept itself.
    """
    replacers: dict[str, list[str]] = {}
    for clause in library.clauses.values():
        for other in clause.replaces:
            replacers.setdefault(other, []).append(clause.id)

    def settled(name: str) -> bool:
        others = replacers.get(name, ())
        by = tuple(other for other in others if settled(other))
        waiting = [decisions[other] for other in by or others if decisions[other].outcome == "undecided"]
        if decisions[name].kept and waiting and len(waiting) >= len(by):
            reasons = tuple(dict.fromkeys(reason for decision in waiting for reason in decision.reasons))
            decisions[name] = replace(decisions[name], outcome="undecided", reasons=reasons, kept=not by)
        elif decisions[name].kept and by:
            decisions[name] = replace(decisions[name], outcome="left_out", cause="replaced", by=by, kept=False)
        return decisions[name].kept

    for name in replacers:
        settled(name)


def _because(selection: Selection, name: str, profile: Profile) -> Words:
    """Why a clause is kept, and on which lines of the profile the answers stand."""
    from charter_builder.explain import leaves, why
    from charter_builder.messages import sentence

    asked = {r.test.question.partition(".")[0] for r in leaves(selection.decisions[name].reasons) if isinstance(r.test, Test)}
    lines = sorted(profile.places[question].line for question in asked if question in profile.places)

    def said(language: str) -> str:
        where = sentence("on_lines", language, count=len(lines), lines=", ".join(map(str, lines))) if lines else ""
        return f"{name} — {why(selection, name, language)[0]}{where}"

    return Words({language: said(language) for language in selection.library.labels})
