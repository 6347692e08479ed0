"""The pages of a site, of a charter or of a reference: path, title, HTML and headings of each. Knows nothing of MkDocs.

A charter has one page for the essentials, one for each part, one for each annex, and one for its documents. The address of an
article is its part's page and its own name, `donnees.html#donnees-personnelles`: it stays the same from one edition to the next,
whatever the numbers. A reference has a page for each sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from charter_builder.charter import Annex, Charter, Lookup, Sheet
from charter_builder.messages import law_as_of, sentence
from charter_builder.writers.asking import SCRIPT
from charter_builder.writers.calendar import CALENDAR_FILE, dated
from charter_builder.writers.html import HtmlWriter, charter_values, page_values, templates
from charter_builder.writers.identity import DEFAULT, identity_files, logo_path
from charter_builder.writers.poster import has_easy_poster


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
class Other:
    """The same site in another language: its name there, and the way to it from the first page of this one, « en/ » or « ../ »."""

    language: str
    name: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Site:
    """What a site is made of. `footer` is HTML, like the pages; the other words are shown as they are. `short`: the name in the header,
    beside its owner. `files`: what stands beside the pages, by path; `logo` is one of them, or empty. `public`: search engines may show it.
    """

    name: str
    short: str
    owner: str
    description: str
    language: str
    footer: str
    pages: tuple[Page, ...]
    files: Mapping[str, bytes]
    others: tuple[Other, ...] = ()
    public: bool = True
    logo: str = ""


# ---------------------------------------------------------------------------------------------------------------- charter


def charter_site(
    charter: Charter, formats: tuple[str, ...], template_folder: Path, compiled: Path, others: tuple[tuple[str, str], ...] = ()
) -> Site:
    """The site of a charter. `formats`: what stands beside it; `others` are (language, way to it)."""
    links = tuple(Other(language, sentence("language_name", language), prefix) for language, prefix in others)
    pages = tuple(write_pages(charter, formats, template_folder, compiled, links))
    return Site(
        name=charter.title,
        short=sentence("short_title", charter.language),
        owner=charter.organisation,
        description=charter.subtitle,
        language=charter.language,
        footer=" · ".join(_footer(charter)),
        pages=pages,
        files=identity_files(charter.identity, template_folder),
        others=links,
        public=charter.public,
        logo=logo_path(charter.identity),
    )


def write_pages(
    charter: Charter, formats: tuple[str, ...], template_folder: Path, compiled: Path, others: tuple[Other, ...] = ()
) -> list[Page]:
    """The pages, in the order of the menu: what serves every day, the charter, the documents, what it rests on."""
    environment = templates(template_folder, compiled)
    calendar = CALENDAR_FILE if "site" in formats and dated(charter) else ""
    documents = [*_documents(charter, formats), *([(calendar, "calendar_document")] if calendar else [])]
    writer = HtmlWriter(charter.language, _address, heading_level=2, asking=True, calendar=calendar)
    values = charter_values(charter, writer) | {"others": others, "kinds": _by_kind(charter)}
    say = writer.say

    def render(template: str, **more: object) -> str:
        writer.restart()
        return environment.get_template(f"pages/{template}").render(values | more)

    def annexes(menu: str, *kinds: str) -> list[Page]:
        found = [annex for kind in kinds for annex in values["kinds"].get(kind, ())]
        return [
            Page(f"{annex.id}.html", annex.title, say(menu), render("annex.html.j2", annex=annex, scripts=_scripts(annex)))
            for annex in found
        ]

    pages = [Page("index.html", say("home_page"), "", render("home.html.j2")), *annexes("menu_tools", "tool")]
    for part in charter.parts:
        anchors = tuple(Anchor(article.id.partition("/")[2], f"{article.number} {article.title}") for article in part.articles)
        title, path = f"{part.number}. {part.title}", f"{part.id}.html"
        pages.append(Page(path, title, say("menu_charter"), render("part.html.j2", part=part, path=path), anchors))
    pages.append(Page("documents.html", say("documents"), say("menu_documents"), render("documents.html.j2", documents=documents)))
    return pages + annexes("menu_documents", "form", "model") + annexes("menu_references", "reference")


def _documents(charter: Charter, formats: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What can be downloaded: an address, and the name of its sentence."""
    posters = [("documents/affiche.pdf", "poster_file")]
    if has_easy_poster(charter):
        posters.append(("documents/affiche-falc.pdf", "easy_poster_file"))
    papers = [("documents/charte-complete.pdf", "complete_file"), ("documents/annexes.pdf", "annexes_file")]
    offered = {
        "print": [("imprimer.html", "print_page")],
        "pdf": [("documents/charte.pdf", "pdf_file"), *posters, *papers],
        "docx": [("documents/charte.docx", "docx_file")],
        "odt": [("documents/charte.odt", "odt_file")],
        "md": [("charte.md", "md_file")],
        "json": [("charte.json", "json_file")],
    }
    for name in formats:
        yield from offered.get(name, ())


def _scripts(annex: Annex) -> tuple[str, ...]:
    """The scripts that the page of an annex needs beside the one of every page."""
    return (SCRIPT,) if any(isinstance(block, Lookup) for block in annex.content) else ()


def _by_kind(charter: Charter) -> dict[str, list[Annex]]:
    kinds: dict[str, list[Annex]] = {}
    for annex in charter.annexes:
        kinds.setdefault(annex.kind, []).append(annex)
    return kinds


def _address(target: str) -> str:
    part, slash, article = target.partition("/")
    return f"{part}.html#{article}" if slash else f"{part}.html"


def _footer(charter: Charter) -> Iterator[str]:
    """The edition, the law, and the way to the page of accessibility, with its state where an audit or a law asks to say it."""
    say = HtmlWriter(charter.language, _address).say
    yield escape(say("edition", edition=charter.adoption.edition))
    yield escape(law_as_of(charter.law_as_of, charter.law_read_on, charter.language))
    for annex in charter.annexes:
        if annex.id == "accessibilite":
            said = charter.site.conformity != "none" or any(citation.binding for citation in annex.citations)
            words = say(f"accessibility_{charter.site.conformity}") if said else annex.title
            yield f'<a href="{annex.id}.html">{escape(words)}</a>'


# -------------------------------------------------------------------------------------------------------------- reference


def reference_site(
    sheets: tuple[Sheet, ...], name: str, owner: str, description: str, footer: str, language: str, template_folder: Path, compiled: Path
) -> Site:
    """The site of a reference: a page for each sheet, in the order of the menu."""
    template = templates(template_folder, compiled).get_template("pages/sheet.html.j2")
    pages = []
    for sheet in sheets:
        writer = HtmlWriter(language, sheet_address, heading_level=3)
        html = template.render(page_values(writer) | {"sheet": sheet, "at": _at(writer)})
        anchors = tuple(Anchor(section.id, section.title) for section in sheet.sections)
        pages.append(Page(f"{sheet.id}.html", sheet.title, sheet.menu, html, anchors))
    return Site(name, name, owner, description, language, escape(footer), tuple(pages), identity_files(DEFAULT, template_folder))


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
