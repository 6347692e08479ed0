"""The questionnaire: a profile to fill in, with every question of the library in order, in the reader's language.

Knows how a profile is laid out for a person: the question, its help, the possible answers, then the answer. An answer not given yet
stands behind a `#`, ready to be completed. Leaves what an answer may be to `profile`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from charter_builder.conditions import Test, tests
from charter_builder.library import Labels, Library, Question, QuestionField
from charter_builder.messages import LANGUAGES, sentence
from charter_builder.messages.fields import FIELDS
from charter_builder.problems import Problems
from charter_builder.reading.fields import SITE
from charter_builder.reading.kinds import Colour, Day, Kind, Number, OneOf, Record
from charter_builder.reading.yamlfile import read_text, read_yaml
from charter_builder.typography import enumerate_words, polish

#: Answers that no two organisations share: taken from an example, they are marked « À CHANGER ».
OWN = ("nom", "referent_ia", "adoption")
_WIDTH = 110


def questionnaire(library: Library, language: str, head: tuple[str, ...], given: Mapping[str, str]) -> str:
    """The text of a profile that opens with the sentences of `head`; `given`: the answers already known, as `written_answers` has them.

    Without any, it is a profile in which every answer is missing: valid, and waiting.
    """
    return "\n".join(_Questionnaire(library, language, given).lines(head)) + "\n"


def written_answers(profile: Path) -> dict[str, str]:
    """The answers of a profile by question, each as it stands in the file, without the comments between them."""
    problems = Problems()
    text = read_text(profile, problems) or ""
    node = read_yaml(text, str(profile), problems)
    problems.stop_if_errors()
    assert node is not None
    beside = {name: place for name, place in node.keys.items() if name not in ("format", "answers")}
    places = {**beside, **node.at("answers").keys}  # an answer may be called format too
    lines = text.split("\n")
    starts = [*sorted({place.line for place in [*places.values(), *node.keys.values()]}), len(lines) + 1]
    return {name: _entry(lines[place.line - 1 : starts[starts.index(place.line) + 1] - 1]) for name, place in places.items()}


def _entry(lines: list[str]) -> str:
    """An answer without the comments that follow it, which belong to the next."""
    while not lines[-1].strip() or lines[-1].lstrip().startswith("#"):
        lines = lines[:-1]
    return "\n".join(lines)


class _Questionnaire:
    def __init__(self, library: Library, language: str, given: Mapping[str, str]) -> None:
        self.library, self.language, self.given = library, language, given
        self.labels: Labels = library.labels[language]

    def lines(self, head: tuple[str, ...]) -> Iterator[str]:
        for text in head:
            yield from _comment(text, "")
        yield from ("format: 1", "answers:")
        questions = self.library.questions.values()
        for block in self.library.blocks:
            yield from ("", f"  # ---- {self.labels.blocks[block]}")
            for question in questions:
                if question.block == block and not question.top:
                    yield from self._question(question, "  ")
        for question in questions:
            if question.top:
                yield from self._question(question, "")
        yield from self._site()

    def _site(self) -> Iterator[str]:
        """The site section, all of it behind a `#`: what each field is for, then the fields to fill in."""
        yield ""
        yield from _comment(self._role("profile.site"), "")
        yield from _comment(self._say("profile_site"), "")
        for field in SITE.fields:
            yield from _comment(f"{field.name} — {self._role(f'site.{field.name}')}", "", deeper="  ")
            inner = field.kind.fields if isinstance(field.kind, Record) else ()
            for part in inner:
                yield from _comment(f"{part.name} — {self._role(f'{field.name}.{part.name}')}", "", deeper="    ")
        yield "#site:"
        for field in SITE.fields:
            if isinstance(field.kind, Record):
                yield f"#  {field.name}:"
                yield from (f"#    {part.name}:{_form_of(part.kind)}" for part in field.kind.fields)
            else:
                yield f"#  {field.name}:{_form_of(field.kind)}"

    def _role(self, field: str) -> str:
        return polish(FIELDS[field][LANGUAGES.index(self.language)], self.language)

    def _question(self, question: Question, indent: str) -> Iterator[str]:
        said = self.labels.questions[question.id]
        given = self.given.get(question.id)
        yield ""
        if given and question.id in OWN:
            yield from _comment(self._say("profile_change"), indent)
        yield from _comment(said["question"], indent)
        yield from _comment(said["help"], indent)
        yield from self._form(question, indent)
        if not question.core:
            yield from _comment(self._say("profile_default", value=_written(question.default)), indent)
        yield from [given] if given else (f"{indent}#{line}" for line in _blank(question))

    def _form(self, question: Question, indent: str) -> Iterator[str]:
        """For whom the question is, then what an answer looks like, and the possible ones."""
        if question.asked_when is not None:
            values = [
                self.labels.value(test.question, str(value))
                for test in tests(question.asked_when)
                if isinstance(test, Test)
                for value in (test.argument if isinstance(test.argument, tuple) else (test.argument,))
            ]
            yield from _comment(self._say("profile_only_for", values=enumerate_words(values, self.language)), indent)
        unit = self.labels.unit(question.id)
        yield from _comment(self._say(f"profile_{question.type}", unit=unit), indent)
        yield from self._values(question.id, question, indent + "#   ")
        for field in question.fields:
            path = f"{question.id}.{field.id}"
            label = self.labels.question(path)
            yield f"{indent}#   {field.id} — {self._say('profile_date', label=label) if field.type == 'date' else label}"
            yield from self._values(path, field, indent + "#     ")

    def _values(self, path: str, asked: Question | QuestionField, start: str) -> Iterator[str]:
        for value in asked.values:
            label = self.labels.value(path, value)
            yield start + (value if label == value else f"{value} — {label}")

    def _say(self, name: str, **params: object) -> str:
        return sentence(name, self.language, **params)


def _comment(text: str, indent: str, *, deeper: str = "") -> Iterator[str]:
    start = f"{indent}# {deeper}"
    yield from textwrap.wrap(text, _WIDTH, initial_indent=start, subsequent_indent=start, break_on_hyphens=False)


def _form_of(kind: Kind) -> str:
    """How a value of the site section begins to be written."""
    match kind:
        case Colour():
            return ' "#"'
        case OneOf(values):
            return f" {values[0]}"
        case Day() | Number():
            return ""
    return ' ""'


def _blank(question: Question) -> Iterator[str]:
    """The lines of an answer to complete, or the answer assumed."""
    if question.default is not None:
        yield f"{question.id}: {_written(question.default)}"
    elif question.fields:
        yield f"{question.id}:"
        for position, field in enumerate(question.fields):
            item = ("  - " if position == 0 else "    ") if question.type == "records" else "  "
            yield f"{item}{field.id}:{_EMPTY.get(field.type, '')}"
    else:
        yield f"{question.id}:{_EMPTY.get(question.type, '')}"


_EMPTY = {"text": ' ""', "choices": " []"}


def _written(answer: Any) -> str:
    return f"[{', '.join(answer)}]" if isinstance(answer, tuple) else str(answer)
