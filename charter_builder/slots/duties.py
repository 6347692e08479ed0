"""Who answers for what, and the days to keep.

Knows the role that answers for each article, and which days follow from the answers or from the law. Nothing is promised that no
answer carries: what is not in the charter has no day, and a day that waits for the adoption is None. Leaves the file of the days
to the writers.
"""

from __future__ import annotations

from datetime import date

from charter_builder.answers import Answers, next_review
from charter_builder.charter import Article, Block, Calendar, Cell, Event, Inline, Reference, Table, Text
from charter_builder.library import AnnexEntry, Clause
from charter_builder.messages import long_date
from charter_builder.slots.citing import Citing, cell, listed

#: A training plan covers the year of the adoption and the two that follow.
_YEARS = 3


class Duties:
    def __init__(self, answers: Answers, articles: list[Article], citing: list[Citing]) -> None:
        self.answers, self.articles, self.citing = answers, articles, citing
        self.labels, self.values, self.say = answers.labels, answers.values, answers.say

    def roles(self) -> tuple[Block, ...]:
        """Each role that answers for an article, the person when an answer names one, and the articles."""
        held: dict[str, list[Article]] = {}
        for article in self.articles:
            held.setdefault(article.owner, []).append(article)
        rows = []
        for role, label in self.labels.roles.items():
            if articles := held.get(label):
                found = listed((article.id, f"{article.number}\N{NO-BREAK SPACE}{article.title}") for article in articles)
                rows.append((Cell((Text(label[:1].upper() + label[1:]), *self._person(role))), Cell(found)))
        head = tuple(cell(self.say(f"roles_{name}")) for name in ("role", "articles"))
        return (Table((Text(self.say("roles_caption")),), head, tuple(rows)),) if rows else ()

    def _person(self, role: str) -> tuple[Inline, ...]:
        """Who holds a role, when an answer says so."""
        name = {"referent_ia": "referent.designation", "organe": "adoption.organe"}.get(role)
        return (Text(self.say("colon")), *self.answers.inline(name)) if name else ()

    def calendar(self) -> tuple[Block, ...]:
        """The days to keep, in order: what there is to do, with a link to where it is written, and how often it comes back."""
        blank = self.say("blank", label=self.labels.question("adoption"))
        rows = []
        for event in events(self.answers, self.articles, self.citing):
            day = long_date(event.day, self.answers.language) if event.day else blank
            again = [Text(self.say("every_months", count=event.every))] if event.every else []
            rows.append((cell(day), Cell((Reference(event.target, (Text(event.title),)), *again))))
        head = tuple(cell(self.say(f"calendar_{name}")) for name in ("day", "what"))
        return (Calendar(Table((Text(self.say("calendar_caption")),), head, tuple(rows))),) if rows else ()


def events(answers: Answers, articles: list[Article], citing: list[Citing]) -> tuple[Event, ...]:
    """The days that follow from the answers and from the law, in order; first those that wait for an adoption."""
    found = [*_of_the_charter(answers, {entry.target for entry in citing}), *_of_the_law(answers, articles)]
    return tuple(sorted(found, key=lambda event: (event.day or date.min, event.id)))


def _of_the_charter(answers: Answers, standing: set[str]) -> list[Event]:
    """The review of the charter, of the register, of the year; the sessions of each year of the training plan."""
    adopted: date | None = answers.values.get("adoption", {}).get("date")
    months = answers.values["revue_mois"]
    rhythm = {"revision": months, "register": min(months, 12), "report": 12}
    found = []
    library = answers.selection.library
    entries: list[Clause | AnnexEntry] = [*library.clauses.values(), *library.annexes]
    for entry in entries:
        if entry.id not in standing or not entry.calendar:
            continue
        if entry.calendar == "training":
            for rank in range(_YEARS):
                last = date(adopted.year + rank, 12, 31) if adopted else None
                found.append(Event(f"training-{rank + 1}", last, answers.say("event_training", rank=rank + 1), entry.id, 0))
        else:
            every = rhythm[entry.calendar]
            title = answers.say(f"event_{entry.calendar}")
            found.append(Event(entry.calendar, next_review(adopted, every), title, entry.id, every))
    return found


def _of_the_law(answers: Answers, articles: list[Article]) -> list[Event]:
    """The first day of each law still to come, for each article that cites it."""
    found = []
    for article in articles:
        days: dict[date, list[str]] = {}
        for citation in article.citations:
            if citation.binding and citation.future and citation.applies_from:
                days.setdefault(citation.applies_from, []).append(citation.label)
        for day, labels in days.items():
            title = answers.say("event_law", article=article.title, law=answers.say("semicolon").join(dict.fromkeys(labels)))
            found.append(Event(f"law-{article.id}-{day.isoformat()}", day, title, article.id, 0))
    return found
