"""The review: every answer in words, what is assumed, what is missing and what does not go together, each with the way back.

Knows HTML and labels. Leaves to `interview` which answers do not go together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any, NamedTuple

from charter_builder.interview import Interview
from charter_builder.library import Labels, Library, Question, QuestionField
from charter_builder.messages import long_date, message, sentence
from charter_builder.messages.studio import say
from charter_builder.problems import Problem
from charter_builder.profile import Profile
from charter_builder.studio.entries import in_form
from charter_builder.typography import enumerate_words
from charter_builder.wording import digits

#: An answer as a file says it, after its words: « aide à l'étude des dossiers » (aide_instruction). A form has no such names.
_UNSEEN = re.compile(r"(?<=[»”]) \([a-z0-9_]+\)")


class Clash(NamedTuple):
    """Answers that do not go together. `error`: a charter cannot be made of them."""

    questions: list[str]
    error: bool
    fact: str
    action: str


def clashes(asking: Interview, language: str) -> list[Clash]:
    """The coherence rules that the answers break, in words."""
    rules = asking.library.labels[language].rules
    return [
        Clash(
            [name for name in rule.about if name in asking.answers] or list(rule.about[:1]),
            rule.level == "error",
            *(_opened(rules[rule.id][part].replace("{nom}", record)) for part in ("fact", "action")),
        )
        for rule, record in asking.clashes()
    ]


def review_html(asking: Interview, profile: Profile, language: str) -> str:
    """The page to read before taking the documents away."""
    library = asking.library
    labels = library.labels[language]
    wrong = "".join(
        f"<li>{escape(clash.fact)} {escape(clash.action)} {_change(clash.questions[0], labels, language)}</li>"
        for clash in clashes(asking, language)
    )
    missing = "".join(f"<li>{escape(_asked(name, labels))} {_change(name, labels, language)}</li>" for name in profile.missing)
    given = _rows(((name, answer) for name, answer in asking.answers.items()), library.questions, labels, language)
    assumed = _rows(((name, profile.answers[name]) for name in profile.assumed), library.questions, labels, language)
    sections = (
        ("review_clash", wrong and f"<ul>{wrong}</ul>"),
        ("review_missing", missing and f"<ul>{missing}</ul>"),
        ("review_given", given),
        ("review_assumed", assumed),
    )
    return "".join(f"<h3>{escape(say(name, language))}</h3>{content}" for name, content in sections if content)


def refusal_html(refused: Iterable[tuple[Problem, str]], others: str, library: Library, language: str) -> str:
    """Why a document was not made: each problem of an answer with the way back to its question, then the others as they are said."""
    lines = "".join(
        f"<li>{escape(' '.join(_UNSEEN.sub('', _opened(said)) for said in message(problem, language)))} "
        f"{_change(name, library.labels[language], language)}</li>"
        for problem, name in refused
    )
    listed = f"<p>{escape(say('refused', language))}</p><ul>{lines}</ul>" if lines else ""
    return listed + (f"<pre>{escape(others)}</pre>" if others else "")


def said(question: Question | QuestionField, path: str, answer: Any, labels: Labels, language: str) -> str:
    """An answer in words, on one line."""
    match question.type:
        case "choice":
            return labels.value(path, answer)
        case "choices":
            return enumerate_words([labels.value(path, value) for value in answer], language)
        case "number":
            return f"{digits(answer, language)} {labels.unit(path)}".strip() if path in labels.questions else str(answer)
        case "date":
            return long_date(answer, language)
        case "record" | "records":
            records = answer if question.type == "records" else (answer,)
            lines = [_record(question, record, labels, language) for record in records]
            return " – ".join(lines) or say("no_record", language)
    return str(answer)


def _record(question: Any, record: dict[str, Any], labels: Labels, language: str) -> str:
    parts = []
    for field in (field for field in question.fields if record.get(field.id) is not None):
        path = f"{question.id}.{field.id}"
        words = said(field, path, record[field.id], labels, language)
        named = question.type == "record" and field.type == "choice"
        parts.append(f"{labels.question(path)}{sentence('colon', language)}{words}" if named else words)
    return ", ".join(parts)


def _opened(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rows(answers: Iterable[tuple[str, Any]], questions: Any, labels: Labels, language: str) -> str:
    rows = "".join(
        f"<div><dt>{escape(_asked(name, labels))}</dt><dd>{escape(said(questions[name], name, answer, labels, language))}</dd>"
        f"<dd>{_change(name, labels, language) if in_form(questions[name]) else ''}</dd></div>"
        for name, answer in answers
    )
    return f'<dl class="review">{rows}</dl>' if rows else ""


def _asked(name: str, labels: Labels) -> str:
    return str(labels.questions[name]["question"])


def _change(name: str, labels: Labels, language: str) -> str:
    return f'<a href="#q-{name}">{escape(say("change", language))}<span class="hidden"> : {escape(labels.question(name))}</span></a>'
