"""Messages: every sentence the program says, by code or by name, in French and in English.

Knows words, and how a problem is laid out on a screen: place, the line with a caret, one sentence, one gesture. The sentences
of the law and of the questions are not here: they belong to the packs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from charter_builder.problems import Place, Problem, Problems, Words
from charter_builder.typography import polish

if TYPE_CHECKING:
    from charter_builder.charter import Citation

LANGUAGES = ("fr", "en")
#: What would act on a terminal, turn a line around, or stop it from being written: the name of a stranger's file may hold any of these.
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def chosen_language(asked: str | None = None) -> str:
    """The language asked for on the command line, else that of CHARTER_LANG, else French."""
    return next((lang for lang in (asked, os.environ.get("CHARTER_LANG", "")[:2].lower()) if lang in LANGUAGES), "fr")


def sentence(name: str, language: str, /, **params: object) -> str:
    """A sentence by name, its typography done, filled with words that stay as they are. A `count` chooses between « name » for several and « name_one » for one."""
    known = _words(language)
    if params.get("count") == 1 and f"{name}_one" in known:
        name = f"{name}_one"
    return _polished(known[name], language).format(**{key: _said(value, language) for key, value in params.items()})


def message(problem: Problem, language: str) -> tuple[str, str]:
    """What is wrong, in one sentence, and what to do about it."""
    params = {key: _said(value, language) for key, value in problem.params.items()}
    if (kind := f"kind_{params.get('expected')}") in _words(language):
        params["expected"] = _words(language)[kind]
    fact, action = _problems(language)[problem.code]
    if not params.get("near", "x") and f"{problem.code}_unlike" in _problems(language):
        fact, action = _problems(language)[f"{problem.code}_unlike"]
    if problem.params.get("count") == 1 and f"{problem.code}_one" in _problems(language):
        fact, action = _problems(language)[f"{problem.code}_one"]
    return _polished(fact, language).format(**params), _polished(action, language).format(**params)


def screen(problems: Problems, language: str, *, outcome: str = "") -> str:
    """All problems as a person reads them, by file and line, then one summary line."""
    shown = [_shown(problem, language) for problem in problems]
    counts = {"errors": len(problems.errors), "warnings": len(problems.warnings)}
    count = ", ".join(sentence(name, language, count=number) for name, number in counts.items() if number)
    summary = f"{count}{' — ' + sentence(outcome, language) if outcome else '.'}"
    if problems.too_many:
        summary += "\n" + sentence("too_many_errors", language)
    return _ACTING.sub("\N{REPLACEMENT CHARACTER}", "\n\n".join([*shown, summary]) + "\n")


def _shown(problem: Problem, language: str) -> str:
    place = problem.place
    lines = [place.file]
    if place.line:
        lines[0] = sentence("place", language, file=place.file, line=place.line, column=place.column)
        number = str(place.line)
        text, start = _excerpt(place)
        lines.append(f"  {number} │ {text}")
        lines.append(f"  {' ' * len(number)} │ {' ' * start}{'^' * max(1, min(place.width, len(text) - start))}")
    fact, action = message(problem, language)
    lines += [f"{problem.code} — {fact}", f"{sentence('to_do', language)} {action}"]
    return "\n".join(lines)


def _excerpt(place: Place, width: int = 100) -> tuple[str, int]:
    """The part of the line around the place, and where the caret starts in it."""
    text = place.text.replace("\t", "⇥")
    start = min(place.column - 1, len(text))
    cut = max(0, start - width // 2) if len(text) > width else 0
    return ("…" if cut else "") + text[cut : cut + width] + ("…" if len(text) > cut + width else ""), start - cut + (1 if cut else 0)


def long_date(day: date, language: str) -> str:
    """« 11 janvier 2027 », « 1er mars 2027 »; "11 January 2027"."""
    months = sentence("months", language).split()
    number = "1er" if day.day == 1 and language == "fr" else str(day.day)
    return polish(f"{number} {months[day.month - 1]} {day.year}", language)


def law_as_of(on: date, read_on: date | None, language: str) -> str:
    """« Droit au 11 janvier 2027, textes relus jusqu'au 14 octobre 2026 »: the law of a day, and the last day on which its texts were read."""
    if read_on is None:
        return sentence("law_as_of_unread", language, date=long_date(on, language))
    return sentence("law_as_of", language, date=long_date(on, language), read=long_date(read_on, language))


def in_force(citation: Citation, language: str) -> str:
    """« s'applique depuis le 2 août 2026 »; for what does not bind, what it is and its date. Nothing without a date."""
    if citation.applies_from is None:
        return ""
    name = "applies_from" if citation.future else "applies_since" if citation.binding else "ruling_of" if citation.ruling else "guidance_of"
    return sentence(name, language, date=long_date(citation.applies_from, language))


@cache
def _polished(template: str, language: str) -> str:
    """A template with its typography; what stands after an arrow is to be typed, letter for letter."""
    said, arrow, typed = template.partition("→")
    return polish(said, language) + arrow + typed


def _said(value: object, language: str) -> object:
    if isinstance(value, Words):
        return value[language]
    if isinstance(value, tuple):
        return "".join(f"\n       • {_said(item, language)}" for item in value)
    return value


@cache
def _words(language: str) -> Mapping[str, str]:
    words: Mapping[str, str] = import_module(f"charter_builder.messages.{language}").SENTENCES
    return words


@cache
def _problems(language: str) -> Mapping[str, tuple[str, str]]:
    problems: Mapping[str, tuple[str, str]] = import_module(f"charter_builder.messages.{language}").PROBLEMS
    return problems
