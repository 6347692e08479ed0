"""The interview in a terminal: one question after the other, with arrows and words. The only importer of questionary.

Knows prompts and keys: `?` explains, `<` goes back, Ctrl-C stops and keeps what is answered. Leaves to `interview` what to ask, and to
`app` the files.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import click
import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from questionary import Choice

from charter_builder.interview import Interview, Step
from charter_builder.library import Labels, Library, Question, QuestionField
from charter_builder.messages import sentence
from charter_builder.reading.prose import plain
from charter_builder.wording import said

WIDTH = 88
_STYLE = questionary.Style([("question", "bold"), ("instruction", "noinherit"), ("answer", "noinherit"), ("highlighted", "bold")])


class _Explain(Exception):
    """The person typed `?`."""


class _Back(Exception):
    """The person typed `<`."""


def converse(interview: Interview, library: Library, language: str) -> bool:
    """Ask until nothing is left to ask. False when the person stopped before; what is answered is in the interview."""
    try:
        _Conversation(interview, library, language).run()
    except (KeyboardInterrupt, EOFError):
        return False
    return True


class _Conversation:
    def __init__(self, interview: Interview, library: Library, language: str) -> None:
        self.interview, self.library, self.language = interview, library, language
        self.labels: Labels = library.labels[language]
        self.block = ""
        self.before: dict[str, Any] = {}  # answers taken back, offered again

    def run(self) -> None:
        again = ""
        while step := self.interview.next():
            question = self.library.questions[again] if again else step.question
            again = ""
            self._progress(step, question)
            try:
                answer = self._answered(question)
            except _Explain:
                self._explain(question)
                again = question.id
                continue
            except _Back:
                again = self._back(question)
                continue
            if self._accepted(question, answer):
                self.interview.give(question.id, answer)
            else:
                self.before[question.id] = answer
                again = question.id

    def _back(self, question: Question) -> str:
        taken = self.interview.asked[-1] if self.interview.asked else ""
        if not taken:
            self._say("ask_nothing_before")
            return question.id
        self.before[taken] = self.interview.answers[taken]
        return self.interview.back()

    def _accepted(self, question: Question, answer: Any) -> bool:
        """Say what does not go together; an error must be mended, a warning is only said."""
        sound = True
        for rule, name in self.interview.objections(question.id, answer):
            texts = self.labels.rules[rule.id]
            sound = sound and rule.level != "error"
            fact, action = (texts[key].replace("{nom}", name) for key in ("fact", "action"))
            click.echo(_filled(f"! {fact}", "  "))
            click.echo(_filled(f"  {sentence('to_do', self.language)} {action}", "  "))
        return sound

    # ---------------------------------------------------------------------------------------------------------- what is said

    def _say(self, name: str, /, **params: object) -> None:
        click.echo(_filled(sentence(name, self.language, **params), ""))

    def _progress(self, step: Step, question: Question) -> None:
        if question.block != self.block:
            self.block = question.block
            click.echo(f"\n── {self.labels.blocks[question.block]} " + "─" * max(3, 40 - len(self.labels.blocks[question.block])))
        self._say("ask_progress", settled=step.settled, total=step.total, count=step.remaining)

    def _explain(self, question: Question) -> None:
        """Why the question matters, what the law draws from it, and how much of the charter waits for it."""
        lines = [str(self.labels.questions[question.id]["help"])]
        for fact in self.library.facts.values():
            if fact.citations and question.id in self.library.questions_of(fact.when):
                law = ", ".join(dict.fromkeys(self._source(cited.source) for cited in fact.citations))
                (first, *_) = said(fact.when, self.library, self.language, opening="", closing="")
                when = plain(getattr(first, "content", ()))
                lines.append(sentence("ask_law", self.language, fact=self.labels.facts[fact.id], law=law, when=when))
        if (decides := self.interview.open().get(question.id, (0, 0))[0]) > 0:
            lines.append(sentence("ask_decides", self.language, count=decides))
        click.echo("\n".join(_filled(f"  {line}", "  ") for line in lines))

    def _source(self, name: str) -> str:
        return f"{self.labels.instruments[self.library.sources[name].instrument]}, {self.labels.sources[name]['pinpoint']}"

    # -------------------------------------------------------------------------------------------------------------- asking

    def _answered(self, question: Question) -> Any:
        text = str(self.labels.questions[question.id]["question"])
        before = self.before.get(question.id)
        match question.type:
            case "choices":
                return self._choices(question, text, before)
            case "record":
                click.echo(f"? {text}")
                return {field.id: self._field(question, field, (before or {}).get(field.id)) for field in question.fields}
            case "records":
                click.echo(f"? {text}")
                return tuple(self._records(question))
            case "choice":
                return self._choice(question.id, self.interview.possible(question) or question.values, text, before)
        return self._typed(question, question.id, text, before)

    def _field(self, question: Question, field: QuestionField, before: Any) -> Any:
        path = f"{question.id}.{field.id}"
        label = self.labels.question(path)
        text = label[:1].upper() + label[1:]
        if field.type == "choice":
            return self._choice(path, field.values, text, before)
        return self._typed(field, path, text, before)

    def _records(self, question: Question) -> Iterator[dict[str, Any]]:
        """Records one after the other; an empty name ends the list. A record that a rule refuses is asked again."""
        first, *others = question.fields
        name = self.labels.question(f"{question.id}.{first.id}")
        while True:
            text = sentence("ask_record", self.language, label=name)
            given = self._text(text, "", lambda typed: self._length(typed, first.min, first.max) if typed.strip() else True)
            if not given:
                return
            record = {first.id: given} | {field.id: self._field(question, field, None) for field in others}
            if self._accepted(question, (record,)):
                yield record

    def _choice(self, path: str, values: tuple[str, ...], text: str, before: Any) -> str:
        choices = [Choice(self.labels.value(path, value), value) for value in values]
        default = before if before in values else None
        prompt = questionary.select(
            text, choices, default=default, instruction=sentence("ask_one", self.language), qmark="?", pointer="»", style=_STYLE
        )
        return str(_asked(prompt, keys=True))

    def _choices(self, question: Question, text: str, before: Any) -> tuple[str, ...]:
        choices = [Choice(self.labels.value(question.id, v), v, checked=v in (before or ())) for v in question.values]

        def sound(values: list[str]) -> bool | str:
            if not values:
                return sentence("ask_at_least_one", self.language)
            if question.none in values and len(values) > 1:
                return sentence("ask_alone", self.language, none=self.labels.value(question.id, question.none))
            return True

        prompt = questionary.checkbox(
            text, choices, validate=sound, instruction=sentence("ask_several", self.language), qmark="?", pointer="»", style=_STYLE
        )
        chosen = _asked(prompt, keys=True)
        return tuple(value for value in question.values if value in chosen)

    def _typed(self, asked: Question | QuestionField, path: str, text: str, before: Any) -> Any:
        """A number, a date or a text, typed as people write them."""
        shown = before.isoformat() if isinstance(before, date) else "" if before is None else str(before)
        match asked.type:
            case "number":
                bounds = sentence("ask_number", self.language, min=asked.min, max=asked.max)

                def whole(typed: str) -> bool | str:
                    number = _number(typed)
                    return True if number is not None and asked.min <= number <= asked.max else bounds

                return _number(self._text(text, shown, whole))
            case "date":
                return _date(self._text(text, shown, lambda typed: bool(_date(typed)) or sentence("ask_date", self.language)))
        return self._text(text, shown, lambda typed: self._length(typed, asked.min, asked.max))

    def _length(self, typed: str, least: int, most: int) -> bool | str:
        return least <= len(" ".join(typed.split())) <= most or sentence("ask_text", self.language, min=least, max=most)

    def _text(self, text: str, before: str, sound: Callable[[str], bool | str]) -> str:
        prompt = questionary.text(
            text, before, validate=lambda typed: typed.strip() in ("?", "<") or sound(typed), qmark="?", style=_STYLE
        )  # fmt: skip
        typed = " ".join(str(_asked(prompt, keys=False)).split())
        if typed == "?":
            raise _Explain
        if typed == "<":
            raise _Back
        return typed


def _asked(prompt: questionary.Question, *, keys: bool) -> Any:
    """The answer to a prompt. In a list, the keys `?` and `<` leave it; Ctrl-C is never swallowed."""
    if keys:
        application: Application[Any] = prompt.application
        bindings = KeyBindings()
        for key, leave in (("?", _Explain), ("<", _Back)):

            @bindings.add(key, eager=True)
            def _(event: Any, leave: type[Exception] = leave) -> None:
                event.app.exit(exception=leave())

        assert application.key_bindings is not None
        application.key_bindings = merge_key_bindings([application.key_bindings, bindings])
    return prompt.unsafe_ask()


def _number(typed: str) -> int | None:
    """« 3 500 » and 3500 alike."""
    digits = re.sub(r"\s", "", typed)
    return int(digits) if re.fullmatch(r"[0-9]{1,15}", digits) else None


def _date(typed: str) -> date | None:
    """2027-01-11, or 11/01/2027 as French people write it."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", typed.strip()) or re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", typed.strip())
    if found is None:
        return None
    first, second, third = map(int, found.groups())
    try:
        return date(first, second, third) if len(found[1]) == 4 else date(third, second, first)
    except ValueError:
        return None


def _filled(text: str, indent: str) -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
