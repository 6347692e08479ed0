"""A sheet of a reference as Markdown, for a repository that shows its pages without building anything.

Knows the tree and the Markdown of code forges. Every text is escaped; no text is ever read as Markdown. Addresses depend on where
the page will stand, so they come from the caller; an empty one leaves the words without a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from charter_builder.charter import (
    Block,
    Bullets,
    Cell,
    Emphasis,
    Heading,
    Inline,
    Link,
    Paragraph,
    Reference,
    Section,
    Sheet,
    Strong,
    Table,
    Text,
    Typed,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def write_sheets(title: str, lead: str, sheets: Iterable[Sheet], address: Callable[[str], str]) -> str:
    """A page of one or several sheets, under one title."""
    writer = _Writer(address)
    return "\n".join([f"# {escaped(title)}", "", lead, "", *(line for sheet in sheets for line in writer.sheet(sheet))]).rstrip() + "\n"


class _Writer:
    def __init__(self, address: Callable[[str], str]) -> None:
        self.address = address

    def sheet(self, sheet: Sheet) -> Iterator[str]:
        yield from (f"## {escaped(sheet.title)}", "")
        yield from self.blocks(sheet.lead)
        for section in sheet.sections:
            yield from self.section(section, 3)

    def section(self, section: Section, level: int) -> Iterator[str]:
        yield from (f"{'#' * level} {escaped(section.title)}", "")
        yield from self.blocks(section.content)
        for inner in section.sections:
            yield from self.section(inner, level + 1)

    def blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield from self.block(block)
            yield ""

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(content):
                yield f"**{self.inlines(content)}**"
            case Paragraph(content):
                yield self.inlines(content)
            case Bullets():
                yield from self.bullets(block, "")
            case Table(caption, head, rows):
                if caption:
                    yield from (f"**{self.inlines(caption)}**", "")
                yield from (self.row(head), "|" + "---|" * len(head), *map(self.row, rows))
            case _:
                raise TypeError(f"not a block of a sheet: {block!r}")

    def bullets(self, bullets: Bullets, indent: str) -> Iterator[str]:
        for first, *others in bullets.items:
            assert isinstance(first, Paragraph)
            yield f"{indent}- {self.inlines(first.content)}"
            for other in others:
                if isinstance(other, Bullets):
                    yield from self.bullets(other, indent + "  ")
                else:
                    yield from ("", *(f"{indent}  {line}" for line in self.block(other)), "")

    def row(self, cells: Iterable[Cell]) -> str:
        return "|" + "".join(f" {self.inlines(cell.content)} |" for cell in cells)

    def inlines(self, content: Iterable[Inline]) -> str:
        return "".join(map(self.inline, content))

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(value):
                return escaped(value)
            case Typed(value):
                return f"`{value}`"
            case Strong(content):
                return f"**{self.inlines(content)}**"
            case Emphasis(content):
                return f"*{self.inlines(content)}*"
            case Link(address, content):
                return f"[{self.inlines(content)}]({address})"
            case Reference(target, content):
                address = self.address(target)
                return f"[{self.inlines(content)}]({address})" if address else self.inlines(content)
        raise TypeError(f"not an inline of a sheet: {inline!r}")


def escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
