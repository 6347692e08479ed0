"""The dialect of clause texts → blocks. The only importer of markdown-it-py.

Knows CommonMark and what of it a text may use: paragraphs, lists, tables, emphasis, links, footnotes, `{{ placeholders }}` and
`::: when` blocks. Anything else is a problem with its place, never dropped. Leaves to `library` which names exist.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from charter_builder.charter import (
    Blank,
    Block,
    Box,
    Bullets,
    Cell,
    Emphasis,
    Inline,
    Link,
    Note,
    Numbered,
    Paragraph,
    Placeholder,
    Reference,
    Slot,
    Strong,
    Superscript,
    Table,
    Text,
    When,
)
from charter_builder.conditions import NEVER, Condition, near
from charter_builder.problems import Place, Problems
from charter_builder.reading.yamlfile import FORBIDDEN
from charter_builder.typography import ordinals, polish

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token as Token

#: A text is read in time that grows faster than its length; ours are far shorter.
MAX_PROSE = 49_152
MAX_NESTING = 24
#: So many `[` in a paragraph, at most: from each one the parser looks for its end. Ours have four.
MAX_BRACKETS = 200
#: What a template or a merge leaves behind, and no reader should ever see.
HOLES = ("{{", "}}", "{%", "%}", "[TODO]", "<<<<<<<", ">>>>>>>")
_HOLE = re.compile("|".join(map(re.escape, HOLES)))
#: Without braces inside, and no space looked at twice: a text of nothing but braces is read as fast as any other.
PLACEHOLDER = re.compile(r"\{\{\s*+((?:[^{}\s]++|\s++(?!\}\}))*+)\s*+\}\}")
#: Without a name before an @, that reads like the address of somebody else: `https://www.cnil.fr@example.org`.
_LINK = re.compile(r"https?://[^\s/?#@]+(?:[/?#]|$)|mailto:[^\s@]+@|#[a-z]")
_REFUSED_LINK = re.compile(r"\]\(((?:[^\s()]|\([^\s()]*\))*)")

#: What a form leaves to the hand: `____` is a blank, `[ ]` a box to tick.
_BY_HAND = re.compile(r"_{4,}|\[ \]")
#: Which French a translation was made from: see `translations`.
_ORIGINAL = re.compile(r"\[fr\]: sha256:[0-9a-f]+$")
PASSAGE = re.compile(r"\s*:::+\s*when\b")

#: Reads the condition of a `::: when` line, given its text and place.
ReadCondition = Callable[[str, Place], Condition]


class ProseReader:
    """Reads the texts of one file. `inline` and `slots` are the placeholders that a text may use; a page, which has slots, may also
    have blanks and boxes to fill in by hand.
    """

    def __init__(
        self,
        text: str,
        shown: str,
        language: str,
        inline: frozenset[str],
        slots: frozenset[str],
        read_condition: ReadCondition,
        problems: Problems,
    ) -> None:
        self.lines, self.shown, self.language = text.split("\n"), shown, language
        self.inline, self.slots, self.read_condition, self.problems = inline, slots, read_condition, problems
        self.environment: dict[str, object] = {}
        self.references: list[tuple[str, Place]] = []
        self.tokens = _parser().parse(text, self.environment)
        self.notes = self._notes()

    # ------------------------------------------------------------------------------------------------------------- whole

    def _check_whole(self) -> bool:
        """Look at the text as a whole; False when it is not to be read further, so that nothing else can be said of it."""
        sound = True
        crowded: Any = self.environment.get("crowded", ())
        for line, count in crowded:
            self._problem("E348", line, count=count, limit=MAX_BRACKETS)
        if crowded:
            return False
        for token in self.tokens:
            start = token.map[0] if token.map else 0
            if token.level > MAX_NESTING:
                self._problem("E115", start, limit=MAX_NESTING)
                return False
            for child in token.children or ():
                if written := FORBIDDEN.search(child.content):  # as an entity, `&#x202e;`
                    self._problem("E108", start, word="&", character=f"U+{ord(written[0]):04X}")
        if self.environment.get("references"):
            for number, line in enumerate(self.lines):
                if re.match(r" {0,3}\[[^\]^][^\]]*\]:", line) and not _ORIGINAL.match(line):
                    self._problem("E302", number, construct="[…]:")
        notes: Any = self.environment.get("footnotes", {})
        for name in (label[1:] for label, called in notes.get("refs", {}).items() if called < 0):
            number = next((number for number, line in enumerate(self.lines) if f"[^{name}]:" in line), 0)
            self._problem("E326", number, word=f"[^{name}]", name=name)
        fences = [number for number, line in enumerate(self.lines) if line.strip().startswith(":::")]
        opened: int | None = None
        for number in fences:
            closing = not self.lines[number].strip().strip(":").strip()
            known = closing or PASSAGE.match(self.lines[number])
            if not known or closing == (opened is None):
                self._problem("E304", number)
                sound = False
            opened = None if closing else number
        if opened is not None:
            self._problem("E304", opened)
        return sound and opened is None

    # ------------------------------------------------------------------------------------------------------------ blocks

    def _blocks(self, tokens: list[Token]) -> list[Block]:
        return list(self._run(iter(tokens), ""))

    def _run(self, tokens: Iterator[Token], end: str) -> Iterator[Block]:
        for token in tokens:
            if token.type == end:
                return
            line = token.map[0] if token.map else 0
            match token.type:
                case "paragraph_open":
                    inline = next(tokens)
                    next(tokens)
                    slot = PLACEHOLDER.fullmatch(inline.content.strip())
                    if slot and slot[1] in self.slots and not end:  # between two headings, not inside a passage or a list
                        yield Slot(slot[1])
                    else:
                        yield Paragraph(self._inlines(inline))
                case "bullet_list_open":
                    yield Bullets(tuple(self._items(tokens, "bullet_list_close")))
                case "ordered_list_open":
                    yield Numbered(int(token.attrs.get("start", 1)), tuple(self._items(tokens, "ordered_list_close")))
                case "container_when_open":
                    condition = self._condition(token, line)
                    yield When(condition, tuple(self._run(tokens, "container_when_close")))
                case "table_open":
                    yield self._table(tokens)
                case _ if token.nesting >= 0:
                    self._problem("E302", line, construct=construct(token))
                    if token.nesting == 1:
                        depth = 1
                        for inner in tokens:
                            depth += inner.nesting
                            if depth == 0:
                                break

    def _items(self, tokens: Iterator[Token], end: str) -> Iterator[tuple[Block, ...]]:
        for token in tokens:
            if token.type == end:
                return
            yield tuple(self._run(tokens, "list_item_close"))

    def _condition(self, token: Token, line: int) -> Condition:
        written = token.info.strip().removeprefix("when").strip()
        if not written:
            self._problem("E304", line)
            return NEVER
        text = self._line(line)
        return self.read_condition(written, Place(self.shown, line + 1, text.find(written) + 1, len(written), text))

    def _table(self, tokens: Iterator[Token]) -> Table:
        rows: list[list[Cell]] = []
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                line = token.map[0] if token.map else 0
                if rows and (cells := _cells(self._line(line))) > len(rows[0]):  # the parser drops the others
                    self._problem("E345", line, cells=cells, columns=len(rows[0]))
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(Cell(self._inlines(token)))
        return Table((), tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))

    # ----------------------------------------------------------------------------------------------------------- inlines

    def _inlines(self, token: Token) -> tuple[Inline, ...]:
        line = token.map[0] if token.map else 0
        stack: list[tuple[str, list[Inline], str]] = [("", [], "")]
        for child in token.children or []:
            out = stack[-1][1]
            match child.type:
                case "text":
                    out += self._words(child.content, line)
                case "softbreak":
                    out.append(Text(" "))
                case "strong_open" | "em_open":
                    stack.append((child.type, [], ""))
                case "link_open":
                    stack.append((child.type, [], str(child.attrs.get("href", ""))))
                    if title := child.attrs.get("title"):
                        self._problem("E302", line, word=str(title), construct='[…](… "…")')
                case "strong_close" | "em_close" | "link_close":
                    _, content, address = stack.pop()
                    stack[-1][1].append(self._wrapped(child.type, _joined(content), address, line))
                case "footnote_ref":
                    out.append(Note(self.notes.get(int(child.meta["id"]), ())))
                case _:
                    self._problem("E302", line, word=_sign(child), construct=construct(child))
        return _joined(stack[0][1])

    def _wrapped(self, closing: str, content: tuple[Inline, ...], address: str, line: int) -> Inline:
        if closing == "strong_close":
            return Strong(content)
        if closing == "em_close":
            return Emphasis(content)
        if not _LINK.match(address):
            self._problem("E310", line, address=address, word=address)
        if not content:
            self._problem("E302", line, construct="[](…)")
        if address.startswith("#"):
            self.references.append((address[1:], self._place(line, address[1:])))
            return Reference(address[1:], content)
        return Link(address, content)

    def _words(self, text: str, line: int) -> list[Inline]:
        out: list[Inline] = []
        start = 0
        for found in PLACEHOLDER.finditer(text):
            out += self._polished(text[start : found.start()])
            if found[1] not in self.inline:
                self._unknown_placeholder(found[1], line)
            out.append(Placeholder(found[1]))
            start = found.end()
        plain = PLACEHOLDER.sub("", text)
        if hole := hole_in(plain):
            self._problem("E302", line, word=hole, construct=hole)
        if not self.slots and (by_hand := _BY_HAND.search(plain)):  # blanks and boxes are for forms
            self._problem("E302", line, word=by_hand[0], construct=by_hand[0])
        for unwritten in re.finditer(r"\[\^([^\[\]\s]+)\]", plain):
            self._problem("E326", line, word=unwritten[0], name=unwritten[1])
        if refused := _REFUSED_LINK.search(plain):  # by CommonMark, such as `javascript:`
            self._problem("E310", line, address=refused[1], word=refused[1])
        return out + self._polished(text[start:])

    def _polished(self, text: str) -> list[Inline]:
        if not self.slots:
            return self._plain(text)
        out: list[Inline] = []
        start = 0
        text = text.replace("[ ] ", "[ ]\N{NO-BREAK SPACE}")  # a box stays on the line of its word
        for found in _BY_HAND.finditer(text):
            out += [*self._plain(text[start : found.start()]), Box() if found[0] == "[ ]" else Blank()]
            start = found.end()
        return out + self._plain(text[start:])

    def _plain(self, text: str) -> list[Inline]:
        return [Superscript(piece) if raised else Text(piece) for piece, raised in ordinals(polish(text, self.language), self.language)]

    def _notes(self) -> dict[int, tuple[Inline, ...]]:
        notes: dict[int, tuple[Inline, ...]] = {}
        number: int | None = None
        for token in self.tokens:
            if token.type == "footnote_open":
                number = int(token.meta["id"])
            elif token.type == "footnote_close":
                number = None
            elif number is None or token.type in ("paragraph_open", "paragraph_close", "footnote_anchor"):
                continue
            elif token.type == "inline" and number not in notes and not _calls_a_note(token):
                notes[number] = self._inlines_of_note(token)
            else:  # a note is one paragraph, without a note of its own
                self._problem("E302", (token.map or [0])[0], construct="[^…]:")
        return notes

    def _inlines_of_note(self, token: Token) -> tuple[Inline, ...]:
        self.notes = {}
        token.children = [child for child in token.children or [] if child.type != "footnote_anchor"]
        return self._inlines(token)

    def _body(self) -> Iterator[Token]:
        depth = 0
        for token in self.tokens:
            if token.type == "footnote_block_open":
                depth += 1
            elif token.type == "footnote_block_close":
                depth -= 1
            elif not depth:
                yield token

    # ---------------------------------------------------------------------------------------------------------- problems

    def _unknown_placeholder(self, name: str, line: int) -> None:
        self._problem(
            "E301",
            line,
            word=name,
            name=name,
            near=near(name, self.inline | self.slots) or "organisation.nom",
            known=", ".join(sorted(self.inline)),
        )

    def _problem(self, code: str, line: int, *, word: str = "", **params: object) -> None:
        self.problems.add(code, self._place(line, word), **params)

    def _place(self, line: int, word: str = "") -> Place:
        """The place of a word, from this line on, or of the whole line."""
        for number in range(line, min(line + 40, len(self.lines)) if word else line):
            if word in self.lines[number]:
                return Place(self.shown, number + 1, self.lines[number].index(word) + 1, len(word), self.lines[number])
        text = self._line(line)
        return Place(self.shown, line + 1, len(text) - len(text.lstrip()) + 1, max(len(text.strip()), 1), text)

    def _line(self, number: int) -> str:
        return self.lines[number] if number < len(self.lines) else ""


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.container import container_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    # HTML is recognised so that it can be refused; it is never passed on. So are levels beyond our own: what is deeper than
    # `maxNesting` is dropped without a word.
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 4 * MAX_NESTING}).enable("table").use(footnote_plugin)
    parser.use(container_plugin, "when")
    parser.core.ruler.before("inline", "crowded", _set_crowded_aside)
    return parser


def _set_crowded_aside(state: StateCore) -> None:
    """Keep the parser from a paragraph that would take it seconds, and say which."""
    for token in state.tokens:
        if token.type == "inline" and (count := token.content.count("[")) > MAX_BRACKETS:
            state.env.setdefault("crowded", []).append(((token.map or [0])[0], count))
            token.content = ""


def _calls_a_note(token: Token) -> bool:
    return any(child.type == "footnote_ref" for child in token.children or [])


def _cells(row: str) -> int:
    """How many cells a row of a table has, as written."""
    from markdown_it.rules_block.table import escapedSplit

    cells = escapedSplit(row.strip())
    return len(cells) - (not cells[0]) - (len(cells) > 1 and not cells[-1])


def construct(token: Token) -> str:
    """A construct as a writer knows it: `<…>`, `> `, `![…]`."""
    names = {
        "html_block": "<…>",
        "html_inline": "<…>",
        "image": "![…]",
        "code_inline": "`…`",
        "fence": "```",
        "code_block": "    …",
        "hr": "---",
        "blockquote_open": ">",
        "heading_open": "#" * int(token.tag[1]) if token.tag[1:].isdigit() else "#",
        "hardbreak": "\\",
        "em_open": "*…*",
        "strong_open": "**…**",
        "link_open": "[…](…)",
        "footnote_ref": "[^…]",
    }
    return names.get(token.type, token.type)


def hole_in(text: str) -> str:
    """The first rest of a template or of a merge in a text; nothing when there is none."""
    found = _HOLE.search(text)
    return found[0] if found else ""


def plain(inlines: tuple[Inline, ...]) -> str:
    """The words of a sentence, without its notes."""
    return "".join(
        inline.value if isinstance(inline, (Text, Superscript)) else plain(inline.content)
        for inline in inlines
        if isinstance(inline, (Text, Superscript, Strong, Emphasis, Link, Reference))
    )


def _sign(token: Token) -> str:
    """How a construct is written, to find it in its line."""
    return {"image": "![", "code_inline": token.markup}.get(token.type, token.content)


def _joined(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Neighbouring texts made one."""
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].value + inline.value)
        else:
            out.append(inline)
    return tuple(out)
