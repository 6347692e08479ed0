"""The poster as a page to print: one sheet of A4, for whoever does not take the PDF.

Knows which articles go on a wall, and how an article says the traffic light of the data. Leaves its look to the template, and the
widths of letters to `fitting`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from markupsafe import Markup

from charter_builder import resources
from charter_builder.charter import Article, Bullets, Charter, Emphasis, Inline, Link, Paragraph, Reference, Strong, Term, Text
from charter_builder.messages import sentence
from charter_builder.studio.fitting import columns, largest, tall
from charter_builder.writers.html import HtmlWriter, charter_values, spoken, templates
from charter_builder.writers.identity import style


class Light(NamedTuple):
    """One of the three colours, and what is said of it."""

    colour: str
    name: str
    content: tuple[Inline, ...]


def poster_page(charter: Charter) -> str:
    """The page, whole in one file. The rule of the traffic light stands above its colours, not among the others."""
    writer = HtmlWriter(charter.language, lambda target: "")
    articles = [article for part in charter.parts for article in part.articles]
    lit = next((article for article in articles if len(lights(article, charter.language)) == 3), None)
    rules = [article for article in articles if article.id in charter.essentials and article is not lit]
    shown = lights(lit, charter.language) if lit else []
    contact = ", ".join(filter(None, (charter.contact.name, charter.contact.function, charter.contact.address)))
    values = charter_values(charter, writer)
    edition = sentence("edition", charter.language, edition=charter.adoption.edition)
    foot = f"{edition}. {values['law']}. {sentence('no_advice', charter.language)}"
    values |= {
        "words": lambda content: Markup(_unlinked(writer, content)),
        "style": Markup(style(charter.identity)),
        "size": largest(lambda width: _height(charter, rules, lit, shown, contact, foot, width)),
    }
    template = templates(resources.SITE_TEMPLATE, resources.cache_folder() / "templates").get_template("studio/affiche.html.j2")
    return template.render(values, rules=rules, lit=lit, lights=shown, contact=contact, foot=foot)


def _height(
    charter: Charter, rules: list[Article], lit: Article | None, shown: list[Light], contact: str, foot: str, width: float
) -> float:
    """How tall the page is, in letters of its text; its blanks are those of the template."""
    draft = f" – {sentence('draft', charter.language)}" if charter.draft else ""
    top = tall(charter.title, width, 1.85, bold=True, line=1.15) + tall(charter.organisation + draft, width) + 0.9
    light = 0.0
    if lit:
        inside = (width - 1.2) / 3 - 1.3
        said = (tall(f"● {one.name}", inside, bold=True) + tall(spoken(one.content), inside, 0.85) for one in shown)
        light = 0.6 + tall(lit.title, width, bold=True) + tall(spoken(lit.rule), width) + 0.5 + max(said) + 1.3
    column = (width - 1.5) / 2 - 2.1
    items = [tall(rule.title, column, bold=True) + tall(spoken(rule.rule), column) + 0.65 for rule in rules]
    said_last = f"{sentence('contact', charter.language)} {contact}"
    return top + light + columns(items) + 1.6 + 0.6 + tall(said_last, width, 0.85) + 0.2 + tall(foot, width, 0.7)


def lights(article: Article, language: str) -> list[Light]:
    """The items of an article that begin with the name of a light, in strong."""
    names = {sentence(f"light_{colour}", language): colour for colour in ("green", "orange", "red")}
    found = []
    for item in (item for block in article.content if isinstance(block, Bullets) for item in block.items):
        match item:
            case (Paragraph((Strong((Text(name),)), Text(first), *others)), *_) if name.lower() in names:
                opening = first.lstrip(":\N{NO-BREAK SPACE} ")
                found.append(Light(names[name.lower()], name, _opened((Text(opening), *others) if opening else tuple(others))))
    return found


def _opened(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A sentence with a capital letter."""
    match content:
        case (Text(value), *others):
            return (Text(value[:1].upper() + value[1:]), *others)
        case (Term() | Strong() | Emphasis() as first, *others):
            return (replace(first, content=_opened(first.content)), *others)
    return content


def _unlinked(writer: HtmlWriter, content: tuple[Inline, ...]) -> str:
    """The words without their links: a wall has one page."""
    return "".join(
        _unlinked(writer, inline.content) if isinstance(inline, Link | Reference | Term) else writer.inline(inline) for inline in content
    )
