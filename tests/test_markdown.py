"""Any words, written as Markdown and read back, are the same words, wherever they stand."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from readback import text

from charter_builder.charter import Bullets, Cell, Emphasis, Heading, Inline, Link, Note, Numbered, Paragraph, Strong, Table, Text
from charter_builder.writers.markdown import MarkdownWriter

#: Every sign that means something to Markdown, to a forge or to HTML, and some letters beside.
SIGNS = "\\`*_[](){}<>|#$&;!~-+=.:^\"'@/ \N{NO-BREAK SPACE}\tabé1290"
TRAPS = (
    "&amp;", "&#35;", "<!-- -->", "~~~", "```", "1. a", "- a", "+ a", "=== ", "---", "***", "[^1]", "[^1]: a", "![a](b)", "<a@b.fr>",
    "    a", "::: a", "![", "a^",
)  # fmt: skip
words = st.text(SIGNS, min_size=1, max_size=14).filter(str.strip) | st.sampled_from(TRAPS)
texts = words.map(Text)
inlines: st.SearchStrategy[tuple[Inline, ...]] = st.lists(
    texts | st.builds(lambda t: Strong((t,)), texts) | st.builds(lambda t: Emphasis((t,)), texts)
    | st.builds(lambda t: Link("https://exemple.fr/a_(b)", (t,)), texts) | st.builds(lambda t: Strong((t, Emphasis((t,)))), texts),
    min_size=1,
    max_size=5,
).map(tuple)  # fmt: skip


def said(content: tuple[Inline, ...]) -> str:
    return "".join(inline.value if isinstance(inline, Text) else said(inline.content) for inline in content)  # type: ignore[union-attr]


def plain(line: str) -> str:
    return "".join(line.split())


@settings(max_examples=150, deadline=None)
@given(inlines, inlines)
def test_words_come_back(one: tuple[Inline, ...], other: tuple[Inline, ...]) -> None:
    writer = MarkdownWriter("fr", lambda target: "", heading_level=3)
    table = Table((), (Cell(one), Cell(other)), ((Cell(other), Cell(one)),))
    blocks = [
        Paragraph(one), Heading(other), Bullets(((Paragraph(other), Paragraph(one)), (Paragraph(one), Bullets(((Paragraph(other),),))))),
        Numbered(9, ((Paragraph(one),), (Paragraph(other),))), table, Paragraph((*one, Note(other))),
    ]  # fmt: skip
    found = text.words("\n".join(["## .", "", *writer.blocks(blocks), *writer.endnotes()]))
    a, b = plain(said(one)), plain(said(other))
    assert [plain(line) for line in found.body] == [".", a, b, b, a, a, b, a, b, a, b, b, a, a]
    assert [plain(line) for line in found.notes] == [b]
