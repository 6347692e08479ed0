"""What the pack has for each family and each sector, when nothing else is known of the organisation.

A clause counts when those two answers do not leave it out: yes or undecided, after Kleene. What a family or a sector has for itself
is what no other has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from charter_builder.charter import Block, Bullets, Paragraph, Section, Sheet, Table, Text
from charter_builder.conditions import Condition, Evaluation, evaluate
from charter_builder.library import AnnexEntry, Clause, Library, Use
from charter_builder.profile import view_of
from charter_builder.reference.view import View, capital, cell, condition_of, paragraph

FAMILY, SECTOR = "famille", "secteurs"
_OPEN = {Clause: "a_clause", AnnexEntry: "an_annex", Use: "a_use"}


@dataclass(frozen=True)
class Pair:
    family: str
    sector: str


@dataclass(frozen=True)
class Passage:
    """A passage of the text of a clause or of an annex."""

    entry: Clause | AnnexEntry
    rank: int


Open = Clause | AnnexEntry | Use | Passage


def coverage_sheets(view: View) -> tuple[Sheet, ...]:
    """One table of families and sectors, then what each has for itself; none in a pack that does not ask for both."""
    found = coverage(view)
    if not found:
        return ()
    families, sectors = (view.library.questions[name].values for name in (FAMILY, SECTOR))
    head = (cell(view.say("sector")), *(cell(view.labels.value(FAMILY, family)) for family in families))
    rows = tuple(
        (cell(view.labels.value(SECTOR, sector)), *(cell(_counted(view, found[Pair(family, sector)])) for family in families))
        for sector in sectors
    )
    lead = (paragraph(view.say("coverage_lead")), Table((Text(view.say("coverage_table")),), head, rows))
    own = (_own_section(view, found, FAMILY, "family"), _own_section(view, found, SECTOR, "sector"))
    return (Sheet("coverage", view.say("coverage"), view.say("menu_coverage"), lead, own),)


def coverage(view: View) -> dict[Pair, tuple[Open, ...]]:
    """What may stand in a charter, for each family and sector."""
    questions = view.library.questions
    if not {FAMILY, SECTOR} <= questions.keys():
        return {}
    pairs = (Pair(family, sector) for family in questions[FAMILY].values for sector in questions[SECTOR].values)
    return {pair: tuple(_open(view, pair)) for pair in pairs}


def _open(view: View, pair: Pair) -> Iterator[Open]:
    known = _Known(view.library, pair)
    for clause in view.library.clauses.values():
        if known.open(clause.applies_when):
            yield clause
    for annex in view.library.annexes:
        if known.open(annex.applies_when):
            yield annex
    for use in view.library.uses:
        if known.open(use.applies_when) and (not use.trades or pair.sector in use.trades):
            yield use
    written: tuple[Clause | AnnexEntry, ...] = (*view.library.clauses.values(), *view.library.annexes)
    for entry in written:
        for rank, condition in enumerate(view.passages[entry.id]):
            if known.open(condition) and known.open(condition_of(entry)):
                yield Passage(entry, rank)


class _Known:
    """The two answers, and those of the questions that such an organisation is never asked."""

    def __init__(self, library: Library, pair: Pair) -> None:
        self.library = library
        answers: dict[str, Any] = {FAMILY: pair.family, SECTOR: (pair.sector,)}
        self.view: Mapping[str, Any] = view_of(answers, library.questions)
        for question in library.questions.values():
            if question.asked_when and not self.open(question.asked_when):
                value = question.default if question.if_not_asked is None else question.if_not_asked
                answers |= {} if value is None else {question.id: value}
        self.view = view_of(answers, library.questions)

    def open(self, condition: Condition) -> bool:
        return evaluate(condition, self.view, self._fact).outcome is not False

    def _fact(self, name: str) -> Evaluation:
        return evaluate(self.library.facts[name].when, self.view, self._fact)


def _counted(view: View, entries: tuple[Open, ...]) -> str:
    kinds = [type(entry) for entry in entries]
    counts = {"clauses": Clause, "annexes": AnnexEntry, "uses": Use, "passages": Passage}
    return view.say("counted_open", **{name: kinds.count(kind) for name, kind in counts.items()})


def _own_section(view: View, found: Mapping[Pair, tuple[Open, ...]], question: str, part: str) -> Section:
    """For each value of one of the two questions, what may stand with it and with no other value."""
    inner, without = [], []
    for value in view.library.questions[question].values:
        label = view.labels.value(question, value)
        others = {entry for pair, entries in found.items() if getattr(pair, part) != value for entry in entries}
        mine = dict.fromkeys(entry for pair, entries in found.items() if getattr(pair, part) == value for entry in entries)
        own = [entry for entry in mine if entry not in others]
        if own:
            inner.append(Section(f"{question}-{value}", capital(label), (_list(view, own),)))
        else:
            without.append(label)
    lead = (paragraph(view.say("nothing_own", names=", ".join(without))),) if without else ()
    return Section(f"own-{question}", view.say(f"own_{question}"), lead, tuple(inner))


def _list(view: View, own: list[Open]) -> Bullets:
    items: list[tuple[Block, ...]] = [
        (Paragraph((Text(view.say(_OPEN[type(entry)]) + " "), view.link(entry))),) for entry in own if not isinstance(entry, Passage)
    ]
    whole = {entry for entry in own if not isinstance(entry, Passage)}
    shaped = dict.fromkeys(entry.entry for entry in own if isinstance(entry, Passage) and entry.entry not in whole)
    items += view.line("passages_in", view.links(map(view.link, shaped)))
    return Bullets(tuple(items))
