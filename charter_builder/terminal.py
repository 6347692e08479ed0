"""The interview in a terminal: one question after the other, with arrows and words. The only importer of questionary.

Knows prompts and keys: `?` explains, `<` goes back, Ctrl-C stops and keeps what is answered. Leaves to `interview` what to ask, and to
`app` the files.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import date
from typing import Any

import click
import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from questionary import Choice

from charter_builder.explain import fact_sources
from charter_builder.interview import Interview, Step
from charter_builder.library import Labels, Question, QuestionField
from charter_builder.messages import sentence
from charter_builder.typed import day, hidden, number, spaced, within
from charter_builder.typography import enumerate_words
from charter_builder.wording import digits

WIDTH = 88
#: So many facts are read at once; the reference has them all.
_MOST_FACTS = 5
_STYLE = questionary.Style([("question", "bold"), ("instruction", "noinherit"), ("answer", "noinherit"), ("highlighted", "bold")])


class _Explain(Exception):
    """The person typed `?`."""


class _Back(Exception):
    """The person typed `<`."""


_LEAVING: dict[str, type[Exception]] = {"?": _Explain, "<": _Back}


def converse(interview: Interview, language: str, opening: str) -> bool:
    """Ask until nothing is left to ask. False when the person stopped before; what is answered is in the interview."""
    click.echo(_filled(opening, ""))
    conversation = _Conversation(interview, language)
    try:
        conversation.run()
    except (KeyboardInterrupt, EOFError):
        conversation.keep()
        return False
    return True


class _Conversation:
    def __init__(self, interview: Interview, language: str) -> None:
        self.interview, self.library, self.language = interview, interview.library, language
        self.labels: Labels = interview.library.labels[language]
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

    def keep(self) -> None:
        """Keep what was taken back and not answered anew, and the list of records that was being typed."""
        for name, answer in self.before.items():
            if name in self.interview.answers:
                continue
            if self.library.questions[name].type == "records":
                answer = tuple(record for record in answer if not self.interview.objections(name, (record,)))
            if answer not in (None, ()) and not any(rule.level == "error" for rule, _ in self.interview.objections(name, answer)):
                self.interview.give(name, answer)

    def _back(self, question: Question) -> str:
        taken = self.interview.asked[-1] if self.interview.asked else ""
        if not taken:
            self._say("ask_nothing_before")
            return question.id
        self.before[taken] = self.interview.answers[taken]
        return self.interview.back()

    def _accepted(self, question: Question, answer: Any, *, each: bool = False) -> bool:
        """Say what does not go together; an error must be mended, a warning is only said. `each`: what a record is judged by alone."""
        sound = True
        for rule, name in self.interview.objections(question.id, answer):
            if bool(rule.each) is not each and question.type == "records":
                continue
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
        if facts := self.interview.hanging_on(question.id):
            lines.append(sentence("ask_law", self.language))
            lines += [f"• {self.labels.facts[fact.id]} ({fact_sources(self.library, fact, self.language)})" for fact in facts[:_MOST_FACTS]]
            if left := len(facts) - _MOST_FACTS:
                lines += [sentence("ask_law_more", self.language, count=left)] if left > 0 else []
        if (decides := self.interview.open().get(question.id, (0, 0))[0]) > 0:
            lines.append(sentence("ask_decides", self.language, count=decides))
        click.echo("\n".join(_filled(f"  {line}", "    " if line.startswith("•") else "  ") for line in lines))

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
                return self._records(question, before or ())
            case "choice":
                return self._choice(question.id, self.interview.possible(question) or question.values, text, before)
        return self._typed(question, question.id, text, before)

    def _field(self, question: Question, field: QuestionField, before: Any) -> Any:
        path = f"{question.id}.{field.id}"
        text = self._asked(path)
        if field.type == "choice":
            return self._choice(path, field.values, text, before)
        return self._typed(field, path, text, before)

    def _asked(self, path: str) -> str:
        """How a field is asked; its label otherwise."""
        label = self.labels.question(path)
        return str(self.labels.questions[path].get("question") or label[:1].upper() + label[1:])

    def _records(self, question: Question, before: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
        """Records one after the other, first those of before, which an empty name takes out; then an empty name ends the list. A record
        that a rule refuses is asked again.
        """
        first, *others = question.fields
        text = sentence("ask_record", self.language, label=self._asked(f"{question.id}.{first.id}"))
        offered, kept = list(before), list[dict[str, Any]]()
        bounds = {"min": first.min, "max": first.max}
        try:
            while True:
                old = offered[0] if offered else {}
                name = self._text(
                    text, old.get(first.id, ""), lambda said: within(said, first.min, first.max) if said else "", "ask_text", **bounds
                )
                if not name and not offered:
                    return tuple(kept)
                if name:
                    record = {first.id: name} | {field.id: self._field(question, field, old.get(field.id)) for field in others}
                    if not self._accepted(question, (record,), each=True):
                        offered[:1] = [record]
                        continue
                    kept.append(record)
                del offered[:1]
        finally:  # taken back or stopped: what is typed is offered again
            self.before[question.id] = (*kept, *offered)

    def _choice(self, path: str, values: tuple[str, ...], text: str, before: Any) -> str:
        choices = [Choice(self.labels.value(path, value), value) for value in values]
        default = before if before in values else None
        prompt = questionary.select(
            text, choices, default=default, instruction=sentence("ask_one", self.language), qmark="?", pointer="»", style=_STYLE
        )
        return str(_asked(prompt, keys=True))

    def _choices(self, question: Question, text: str, before: Any) -> tuple[str, ...]:
        """Several values. A refusal is printed: a toolbar would not show in every terminal."""
        chosen = list(before or ())
        while True:
            choices = [Choice(self.labels.value(question.id, v), v, checked=v in chosen) for v in question.values]
            prompt = questionary.checkbox(
                text,
                choices,
                instruction=sentence("ask_several", self.language),
                qmark="?",
                pointer="»",
                style=_STYLE,
                erase_when_done=True,  # it would leave English words
            )
            chosen = _asked(prompt, keys=True)
            click.echo(f"? {text} {enumerate_words([self.labels.value(question.id, value) for value in chosen], self.language)}".rstrip())
            if not chosen:
                self._refuse("ask_at_least_one")
            elif question.none in chosen and len(chosen) > 1:
                self._refuse("ask_alone", none=self.labels.value(question.id, question.none))
            else:
                return tuple(value for value in question.values if value in chosen)

    def _typed(self, asked: Question | QuestionField, path: str, text: str, before: Any) -> Any:
        """A number, a date or a text, typed as people write them."""
        shown = before.isoformat() if isinstance(before, date) else "" if before is None else str(before)
        match asked.type:
            case "number":
                bounds = {"min": digits(asked.min, self.language), "max": digits(asked.max, self.language)}
                return self._text(text, shown, lambda said: number(said, asked.min, asked.max), "ask_number", **bounds)
            case "date":
                return self._text(text, shown, day, "ask_date")
        return self._text(text, shown, lambda said: within(said, asked.min, asked.max), "ask_text", min=asked.min, max=asked.max)

    def _text(self, text: str, before: str, read: Callable[[str], Any], refusal: str, **bounds: object) -> Any:
        """What `read` makes of the text typed, asked again as long as it makes nothing of it."""
        while True:
            typed = spaced(str(_asked(questionary.text(text, before, qmark="?", style=_STYLE), keys=False)))
            if typed[-1:] in _LEAVING and typed[:-1].strip() in ("", before):  # alone, or after what stood there
                raise _LEAVING[typed[-1]]
            before = typed
            if hidden(before):
                self._refuse("ask_forbidden")
            elif (found := read(before)) is not None:
                return found
            else:
                self._refuse(refusal, **bounds)

    def _refuse(self, name: str, /, **params: object) -> None:
        click.echo(_filled(f"! {sentence(name, self.language, **params)}", "  "))


def _asked(prompt: questionary.Question, *, keys: bool) -> Any:
    """The answer to a prompt. In a list, the keys `?` and `<` leave it; Ctrl-C is never swallowed."""
    if keys:
        application: Application[Any] = prompt.application
        bindings = KeyBindings()
        for key, leave in _LEAVING.items():

            @bindings.add(key, eager=True)
            def _(event: Any, leave: type[Exception] = leave) -> None:
                event.app.exit(exception=leave())

        assert application.key_bindings is not None
        application.key_bindings = merge_key_bindings([application.key_bindings, bindings])
    return prompt.unsafe_ask()


def _filled(text: str, indent: str) -> str:
    return textwrap.fill(text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
