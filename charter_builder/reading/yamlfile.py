"""YAML files, read strictly. The only importer of ruamel.yaml.

Knows parser events and places. A file is read from its events and never loaded: no alias, anchor, tag, merge key or
directive is ever resolved, and dates and words such as `oui` or `no` stay text. Leaves what a file may contain to `fields`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from charter_builder.problems import Place, Problems

MAX_BYTES = 262_144
MAX_DEPTH = 24
MAX_VALUES = 20_000
MAX_TEXT = 65_536
MAX_DIGITS = 15

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+\Z")
#: Control characters, bidirectional overrides (they can reverse a name on the page), lone surrogates, byte-order marks inside a file.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
#: A line with a name and a value, such as `nom: Le Fournil`.
_ENTRY = re.compile(r"\s*(?:- )?([\w.-]+) *: ++([^{\[#].*?)(?:(?<! ) +#.*)?")
_HIDDEN_SPACE = re.compile(r"\s*(?:- )?(([\w.-]+)\s*:[\u00a0\u202f])")
_CLOSING = {'"': '"', "'": "'", "[": "]", "{": "}"}


@dataclass(slots=True)
class Node:
    """A value and where it stands: text, number, boolean, None, a list of nodes, or a mapping of nodes with `keys` places.
    `end` is the line and the column, from 1, of what follows its last sign; `flow`: a list or a mapping between brackets.
    """

    value: Any
    place: Place
    keys: dict[str, Place] = field(default_factory=dict)
    end: tuple[int, int] = (0, 0)
    flow: bool = False

    def at(self, *path: str | int) -> Node:
        """The node at this path, or the deepest one that exists on the way."""
        node = self
        for step in path:
            try:
                node = node.value[step]
            except (KeyError, IndexError, TypeError):
                return node
        return node

    def place_of(self, path: tuple[str | int, ...], *, key: bool = False) -> Place:
        """The place of the value at this path, or of its key."""
        if key and path:
            parent = self.at(*path[:-1])
            if path[-1] in parent.keys:
                return parent.keys[str(path[-1])]
        return self.at(*path).place

    def plain(self) -> Any:
        """The value without its places."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value


class _Refused(Exception):
    """Reading of this file stops here; the problem is already noted."""


def read(path: Path, problems: Problems, *, shown: str | None = None) -> Node | None:
    """Read a YAML file into nodes. Returns None, with at least one problem added, when the file cannot be read to its end."""
    shown = shown or str(path)
    text = read_text(path, problems, shown=shown)
    return None if text is None else read_yaml(text, shown, problems)


def read_text(path: Path, problems: Problems, *, shown: str | None = None, limit: int = MAX_BYTES) -> str | None:
    """The text of a UTF-8 file, with one kind of line end, or None with a problem: absent, not a file, too large, forbidden character."""
    shown = shown or str(path)
    whole = Place(shown)
    try:
        if not path.exists():
            problems.add("E104", whole, file=shown)
            return None
        if not path.is_file():
            problems.add("E105", whole, file=shown)
            return None
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except OSError as error:
        problems.add("E119", whole, file=shown, reason=error.strerror or "")
        return None
    if len(raw) > limit:
        problems.add("E106", whole, limit=limit // 1024)
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        likely = raw.split(b"\n")[line - 1].decode("cp1252", "replace").rstrip("\r")
        problems.add("E107", Place(shown, line, column, 1, likely), likely=raw[error.start : error.start + 1].decode("cp1252", "replace"))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := FORBIDDEN.search(text):
        before_text = text[: found.start()]
        line = before_text.count("\n") + 1
        column = found.start() - (before_text.rfind("\n") + 1) + 1
        problems.add(
            "E108",
            Place(shown, line, column, 1, FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text.split("\n")[line - 1])),
            character=f"U+{ord(found[0]):04X}",
        )
        return None
    return text


def read_yaml(text: str, shown: str, problems: Problems, *, within: Place | None = None) -> Node | None:
    """Read YAML text. `within` is the place where one line of YAML begins inside another file, such as a condition in a text."""
    reader = _Reader(text, shown, problems, within)
    try:
        return reader.document()
    except _Refused:
        return None


class _Mark(NamedTuple):
    line: int
    column: int


@cache
def _parts() -> tuple[type, type, type, type]:
    """Ruamel's reader, scanner and parser without their repeated questions to each other: the same events in two thirds of the time."""
    from ruamel.yaml import YAML
    from ruamel.yaml.parser import Parser
    from ruamel.yaml.reader import Reader
    from ruamel.yaml.scanner import Scanner

    class PlainReader(Reader):
        """Marks a place by its line and column alone: excerpts are our own."""

        def get_mark(self) -> Any:
            return _Mark(self.line, self.column)

    class PatientScanner(Scanner):
        """Knows its reader, and looks for more tokens once for each token, not each time it is asked."""

        ready = -1
        reader: Any = None

        def __init__(self, loader: Any = None) -> None:
            self.reader = loader.reader
            super().__init__(loader)

        def need_more_tokens(self) -> bool:
            if self.tokens and self.ready == self.tokens_taken:
                return False
            need: bool = super().need_more_tokens()
            self.ready = -1 if need else self.tokens_taken
            return need

        def check_token(self, *choices: type) -> bool:
            if not self.tokens or self.ready != self.tokens_taken:
                while self.need_more_tokens():
                    self.fetch_more_tokens()
            return bool(self.tokens) and (not choices or isinstance(self.tokens[0], choices))

    class DirectParser(Parser):
        """Knows its scanner, instead of asking the loader for it at each step."""

        scanner: Any = None

        def __init__(self, loader: Any) -> None:
            super().__init__(loader)
            self.scanner = loader.scanner

    class PlainYAML(YAML):
        """Does not look for plug-ins on the disk, which it would do for each file."""

        def official_plug_ins(self) -> list[str]:
            return []

    return PlainYAML, PlainReader, PatientScanner, DirectParser


def _yaml() -> Any:
    plain, reader, scanner, parser = _parts()
    yaml = plain(typ="safe", pure=True)
    yaml.Reader, yaml.Scanner, yaml.Parser = reader, scanner, parser
    return yaml


class _Reader:
    """Builds nodes from the parser's events, refusing what could change the meaning of a file or cost without limit."""

    def __init__(self, text: str, shown: str, problems: Problems, within: Place | None) -> None:
        self.text, self.shown, self.problems, self.within = text, shown, problems, within
        self.lines = text.split("\n")
        self.count = 0
        self.sound = True

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        events = self._events()
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self._refuse("E114", event)
                if event.version or event.tags:
                    self._refuse("E112", event)
            elif kind in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                continue
            else:
                root = self._value(event, events, 1)
        if root is None:
            self.problems.add("E113", Place(self.shown))
            return None
        if isinstance(root.value, dict) and self.within is None:
            root.place = Place(self.shown)  # what such a file lacks, it lacks as a whole
        return root if self.sound else None

    def _value(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        kind = type(event).__name__
        if kind == "AliasEvent" or event.anchor:
            self._refuse("E110", event)
        if event.tag:
            self._refuse("E111", event)
        self.count += 1
        if self.count > MAX_VALUES:
            self._refuse("E116", event, limit=MAX_VALUES)
        if depth > MAX_DEPTH:
            self._refuse("E115", event, limit=MAX_DEPTH)
        if kind == "ScalarEvent":
            return Node(self._scalar(event), self._place(event), end=_end(event))
        node = Node([] if kind == "SequenceStartEvent" else {}, self._place(event), flow=bool(event.flow_style))
        for inner in events:
            if type(inner).__name__ in ("SequenceEndEvent", "MappingEndEvent"):
                items = node.value if isinstance(node.value, list) else [*node.value.values()]
                node.end = _end(inner) if node.flow or not items else max(item.end for item in items)
                return node
            if isinstance(node.value, list):
                node.value.append(self._value(inner, events, depth + 1))
            else:
                self._pair(node, inner, events, depth)
        return node

    def _pair(self, node: Node, key_event: Any, events: Iterator[Any], depth: int) -> None:
        if type(key_event).__name__ != "ScalarEvent":
            self._refuse("E110" if type(key_event).__name__ == "AliasEvent" else "E117", key_event)
        if key_event.anchor:
            self._refuse("E110", key_event)
        if key_event.tag:
            self._refuse("E111", key_event)
        key = key_event.value
        if key == "<<":
            self._refuse("E110", key_event)
        place = self._place(key_event)
        if key != key.strip() and not key_event.style:  # a no-break space, as French editors put before a colon
            key = key.strip()
            self.problems.add("E120", place, key=key)
        event = next(events)
        value = self._value(event, events, depth + 1)
        if getattr(event, "value", None) == "" and not event.style:  # the parser has it begin on the next line
            value.place = place
        if key in node.keys:
            self.problems.add("E109", place, key=key, first=node.keys[key].line)
            self.sound = False
        else:
            node.value[key], node.keys[key] = value, place

    def _scalar(self, event: Any) -> Any:
        value: str = event.value
        if len(value) > MAX_TEXT:
            self._refuse("E118", event, limit=MAX_TEXT)
        if bad := FORBIDDEN.search(value):  # written with an escape, "\0"
            self._refuse("E108", event, character=f"U+{ord(bad[0]):04X}")
        if event.style:
            return value
        if value in ("", "~", "null"):
            return None
        if value in ("true", "false"):
            return value == "true"
        if _INTEGER.match(value) and len(value.lstrip("+-")) <= MAX_DIGITS:
            return int(value)
        if _DECIMAL.match(value) and len(value) <= MAX_DIGITS:
            return float(value)
        return value

    def _events(self) -> Iterator[Any]:
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        last: Any = None
        try:
            for event in _yaml().parse(self.text):
                last = event
                yield event
        except MarkedYAMLError as error:
            self._syntax(error, last)
        except (YAMLError, RecursionError, ValueError):
            self.problems.add("E102", Place(self.shown) if self.within is None else self.within)
            raise _Refused from None

    def _syntax(self, error: Any, last: Any) -> None:
        """Say what a writer of French is likely to have meant, before the parser's own words."""
        alone = "simple key" in (error.context or "")  # a word that no colon follows: the parser tells it from further down
        mark = error.context_mark if alone else error.problem_mark or error.context_mark
        line, column = min(mark.line, len(self.lines) - 1), mark.column
        text, problem = self.lines[line], error.problem or ""
        written = _ENTRY.fullmatch(text)
        second = "mapping values are not allowed" in problem  # a colon where none is expected
        shifted = ":" not in text[:column] if second else "block end" in problem and not text[:column].strip()
        if "\t" in text[: column + 1]:
            self.problems.add("E103", self._at(line, text.index("\t")))
        elif hidden := _HIDDEN_SPACE.match(text):
            self.problems.add("E120", self._at(line, hidden.start(1), len(hidden[1])), key=hidden[2])
        elif opened := self._left_open(error, last, line):
            sign = self.lines[opened.line][opened.column]
            self.problems.add("E132" if sign in "\"'" else "E133", self._at(opened.line, opened.column), sign=sign, closing=_CLOSING[sign])
        elif shifted:
            self.problems.add("E134", self._at(line, len(text) - len(text.lstrip())))
        elif second and written:
            self.problems.add("E101", self._at(line, column), fixed=_quoted(written[1], written[2]))
        elif written and written[2].startswith("'") and text[:column].rstrip().endswith("'"):
            self.problems.add("E131", self._at(line, column), fixed=_quoted(written[1], written[2].strip("'")))
        else:
            self.problems.add("E102", self._at(line, column))
        raise _Refused

    def _left_open(self, error: Any, last: Any, line: int) -> Any:
        """Where a quote or a bracket opens that is not closed, or is closed by the next quote of the file, lines further down."""
        if error.context_mark and error.context_mark.line < line and re.search("quoted|flow", error.context or ""):
            return error.context_mark
        quoted = getattr(last, "style", None) in ("'", '"') and last.start_mark.line < last.end_mark.line == line
        return last.start_mark if quoted else None

    def _refuse(self, code: str, event: Any, **params: object) -> None:
        self.problems.add(code, self._place(event), **params)
        raise _Refused

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line and type(event).__name__ == "ScalarEvent" else 1
        return self._at(start.line, start.column, max(width, 1))

    def _at(self, line: int, column: int, width: int = 1) -> Place:
        if self.within is not None:
            return Place(self.shown, self.within.line, self.within.column + column, width, self.within.text)
        return Place(self.shown, line + 1, column + 1, width, self.lines[line] if line < len(self.lines) else "")


def _end(event: Any) -> tuple[int, int]:
    return event.end_mark.line + 1, event.end_mark.column + 1


def _quoted(key: str, value: str) -> str:
    """The line as it can be written: the text between straight quotes."""
    return f'{key}: "{value.strip().strip(chr(34)).replace(chr(34), chr(39))}"'
