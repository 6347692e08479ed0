"""Every word of every article: on its page, in the search, on the printed page, and on paper when a page of the site is printed."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES
from helpers import words
from playwright.sync_api import Page
from pypdf import PdfReader

from browser.controls import search
from browser.sites import charter, search_entries

pytestmark = pytest.mark.browser
PIECES = ("title", "rule", "content", "practice", "why")


def letters(text: str) -> str:
    """The letters and digits alone, so that hyphens, spaces and ends of lines do not count."""
    return "".join(re.findall(r"[^\W_]", unicodedata.normalize("NFKC", text).lower()))


def lines(node: Any) -> Iterator[str]:
    """The runs of words of a piece of the tree, each whole: a paragraph, a cell, an example, a note."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        if node and all(isinstance(item, dict) and item["type"] in INLINES for item in node):
            run: list[str] = []
            notes: list[list[Any]] = []
            _spell(node, run, notes)
            yield "".join(run)
            for note in notes:
                yield from lines(note)
        else:
            for item in node:
                yield from lines(item)
    elif isinstance(node, dict):
        for name in ("term", "caption", "head", "rows", "items", "content", "instead"):
            yield from lines(node.get(name) or [])


INLINES = {"text", "superscript", "strong", "emphasis", "link", "reference", "term", "note", "typed", "blank", "box"}


def _spell(inlines: list[Any], run: list[str], notes: list[list[Any]]) -> None:
    for inline in inlines:
        if inline["type"] == "note":
            notes.append(inline["content"])
        elif "value" in inline:
            run.append(inline["value"])
        else:
            _spell(inline.get("content", []), run, notes)


def articles(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in charter(folder)["parts"]:
        for article in part["articles"]:
            yield f"{part['id']}.html", article


def lost(article: dict[str, Any], text: str, *, cut: bool = False) -> list[str]:
    """The runs of words of an article that `text`, letters alone, does not hold. `cut`: the end of a sheet may stand inside a run."""
    return [
        f"{article['number']} {article['id']}, {piece}: {run.strip()[:90]}"
        for piece in PIECES
        for run in lines(article[piece])
        if letters(run) not in text and not (cut and _in_two(letters(run), text))
    ]


def _in_two(run: str, text: str) -> bool:
    return any(run[:at] in text and run[at:] in text for at in range(1, len(run)))


def said(missing: list[str]) -> str:
    return f"{len(missing)} runs of words are lost:\n    " + "\n    ".join(missing[:12])


@pytest.mark.parametrize("example", EXAMPLES)
def test_on_the_pages(built, example: str) -> None:
    folder = built(example)
    pages = {path.name: letters(words(path.read_text("utf-8"))) for path in folder.glob("*.html")}
    missing = [run for page, article in articles(folder) for run in lost(article, pages[page])]
    assert not missing, said(missing)


@pytest.mark.parametrize("example", EXAMPLES)
def test_on_the_printed_page(built, example: str) -> None:
    folder = built(example)
    text = letters(words((folder / "imprimer.html").read_text("utf-8")))
    missing = [run for _, article in articles(folder) for run in lost(article, text)]
    assert not missing, said(missing)


@pytest.mark.parametrize("example", EXAMPLES)
def test_in_the_search(built, example: str) -> None:
    """Each article is in the entries of its own page."""
    folder = built(example)
    pages: dict[str, str] = {}
    for address, text in search_entries(folder):
        page = address.partition("#")[0]
        pages[page] = pages.get(page, "") + letters(words(text))
    missing = [run for page, article in articles(folder) for run in lost(article, pages.get(page, ""))]
    assert not missing, said(missing)


@pytest.mark.parametrize("example", EXAMPLES)
def test_on_paper(page: Page, built, served, example: str) -> None:
    """A reader prints a page of the site as it opens, with everything folded on it."""
    folder, site, paper = built(example), served(example), {}
    for name in dict.fromkeys(name for name, _ in articles(folder)):
        page.goto(f"{site}/{name}")
        sheets = PdfReader(io.BytesIO(page.pdf(format="A4", display_header_footer=False))).pages
        paper[name] = letters(" ".join(sheet.extract_text() for sheet in sheets))
    missing = [run for name, article in articles(folder) for run in lost(article, paper[name], cut=True)]
    assert not missing, said(missing)


@pytest.mark.parametrize("address", ["http", "file"])
@pytest.mark.parametrize(
    ("typed", "written"),
    [("accessibilite", "accessibilité"), ("reference", "référence"), ("donnees", "données"), ("deliberation", "délibération")],
)
def test_accents_do_not_count_in_the_search(page: Page, built, served, typed: str, written: str, address: str) -> None:
    folder = built("commune")
    home = f"{served('commune')}/index.html" if address == "http" else (folder / "index.html").as_uri()
    page.goto(home)
    expected = [hit["address"] for hit in search(page, written)]
    page.goto(home)
    found = [hit["address"] for hit in search(page, typed)]
    assert expected, f"« {written} » has no hit"
    assert found == expected, (
        f"« {typed} » finds {len(found)} hits, « {written} » {len(expected)}: {sorted(set(expected) ^ set(found))[:6]}"
    )


def behind_an_apostrophe(folder: Path) -> list[str]:
    """Words of the site that always stand behind an apostrophe, as in « l’appréciation »."""
    text = re.sub("<[^>]+>", " ", " ".join(text for _, text in search_entries(folder))).lower()
    behind = set(re.findall(r"[a-z]’([a-zà-ÿ]{8,})", text))
    return sorted(behind - set(re.findall(r"(?<![’\w])([a-zà-ÿ]{8,})", text)))


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_word_behind_an_apostrophe_is_found(page: Page, built, example: str) -> None:
    elided = behind_an_apostrophe(built(example))
    assert elided
    for word in elided[:3]:
        page.goto((built(example) / "index.html").as_uri())
        assert any(word in hit["text"].lower() for hit in search(page, word)), f"« {word} » is not found"
