"""The words of `charte.md`, as a CommonMark parser finds them, with tables and footnotes."""

from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from readback import Words, without_annex_number

_SILENT = {"strong_open", "strong_close", "em_open", "em_close", "link_open", "link_close", "footnote_ref", "footnote_anchor"}
_STRUCTURE = {"heading", "paragraph", "bullet_list", "ordered_list", "list_item", "table", "thead", "tbody", "tr", "th", "td", "blockquote"}


def read(folder: Path) -> Words:
    return words(folder.joinpath("charte.md").read_text("utf-8"))


def words(text: str) -> Words:
    """Whatever is not what the writer means to write is an error: a rule, a block of code, an image, a tag, an entity."""
    found = Words()
    in_notes, opened, parts = False, "", 0
    for token in MarkdownIt("commonmark").enable("table").use(footnote_plugin).parse(text):
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind == "footnote_block":
            in_notes = token.nesting == 1
        elif token.type == "inline":
            said = _said(token)
            if in_notes:
                found.notes.append(said)
            elif parts:
                found.body.append(without_annex_number(said) if opened == "h2" else said)
            else:
                found.front += said + "\n"
        else:
            assert kind in _STRUCTURE or kind in ("footnote", "footnote_anchor"), f"{token.type} in charte.md: {token.content!r}"
            opened = token.tag if token.nesting == 1 else ""
            parts += token.type == "heading_open" and token.tag == "h2"
    return found


def _said(token: Token) -> str:
    said = ""
    for child in token.children or []:
        if child.type in ("text", "code_inline", "text_special"):
            said += child.content
        else:
            assert child.type in _SILENT, f"{child.type} in charte.md: {token.content!r}"
    return said
