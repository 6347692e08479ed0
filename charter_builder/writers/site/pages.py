"""The pages of a site, of a charter or of a reference: path, title, HTML and headings of each. Knows nothing of MkDocs.

A charter has one page for the essentials, one for each part, one for each annex. The address of an article is its part's page and
its own name, `donnees.html#donnees-personnelles`: it stays the same from one edition to the next, whatever the numbers. A reference
has a page for each sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from charter_builder.charter import Charter, Sheet
from charter_builder.messages import law_as_of
from charter_builder.writers.html import HtmlWriter, charter_values, page_values, templates
from charter_builder.writers.identity import DEFAULT, identity_files, logo_path


@dataclass(frozen=True, slots=True)
class Anchor:
    """A heading that the table of contents of a page shows."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """`menu`: the words of the menu in which it stands; none for the first page."""

    path: str
    title: str
    menu: str
    html: str
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """What a site is made of. `footer` is HTML, like the pages; the other words are shown as they are. `files`: what stands beside the
    pages, by path; `logo` is one of them, or empty.
    """

    name: str
    description: str
    language: str
    footer: str
    pages: tuple[Page, ...]
    files: Mapping[str, bytes]
    logo: str = ""


# ---------------------------------------------------------------------------------------------------------------- charter


def charter_site(charter: Charter, documents: tuple[tuple[str, str], ...], template_folder: Path, compiled: Path) -> Site:
    """The site of a charter. `documents` are (address, name of its sentence), shown on the first page."""
    pages = tuple(write_pages(charter, documents, template_folder, compiled))
    name = f"{charter.title} – {charter.organisation}"
    files = identity_files(charter.identity, template_folder)
    footer = " · ".join(_footer(charter, pages))
    return Site(name, charter.subtitle, charter.language, footer, pages, files, logo_path(charter.identity))


def write_pages(charter: Charter, documents: tuple[tuple[str, str], ...], template_folder: Path, compiled: Path) -> list[Page]:
    """The pages, in the order of the menu."""
    environment = templates(template_folder, compiled)
    writer = HtmlWriter(charter.language, _address, heading_level=2)
    values = charter_values(charter, writer)

    def render(template: str, **more: object) -> str:
        writer.notes.clear()
        return environment.get_template(f"pages/{template}").render(values | more)

    pages = [Page("index.html", writer.say("home"), "", render("home.html.j2", documents=documents))]
    for part in charter.parts:
        anchors = tuple(Anchor(article.id.partition("/")[2], f"{article.number} {article.title}") for article in part.articles)
        title = f"{part.number}. {part.title}"
        pages.append(Page(f"{part.id}.html", title, writer.say("menu_charter"), render("part.html.j2", part=part), anchors))
    for annex in charter.annexes:
        pages.append(Page(f"{annex.id}.html", annex.title, writer.say(_MENUS[annex.kind]), render("annex.html.j2", annex=annex)))
    return pages


_MENUS = {"tool": "menu_tools", "form": "menu_forms", "model": "menu_models", "reference": "menu_references"}


def _address(target: str) -> str:
    part, slash, article = target.partition("/")
    return f"{part}.html#{article}" if slash else f"{part}.html"


def _footer(charter: Charter, pages: tuple[Page, ...]) -> Iterator[str]:
    say = HtmlWriter(charter.language, _address).say
    yield escape(say("edition", edition=charter.adoption.edition))
    yield escape(law_as_of(charter.law_as_of, charter.law_read_on, charter.language))
    if any(page.path == "accessibilite.html" for page in pages):
        yield f'<a href="accessibilite.html">{escape(say(f"accessibility_{charter.site.conformity}"))}</a>'


# -------------------------------------------------------------------------------------------------------------- reference


def reference_site(
    sheets: tuple[Sheet, ...], name: str, description: str, footer: str, language: str, template_folder: Path, compiled: Path
) -> Site:
    """The site of a reference: a page for each sheet, in the order of the menu."""
    template = templates(template_folder, compiled).get_template("pages/sheet.html.j2")
    pages = []
    for sheet in sheets:
        writer = HtmlWriter(language, sheet_address, heading_level=3)
        html = template.render(page_values(writer) | {"sheet": sheet, "at": _at(writer)})
        anchors = tuple(Anchor(section.id, section.title) for section in sheet.sections)
        pages.append(Page(f"{sheet.id}.html", sheet.title, sheet.menu, html, anchors))
    return Site(name, description, language, escape(footer), tuple(pages), identity_files(DEFAULT, template_folder))


def sheet_address(target: str) -> str:
    """Where a reference describes something: `fact:cse-existe`, a clause by its id, an annex by its id; `sheet:facts`: a page."""
    kind, colon, name = target.partition(":")
    if kind == "sheet":
        return f"{name}.html"
    if colon:
        return f"{kind}s.html#{name}"
    part, slash, clause = target.partition("/")
    return f"part-{part}.html#{clause}" if slash else f"annexes.html#{part}"


def _at(writer: HtmlWriter) -> Any:
    """The headings inside a section stand one level below its own."""

    def at(level: int) -> str:
        writer.level = level
        return ""

    return at
