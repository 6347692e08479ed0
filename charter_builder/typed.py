"""What a person types, read as an answer: « 3 500 », « 11/01/2027 », a text with spaces too many.

Knows how people write. Each reader gives None for what it cannot read. Leaves to a terminal or a page the asking, and what to say then.
"""

from __future__ import annotations

import re
from datetime import date

from charter_builder.reading.kinds import YEARS, unseen
from charter_builder.reading.yamlfile import FORBIDDEN


def spaced(typed: str) -> str:
    """The text with single spaces, none at its ends."""
    return " ".join(typed.split())


def hidden(typed: str) -> bool:
    """Whether a text holds a sign that no file may hold, or only signs that show nothing."""
    return bool(FORBIDDEN.search(typed) or unseen(typed))


def number(typed: str, least: int, most: int) -> int | None:
    """« 3 500 » and 3500 alike, within bounds."""
    digits = re.sub(r"\s", "", typed)
    return int(digits) if re.fullmatch(r"[0-9]{1,15}", digits) and least <= int(digits) <= most else None


def within(typed: str, least: int, most: int) -> str | None:
    """A text of so many letters."""
    return typed if least <= len(typed) <= most else None


def day(typed: str) -> date | None:
    """2027-01-11, or 11/01/2027 as French people write it."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", typed.strip()) or re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", typed.strip())
    if found is None:
        return None
    first, second, third = map(int, found.groups())
    try:
        given = date(first, second, third) if len(found[1]) == 4 else date(third, second, first)
    except ValueError:
        return None
    return given if given.year in YEARS else None
