"""The fixed parts of a text: title, rule, article, practice, why and easy words of a clause; title and sections of a page.

Knows the headings of each language and how a practice is written. Leaves the dialect inside the parts to `prose`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charter_builder.charter import Block, Bullets, Example, Examples, Heading, Inline, Paragraph, Text, When
from charter_builder.conditions import near
from charter_builder.problems import Place
from charter_builder.reading.prose import PLACEHOLDER, ProseReader, construct, hole_in
from charter_builder.typography import polish

if TYPE_CHECKING:
    from charter_builder.reading.prose import Token

#: The fixed headings of a clause text, in order. The last may be absent: the rule in easy-to-read words, « facile à lire et à comprendre ».
SECTIONS = {"fr": ("Article", "En pratique", "Pourquoi", "FALC"), "en": ("Article", "In practice", "Why", "Easy to read")}
#: How a practice begins, and what stands before the other way.
MARKS = {"fr": ("OK :", "Non :", "→ plutôt "), "en": ("OK:", "No:", "→ instead ")}


@dataclass(frozen=True)
class ClauseText:
    """A clause in one language, not yet composed."""

    title: str
    rule: tuple[Inline, ...]
    article: tuple[Block, ...]
    practice: tuple[Block, ...]
    why: tuple[Block, ...]
    easy: tuple[Block, ...] = ()


@dataclass(frozen=True)
class PageText:
    """An annex or a glossary in one language: a title, an introduction, and blocks under its headings."""

    title: str
    blocks: tuple[Block, ...]


class TextReader(ProseReader):
    """Reads the clause, or the page, that one file holds."""

    def clause(self) -> ClauseText:
        """Title, rule, and the fixed sections, in order; a missing, misspelt or misplaced heading is a problem."""
        if not self._check_whole():
            return ClauseText("", (), (), (), ())
        names = SECTIONS[self.language]
        head, sections = self._sections()
        found = [name for name, _, _ in sections]
        for position, (name, line, _) in enumerate(sections):
            if name not in names:
                self._problem("E305", line, heading=name, near=near(name, names), expected=", ".join(f"## {n}" for n in names))
            elif found.index(name) != position or [n for n in names if n in found].index(name) > position:
                self._problem("E306", line, heading=name)
        meant = [near(name, names) for name in found if name not in names]
        for name in names[:-1]:
            if name not in found and name not in meant:
                self.problems.add("E307", Place(self.shown), heading=name)
        title, rest = self._title(head)
        if not title:
            rest = [Paragraph(())]
        elif len(rest) != 1 or not isinstance(rest[0], Paragraph):
            starts = [token.map[0] for token in head[3:] if token.level == 0 and token.nesting >= 0 and token.map]
            self._problem("E308", starts[1] if len(starts) > 1 else starts[0] if starts else 0)
            rest = [Paragraph(())]
        rule = rest[0]
        assert isinstance(rule, Paragraph)
        blocks = {name: self._blocks(tokens) for name, _, tokens in sections}
        article, practice, why, easy = (tuple(blocks.get(name, ())) for name in names)
        line = next((line for name, line, _ in sections if name == names[1]), 0)
        return ClauseText(title, rule.content, article, tuple(self._examples(block, line) for block in practice), why, easy)

    def page(self) -> PageText:
        """A title, then blocks; second-level headings become `Heading` blocks."""
        if not self._check_whole():
            return PageText("", ())
        head, sections = self._sections()
        title, blocks = self._title(head)
        for name, line, tokens in sections:
            if re.search(r"[*_`<\[]", name) or hole_in(name):
                self._problem("E302", line, construct="## *…*")
            blocks.append(Heading((Text(name),)))
            blocks += self._blocks(tokens)
        return PageText(title, tuple(blocks))

    def _title(self, head: list[Token]) -> tuple[str, list[Block]]:
        if len(head) < 3 or head[0].type != "heading_open" or head[0].tag != "h1":
            self.problems.add("E303", Place(self.shown, 1, 1, 1, self._line(0)))
            return "", []
        for child in head[1].children or []:
            hole = "{{ … }}" if PLACEHOLDER.search(child.content) else hole_in(child.content)
            if found := construct(child) if child.type != "text" else hole:
                self._problem("E302", (head[0].map or [0])[0], construct=found)
                break
        title = "".join(child.content for child in head[1].children or [])
        return polish(title, self.language), self._blocks(head[3:])

    def _sections(self) -> tuple[list[Token], list[tuple[str, int, list[Token]]]]:
        head: list[Token] = []
        sections: list[tuple[str, int, list[Token]]] = []
        tokens = iter(self._body())
        for token in tokens:
            if token.type == "heading_open" and token.tag == "h2" and token.level == 0:
                name = next(tokens).content
                next(tokens)
                sections.append((name if self.language != "fr" else polish(name, "fr"), token.map[0] if token.map else 0, []))
            else:
                (sections[-1][2] if sections else head).append(token)
        return head, sections

    def _examples(self, block: Block, heading: int) -> Block:
        """The practices of a list: « OK : … », « Non : … → plutôt … ». `heading`: the line where they begin."""
        if isinstance(block, When):
            return When(block.condition, tuple(self._examples(inner, heading) for inner in block.blocks))
        if not isinstance(block, Bullets):
            self._problem("E309", heading)
            return block
        items = []
        good, bad, instead = (polish(mark, self.language) for mark in MARKS[self.language])
        for item in block.items:
            first = item[0] if len(item) == 1 else None
            content = first.content if isinstance(first, Paragraph) else ()
            opening = content[0].value if content and isinstance(content[0], Text) else ""
            if opening.startswith(good):
                items.append(Example(True, _strip(content, good)))
                continue
            before, after = _split(_strip(content, bad), instead)
            if not opening.startswith(bad) or not after:
                line = next(
                    (
                        n
                        for n, text in enumerate(self.lines)
                        if opening[:20] and polish(text, self.language).lstrip("- ").startswith(opening[:20])
                    ),
                    heading,
                )
                self._problem("E309", line)
                continue
            items.append(Example(False, before, after))
        return Examples(tuple(items))


def _strip(content: tuple[Inline, ...], mark: str) -> tuple[Inline, ...]:
    if not content or not isinstance(content[0], Text):
        return content
    return (Text(content[0].value.removeprefix(mark).lstrip()), *content[1:])


def _split(content: tuple[Inline, ...], mark: str) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """What stands before and after the mark, in a text of the top level."""
    for position, inline in enumerate(content):
        if isinstance(inline, Text) and mark in inline.value:
            before, _, after = inline.value.partition(mark)
            return (*content[:position], Text(before.rstrip())), (Text(after), *content[position + 1 :])
    return content, ()
