"""The days to keep: what follows from the answers and the law, and the file that any diary reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import ROOT
from dateutil.rrule import rrulestr
from icalendar import Calendar
from profiles import profile_of

from charter_builder import app
from charter_builder.charter import Charter, Event
from charter_builder.compose import compose
from charter_builder.library import Library
from charter_builder.selection import select
from charter_builder.writers.calendar import dated, write_calendar

DAY = date(2027, 1, 11)


def charter_of(library: Library, on: date = DAY, **answers: Any) -> Charter:
    profile = profile_of(library, **answers)
    return compose(select(library, profile, on), profile, "fr")


def days(charter: Charter) -> dict[str, tuple[date | None, int]]:
    return {event.id: (event.day, event.every) for event in charter.calendar}


def read(charter: Charter) -> list[Any]:
    return list(Calendar.from_ical(write_calendar(charter, DAY)).walk("VEVENT"))


def test_days_follow_from_the_answers(library: Library) -> None:
    found = days(charter_of(library, revue_mois=6, effectif=60, instance="cse_50_plus"))
    assert found["revision"] == found["register"] == (date(2027, 7, 11), 6)
    assert found["report"] == (date(2028, 1, 11), 12)
    assert [found[f"training-{rank}"] for rank in (1, 2, 3)] == [(date(year, 12, 31), 0) for year in (2027, 2028, 2029)]
    assert days(charter_of(library, revue_mois=24))["register"] == (date(2028, 1, 11), 12)


def test_a_report_that_nobody_asked_for_has_no_day(library: Library) -> None:
    small = charter_of(library)
    assert "bilan-annuel" not in {annex.id for annex in small.annexes} and "report" not in days(small)


def test_a_law_to_come_has_its_day_and_one_that_applies_has_none(library: Library) -> None:
    risky: dict[str, Any] = {"annexe_iii": ("emploi",), "effectif": 60, "instance": "cse_50_plus"}
    before = [event for event in charter_of(library, **risky).calendar if event.id.startswith("law-")]
    assert {event.day for event in before} == {date(2027, 12, 2)}
    assert "outils/haut-risque" in {event.target for event in before}
    assert not [event for event in charter_of(library, date(2027, 12, 2), **risky).calendar if event.id.startswith("law-")]


@pytest.mark.parametrize("example", ["boulangerie", "ville"])
def test_a_diary_reads_back_every_day(example: str) -> None:
    charter = app.examine(ROOT / "examples" / example / "profil.yml").compose("fr")
    found = read(charter)
    assert [(str(event["SUMMARY"]), event.decoded("DTSTART")) for event in found] == [(e.title, e.day) for e in charter.calendar]
    assert [int(event["RRULE"]["INTERVAL"][0]) if "RRULE" in event else 0 for event in found] == [e.every for e in charter.calendar]
    assert all(charter.organisation in str(event["DESCRIPTION"]) for event in found)
    assert len({str(event["UID"]) for event in found}) == len(found)
    assert not any(event.walk("VALARM") for event in found)


def test_the_file_keeps_to_the_letter_of_the_standard(library: Library) -> None:
    odd = "L'Équipe ; « À, B » \\ Cie été été été été été été été"
    file = write_calendar(charter_of(library, nom=odd), DAY)
    assert file.endswith(b"END:VCALENDAR\r\n") and file.count(b"\n") == file.count(b"\r\n")
    assert all(len(line) <= 75 and line.decode() for line in file.split(b"\r\n")[:-1])
    assert all(odd in str(event["DESCRIPTION"]) for event in Calendar.from_ical(file).walk("VEVENT"))


def test_an_event_keeps_its_name_when_its_day_moves(library: Library) -> None:
    first, second = charter_of(library, revue_mois=12), charter_of(library, revue_mois=6)
    assert {str(event["UID"]) for event in read(first)} == {str(event["UID"]) for event in read(second)}
    assert days(first)["revision"] != days(second)["revision"]
    assert write_calendar(first, DAY) == write_calendar(charter_of(library, revue_mois=12), DAY)


@pytest.mark.parametrize("day", [date(2027, 1, 31), date(2028, 2, 29), date(2027, 3, 30)])
def test_the_last_day_of_a_month_comes_back_in_a_shorter_month(library: Library, day: date) -> None:
    charter = replace(charter_of(library), calendar=(Event("revision", day, "Réviser", "vie/revue", 1),))
    (event,) = read(charter)
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=event["DTSTART"].dt)
    for month, found in enumerate(rule[:13]):
        first = date(day.year + (day.month - 1 + month) // 12, (day.month - 1 + month) % 12 + 1, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        assert found.date() == first.replace(day=min(day.day, last.day))


def test_without_an_adoption_the_days_are_blanks_and_there_is_no_file(library: Library) -> None:
    draft = charter_of(library, adoption={})
    assert draft.calendar and not dated(draft)
    assert not read(draft)


def test_the_page_leads_to_the_file_that_is_beside_it(built) -> None:
    folder = built("boulangerie")
    assert 'href="charte.ics"' in (folder / "responsabilites.html").read_text("utf-8")
    assert Calendar.from_ical((folder / "charte.ics").read_bytes()).walk("VEVENT")
    assert "charte.ics" not in (folder / "imprimer.html").read_text("utf-8")
