"""What every sheet is made from: a library in one language, its topics, its examples; who uses what; and a few small blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property

from charter_builder.charter import Block, Bullets, Cell, Heading, Inline, Paragraph, Reference, Strong, Text, When
from charter_builder.conditions import ALWAYS, Condition, FactTest, tests
from charter_builder.library import AnnexEntry, Cited, Clause, Fact, Labels, Library, Use
from charter_builder.messages import long_date, sentence
from charter_builder.messages.reference import say
from charter_builder.selection import Selection
from charter_builder.wording import said

Entry = Clause | AnnexEntry | Use | Fact


@dataclass(frozen=True)
class Topic:
    code: str
    label: str
    family: str


@dataclass(frozen=True)
class View:
    """`examples`: what was decided for each example of the pack, by its name."""

    library: Library
    language: str
    topics: tuple[Topic, ...]
    examples: Mapping[str, Selection]

    @property
    def labels(self) -> Labels:
        return self.library.labels[self.language]

    def say(self, name: str, /, **params: object) -> str:
        return say(name, self.language, **params)

    # ------------------------------------------------------------------------------------------------------------ conditions

    def applies(self, condition: Condition, opening: str = "applies") -> tuple[Block, ...]:
        """« S'applique si … »."""
        return said(condition, self.library, self.language, opening=self.say(opening) + " ")

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Whatever has a condition and citations."""
        library = self.library
        return (*library.clauses.values(), *library.annexes, *library.uses, *library.facts.values())

    @cached_property
    def passages(self) -> Mapping[str, tuple[Condition, ...]]:
        """The conditions of the passages of each clause and annex, by its id."""
        texts, pages = self.library.texts[self.language], self.library.pages[self.language]
        found = {name: tuple(_whens((text.article, text.practice, text.why, text.easy))) for name, text in texts.items()}
        return found | {entry.id: tuple(_whens(pages[entry.id].blocks)) for entry in self.library.annexes}

    def resting_on(self, fact: str) -> list[Entry]:
        """What a fact decides: in its own condition, in that of a citation, or in that of a passage."""
        return [entry for entry in self.entries if any(FactTest(fact) in tests(condition) for condition in self._conditions(entry))]

    def _conditions(self, entry: Entry) -> Iterator[Condition]:
        yield condition_of(entry)
        yield from (cited.when for cited in entry.citations)
        if isinstance(entry, (Clause, AnnexEntry)):
            yield from self.passages[entry.id]

    # ----------------------------------------------------------------------------------------------------------------- links

    def link(self, entry: Entry) -> Reference:
        match entry:
            case Clause(id=name):
                return self.clause(name)
            case AnnexEntry(id=name):
                return Reference(name, (Text(self.library.pages[self.language][name].title),))
            case Use(id=name):
                return Reference(f"use:{name}", self.library.use_texts[self.language][name].label)
            case Fact(id=name):
                return Reference(f"fact:{name}", (Text(self.labels.facts[name]),))

    def clause(self, name: str) -> Reference:
        return Reference(name, (Text(self.library.titles[self.language][name]),))

    def source(self, name: str) -> Reference:
        label = self.labels.sources[name]
        return Reference(
            f"source:{name}", (Text(f"{self.labels.instruments[self.library.sources[name].instrument]}, {label['pinpoint']}"),)
        )

    # ---------------------------------------------------------------------------------------------------------------- blocks

    def line(self, name: str, content: Iterable[Inline], more: tuple[Block, ...] = ()) -> tuple[tuple[Block, ...], ...]:
        """An item of a list, « Thèmes : … »; none when there is nothing to say."""
        content = tuple(content)
        if not content:
            return ()
        return ((Paragraph((Strong((Text(self.say(name)),)), Text(sentence("colon", self.language)), *content)), *more),)

    def links(self, found: Iterable[Inline]) -> tuple[Inline, ...]:
        """Links one after the other, with commas."""
        spaced: list[Inline] = []
        for item in found:
            spaced += [*([Text(", ")] if spaced else []), item]
        return tuple(spaced)

    def citations(self, cited: tuple[Cited, ...]) -> tuple[Block, ...]:
        """The texts cited: what each is about, its dates, and for whom it is cited."""
        items = []
        for citation in cited:
            label = self.labels.sources[citation.source]
            first = Paragraph(
                (
                    self.source(citation.source),
                    Text(f"{sentence('colon', self.language)}{label['subject']} ({self.dates(citation.source)})"),
                )
            )
            items.append((first, *(self.applies(citation.when, "cited") if citation.when != ALWAYS else ())))
        return (Heading((Text(sentence("sources", self.language)),)), Bullets(tuple(items))) if items else ()

    def dates(self, name: str) -> str:
        """« s'applique depuis le 2 août 2026 », « en vigueur », « recommandation »."""
        source = self.library.sources[name]
        found = []
        if source.applies_from:
            found.append(self.say("from", date=long_date(source.applies_from, self.language)))
        if source.applies_until:
            found.append(self.say("until", date=long_date(source.applies_until, self.language)))
        return ", ".join(found) or sentence("in_force" if source.binding else "guidance", self.language)


def condition_of(entry: Entry) -> Condition:
    return entry.when if isinstance(entry, Fact) else entry.applies_when


def cell(*content: Inline | str) -> Cell:
    return Cell(tuple(Text(item) if isinstance(item, str) else item for item in content))


def paragraph(*content: Inline | str) -> Paragraph:
    return Paragraph(cell(*content).content)


def capital(text: str) -> str:
    """A label as a title."""
    return text[:1].upper() + text[1:]


def _whens(value: object) -> Iterator[Condition]:
    if isinstance(value, When):
        yield value.condition
    if isinstance(value, tuple):
        for item in value:
            yield from _whens(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _whens(getattr(value, field.name))
