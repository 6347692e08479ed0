"""What a page must never hold: a hole, a link that leads nowhere, anything fetched from elsewhere. Reads finished folders only."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from charter_builder.problems import Place, Problems

#: What fetches when the page opens, by tag. A link that a person follows is not among them.
_FETCHING = {
    "script": "src", "img": "src", "iframe": "src", "audio": "src", "video": "src", "source": "src", "embed": "src", "object": "data", "input": "src", "use": "href",
}  # fmt: skip
_FETCHING_LINKS = {"stylesheet", "preconnect", "preload", "prefetch", "dns-prefetch", "icon", "modulepreload", "manifest"}
_HOLES = ("{{", "}}", "{%", "[TODO]", "<<<<<<<", ">>>>>>>")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.text: list[str] = []
        self.silent = 0
        self.empty: list[str] = []
        self._open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if found.get("id"):
            self.ids.add(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if _FETCHING.get(tag) in found:
            self.fetched.append(found[_FETCHING[tag]])
        if tag == "link" and set(found.get("rel", "").split()) & _FETCHING_LINKS:
            self.fetched.append(found.get("href", ""))
        if tag in ("script", "style"):
            self.silent += 1
        if tag in ("title", "h1", "h2", "h3"):
            self._open.append((tag, len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent -= 1
        if self._open and self._open[-1][0] == tag:
            _, start = self._open.pop()
            if not "".join(self.text[start:]).strip():
                self.empty.append(f"<{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text.append(data)


def check_pages(folder: Path, problems: Problems, answers: frozenset[str]) -> None:
    """Add a problem for each fault of each page of a finished folder. `answers` may hold any letters: they are not searched."""
    pages = {path.relative_to(folder).as_posix(): _read(path) for path in sorted(folder.rglob("*.html"))}
    for name, page in pages.items():
        place = Place(name)
        text = "".join(page.text)
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
            if not _leads_somewhere(folder, name, link, pages):
                problems.add("E506", place, found=link)


def _leads_somewhere(folder: Path, name: str, link: str, pages: dict[str, _Page]) -> bool:
    parts = urlsplit(link)
    if parts.scheme:
        return parts.scheme in ("http", "https", "mailto") and bool(parts.netloc or parts.path)
    if parts.netloc or link.startswith("/"):
        return False
    target = (Path(name).parent / unquote(parts.path)).as_posix() if parts.path else name
    target = "index.html" if target == "." else target
    if not (folder / target).is_file():
        return False
    return not parts.fragment or target not in pages or unquote(parts.fragment) in pages[target].ids


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text("utf-8"))
    page.close()
    return page
