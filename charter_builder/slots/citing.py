"""Who cites what: an article or an annex, as a table shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from charter_builder.charter import Cell, Citation, Inline, Reference, Text


@dataclass(frozen=True)
class Citing:
    """`target`: the id of an article or of an annex; `shown`: its number or its title."""

    target: str
    shown: str
    citations: tuple[Citation, ...]


def read_on(citing: Iterable[Citing]) -> date | None:
    """The last day on which one of the texts cited was read."""
    return max((citation.read_on for entry in citing for citation in entry.citations if citation.read_on), default=None)


def listed(found: Iterable[tuple[str, str]]) -> tuple[Inline, ...]:
    """References by target and shown words, « 3.1, 4.2 », or a dash when there is none."""
    spaced: list[Inline] = []
    for target, shown in found:
        spaced += [*([Text(", ")] if spaced else []), Reference(target, (Text(shown),))]
    return tuple(spaced) or (Text("–"),)


def cell(text: str) -> Cell:
    return Cell((Text(text),))
