"""What the search of a site looks through: one entry for each article, annex or heading, as plain text.

Knows the pages and nothing of MkDocs. The file is a script that holds data only, so that a page opened from disk can load it too.
Leaves folding of accents, elisions and ranking to the script of the pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape

from charter_builder.writers.site.pages import Page

SEARCH_INDEX = "search/index.js"

#: What has an address of its own: a heading, a word of the glossary, a row of a table by its first cell.
_HEADING = re.compile(r"<(h[2-4]|dt|tr) id=\"([^\"]+)\"[^>]*>(?:<th[^>]*>)?(.*?)</(?:\1|th)>", re.DOTALL)
#: What is no text to look for: data for a script, drawings, the title said again, the calls of notes and their ways back.
_SILENT = re.compile(r"<(script|svg|form|h1|sup)\b.*?</\1>|<a class=\"back\".*?</a>|<p class=\"(?:permalink|marks)\".*?</p>", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|div|td|th|tr|table|caption|dt|dd|dl|summary|details|h\d)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def search_index(pages: Iterable[Page]) -> str:
    """The entries (address, title of the page, title, text), by page and in their order there. The first page only leads to others."""
    entries = [entry for page in pages if page.menu for entry in _entries(page)]
    return f"charterIndex={json.dumps(entries, ensure_ascii=False, separators=(',', ':'))};\n"


def _entries(page: Page) -> Iterator[tuple[str, str, str, str]]:
    """A page cut at each place that has an address; what stands before belongs to the page itself."""
    html = _SILENT.sub(" ", page.html)
    start, address, title = 0, page.path, page.title
    for heading in _HEADING.finditer(html):
        yield address, page.title, title, _plain(html[start : heading.start()])
        start, address, title = heading.end(), f"{page.path}#{unescape(heading[2])}", _plain(heading[3])
    yield address, page.title, title, _plain(html[start:])


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", _BLOCK.sub(" ", html))).split())
