"""The blocks of a tree as Markdown: CommonMark, tables and footnotes; and the sheets of a reference, for a code forge.

Knows the tree and Markdown. Every text is escaped; no text is ever read as Markdown. Where an emphasis would not be read as one (a
star between a letter and a sign), the words stand without it. Addresses depend on where the page will stand, so they come from the
caller; an empty one leaves the words without a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from charter_builder.charter import (
    Blank,
    Block,
    Box,
    Bullets,
    Calendar,
    Cell,
    Definitions,
    Emphasis,
    Examples,
    Heading,
    Inline,
    Link,
    Lookup,
    Note,
    Numbered,
    Paragraph,
    Reference,
    Section,
    Sheet,
    Strong,
    Superscript,
    Table,
    Term,
    Text,
    Timeline,
    Typed,
)
from charter_builder.messages import long_date, sentence

_SPECIAL = re.compile(r"[\\`*_\[\]<>|#$]|&(?=#?\w+;)|~(?=~)|(?<=~)~|[!^]$")
#: What would begin a list, a rule or the line under a title, at the beginning of a line.
_BEGINNING = re.compile(r"(\d{0,9})([-+=.)~])")
_BREAKS = re.compile(r"\s*[\r\n]\s*")
_PLAIN_ADDRESS = re.compile(r"[^\s()<>\\\x00-\x1f]+")


class MarkdownWriter:
    """Writes blocks for one file. Footnotes met on the way are gathered in `notes`. Headings are bold lines, or of a level."""

    def __init__(self, language: str, address: Callable[[str], str], *, heading_level: int = 0) -> None:
        self.language, self.address, self.level = language, address, heading_level
        self.notes: list[str] = []

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        """The lines of these blocks, an empty one after each."""
        for block in blocks:
            yield from self.block(block)
            yield ""

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(content):
                yield self.heading(self.inlines(content))
            case Paragraph(content):
                yield _line(self.inlines(content))
            case Bullets(items):
                yield from self._items(("- " for _ in items), items)
            case Numbered(start, items):
                yield from self._items((f"{number}. " for number, _ in enumerate(items, start)), items)
            case Examples(examples):
                for example in examples:
                    instead = f" *{self.say('instead')}* {self.inlines(example.instead)}" if example.instead else ""
                    yield f"- **{self.say('good' if example.good else 'bad')}** – {self.inlines(example.content)}{instead}"
            case Table():
                yield from self._table(block)
            case Calendar(table):
                yield from self._table(table)
            case Lookup(_, groups):
                for group in groups:
                    yield from (self.heading(escaped(group.title)), "", *self._table(group.table), "")
            case Timeline():
                yield from self._milestones(block)
            case Definitions(definitions):
                for definition in definitions:
                    yield from (f"**{escaped(definition.term)}**", "", *self.blocks(definition.content))
            case _:
                raise TypeError(f"not a block of a charter: {block!r}")

    def inlines(self, content: Iterable[Inline], *, marked: bool = False) -> str:
        """`marked`: inside an emphasis, at whose edges another would not be told from it."""
        written = ""
        pieces = [(inline, self.inline(inline)) for inline in content]
        for rank, (inline, piece) in enumerate(pieces):
            if isinstance(inline, Strong | Emphasis):
                after = next((text for _, text in pieces[rank + 1 :] if text), "")
                if not marked or (written and after):
                    piece = _marked("**" if isinstance(inline, Strong) else "*", piece, written[-1:], after[:1])
            written += piece
        return written

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(value) | Superscript(value):
                return escaped(value)
            case Typed(value):
                return f"`{value}`"
            case Strong(content) | Emphasis(content):
                return self.inlines(content, marked=True)
            case Term(_, _, content):
                return self.inlines(content)
            case Link(address, content):
                return _link(self.inlines(content), address)
            case Reference(target, content):
                address = self.address(target)
                return _link(self.inlines(content), address) if address else self.inlines(content)
            case Note(content):
                return self.note(self.inlines(content))
            case Blank():
                return r"\_" * 10
            case Box():
                return "☐"
        raise TypeError(f"not an inline of a charter: {inline!r}")

    def heading(self, text: str) -> str:
        return f"{'#' * self.level} {text}" if self.level else f"**{text}**"

    def note(self, text: str) -> str:
        """Keep a footnote; its call."""
        if text not in self.notes:
            self.notes.append(text)
        return f"[^{self.notes.index(text) + 1}]"

    def endnotes(self) -> Iterator[str]:
        for number, note in enumerate(self.notes, 1):
            yield from (f"[^{number}]: {_line(note)}", "")

    def say(self, name: str, /, **params: object) -> str:
        return escaped(sentence(name, self.language, **params))

    def _items(self, marks: Iterable[str], items: Iterable[tuple[Block, ...]]) -> Iterator[str]:
        for mark, item in zip(marks, items, strict=True):
            lines = [
                line
                for rank, block in enumerate(item)
                for line in ([""] if rank and not isinstance(block, Bullets) else []) + [*self.block(block)]
            ]
            yield from (f"{mark if not rank else ' ' * len(mark) if line else ''}{line}" for rank, line in enumerate(lines))

    def _table(self, table: Table) -> Iterator[str]:
        if table.caption:
            yield from (f"**{self.inlines(table.caption)}**", "")
        yield from (self._row(table.head), "|" + "---|" * len(table.head), *map(self._row, table.rows))

    def _row(self, cells: Iterable[Cell]) -> str:
        return "|" + "".join(f" {self.inlines(cell.content)} |" for cell in cells)

    def _milestones(self, timeline: Timeline) -> Iterator[str]:
        yield from (f"**{self.say('timeline_here', date=long_date(timeline.here, self.language))}.**", "")
        for entry in timeline.entries:
            to_come = f" ({self.say('timeline_to_come')})" if entry.day > timeline.here else ""
            articles = f" {self.say('timeline_articles')} {', '.join(map(self.inline, entry.articles))}." if entry.articles else ""
            yield f"- **{long_date(entry.day, self.language)}**{to_come}{self.say('colon')}{escaped(entry.label)}.{articles}"


def escaped(text: str) -> str:
    """The text, to be read as it is inside a line."""
    return _SPECIAL.sub(r"\\\g<0>", _BREAKS.sub(" ", text))


def _line(text: str) -> str:
    """A line of a paragraph, that begins nothing else."""
    text = text.strip(" \t")
    return _BEGINNING.sub(r"\1\\\2", text, count=1) if _BEGINNING.match(text) else text


def _link(words: str, address: str) -> str:
    return f"[{words}]({address if _PLAIN_ADDRESS.fullmatch(address) else f'<{address}>'})"


def _marked(mark: str, words: str, before: str, after: str) -> str:
    """An emphasis, where CommonMark reads one: spaces stand outside, and a sign inside its edge wants a space or a sign outside."""
    inside = words.strip()
    if not inside:
        return words
    head, tail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    opens = inside[0].isalnum() or head or not (before.isalnum() or before == "*")
    closes = inside[-1].isalnum() or tail or not (after.isalnum() or after == "*")
    alone = "*" not in (inside[0], inside[-1], *((before,) if not head else ()), *((after,) if not tail else ()))
    return f"{head}{mark}{inside}{mark}{tail}" if opens and closes and alone else words


# ---------------------------------------------------------------------------------------------------------------- sheets


def write_sheets(title: str, lead: str, sheets: Iterable[Sheet], address: Callable[[str], str]) -> str:
    """A page of one or several sheets of a reference, under one title."""
    writer = MarkdownWriter("", address)
    return "\n".join([f"# {escaped(title)}", "", lead, "", *(line for sheet in sheets for line in _sheet(writer, sheet))]).rstrip() + "\n"


def _sheet(writer: MarkdownWriter, sheet: Sheet) -> Iterator[str]:
    yield from (f"## {escaped(sheet.title)}", "")
    yield from writer.blocks(sheet.lead)
    for section in sheet.sections:
        yield from _section(writer, section, 3)


def _section(writer: MarkdownWriter, section: Section, level: int) -> Iterator[str]:
    yield from (f"{'#' * level} {escaped(section.title)}", "")
    yield from writer.blocks(section.content)
    for inner in section.sections:
        yield from _section(writer, inner, level + 1)
