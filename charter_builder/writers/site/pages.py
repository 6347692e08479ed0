"""The charter as the pages of a site: path, title, HTML and headings of each. Knows nothing of MkDocs.

One page for the essentials, one for each part, one for each annex. The address of an article is its part's page and its own
name, `donnees.html#donnees-personnelles`: it stays the same from one edition to the next, whatever the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from charter_builder.charter import Charter
from charter_builder.writers.html import HtmlWriter, page_values, templates


@dataclass(frozen=True, slots=True)
class Anchor:
    """A heading that the table of contents of a page shows."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """`group` is the menu it stands in: none for the first page, else the name of its sentence."""

    path: str
    title: str
    group: str
    html: str
    anchors: tuple[Anchor, ...] = ()


def write_pages(charter: Charter, documents: tuple[tuple[str, str], ...], template_folder: Path, compiled: Path) -> list[Page]:
    """The pages, in the order of the menu. `documents` are (address, name of its sentence), shown on the first page."""
    environment = templates(template_folder, compiled)
    writer = HtmlWriter(charter.language, _address, heading_level=2)
    values = page_values(charter, writer)

    def render(template: str, **more: object) -> str:
        writer.notes.clear()
        return environment.get_template(f"pages/{template}").render(values | more)

    pages = [Page("index.html", writer.say("home"), "", render("home.html.j2", documents=documents))]
    for part in charter.parts:
        anchors = tuple(Anchor(article.id.partition("/")[2], f"{article.number} {article.title}") for article in part.articles)
        pages.append(Page(f"{part.id}.html", f"{part.number}. {part.title}", "menu_charter", render("part.html.j2", part=part), anchors))
    pages += [Page(f"{annex.id}.html", annex.title, _MENUS[annex.kind], render("annex.html.j2", annex=annex)) for annex in charter.annexes]
    return pages


_MENUS = {"tool": "menu_tools", "form": "menu_forms", "model": "menu_models", "reference": "menu_references"}


def _address(target: str) -> str:
    part, slash, article = target.partition("/")
    return f"{part}.html#{article}" if slash else f"{part}.html"
