"""Pages: well-formed HTML that does nothing by itself, without a hole, whose links lead somewhere.

The pages are ours, so they are held to the small HTML that we write: lower-case names, values between double quotes, every element
closed. There a browser and this module read the same; whatever is written otherwise is refused. Pages repeat the same few
hundred tags: each is judged once, which makes the reading faster than an HTML parser's.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from charter_builder.guard.known import Known, check_holes, decoded, digest, may_hold, may_lead, place, place_of
from charter_builder.problems import Place, Problems

_TAG = re.compile(r"<[^>]*>")
_OURS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9:_.-]*(?:=\"[^\"<>]*\")?)*)\s*(/?)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z][a-zA-Z0-9:_.-]*)(?:=\"([^\"]*)\")?")
_DOCTYPE = "<!doctype html>"
_EMPTY = re.compile(r"<(title|h[1-4])\b[^>]*>(?:\s|<[^>]*>)*</\1>")
_RAW = re.compile(r"<(script|style)\b[^>]*>")

_VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "wbr", "col"))
#: What closes an open paragraph by itself (HTML, 13.1.2.4): inside one, it would tear it apart.
_BLOCKS = frozenset(
    "address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main nav "
    "ol p pre section table ul".split()
)
_DRAWN = frozenset("svg g path circle rect line polyline polygon ellipse text tspan desc title".split())
#: Elements that show something and do nothing. Of the others, `_judged` allows what is known.
_INERT = _BLOCKS | _DRAWN | frozenset(
    "html head body a abbr b bdi bdo br button caption cite code col colgroup datalist dd del dfn dt em hgroup i img input ins kbd label "
    "legend li link mark menu meta meter noscript optgroup option output progress q ruby rp rt s samp script search select small span "
    "strong style sub summary sup tbody td template textarea tfoot th thead time tr u var wbr".split()
)  # fmt: skip
#: Attributes that run, send, or fetch by themselves.
_ACTIVE = frozenset(
    "action archive background cite classid code codebase data dynsrc formaction formtarget imagesrcset longdesc lowsrc manifest ping "
    "poster profile srcdoc srcset usemap xlink:href xml:base".split()
)
_FETCHING_LINKS = frozenset(("stylesheet", "icon", "manifest", "preload", "prefetch", "preconnect", "modulepreload", "dns-prefetch"))


class _Tag(NamedTuple):
    """What there is to know of a tag, wherever it stands. `step`: 1 opens, -1 closes, 0 stands alone. `faults`: codes, and what is said.
    `tears`: the element that it would close by itself.
    """

    name: str
    step: int
    id: str = ""
    leads: str = ""
    fetches: str = ""
    faults: tuple[tuple[str, str], ...] = ()
    tears: str = ""


class _Page(NamedTuple):
    text: str
    ids: frozenset[str]
    leads: tuple[str, ...]
    fetches: tuple[str, ...]


class Pages:
    """The pages of one folder: read one after the other, then their links followed."""

    def __init__(self, files: Mapping[str, Path], known: Known, problems: Problems) -> None:
        self.files, self.known, self.problems = files, known, problems
        self.pages: dict[str, _Page] = {}
        self.tags: dict[str, _Tag] = {}
        self.targets: dict[tuple[str, str], tuple[str, str]] = {}

    def read(self, name: str, content: bytes) -> None:
        """Look at one page; what it leads to is looked at when all are read."""
        text = decoded(name, content, self.problems)
        spoken = "".join(self._without_raw(name, text)) if _RAW.search(text) else text
        self.pages[name] = self._page(name, text, spoken)
        for empty in _EMPTY.finditer(spoken):
            self.problems.add("E505", place_of(name, text, empty[0]), found=f"<{empty[1]}>")
        self._check_holes(name, text, spoken)

    def check_links(self) -> None:
        """Add a problem for each address that leads nowhere, or that fetches something from elsewhere."""
        for name, page in self.pages.items():
            for address in page.leads:
                if not self._leads_somewhere(name, address):
                    self._add("E506", name, page.text, address)
            for address in page.fetches:
                if re.match(r"([a-z][a-z0-9+.-]*:|[\\/]{2})", address, re.IGNORECASE):
                    if digest(address) not in self.known.digests:
                        self._add("E507", name, page.text, address)
                elif self._target(name, address)[0] not in self.files:
                    self._add("E506", name, page.text, address)

    def _page(self, name: str, text: str, spoken: str) -> _Page:
        ids: set[str] = set()
        leads: dict[str, None] = {}
        fetches: dict[str, None] = {}
        around: list[str] = []
        tags = self.tags
        every = _TAG.findall(spoken)
        for rank, written in enumerate(every):
            tag = tags.get(written)
            if tag is None:
                tag = tags[written] = self._judged(written)
            if tag.step < 0:
                if not around or around.pop() != tag.name:
                    self.problems.add("E523", self._at(name, text, spoken, rank), found=written)
                    break
                continue
            if tag.faults:
                for code, found in tag.faults:
                    self.problems.add(code, self._at(name, text, spoken, rank), found=found)
            if tag.tears and tag.tears in around:
                self.problems.add("E523", self._at(name, text, spoken, rank), found=written)
            if tag.step > 0:
                around.append(tag.name)
            if tag.id:
                if tag.id in ids:
                    self.problems.add("E524", self._at(name, text, spoken, rank), found=tag.id)
                ids.add(tag.id)
            if tag.leads:
                leads[tag.leads] = None
            if tag.fetches:
                fetches[tag.fetches] = None
        else:
            if around:
                self.problems.add("E523", Place(name), found=f"<{around[-1]}>")
            elif spoken.count("<") > len(every):
                self.problems.add("E523", Place(name), found="<")
        return _Page(text, frozenset(ids), tuple(leads), tuple(fetches))

    def _judged(self, written: str) -> _Tag:
        """One tag, whatever page it stands on."""
        if written == _DOCTYPE:
            return _Tag("", 0)
        form = _OURS.fullmatch(written)
        if not form:
            return _Tag("", 0, faults=(("E523", _short(written)),))
        name = form[2]
        if form[1]:
            return _Tag(name, -1)
        attributes = [(key.lower(), unescape(value)) for key, value in _ATTRIBUTE.findall(form[3])]
        given = dict(attributes)
        faults = [("E523", _short(written))] if len(given) < len(attributes) or (form[4] and name not in _VOID | _DRAWN) else []
        faults += [(code, _short(found)) for code, found in self._active(name, given)]
        leads = fetches = ""
        if name == "a" and "href" in given:
            leads = given["href"] or "#"
        elif name == "link":
            rels = given.get("rel", "").lower().split()
            leads, fetches = ("", given.get("href", "")) if _FETCHING_LINKS.intersection(rels) else (given.get("href", ""), "")
        elif "src" in given and name != "iframe":
            fetches = given["src"] or "//"
        alone = name in _VOID or bool(form[4])
        tears = "p" if name in _BLOCKS else "a" if name == "a" else ""
        return _Tag(name, 0 if alone else 1, given.get("id", ""), leads, fetches, tuple(dict.fromkeys(faults)), tears)

    def _active(self, name: str, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """What a tag does by itself, unless the program knows it."""
        if name == "iframe":
            if digest(given.get("src", "")) not in self.known.digests:
                yield "E507", given.get("src", "<iframe>")
        elif name not in _INERT:
            yield "E520", f"<{name}>"
        if name == "meta" and given.get("http-equiv", "Content-Security-Policy") != "Content-Security-Policy":
            yield "E520", f"<meta http-equiv={given['http-equiv']}>"
        for key, value in given.items():
            if key.startswith("on") or key in _ACTIVE:
                yield "E520", f"{key}={value}"
            elif key == "style" and digest(value) not in self.known.digests:
                yield "E521", f"style={value}"
            elif key == "href" and name not in ("a", "link"):
                yield "E520", f"<{name} href={value}>"

    def _without_raw(self, name: str, text: str) -> Iterator[str]:
        """A page without what stands inside its scripts and styles, which is looked at on the way."""
        position = 0
        while opened := _RAW.search(text, position):
            end = text.find(f"</{opened[1]}>", opened.end())
            if end < 0:
                self.problems.add("E523", place(name, text, opened.start(), len(opened[0])), found=opened[0])
                break
            yield text[position : opened.end()]
            inside = text[opened.end() : end]
            if inside:
                self._check_raw(opened[1], opened[0], inside, place(name, text, opened.start(), len(opened[0])))
            position = end
        yield text[position:]

    def _check_raw(self, name: str, written: str, inside: str, where: Place) -> None:
        if digest(inside) in self.known.digests:
            return
        if name == "style":
            self.problems.add("E521", where, found=written)
        elif 'type="application/json"' not in written:
            self.problems.add("E520", where, found=written)
        else:
            try:
                json.loads(inside)
            except ValueError:
                self.problems.add("E523", where, found=written)

    def _check_holes(self, name: str, text: str, spoken: str) -> None:
        """In what people read, then in the values of attributes; a word of an answer may be a link."""
        if may_hold(spoken):
            for said in (_TAG.sub("", spoken), "\n".join(_TAG.findall(spoken))):
                check_holes(unescape(said), self.known, lambda hole: place_of(name, text, hole), self.problems)

    def _leads_somewhere(self, name: str, address: str) -> bool:
        if not may_lead(address):
            return False
        if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", address):
            return True
        if address.startswith(("/", "\\")):
            return name == f"{address[1:]}404.html"  # the page of lost visitors stands at any depth
        target, fragment = self._target(name, address)
        return target in self.files and (not fragment or target not in self.pages or fragment in self.pages[target].ids)

    def _target(self, name: str, address: str) -> tuple[str, str]:
        """The file that a relative address leads to, and the place in it. Pages of one folder mostly lead to the same few."""
        folder = posixpath.dirname(name)
        key = (name if address.startswith("#") else folder, address)
        if key not in self.targets:
            try:
                parts = urlsplit(address)
            except ValueError:
                return "", ""
            path = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else name
            if path == "." or parts.path.endswith("/"):
                path = posixpath.normpath(posixpath.join(path, "index.html"))
            self.targets[key] = path, unquote(parts.fragment)
        return self.targets[key]

    def _add(self, code: str, name: str, text: str, address: str) -> None:
        where = place_of(name, text, address)
        self.problems.add(code, where, found=_short(address))

    def _at(self, name: str, text: str, spoken: str, rank: int) -> Place:
        """The place of a tag by its rank. Only after a fault: nothing is counted on the way."""
        found = list(_TAG.finditer(spoken))[rank]
        times = spoken.count(found[0], 0, found.start())
        offset = -1
        for _ in range(times + 1):
            offset = text.find(found[0], offset + 1)
        return place(name, text, max(0, offset), len(found[0]))


def _short(found: str) -> str:
    """What is found, as a message can show it."""
    found = " ".join(found.split())
    return found if len(found) <= 80 else found[:79] + "…"
