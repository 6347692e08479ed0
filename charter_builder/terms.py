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
    Lookup,
    LookupGroup,
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
        self.seen: set[str] = set()
        #: By first word, with a small or a capital first letter, the forms that begin with it, each with its term, longest first.
        self.forms: dict[str, list[tuple[str, str]]] = {}
        for forms, definition in entries(page) if page and glossary else ():
            for form in forms:
                first = _WORD.match(form)
                word = first[0] if first else form
                for written in {word, _key(word), _key(word)[:1].upper() + word[1:]}:
                    self.forms.setdefault(written, []).append((_plain(form), definition.term))
        for candidates in self.forms.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def restart(self) -> None:
        self.seen = set()

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(self._block(block) for block in blocks) if self.forms else blocks

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph(content):
                return Paragraph(self._inlines(content))
            case Bullets(items):
                return Bullets(tuple(self.blocks(item) for item in items))
            case Numbered(start, items):
                return Numbered(start, tuple(self.blocks(item) for item in items))
            case Table():
                return self._table(block)
            case Lookup(kinds, groups):
                return Lookup(kinds, tuple(LookupGroup(g.title, self._table(g.table), g.rows) for g in groups))
            case Examples(examples):
                return Examples(tuple(Example(e.good, self._inlines(e.content), self._inlines(e.instead)) for e in examples))
            case Definitions(definitions):
                return Definitions(tuple(Definition(d.term, self.blocks(d.content)) for d in definitions))
        return block

    def _table(self, table: Table) -> Table:
        rows = tuple(tuple(Cell(self._inlines(cell.content), cell.light) for cell in row) for row in table.rows)
        return Table(table.caption, table.head, rows)

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
        start = 0
        for word in _WORD.finditer(value):
            candidates = self.forms.get(word[0])
            found = self._found(candidates, value, word.start()) if candidates and word.start() >= start else None
            if not found or found[1] in self.seen:
                continue
            self.seen.add(found[1])
            if word.start() > start:
                yield Text(value[start : word.start()])
            start = word.start() + len(found[0])
            yield Term(self.glossary, found[1], (Text(value[word.start() : start]),))
        if value[start:]:
            yield Text(value[start:])

    def _found(self, candidates: list[tuple[str, str]], value: str, start: int) -> tuple[str, str] | None:
        """The longest form that stands here as whole words: any space, either apostrophe, a capital or not."""
        for form, term in candidates:
            written = _plain(value[start : start + len(form)])
            following = value[start + len(form) : start + len(form) + 1]
            if written[1:] == form[1:] and _key(written) == _key(form) and not (following.isalnum() or following == "-"):
                return form, term
        return None


#: A word, not begun inside another one.
_WORD = re.compile(r"(?<![\w-])\w+")
_SPACES = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{RIGHT SINGLE QUOTATION MARK}": "'"})


def _plain(written: str) -> str:
    """A form without the accidents of typography, letter for letter."""
    return written.translate(_SPACES)


def _key(form: str) -> str:
    """A form with a small first letter; an acronym keeps its capitals."""
    return form if form.isupper() and len(form) > 1 else form[:1].lower() + form[1:]
