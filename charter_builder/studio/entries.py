"""The entries of the form ↔ answers: what inputs hold, under their names, and what a profile holds.

Knows how inputs are named: `effectif`; `referent_ia.nom` for a field; `outils.0.nom` for a field of the first row, `outils` = `none` for a
list of which nothing is to be said. Leaves to `interview` which answers go together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from charter_builder.library import Labels, Library, Question, QuestionField
from charter_builder.messages import sentence
from charter_builder.typed import day, hidden, number, spaced, within
from charter_builder.wording import digits

#: The value by which a list of records is answered with nothing.
NONE = "none"
#: The question that asks for the languages of a charter.
LANGUAGES_ASKED = "langues"
#: Rows past this one are not looked at: no form has them.
_MOST_ROWS = 200
_ROW = re.compile(r"([a-z0-9_]+)\.(\d{1,3})\.([a-z0-9_]+)")

Entry = tuple[str, str]


@dataclass
class Answered:
    """The sound answers of a form. `faults`: what is wrong, by the name of the input; `gaps`: the inputs that a record still lacks."""

    answers: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)


def read_entries(entries: Iterable[Entry], library: Library, language: str) -> Answered:
    """The answers that these inputs give, in the order of the questions. Names and values that no question has are passed over."""
    reader = _Reader(entries, library.labels[language], language)
    for question in library.questions.values():
        answer = reader.answer(question)
        if answer is not None:
            reader.found.answers[question.id] = answer
    return reader.found


def in_form(question: Question) -> bool:
    """Whether the form has inputs for a question. No clause depends on the languages of a charter, but whole documents do."""
    return not question.silent or question.id == LANGUAGES_ASKED


def entries_of(answers: Mapping[str, Any], library: Library) -> list[Entry]:
    """The inputs that show these answers."""
    return [entry for name, answer in answers.items() for entry in _entries(library.questions[name], answer)]


class _Reader:
    def __init__(self, entries: Iterable[Entry], labels: Labels, language: str) -> None:
        self.labels, self.language, self.found = labels, language, Answered()
        self.values: dict[str, list[str]] = {}
        self.rows: dict[str, set[int]] = {}
        for name, value in entries:
            self.values.setdefault(name, []).append(value)
            if (row := _ROW.fullmatch(name)) and int(row[2]) < _MOST_ROWS:
                self.rows.setdefault(row[1], set()).add(int(row[2]))

    def answer(self, question: Question) -> Any:
        match question.type:
            case "choices":
                return self._choices(question)
            case "record":
                return self._record(question, question.id)
            case "records":
                rows = [self._record(question, f"{question.id}.{rank}") for rank in sorted(self.rows.get(question.id, ()))]
                records = tuple(record for record in rows if record is not None)
                return records if records or NONE in self.values.get(question.id, ()) else None
        return self._single(question.id, question)

    def _choices(self, question: Question) -> tuple[str, ...] | None:
        chosen = tuple(value for value in question.values if value in self.values.get(question.id, ()))
        if question.none in chosen and len(chosen) > 1:
            none = self.labels.value(question.id, question.none)
            self.found.faults[question.id] = sentence("ask_alone", self.language, none=none)
            return None
        return chosen or None

    def _record(self, question: Question, prefix: str) -> dict[str, Any] | None:
        """A record whole; None, and its gaps, when it is begun only."""
        names = [f"{prefix}.{part.id}" for part in question.fields]
        if not any(spaced("".join(self.values.get(name, ()))) for name in names):
            return None
        record = {part.id: self._single(name, part) for name, part in zip(names, question.fields, strict=True)}
        lacking = [name for name, value in zip(names, record.values(), strict=True) if value is None]
        self.found.gaps += [name for name in lacking if name not in self.found.faults]
        return None if lacking else record

    def _single(self, name: str, asked: Question | QuestionField) -> Any:
        said = spaced(self.values.get(name, [""])[0])
        if not said:
            return None
        if asked.type == "choice":
            return said if said in asked.values else None
        bounds: dict[str, object] = {name: digits(value, self.language) for name, value in (("min", asked.min), ("max", asked.max))}
        found: Any = None
        if hidden(said):
            fault = "ask_forbidden"
        elif asked.type == "number":
            found, fault = number(said, asked.min, asked.max), "ask_number"
        elif asked.type == "date":
            found, fault = day(said), "ask_date"
        else:
            found, fault = within(said, asked.min, asked.max), "ask_text"
        if found is None:
            self.found.faults[name] = sentence(fault, self.language, **bounds)
        return found


def _entries(question: Question, answer: Any) -> Iterator[Entry]:
    match question.type:
        case "choices":
            yield from ((question.id, value) for value in answer)
        case "record":
            yield from ((f"{question.id}.{name}", _shown(value)) for name, value in answer.items())
        case "records":
            yield from [] if answer else [(question.id, NONE)]
            for rank, record in enumerate(answer):
                yield from ((f"{question.id}.{rank}.{name}", _shown(value)) for name, value in record.items())
        case _:
            yield question.id, _shown(answer)


def _shown(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
