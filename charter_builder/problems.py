"""Problems: what is wrong, where, and with which words.

Knows places in files and nothing of charters. Leaves the sentences to `messages` and the decision to stop to the callers:
a step gathers everything in a `Problems`, then calls `stop_if_errors`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Place(NamedTuple):
    """A place in a file: line and column count from 1; line 0 means the file as a whole. `text` is the line itself."""

    file: str
    line: int = 0
    column: int = 0
    width: int = 1
    text: str = ""


@dataclass(frozen=True)
class Words:
    """A label in each language of the program, for use inside a message: `Words({"fr": "l'effectif", "en": "…"})`."""

    by_language: Mapping[str, str]

    def __getitem__(self, language: str) -> str:
        return self.by_language.get(language) or next(iter(self.by_language.values()), "")


@dataclass(frozen=True)
class Problem:
    """One thing to mend (code E…) or to look at (code W…). Codes never change their meaning."""

    code: str
    place: Place
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_error(self) -> bool:
        return self.code.startswith("E")


#: After so many errors nobody reads on: a file that holds more was not written by hand.
MAX_ERRORS = 200


class Problems:
    """The problems of one run, gathered before anybody speaks."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._known: set[tuple[str, Place, str]] = set()
        self._errors = 0

    def add(self, code: str, place: Place, **params: object) -> None:
        """Gather a problem, once. Raises `CharterError` with what was found when there are too many to go on."""
        problem = Problem(code, place, params)
        key = (code, place, repr(sorted(params.items())))
        if key in self._known:
            return
        self._known.add(key)
        self._found.append(problem)
        self._errors += problem.is_error
        if self.too_many:
            raise CharterError(self)

    @property
    def too_many(self) -> bool:
        """Whether reading stopped before the end."""
        return self._errors >= MAX_ERRORS

    def __iter__(self) -> Iterator[Problem]:
        """By file and line; problems of the same place keep the order in which they were found."""
        return iter(sorted(self._found, key=lambda p: (p.place.file, p.place.line, p.place.column)))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self if p.is_error]

    @property
    def warnings(self) -> list[Problem]:
        return [p for p in self if not p.is_error]

    def stop_if_errors(self) -> None:
        """Raise `CharterError` with everything found, warnings included, when at least one error was found."""
        if any(p.is_error for p in self._found):
            raise CharterError(self)


class CharterError(Exception):
    """The user's files need mending. The only exception that crosses a module boundary on purpose."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("; ".join(f"{p.code} {p.place.file}:{p.place.line}:{p.place.column}" for p in problems.errors))
        self.problems = problems
