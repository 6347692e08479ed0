"""The charter's blocks as HTML, escaped; and the printed page.

Knows the tree and HTML. Every text goes through `html.escape`; no text is ever read as HTML. Addresses of articles depend on
where the HTML will stand, so they come from the caller. Layout of whole pages is in site_template/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from charter_builder.charter import (
    Blank,
    Block,
    Box,
    Bullets,
    Cell,
    Charter,
    Definitions,
    Emphasis,
    Examples,
    Heading,
    Inline,
    Link,
    Note,
    Numbered,
    Paragraph,
    Reference,
    Strong,
    Superscript,
    Table,
    Term,
    Text,
    Typed,
)
from charter_builder.messages import law_as_of, long_date, sentence
from charter_builder.writers.identity import STYLE as IDENTITY_STYLE
from charter_builder.writers.identity import logo_path

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

#: From the id of a clause or an annex to the address of its article or page.
Address = Callable[[str], str]
#: Where the style of the printed page stands, among the assets of the site template and in what is built.
PRINT_STYLE = "charter/imprimer.css"
_SHAPES = {"green": "●", "orange": "▲", "red": "■"}


class HtmlWriter:
    """Writes blocks for one page. Footnotes met on the way are gathered in `notes`."""

    def __init__(self, language: str, address: Address, *, heading_level: int = 3, prefix: str = "") -> None:
        self.language, self.address, self.level, self.prefix = language, address, heading_level, prefix
        self.notes: list[str] = []

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        match block:
            case Heading(content):
                return f"<h{self.level}>{self.inlines(content)}</h{self.level}>"
            case Paragraph((Typed(value),)):  # lines of a file, as they stand there
                return f'<p><code class="lines">{escape(value)}</code></p>'
            case Paragraph(content):
                return f"<p>{self.inlines(content)}</p>"
            case Bullets(items):
                return f"<ul>\n{self._items(items)}\n</ul>"
            case Numbered(start, items):
                first = f' start="{start}"' if start != 1 else ""
                return f"<ol{first}>\n{self._items(items)}\n</ol>"
            case Table():
                return self._table(block)
            case Examples():
                return self._examples(block)
            case Definitions(definitions):
                entries = (f'<dt id="mot-{slug(d.term)}">{escape(d.term)}</dt>\n<dd>{self.blocks(d.content)}</dd>' for d in definitions)
                return "<dl>\n{}\n</dl>".format("\n".join(entries))
        raise TypeError(f"not a block of a charter: {block!r}")

    def inlines(self, content: Iterable[Inline]) -> str:
        return "".join(self.inline(inline) for inline in content)

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(value):
                return escape(value)
            case Superscript(value):
                return f"<sup>{escape(value)}</sup>"
            case Strong(content):
                return f"<strong>{self.inlines(content)}</strong>"
            case Emphasis(content):
                return f"<em>{self.inlines(content)}</em>"
            case Link(address, content):
                return f'<a href="{escape(address)}">{self.inlines(content)}</a>'
            case Reference(target, content):
                return f'<a href="{escape(self.address(target))}">{self.inlines(content)}</a>'
            case Term(glossary, term, content):
                page = self.address(glossary).partition("#")[0]
                return f'<a class="term" href="{escape(page)}#mot-{slug(term)}">{self.inlines(content)}</a>'
            case Typed(value):
                return f"<code>{escape(value)}</code>"
            case Blank():
                return f'<span class="blank" role="img" aria-label="{escape(self.say("blank_name"))}"></span>'
            case Box():
                return f'<span class="box" role="img" aria-label="{escape(self.say("box_name"))}"></span>'
            case Note(content):
                self.notes.append(self.inlines(content))
                number = len(self.notes)
                return f'<sup class="note-call" id="{self.prefix}appel-{number}"><a href="#{self.prefix}note-{number}">{number}</a></sup>'
        raise TypeError(f"not an inline of a charter: {inline!r}")

    def endnotes(self) -> str:
        """The notes gathered so far, as a list with links back."""
        if not self.notes:
            return ""
        back = escape(self.say("back_to_text"))
        items = (
            f'<li id="{self.prefix}note-{n}">{note} <a href="#{self.prefix}appel-{n}" aria-label="{back}">↩</a></li>'
            for n, note in enumerate(self.notes, 1)
        )
        return f'<ol class="notes" aria-label="{escape(self.say("footnotes"))}">{"".join(items)}</ol>'

    def say(self, name: str, /, **params: object) -> str:
        return sentence(name, self.language, **params)

    def _items(self, items: Iterable[tuple[Block, ...]]) -> str:
        return "\n".join(f"<li>{self._item(item)}</li>" for item in items)

    def _item(self, item: tuple[Block, ...]) -> str:
        first = item[0] if item else None
        if isinstance(first, Paragraph):
            return self.inlines(first.content) + self.blocks(item[1:])
        return self.blocks(item)

    def _table(self, table: Table) -> str:
        caption = self.inlines(table.caption)
        head = "".join(f'<th scope="col">{self.inlines(cell.content)}</th>' for cell in table.head)
        rows = []
        for row in table.rows:
            first, *others = row
            cells = "".join(self._cell(cell) for cell in others)
            rows.append(f'<tr><th scope="row">{self.inlines(first.content)}</th>{cells}</tr>')
        label = f' aria-label="{caption}"' if caption and "<" not in caption else ""
        body = (
            f"{f'<caption>{caption}</caption>' if caption else ''}<thead><tr>{head}</tr></thead>\n<tbody>\n{chr(10).join(rows)}\n</tbody>"
        )
        return f'<div class="table" role="region" tabindex="0"{label}><table class="charter-table">{body}</table></div>'

    def _cell(self, cell: Cell) -> str:
        if not cell.light:
            return f"<td>{self.inlines(cell.content)}</td>"
        shape = f'<span class="lamp" aria-hidden="true">{_SHAPES[cell.light]}</span>'
        return f'<td class="light light--{cell.light}">{shape} {self.inlines(cell.content)}</td>'

    def _examples(self, examples: Examples) -> str:
        items = []
        for example in examples.items:
            kind = "good" if example.good else "bad"
            mark = f'<strong class="mark">{escape(self.say(kind))}</strong>'
            instead = ""
            if example.instead:
                instead = f' <span class="instead"><strong>{escape(self.say("instead"))}</strong> {self.inlines(example.instead)}</span>'
            items.append(f'<li class="{kind}">{mark} <span class="example">{self.inlines(example.content)}</span>{instead}</li>')
        return '<ul class="examples">\n{}\n</ul>'.format("\n".join(items))


def slug(text: str) -> str:
    """An identifier for an anchor: « Donnée personnelle » gives donnee-personnelle."""
    import re
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "entree"


# ------------------------------------------------------------------------------------------------------------ page templates


@cache
def templates(folder: Path, compiled: Path) -> Environment:
    """The page templates of site_template/, autoescape on, compiled once and kept in the cache folder."""
    from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

    bytecode = None
    try:
        compiled.mkdir(parents=True, exist_ok=True)
        bytecode = FileSystemBytecodeCache(str(compiled))
    except OSError:
        pass
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=bytecode,
        auto_reload=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_values(writer: HtmlWriter) -> dict[str, Any]:
    """What every page template may use."""
    return {
        "say": writer.say,
        "blocks": lambda blocks: _markup(writer.blocks(blocks)),
        "inlines": lambda inlines: _markup(writer.inlines(inlines)),
        "endnotes": lambda: _markup(writer.endnotes()),
        "day": lambda day: long_date(day, writer.language),
        "address": writer.address,
    }


def charter_values(charter: Charter, writer: HtmlWriter) -> dict[str, Any]:
    """What the templates of a charter may use."""
    return page_values(writer) | {"charter": charter, "law": law_as_of(charter.law_as_of, charter.law_read_on, charter.language)}


def _markup(html: str) -> Any:
    from markupsafe import Markup

    return Markup(html)


def anchor(target: str) -> str:
    """The anchor of an article or annex on a page that holds them all."""
    return target.replace("/", "-")


def write_print_page(charter: Charter, template_folder: Path, compiled: Path) -> str:
    """The whole charter on one page: no script, every article, practice, reason and annex. Its styles are in `PRINT_STYLE` and in
    the files of its identity.
    """
    writer = HtmlWriter(charter.language, lambda target: f"#{anchor(target)}")
    template = templates(template_folder, compiled).get_template("print/imprimer.html.j2")
    styles = (IDENTITY_STYLE, PRINT_STYLE)
    return template.render(charter_values(charter, writer) | {"anchor": anchor, "styles": styles, "logo": logo_path(charter.identity)})
