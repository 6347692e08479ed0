"""Words of the glossary, linked where a page first uses them.

Knows the entries of a glossary page and the forms under which texts write them. Pure: blocks in, blocks out. Leaves to
`compose` what a page is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from charter_builder.charter import (
    Block,
    Bullets,
    Cell,
    Definition,
    Definitions,
    Emphasis,
    Example,
    Examples,
    Heading,
    Inline,
    Numbered,
    Paragraph,
    Strong,
    Table,
    Term,
    Text,
)
from charter_builder.reading.texts import PageText


def entries(page: PageText) -> tuple[tuple[tuple[str, ...], Definition], ...]:
    """Each entry of a glossary page, with its forms: « ## Donnée personnelle | données personnelles » and the blocks below."""
    found: list[tuple[tuple[str, ...], Definition]] = []
    for block in page.blocks:
        if isinstance(block, Heading):
            heading = "".join(inline.value for inline in block.content if isinstance(inline, Text))
            forms = tuple(form.strip() for form in heading.split("|"))
            found.append((forms, Definition(forms[0], ())))
        elif found:
            forms, entry = found[-1]
            found[-1] = (forms, Definition(entry.term, (*entry.content, block)))
    return tuple(found)


class Terms:
    """Links each word of a glossary once. `glossary`: the annex that shows it. `restart` begins another page."""

    def __init__(self, page: PageText | None, glossary: str) -> None:
        self.glossary = glossary
        self.terms = {_key(form): forms[0] for forms, _ in (entries(page) if page and glossary else ()) for form in forms}
        forms = sorted({form for forms, _ in (entries(page) if page and glossary else ()) for form in forms}, key=len, reverse=True)
        self.pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(_written, forms)) + r")(?![\w-])") if forms else None
        self.seen: set[str] = set()

    def restart(self) -> None:
        self.seen = set()

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(self._block(block) for block in blocks) if self.pattern else blocks

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph(content):
                return Paragraph(self._inlines(content))
            case Bullets(items):
                return Bullets(tuple(self.blocks(item) for item in items))
            case Numbered(start, items):
                return Numbered(start, tuple(self.blocks(item) for item in items))
            case Table(caption, head, rows):
                return Table(caption, head, tuple(tuple(Cell(self._inlines(cell.content), cell.light) for cell in row) for row in rows))
            case Examples(examples):
                return Examples(tuple(Example(e.good, self._inlines(e.content), self._inlines(e.instead)) for e in examples))
            case Definitions(definitions):
                return Definitions(tuple(Definition(d.term, self.blocks(d.content)) for d in definitions))
        return block

    def _inlines(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(linked for inline in content for linked in self._inline(inline))

    def _inline(self, inline: Inline) -> Iterator[Inline]:
        match inline:
            case Text(value):
                yield from self._words(value)
            case Strong(content):
                yield Strong(self._inlines(content))
            case Emphasis(content):
                yield Emphasis(self._inlines(content))
            case _:
                yield inline

    def _words(self, value: str) -> Iterator[Inline]:
        assert self.pattern
        start = 0
        for found in self.pattern.finditer(value):
            term = self.terms.get(_key(found[0]), "")
            if not term or term in self.seen:
                continue
            self.seen.add(term)
            if found.start() > start:
                yield Text(value[start : found.start()])
            yield Term(self.glossary, term, (Text(found[0]),))
            start = found.end()
        if value[start:]:
            yield Text(value[start:])


def _key(form: str) -> str:
    """A form without the accidents of writing: capital of a first word, kind of space or apostrophe. An acronym keeps its capitals."""
    plain = re.sub(r"\s", " ", form.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return plain if plain.isupper() else plain[:1].lower() + plain[1:]


def _written(form: str) -> str:
    """A pattern for a form: any space, either apostrophe, and for a word that is no acronym either case of its first letter."""
    pattern = re.sub(r"(?:\\ |\s)", r"\\s", re.escape(form)).replace("'", "['\N{RIGHT SINGLE QUOTATION MARK}]")
    first = form[:1]
    if form.isupper() or first.lower() == first.upper():
        return pattern
    return f"[{first.lower()}{first.upper()}]{pattern[len(re.escape(first)) :]}"
