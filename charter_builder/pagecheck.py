"""What a page must never hold: a hole, a link that leads nowhere, anything fetched from elsewhere. Reads finished folders only.

The pages are ours, every value in them is escaped, so their tags are found by scanning: several times faster than an HTML parser.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from charter_builder.problems import Place, Problems

_HOLES = ("{{", "}}", "{%", "[TODO]", "<<<<<<<", ">>>>>>>")
#: What fetches when the page opens. A link that a person follows is not among them.
_FETCHING = re.compile(
    r"<(?:script|img|iframe|audio|video|source|embed|object|input|use)\b[^>]*?\b(?:src|data|href)=[\"']?([^\"'\s>]*)", re.IGNORECASE
)
_LINKED = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_FETCHING_RELATIONS = re.compile(r"rel=[\"']?[^\"'>]*\b(?:stylesheet|preconnect|preload|prefetch|icon|manifest)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"href=[\"']?([^\"'\s>]*)", re.IGNORECASE)
_ID = re.compile(r"\sid=[\"']?([^\"'\s>]+)")
_ANCHOR = re.compile(r"<a\b[^>]*?\shref=[\"']?([^\"'\s>]*)", re.IGNORECASE)
_SILENT = re.compile(r"<(script|style)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_CSS_ADDRESS = re.compile(r"(?:@import\s*(?:url\()?|url\()\s*[\"']?((?:https?:)?//[^\"')\s;]+)", re.IGNORECASE)
_TITLE = re.compile(r"<(title|h1|h2|h3)\b[^>]*>(.*?)</\1>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class _Page:
    text: str
    ids: frozenset[str]
    links: tuple[str, ...]
    fetched: tuple[str, ...]
    empty: tuple[str, ...]


def check_pages(folder: Path, problems: Problems, answers: frozenset[str]) -> None:
    """Add a problem for each fault of each page of a finished folder. `answers` may hold any letters: they are not searched."""
    files = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    pages = {path.relative_to(folder).as_posix(): _read(path) for path in sorted(folder.rglob("*.html"))}
    for path in sorted(folder.rglob("*.css")):
        for address in _CSS_ADDRESS.findall(path.read_text("utf-8")):
            problems.add("E507", Place(path.relative_to(folder).as_posix()), found=address)
    for name, page in pages.items():
        place = Place(name)
        text = page.text
        for answer in sorted(answers, key=len, reverse=True):
            text = text.replace(answer, "")
        for hole in _HOLES:
            if hole in text:
                problems.add("E505", place, found=hole)
        for empty in page.empty:
            problems.add("E505", place, found=empty)
        for address in page.fetched:
            if re.match(r"([a-z][a-z0-9+.-]*:)?//", address, re.IGNORECASE) or address.startswith("data:text"):
                problems.add("E507", place, found=address)
        for link in page.links:
            if not _leads_somewhere(name, link, files, pages):
                problems.add("E506", place, found=link)


def _leads_somewhere(name: str, link: str, files: frozenset[str], pages: dict[str, _Page]) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in ("http", "https", "mailto") and bool(parts.netloc or parts.path)
    if parts.netloc or link.startswith("/"):
        return name == f"{link[1:]}404.html"  # the page of lost visitors stands at any depth
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
    target = "index.html" if target == "." else target
    if target not in files:
        return False
    return not parts.fragment or target not in pages or unquote(parts.fragment) in pages[target].ids


def _read(path: Path) -> _Page:
    html = path.read_text("utf-8")
    spoken = _SILENT.sub("", html)
    linked = (_ADDRESS.search(tag) for tag in _LINKED.findall(html) if _FETCHING_RELATIONS.search(tag))
    return _Page(
        text=unescape(_TAG.sub("", spoken)),
        ids=frozenset(unescape(name) for name in _ID.findall(html)),
        links=tuple(dict.fromkeys(unescape(address) for address in _ANCHOR.findall(spoken))),
        fetched=tuple(unescape(a) for a in [*_FETCHING.findall(html), *(found[1] for found in linked if found)]),
        empty=tuple(f"<{tag}>" for tag, content in _TITLE.findall(spoken) if not _TAG.sub("", content).strip()),
    )
