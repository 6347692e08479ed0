"""The charter as a flat sequence of styled lines, lists and tables: what a word processor draws.

Knows the order of the document and the name of each place to fill in. Knows no file format, and no measure: `looks` has these. A reference
leads to a bookmark of the document, or is only its words; the texts that an article cites are its footnotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from charter_builder.charter import (
    Annex,
    Article,
    Blank,
    Block,
    Box,
    Bullets,
    Calendar,
    Cell,
    Charter,
    Citation,
    Definitions,
    Emphasis,
    Example,
    Examples,
    Heading,
    Inline,
    Link,
    Lookup,
    Note,
    Numbered,
    Paragraph,
    Reference,
    Strong,
    Superscript,
    Table,
    Term,
    Text,
    Timeline,
    paragraph_numbers,
)
from charter_builder.messages import in_force, law_as_of, long_date, sentence
from charter_builder.writers.html import spoken

Style = Literal[
    "logo", "owner", "title", "subtitle", "draft", "fact", "notice", "contents", "entry", "heading1", "heading2", "mark", "rule", "text", "numbered", "signed", "item",
    "label", "small", "caption", "head", "cell", "header", "footer", "note",
]  # fmt: skip
MarkKind = Literal["law", "commitment", "advice", "flag", "good", "bad"]

#: What stands for a place to write or to tick: signs without a letter, so that the words stay those of the charter.
EMPTY, UNTICKED, TICKED = "__________", "☐", "☒"
#: About how many signs a line of a table holds.
SIGNS = 84


@dataclass(frozen=True)
class Mark:
    """A word or two that stand out in the colours of their kind."""

    kind: MarkKind
    value: str


@dataclass(frozen=True)
class Label:
    """The number of a paragraph, before its words."""

    value: str


@dataclass(frozen=True)
class Field:
    """A place to write; `name` says what."""

    name: str


@dataclass(frozen=True)
class Tick:
    """A box to tick; `name` says for what."""

    name: str


Drawn = Inline | Mark | Label | Field | Tick


@dataclass(frozen=True)
class Line:
    """A paragraph or a heading. `anchor`: the bookmark that leads to it; `new_page`: it begins one."""

    style: Style
    content: tuple[Drawn, ...]
    anchor: str = ""
    new_page: bool = False


@dataclass(frozen=True)
class Listing:
    """A list, numbered from `start`, or with bullets when `start` is 0; with `boxes`, each item begins with a box, that is its mark."""

    start: int
    items: tuple[tuple[Piece, ...], ...]
    boxes: bool = False


@dataclass(frozen=True)
class GridCell:
    content: tuple[Drawn, ...]
    cell: Cell


@dataclass(frozen=True)
class Grid:
    """A table with a header row. `name` is for those who do not see it; `widths` are shares; `row_heads`: the first cell of a row says
    what the row is about; `signed`: its rows leave room for a signature.
    """

    name: str
    widths: tuple[int, ...]
    head: tuple[GridCell, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    row_heads: bool = True
    signed: bool = False


@dataclass(frozen=True)
class Picture:
    """The place of the logo."""


@dataclass(frozen=True)
class Contents:
    """The table of contents: the headings of level 1, each with its bookmark."""

    title: str
    entries: tuple[tuple[str, str], ...]


Piece = Line | Listing | Grid | Picture | Contents


def outline(charter: Charter) -> tuple[Piece, ...]:
    """The whole document, in the order of reading: cover, contents, parts, signatures, annexes."""
    writer = _Writer(charter)
    body = [*writer.parts(), *writer.signatures(), *writer.annexes()]
    entries = tuple((spoken(line.content), line.anchor) for line in body if isinstance(line, Line) and line.style == "heading1")  # type: ignore[arg-type]
    return (*writer.cover(), Contents(writer.say("contents"), entries), *body)


def running_head(charter: Charter) -> tuple[str, str]:
    """What stands above each page but the first: the organisation, with the state of a draft, and the title."""
    draft = f" – {sentence('draft', charter.language)}" if charter.draft else ""
    return charter.organisation + draft, charter.title


def running_foot(charter: Charter) -> tuple[str, str, str, str]:
    """What stands below: the edition, then what comes before the number of the page, between it and the count, and after."""
    before, _, rest = sentence("page_of", charter.language, page="\0", pages="\1").partition("\0")
    between, _, after = rest.partition("\1")
    edition = sentence("edition", charter.language, edition=charter.adoption.edition)
    return f"{edition} · {law_as_of(charter.law_as_of, charter.law_read_on, charter.language)}", before, between, after


class _Writer:
    def __init__(self, charter: Charter) -> None:
        self.charter = charter
        named = (*(article.id for part in charter.parts for article in part.articles), *(annex.id for annex in charter.annexes))
        self.anchors = {name: f"charte{rank}" for rank, name in enumerate(named, 1)}

    def say(self, name: str, /, **params: object) -> str:
        return sentence(name, self.charter.language, **params)

    def day(self, day: date) -> str:
        return long_date(day, self.charter.language)

    # ------------------------------------------------------------------------------------------------------------ the document

    def cover(self) -> Iterator[Piece]:
        charter, adoption, contact = self.charter, self.charter.adoption, self.charter.contact
        yield Picture()
        yield Line("owner", (Text(charter.organisation),))
        yield Line("title", (Text(charter.title),))
        yield Line("subtitle", (Text(charter.subtitle),))
        if charter.draft:
            yield Line("draft", (Text(f"{self.say('draft')}. {self.say('draft_notice')}"),))
        if adoption.date:
            yield Line("fact", (Text(self.say("adopted", body=adoption.body, date=self.day(adoption.date)) + "."),))
        yield Line("fact", (Text(self.say("edition", edition=adoption.edition) + "."),))
        if adoption.next_review:
            yield Line("fact", (Text(self.say("next_review", date=self.day(adoption.next_review)) + "."),))
        who = ", ".join(name for name in (contact.name, contact.function) if name)
        yield Line("fact", (Strong((Text(self.say("contact")),)), Text(f" {who}{self.say('colon')}{contact.address}")))
        law = law_as_of(charter.law_as_of, charter.law_read_on, charter.language)
        yield Line("notice", (Text(f"{charter.notice} {law}."),))

    def parts(self) -> Iterator[Piece]:
        for rank, part in enumerate(self.charter.parts):
            yield Line("heading1", (Text(f"{part.number}. {part.title}"),), f"partie{part.number}", new_page=rank == 0)
            for article in part.articles:
                yield from self.article(article)

    def article(self, article: Article) -> Iterator[Piece]:
        yield Line("heading2", (Text(f"{article.number} {article.title}"),), self.anchors[article.id])
        yield Line("mark", tuple(self._marks(article)))
        notes = (Note(self._cited(citation)) for citation in article.citations)
        calls = (call for rank, note in enumerate(notes) for call in ((Superscript(", "), note) if rank else (note,)))
        yield Line("rule", (*self._inlines(article.rule), *calls))
        for number, block in zip(paragraph_numbers(article), article.content, strict=True):
            for piece in self.block(block):
                yield _numbered(piece, number) if number and isinstance(piece, Line) else piece
        if article.practice:
            yield Line("label", (Text(self.say("in_practice")),))
            yield from self.blocks(article.practice)
        yield Line("label", (Text(self.say("why")),))
        yield from self.blocks(article.why)
        reasons = Text(" ".join(article.reasons))
        yield Line("small", (Strong((Text(self.say("why_here") + self.say("colon")),)), reasons))
        yield Line("small", (Text(self.say("owner", owner=article.owner) + "."),))

    def signatures(self) -> Iterator[Piece]:
        """Room for two names, after what binds them."""
        charter = self.charter
        yield Line("heading1", (Text(self.say("signature")),), "signatures")
        at, on = self.say("signed_at"), self.say("signed_on")
        yield Line("signed", (Text(at + " "), Field(at), Text(f" {on} "), Field(f"{at} {on}")))
        head = (self.say("signed_for", name=charter.organisation), self.say("signed_reader"))
        row = (self.say("signed_body", body=charter.adoption.body), "")
        said = [tuple(GridCell((Text(words),), Cell(())) for words in words_of) for words_of in (head, row)]
        yield Grid(self.say("signature"), (1, 1), said[0], (said[1],), row_heads=False, signed=True)

    def annexes(self) -> Iterator[Piece]:
        for annex in self.charter.annexes:
            title = f"{self.say('annex', number=annex.number)}{self.say('colon')}{annex.title}"
            yield Line("heading1", (Text(title),), self.anchors[annex.id], new_page=True)
            yield from self.blocks(annex.introduction)
            yield from self.blocks(annex.content)
            yield from self._sources(annex)

    def _sources(self, annex: Annex) -> Iterator[Piece]:
        if annex.citations:
            yield Line("label", (Text(self.say("sources")),))
            yield Listing(1, tuple((Line("small", self._cited(citation)),) for citation in annex.citations))

    def _marks(self, article: Article) -> Iterator[Drawn]:
        yield Mark(article.force, article.force_label)
        if article.prepare_for:
            yield from (Text(" "), Mark("flag", self.say("prepare", date=self.day(article.prepare_for))))
        if article.to_confirm:
            yield from (Text(" "), Mark("flag", self.say("to_confirm")))

    def _cited(self, citation: Citation) -> tuple[Inline, ...]:
        link = Link(citation.url, (Text(f"{citation.label}, {citation.pinpoint}"),))
        said = self.say("colon") + citation.subject
        if standing := in_force(citation, self.charter.language):
            said += f" ({standing})"
        return (link, Text(said))

    # ---------------------------------------------------------------------------------------------------------------- blocks

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Piece]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[Piece]:
        match block:
            case Heading(content):
                yield Line("heading2", self._inlines(content))
            case Paragraph(content):
                yield Line("text", self._inlines(content))
            case Bullets(items):
                drawn = self._items(items)
                yield Listing(0, drawn, boxes=all(map(_is_boxed, drawn)))
            case Numbered(start, items):
                yield Listing(start, self._items(items))
            case Table():
                yield from self._table(block)
            case Calendar(table):
                yield from self._table(table)
            case Lookup():
                for group in block.groups:
                    yield Line("heading2", (Text(group.title),))
                    yield from self._table(group.table)
            case Timeline():
                yield Line("text", (Strong((Text(self.say("timeline_here", date=self.day(block.here)) + "."),)),))
                yield Listing(0, tuple(self._milestones(block)))
            case Examples():
                yield Listing(0, tuple((Line("item", tuple(self._example(example))),) for example in block.items))
            case Definitions(definitions):
                for definition in definitions:
                    yield Line("label", (Text(definition.term),))
                    yield from self.blocks(definition.content)
            case _:
                raise TypeError(f"not a block of a charter: {block!r}")

    def _items(self, items: Iterable[tuple[Block, ...]]) -> tuple[tuple[Piece, ...], ...]:
        return tuple(tuple(_as_item(piece) for piece in self.blocks(item)) for item in items)

    def _example(self, example: Example) -> Iterator[Drawn]:
        yield Mark("good" if example.good else "bad", self.say("good" if example.good else "bad"))
        yield from (Text(" – "), *self._inlines(example.content))
        if example.instead:
            yield from (Text(" "), Strong((Text(self.say("instead")),)), Text(" "), *self._inlines(example.instead))

    def _milestones(self, timeline: Timeline) -> Iterator[tuple[Piece, ...]]:
        for entry in timeline.entries:
            to_come = f" ({self.say('timeline_to_come')})" if entry.day > timeline.here else ""
            said: list[Drawn] = [Strong((Text(self.day(entry.day)),)), Text(f"{to_come}{self.say('colon')}{entry.label}.")]
            for rank, article in enumerate(entry.articles):
                said += [Text(", " if rank else f" {self.say('timeline_articles')} "), *self._inlines((article,))]
            if entry.articles:
                said.append(Text("."))
            yield (Line("item", tuple(said)),)

    def _table(self, table: Table) -> Iterator[Piece]:
        if table.caption:
            yield Line("caption", self._inlines(table.caption))
        heads = [spoken(cell.content) for cell in table.head]
        columns = zip(*(tuple(spoken(cell.content) for cell in row) for row in (table.head, *table.rows)), strict=True)
        yield Grid(
            spoken(table.caption) or self.say("table"),
            _shares(tuple(columns)),
            tuple(GridCell(self._inlines(cell.content), cell) for cell in table.head),
            tuple(tuple(self._cell(row, rank, heads) for rank in range(len(row))) for row in table.rows),
        )

    def _cell(self, row: tuple[Cell, ...], rank: int, heads: list[str]) -> GridCell:
        """A blank in a table is named by its row, and by its column when several are to fill in."""
        named = [spoken(row[0].content)] if rank else []
        if len(row) > 2 or not (named and named[0]):
            named.append(heads[rank])
        return GridCell(self._inlines(row[rank].content, " – ".join(name for name in named if name)), row[rank])

    # --------------------------------------------------------------------------------------------------------------- inlines

    def _inlines(self, content: tuple[Inline, ...], name: str = "") -> tuple[Drawn, ...]:
        """References made bookmarks, words of the glossary only words, places to fill in named. `name`: for a blank without words."""
        drawn: list[Drawn] = []
        for rank, inline in enumerate(content):
            match inline:
                case Reference(target, inner):
                    known = self.anchors.get(target)
                    drawn += [Reference(known, self._inner(inner))] if known else self._inlines(inner)
                case Term(_, _, inner):
                    drawn += self._inlines(inner)
                case Blank():
                    before = spoken(content[:rank]).rpartition(".")[2]
                    drawn.append(Field(_short(before) or name or self.say("blank_name")))
                case Box():
                    end = next((after for after in range(rank + 1, len(content)) if isinstance(content[after], Box)), len(content))
                    drawn.append(Tick(_short(spoken(content[rank + 1 : end])) or name or self.say("box_name")))
                case Strong(inner) | Emphasis(inner) | Link(_, inner) | Note(inner):
                    drawn.append(replace(inline, content=self._inner(inner)))
                case _:
                    drawn.append(inline)
        return tuple(drawn)

    def _inner(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return self._inlines(content)  # type: ignore[return-value]


def _as_item(piece: Piece) -> Piece:
    """A paragraph of a list stands closer to the next."""
    return replace(piece, style="item") if isinstance(piece, Line) and piece.style == "text" else piece


def _is_boxed(item: tuple[Piece, ...]) -> bool:
    first = item[0] if item else None
    return isinstance(first, Line) and any(isinstance(drawn, Tick) for drawn in first.content[:1])


def _numbered(line: Line, number: str) -> Line:
    return replace(line, style="numbered", content=(Label(number), *line.content))


def _shares(columns: tuple[tuple[str, ...], ...]) -> tuple[int, ...]:
    """The widths of columns, in signs of a line of the table: room for the longest word of each, then by what they hold."""
    longest = [min(24, max(len(word) for words in column for word in (*words.split(), ""))) + 3 for column in columns]
    wanted = [min(48, max(14, *map(len, column))) for column in columns]
    left = max(0, SIGNS - sum(longest))
    return tuple(least + left * share // sum(wanted) for least, share in zip(longest, wanted, strict=True))


def _short(words: str) -> str:
    """The name of a place to fill in, without what surrounds it."""
    return " ".join(words.split()).strip(" :–-_,;.")[:60].strip()
