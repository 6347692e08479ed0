"""The fewest profiles that show a library whole: each clause that can be in a charter is in one, each that can be out is out of one.

Knows how to pack many wishes into few coherent profiles: a wish is added to a profile as long as the solver finds one that grants all
the wishes before it. Small, not proved smallest: that would be a problem of set cover.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from charter_builder.conditions import Condition, Evaluation, evaluate
from charter_builder.library import Library
from charter_builder.messages import sentence
from charter_builder.profilefile import written
from charter_builder.situations import Situations
from charter_builder.solver import TooComplicated
from charter_builder.stakes import kept

#: A clause to keep or to leave out.
Wish = tuple[str, bool]


def cover(library: Library, on: date) -> Iterator[dict[str, Any]]:
    """Answers of coherent profiles, the first one granting the most wishes; none when the library has no clause."""
    situations = Situations(library, on)
    open_: list[Wish] = [(clause, outcome) for clause in library.clauses for outcome in (True, False)]
    while open_:
        wanted: list[tuple[Condition, bool]] = []
        view: Mapping[str, Any] | None = None
        for name, outcome in open_:
            wish = (kept(name), outcome)
            if view is not None and _outcome(situations, wish[0], view) is outcome:
                wanted.append(wish)
                continue
            try:
                found = situations.find(*wanted, wish)
            except TooComplicated:
                continue
            if found is not None:
                wanted.append(wish)
                view = found
        if view is None:  # what is left can never be granted: clauses of the trunk are never out
            return
        facts: dict[str, Evaluation] = {}
        open_ = [(name, outcome) for name, outcome in open_ if _outcome(situations, kept(name), view, facts) is not outcome]
        yield situations.answers(view)


def profiles(library: Library, language: str, on: date) -> dict[str, str]:
    """The profiles as files, by name."""
    found = list(cover(library, on))

    def text(number: int, answers: Mapping[str, Any]) -> str:
        head = sentence("cover_head", language, number=number, count=len(found))
        return written(library, language, answers, textwrap.fill(head, 110))

    return {f"couverture-{number:02}.yml": text(number, answers) for number, answers in enumerate(found, 1)}


def _outcome(
    situations: Situations, condition: Condition, view: Mapping[str, Any], facts: dict[str, Evaluation] | None = None
) -> bool | None:
    known: dict[str, Evaluation] = {} if facts is None else facts

    def fact(name: str) -> Evaluation:
        if name not in known:
            known[name] = evaluate(situations.solver.named[name], view, fact)
        return known[name]

    return evaluate(condition, view, fact).outcome
