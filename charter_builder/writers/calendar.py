"""The days to keep as a file for any diary: `charte.ics` (RFC 5545).

Knows lines, folding and escaping. An event keeps its name from one build to the next: a diary that reads the file again moves the
day instead of adding one. No alarm.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from charter_builder.charter import Charter, Event
from charter_builder.messages import sentence

CALENDAR_FILE = "charte.ics"
#: The octets that a line may hold, its end left out.
_OCTETS = 75


def dated(charter: Charter) -> bool:
    """Whether there is a day to keep: a draft may have none, and then there is no file."""
    return any(event.day for event in charter.calendar)


def write_calendar(charter: Charter, built: date) -> bytes:
    """Every event that has a day. `built` dates the file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//charter-builder//{charter.language.upper()}", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(_name(charter))}")
    for event in charter.calendar:
        if event.day:
            lines += _event(charter, event, event.day, built)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(charter: Charter, event: Event, day: date, built: date) -> Iterator[str]:
    named = hashlib.sha256(f"{charter.organisation}\n{event.id}".encode()).hexdigest()[:24]
    yield "BEGIN:VEVENT"
    yield f"UID:{named}@charter-builder"
    yield f"DTSTAMP:{built:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    if event.every:
        yield f"RRULE:FREQ=MONTHLY;INTERVAL={event.every}{_last_days(day)}"
    yield f"SUMMARY:{_escaped(event.title)}"
    where = _where(charter, event.target)
    yield f"DESCRIPTION:{_escaped(sentence('event_where', charter.language, charter=_name(charter), where=where))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _last_days(day: date) -> str:
    """The 31st comes back on the last day of a shorter month; by itself a rule would skip that month."""
    if day.day <= 28:
        return ""
    return f";BYMONTHDAY={','.join(map(str, range(28, day.day + 1)))};BYSETPOS=-1"


def _name(charter: Charter) -> str:
    return f"{charter.title} – {charter.organisation}"


def _where(charter: Charter, target: str) -> str:
    articles = {article.id: f"{article.number} {article.title}" for part in charter.parts for article in part.articles}
    return articles.get(target) or next(annex.title for annex in charter.annexes if annex.id == target)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets, never inside a letter; each piece after the first begins with a space."""
    pieces = [b""]
    for letter in line:
        octets = letter.encode()
        if len(pieces[-1]) + len(octets) > _OCTETS:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"
