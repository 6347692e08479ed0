"""The words of the site and of the printed page, as an HTML parser finds them."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from readback import Words, without_annex_number

#: What is not the charter, by tag or by class.
_CHROME_TAGS = {"script", "style", "svg", "nav", "form", "head", "button", "noscript"}
_CHROME = {"calls", "note-call", "permalink", "draft", "lamp", "md-header", "md-sidebar", "md-footer", "md-skip", "md-search"}
#: What stands by itself: a run of words ends where it begins or ends.
_BLOCKS = {"h1", "h2", "h3", "h4", "p", "li", "td", "th", "dt", "dd", "caption", "summary", "div", "ol", "ul", "table", "section"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "source"}


def read_site(folder: Path) -> Words:
    """The pages of the parts, then those of the annexes, in the order of the charter."""
    data = json.loads((folder / "charte.json").read_text("utf-8"))
    found = Words(front=" ".join(_parsed(folder / "index.html").runs))
    for name in [*(part["id"] for part in data["parts"]), *(annex["id"] for annex in data["annexes"])]:
        page = _parsed(folder / f"{name}.html")
        found.body += page.runs
        found.notes += page.notes
    return found


def read_print_page(folder: Path) -> Words:
    page = _parsed(folder / "imprimer.html")
    return Words(" ".join([*page.front, *page.ending]), [without_annex_number(run) for run in page.runs], page.notes)


def _parsed(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text("utf-8"))
    page.close()
    return page


class _Page(HTMLParser):
    """The runs of words of a page: its front, its middle, its end, and the notes."""

    def __init__(self) -> None:
        super().__init__()
        self.front: list[str] = []
        self.runs: list[str] = []
        self.ending: list[str] = []
        self.notes: list[str] = []
        self.open: list[tuple[str, set[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _VOID:
            return
        marks = set((given.get("class") or "").split())
        if "download" in given:
            marks.add("permalink")
        self.open.append((tag, marks))
        if tag in _BLOCKS:
            self._new_run()

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        closed, _ = self.open.pop()
        assert closed == tag, f"</{tag}> closes <{closed}>"
        if tag in _BLOCKS:
            self._new_run()

    def handle_data(self, data: str) -> None:
        tags, marks = {tag for tag, _ in self.open}, {mark for _, some in self.open for mark in some}
        if (tags & _CHROME_TAGS and "frieze__here" not in marks) or marks & _CHROME or "back" in marks:
            return
        cited = {"sources", "subtitle--sources"} & marks and "article" in marks
        if "subtitle--sources" in marks and cited:
            return
        runs = self.notes if cited or "notes" in marks else self.front if "cover" in marks else self.runs
        if "footer" in tags:
            runs = self.ending
        elif runs is self.runs and not tags & {"main", "article"}:
            return
        if not runs:
            runs.append("")
        runs[-1] += data

    def _new_run(self) -> None:
        for runs in (self.front, self.runs, self.ending, self.notes):
            if runs and runs[-1].strip():
                runs.append("")
