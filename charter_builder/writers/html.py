"""The charter's blocks as HTML, escaped; and the printed page.

Knows the tree and HTML. Every text goes through `html.escape`; no text is ever read as HTML. Addresses of articles depend on
where the HTML will stand, so they come from the caller. Layout of whole pages is in site_template/.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from charter_builder.charter import (
    Blank,
    Block,
    Box,
    Bullets,
    Calendar,
    Cell,
    Charter,
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
    Strong,
    Superscript,
    Table,
    Term,
    Text,
    Timeline,
    Typed,
)
from charter_builder.messages import in_force, law_as_of, long_date, sentence
from charter_builder.writers.asking import SHAPES, Address, asking_form
from charter_builder.writers.frieze import frieze
from charter_builder.writers.identity import STYLE as IDENTITY_STYLE
from charter_builder.writers.identity import logo_path

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

#: Where the style of the printed page stands, among the assets of the site template and in what is built.
PRINT_STYLE = "charter/imprimer.css"


class HtmlWriter:
    """Writes blocks for one page. Footnotes met on the way are gathered in `notes`. `asking`: the page has a script by which a table of
    uses can be asked. `calendar`: the address of the file of the days to keep, empty when there is none.
    """

    def __init__(self, language: str, address: Address, *, heading_level: int = 3, asking: bool = False, calendar: str = "") -> None:
        self.language, self.address, self.level = language, address, heading_level
        self.asking, self.calendar = asking, calendar
        self.restart()

    def restart(self) -> None:
        """Begin a page: its notes, and the names of its tables, of which no two are the same."""
        self.notes: list[str] = []
        self._named: dict[str, int] = {}
        self._heading = ""

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        match block:
            case Heading(content):
                self._heading = spoken(content)
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
            case Lookup():
                return self._lookup(block)
            case Timeline():
                return frieze(block, self.language) + self._milestones(block)
            case Calendar(table):
                file = (
                    f'<p><a href="{escape(self.calendar)}" download>{escape(self.say("calendar_file"))}</a></p>\n' if self.calendar else ""
                )
                return file + self._table(table)
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
                return f'<sup class="note-call" id="appel-{number}"><a href="#note-{number}">{number}</a></sup>'
        raise TypeError(f"not an inline of a charter: {inline!r}")

    def endnotes(self) -> str:
        """The notes gathered so far, as a list with links back."""
        if not self.notes:
            return ""
        back = escape(self.say("back_to_text"))
        items = (f'<li id="note-{n}">{note} <a href="#appel-{n}" aria-label="{back}">↩</a></li>' for n, note in enumerate(self.notes, 1))
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

    def _lookup(self, lookup: Lookup) -> str:
        """The tables, each under its title; before them, where a script runs, a form to ask them."""
        written = [asking_form(lookup, self.language, self.address)] if self.asking else []
        for group in lookup.groups:
            names = [f"usage-{row.id}" for row in group.rows] if self.asking else []
            written += [f"<h{self.level + 1}>{escape(group.title)}</h{self.level + 1}>", self._table(group.table, names)]
        return "\n".join(written)

    def _milestones(self, timeline: Timeline) -> str:
        """The timeline in words."""
        items = []
        for entry in timeline.entries:
            articles = f" {escape(self.say('timeline_articles'))} {', '.join(map(self.inline, entry.articles))}." if entry.articles else ""
            day = f'<time datetime="{entry.day.isoformat()}">{escape(long_date(entry.day, self.language))}</time>'
            to_come = f" ({escape(self.say('timeline_to_come'))})" if entry.day > timeline.here else ""
            items.append(f"<li><strong>{day}</strong>{to_come}{escape(self.say('colon'))}{escape(entry.label)}.{articles}</li>")
        return '\n<ol class="milestones">\n{}\n</ol>'.format("\n".join(items))

    def _table(self, table: Table, names: Sequence[str] = ()) -> str:
        """`names`: the anchors of the rows."""
        caption = self.inlines(table.caption)
        head = "".join(f'<th scope="col">{self.inlines(cell.content)}</th>' for cell in table.head)
        rows = []
        for rank, row in enumerate(table.rows):
            first, *others = row
            cells = "".join(self._cell(cell) for cell in others)
            name = f' id="{escape(names[rank])}"' if names else ""
            rows.append(f'<tr{name}><th scope="row">{self.inlines(first.content)}</th>{cells}</tr>')
        label = f' aria-label="{escape(self._name(spoken(table.caption) or self._heading or self.say("table")))}"'
        body = (
            f"{f'<caption>{caption}</caption>' if caption else ''}<thead><tr>{head}</tr></thead>\n<tbody>\n{chr(10).join(rows)}\n</tbody>"
        )
        return f'<div class="table" role="region" tabindex="0"{label}><table class="charter-table">{body}</table></div>'

    def _name(self, said: str) -> str:
        """What a table is called on its page: its caption, else the heading above; numbered from the second of that name."""
        rank = self._named[said] = self._named.get(said, 0) + 1
        return said if rank == 1 else f"{said} ({rank})"

    def _cell(self, cell: Cell) -> str:
        if not cell.light:
            return f"<td>{self.inlines(cell.content)}</td>"
        shape = f'<span class="lamp" aria-hidden="true">{SHAPES[cell.light]}</span>'
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


def spoken(content: Iterable[Inline]) -> str:
    """The words alone."""
    found: list[str] = []
    for inline in content:
        if isinstance(inline, Text | Superscript | Typed):
            found.append(inline.value)
        elif isinstance(inline, Strong | Emphasis | Link | Reference | Term):
            found.append(spoken(inline.content))
    return "".join(found)


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
        "in_force": lambda citation: in_force(citation, writer.language),
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
