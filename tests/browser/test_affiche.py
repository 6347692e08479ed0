"""The poster of the studio, printed by Chromium: one page whatever the names, the rules and the letters of the machine."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from conftest import EXAMPLES
from playwright.sync_api import Page
from test_pdf import letters
from test_poster import HOSTILE, articles, changed, charter_of, pages, words

from charter_builder.charter import Charter, Contact, Text
from charter_builder.identity import Font
from charter_builder.library import Library
from charter_builder.reading.prose import plain
from charter_builder.studio.poster import poster_page

pytestmark = pytest.mark.browser
#: A wide face and a narrow one, among those of any machine.
FACES = ("DejaVu Sans", "Liberation Sans Narrow")


def printed(page: Page, charter: Charter, face: str = "") -> bytes:
    """The poster on the paper that it asks for, as a visitor prints it. `face`: letters that every font of the page becomes."""
    made = poster_page(charter)
    if face:
        made = made.replace("</style>", f"* {{ font-family: '{face}' !important; }}</style>", 1)
    page.set_content(made)
    return page.pdf(prefer_css_page_size=True, print_background=True)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_has_one_page_with_every_rule(example: str, language: str, page: Page) -> None:
    charter = charter_of(example, language)
    found = printed(page, charter)
    assert len(pages(found)) == 1
    for article in articles(charter):
        assert article.id not in charter.essentials or letters(plain(article.rule)) in words(found), article.id


def longest(library: Library, language: str) -> Charter:
    """The ten longest rules of the pack, under the longest titles, with the longest names that a profile may hold."""
    texts = library.texts[language].values()
    rules = sorted((plain(text.rule) for text in texts), key=len)[-10:]
    titles = sorted(library.titles[language].values(), key=len)[-10:]
    contact = Contact("N" * 80, "fonction " * 8, "a" * 100 + "@b.example", "")
    charter = replace(charter_of("ville", language), organisation="Syndicat " * 13, contact=contact)
    given = dict(zip(charter.essentials, zip(titles, rules, strict=True), strict=True))
    return changed(charter, lambda a: replace(a, title=given[a.id][0], rule=(Text(given[a.id][1]),)) if a.id in given else a)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_longest_rules_and_names_stay_on_one_page(language: str, face: str, library: Library, page: Page) -> None:
    found = printed(page, longest(library, language), face)
    assert len(pages(found)) == 1
    assert letters("Syndicat " * 13) in words(found) and "N" * 80 in words(found)


@pytest.mark.parametrize("font", get_args(Font))
def test_whatever_letters_the_organisation_chose(font: Font, library: Library, page: Page) -> None:
    charter = longest(library, "fr")
    assert len(pages(printed(page, replace(charter, identity=replace(charter.identity, font=font))))) == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_a_strange_name_makes_no_second_page(name: str, page: Page, library: Library) -> None:
    """No name of a profile is longer than 120 signs."""
    charter = replace(longest(library, "fr"), organisation=name[:120], contact=Contact(name[:80], name[:80], name[:120], ""))
    assert len(pages(printed(page, charter))) == 1
