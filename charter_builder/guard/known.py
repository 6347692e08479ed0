"""What a folder may hold because the program holds it: digests of scripts, styles and other files, and the texts of persons.

Knows SHA-256, places in a text, and what a hole is. Knows no kind of file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from charter_builder.problems import Place, Problems
from charter_builder.reading.prose import HOLES

#: At least one of them stands in every hole.
_SIGNS = ("{", "}", "[TODO]", "<<<<<<<", ">>>>>>>", "&lt;&lt;", "&gt;&gt;")
_SPACES = re.compile(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")
_SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]*):")
_LINKED = ("http", "https", "mailto")


@dataclass(frozen=True)
class Known:
    """`digests`: of scripts and styles, as files or inside a page, of addresses that a page may take something from, and of files of
    other kinds. `answers`: texts of persons, that may hold any letters.
    """

    digests: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()


NOTHING = Known()


def digest(content: bytes | str) -> str:
    """The SHA-256 of a file or of a text."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def check_holes(text: str, known: Known, where: Callable[[str], Place], problems: Problems) -> None:
    """Add a problem for each rest of a template or of a merge in a text, what persons wrote apart. `where` says where one stands."""
    if not may_hold(text):
        return
    left = _SPACES.sub(" ", text)
    for answer in sorted((_SPACES.sub(" ", answer).strip() for answer in known.answers), key=len, reverse=True):
        left = left.replace(answer, "\0") if answer else left
    for hole in HOLES:
        if hole in left:
            problems.add("E505", where(hole), found=hole)


def may_hold(text: str) -> bool:
    """Whether a text, as it is or in XML, may hold a hole: most have not even a brace, and one sign is found much faster than two."""
    return any(sign in text for sign in _SIGNS)


def may_lead(address: str) -> bool:
    """Whether an address is of a kind that a person may follow: relative, http, https or mailto."""
    scheme = _SCHEME.match(address)
    if not scheme:
        return True
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in _LINKED and bool(parts.netloc if parts.scheme.startswith("http") else parts.path)


def decoded(name: str, content: bytes, problems: Problems) -> str:
    """The text of a file; a problem, and nothing, when it is not UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.add("E523", Place(name, line, 1), found=repr(content[error.start : error.start + 8]))
        return ""


def place(name: str, text: str, offset: int, width: int = 1) -> Place:
    """The place of what stands at an offset of a text; of a very long line, the part around it."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)]
    shown = "".join(sign if sign.isprintable() else "·" for sign in line) if len(line) < 10_000 else ""
    return Place(name, text.count("\n", 0, offset) + 1, offset - start + 1, max(1, width), shown)


def place_of(name: str, text: str, found: str) -> Place:
    """The place of the first occurrence of a piece of a text; the file as a whole when it is not there as it is said."""
    offset = text.find(found)
    return place(name, text, offset, len(found)) if offset >= 0 else Place(name)
