"""What is at stake in the answers: everything in a library that stands or falls with a condition.

Knows each place that a condition may have and where it counts: a passage counts in a charter that has its clause. `inspection` proves
them possible, `interview` asks until they are decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from charter_builder.charter import Bullets, Numbered, When
from charter_builder.conditions import ALWAYS, All, Condition, FactTest, Test
from charter_builder.library import Cited, Library

Kind = Literal["question", "fact", "clause", "annex", "use", "citation", "points", "passage"]


@dataclass(frozen=True)
class Stake:
    """A condition and what it decides: `rank` tells the citation, the points or the passage of the `owner`, whose kind is `of`.
    It counts only where `inside` holds.
    """

    kind: Kind
    of: Kind
    owner: str
    rank: int
    condition: Condition
    inside: Condition = ALWAYS


def kept(clause: str) -> Condition:
    """The condition under which a charter keeps a clause: see `situations`."""
    return FactTest(f"kept {clause}")


def stakes(library: Library, language: str) -> Iterator[Stake]:
    """Every condition of the library but those of its coherence rules. The passages are those of the texts in one language."""
    for question in library.questions.values():
        if question.asked_when is not None:
            yield Stake("question", "question", question.id, 0, question.asked_when)
    for fact in library.facts.values():
        yield Stake("fact", "fact", fact.id, 0, fact.when)
        yield from _cited("fact", fact.id, fact.citations, FactTest(fact.id))
    for clause in library.clauses.values():
        yield Stake("clause", "clause", clause.id, 0, clause.applies_when)
        yield from _cited("clause", clause.id, clause.citations, kept(clause.id))
        for rank, weight in enumerate(clause.poster):
            if weight.when != ALWAYS:
                yield Stake("points", "clause", clause.id, rank, weight.when, kept(clause.id))
        text = library.texts[language][clause.id]
        for rank, condition in enumerate(passages((text.article, text.practice, text.why, text.easy))):
            yield Stake("passage", "clause", clause.id, rank, condition, kept(clause.id))
    for annex in library.annexes:
        yield Stake("annex", "annex", annex.id, 0, annex.applies_when)
        yield from _cited("annex", annex.id, annex.citations, annex.applies_when)
        for rank, condition in enumerate(passages(library.pages[language][annex.id].blocks)):
            yield Stake("passage", "annex", annex.id, rank, condition, annex.applies_when)
    for use in library.uses:
        yield Stake("use", "use", use.id, 0, use.applies_when, _trade(use.trades))
        yield from _cited("use", use.id, use.citations, All((_trade(use.trades), use.applies_when)))


def _cited(of: Kind, owner: str, citations: Iterable[Cited], inside: Condition) -> Iterator[Stake]:
    for rank, cited in enumerate(citations):
        if cited.when != ALWAYS:
            yield Stake("citation", of, owner, rank, cited.when, inside)


def _trade(trades: tuple[str, ...]) -> Condition:
    """A use of some trades is shown to those who answer one of them."""
    return Test("secteurs", "includes_any", trades) if trades else ALWAYS


def passages(blocks: Any) -> Iterator[Condition]:
    """The conditions of the passages of a text, in the order in which they are written."""
    if isinstance(blocks, When):
        yield blocks.condition
        yield from passages(blocks.blocks)
    elif isinstance(blocks, (Bullets, Numbered)):
        yield from passages(blocks.items)
    elif isinstance(blocks, tuple):
        for block in blocks:
            yield from passages(block)
