"""Answers as they enter the charter: inlines for the placeholders of a sentence, blocks for the slots of an annex.

Knows how a person reads an answer: names, dates, the register of tools, the traffic light. An answer enters as a text value of
the tree, after parsing: no letter of it is ever markup. Leaves the choice of articles to `selection`, their order to `compose`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any

from charter_builder.charter import (
    Article,
    Block,
    Bullets,
    Cell,
    Definition,
    Definitions,
    Heading,
    Inline,
    Light,
    Link,
    Paragraph,
    Part,
    Reference,
    Strong,
    Table,
    Text,
)
from charter_builder.explain import why
from charter_builder.library import Labels
from charter_builder.messages import long_date, sentence
from charter_builder.profile import Profile
from charter_builder.selection import Selection
from charter_builder.typography import enumerate_words

#: Kinds of data, from the least to the most protected.
DATA = ("publiques", "internes", "personnelles", "sensibles")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def next_review(adopted: date | None, months: int) -> date | None:
    """The same day so many months later, or the last day of a shorter month."""
    if adopted is None:
        return None
    year, month = divmod(adopted.month - 1 + months, 12)
    year, month = adopted.year + year, month + 1
    return date(year, month, min(adopted.day, monthrange(year, month)[1]))


class Answers:
    """The answers of one profile in one language, ready to be put in place."""

    def __init__(self, selection: Selection, profile: Profile, language: str) -> None:
        self.selection, self.profile, self.language = selection, profile, language
        self.labels: Labels = selection.library.labels[language]
        self.values = profile.answers
        self.public = profile.answers.get("publication") == "public"  # then no person is named

    # ------------------------------------------------------------------------------------------------------ placeholders

    def inline(self, name: str) -> tuple[Inline, ...]:
        """What stands in place of `{{ name }}`; in a draft, a visible blank for an answer that is missing."""
        referent = self.values.get("referent_ia", {})
        adoption = self.values.get("adoption", {})
        match name:
            case "organisation.nom":
                return self._text(self.values.get("nom"), "nom")
            case "referent.nom" if self.public:
                return self._text(referent.get("fonction"), "referent_ia")
            case "referent.nom" | "referent.fonction":
                return self._text(referent.get(name.partition(".")[2]), "referent_ia")
            case "referent.contact":
                return self.contact(referent.get("contact"))
            case "adoption.organe":
                body = adoption.get("organe")
                return self._text(self.labels.value("adoption.organe", body) if body else None, "adoption")
            case "adoption.date":
                return self._date(adoption.get("date"))
            case "adoption.edition":
                return self._text(adoption.get("edition"), "adoption")
            case "revue.mois":
                return (Text(str(self.values["revue_mois"])),)
            case "revue.date":
                return self._date(next_review(adoption.get("date"), self.values["revue_mois"]))
            case "outils.noms":
                names = [tool["nom"] for tool in self.values.get("outils", ())]
                return self._text(enumerate_words(names, self.language) or None, "outils")
        raise AssertionError(name)

    def contact(self, address: str | None) -> tuple[Inline, ...]:
        """A contact; an e-mail address is a link."""
        if address and _ADDRESS.fullmatch(address):
            return (Link(f"mailto:{address}", (Text(address),)),)
        return self._text(address, "referent_ia")

    def _date(self, day: date | None) -> tuple[Inline, ...]:
        return self._text(long_date(day, self.language) if day else None, "adoption")

    def _text(self, value: str | None, question: str) -> tuple[Inline, ...]:
        return (Text(value or self._say("blank", label=self.labels.question(question))),)

    def _say(self, key: str, /, **params: object) -> str:
        return sentence(key, self.language, **params)

    # ------------------------------------------------------------------------------------------------------------- slots

    def slot(self, name: str, parts: tuple[Part, ...]) -> tuple[Block, ...]:
        """What stands in place of a slot; nothing when there is nothing to say."""
        articles = [article for part in parts for article in part.articles]
        match name:
            case "outils.registre":
                return self._register()
            case "outils.donnees":
                return self._traffic_light()
            case "sources.tableau":
                return self._sources(articles)
            case "hypotheses.liste":
                return self._assumptions()
            case "motifs.liste":
                return self._reasons(articles)
            case "changements.liste":
                return self._changes()
            case "glossaire.liste":
                return self._glossary()
            case "recueil.mention":
                return (
                    Paragraph(
                        (Text(self._say("pack_mention", pack=self.selection.library.pack.id, edition=self.selection.library.pack.edition)),)
                    ),
                )
        raise AssertionError(name)

    def has(self, name: str) -> bool:
        """Whether a slot has something to say. Those made from the articles always have."""
        match name:
            case "outils.registre":
                return bool(self.values.get("outils"))
            case "hypotheses.liste":
                return bool(self.profile.assumed or self.profile.adjustments)
            case "changements.liste":
                return bool(self.profile.leave_out)
        return True

    def _register(self) -> tuple[Block, ...]:
        tools = self.values.get("outils", ())
        head = [self._say(f"register_{field}") for field in ("tool", "account", "services", "data")]
        rows = [(tool["nom"], self._value("offre", tool), tool["services"], self._value("donnees_max", tool)) for tool in tools]
        return (self._table("register_caption", head, rows),) if rows else ()

    def _traffic_light(self) -> tuple[Block, ...]:
        head = (self._cell(self._say("register_tool")), *(self._cell(self.labels.value("outils.donnees_max", kind)) for kind in DATA))
        rows = []
        for tool in self.values.get("outils", ()):
            allowed = DATA.index(tool["donnees_max"]) if tool["donnees_max"] in DATA else 0
            rows.append((self._cell(tool["nom"]), *(self._lamp(rank, allowed) for rank in range(len(DATA)))))
        rows.append((self._cell(self._say("other_tool")), *(Cell((Text(self._say("light_ask_first")),), "red") for _ in DATA)))
        return (Table((Text(self._say("light_caption")),), head, tuple(rows)),)

    def _lamp(self, rank: int, allowed: int) -> Cell:
        light: Light = "red" if rank > allowed else "orange" if rank >= DATA.index("personnelles") else "green"
        return Cell((Text(self._say({"red": "light_no", "orange": "light_minimum", "green": "light_yes"}[light])),), light)

    def _sources(self, articles: list[Article]) -> tuple[Block, ...]:
        cited_by: dict[str, list[Article]] = {}
        cited = {}
        for article in articles:
            for citation in article.citations:
                cited[citation.source] = citation
                cited_by.setdefault(citation.source, []).append(article)
        rows = []
        for name in sorted(cited, key=list(self.selection.library.sources).index):
            citation = cited[name]
            since = (
                long_date(citation.applies_from, self.language)
                if citation.applies_from
                else self._say("in_force" if citation.binding else "guidance")
            )
            when = self._say("from_date", date=since) if citation.future else since
            spaced: list[Inline] = []
            for article in cited_by[name]:
                spaced += [*([Text(", ")] if spaced else []), Reference(article.id, (Text(article.number),))]
            rows.append(
                (
                    Cell((Link(citation.url, (Text(f"{citation.label}, {citation.pinpoint}"),)),)),
                    self._cell(citation.subject),
                    self._cell(when),
                    self._cell(long_date(citation.read_on, self.language) if citation.read_on else self._say("not_read")),
                    Cell(tuple(spaced)),
                )
            )
        head = tuple(self._cell(self._say(f"sources_{name}")) for name in ("text", "subject", "applies", "read", "articles"))
        return (
            (Table((Text(self._say("sources_caption", date=long_date(self.selection.on, self.language))),), head, tuple(rows)),)
            if rows
            else ()
        )

    def _assumptions(self) -> tuple[Block, ...]:
        items = [self._said(name, self.values[name]) for name in self.profile.assumed]
        for adjustment in self.profile.adjustments:
            items.append((Text(self.labels.rules[adjustment.rule]["fact"]),))
        return (Bullets(tuple((Paragraph(item),) for item in items)),) if items else ()

    def _said(self, name: str, value: Any) -> tuple[Inline, ...]:
        question = self.selection.library.questions[name]
        values = value if isinstance(value, tuple) else (value,)
        words = (
            [self.labels.value(name, str(v)) for v in values]
            if question.values
            else [f"{v} {self.labels.unit(name)}".strip() for v in values]
        )
        return (Text(f"{self.labels.questions[name]['question']} "), Strong((Text(enumerate_words(words, self.language)),)))

    def _reasons(self, articles: list[Article]) -> tuple[Block, ...]:
        kept = {article.id for article in articles}
        texts = self.selection.library.texts[self.language]
        blocks: list[Block] = [Heading((Text(self._say("kept_heading", count=len(kept))),))]
        blocks.append(
            Bullets(
                tuple(
                    (Paragraph((Reference(a.id, (Text(f"{a.number} {a.title}"),)), Text(self._say("colon") + " ".join(a.reasons)))),)
                    for a in articles
                )
            )
        )
        out = [name for name in self.selection.library.clauses if name not in kept]
        if out:
            blocks.append(Heading((Text(self._say("left_out_heading", count=len(out))),)))
            lines = ((texts[name].title, " ".join(why(self.selection, name, self.language, self.profile))) for name in out)
            blocks.append(Bullets(tuple((Paragraph((Text(f"{title}{self._say('colon')}{said}"),)),) for title, said in lines)))
        return tuple(blocks)

    def _changes(self) -> tuple[Block, ...]:
        texts = self.selection.library.texts[self.language]
        items = tuple(
            (Paragraph((Text(f"{texts[name].title}{self._say('colon')}{note}"),)),)
            for name, note in self.profile.leave_out.items()
            if name in texts
        )
        return (Bullets(items),) if items else ()

    def _glossary(self) -> tuple[Block, ...]:
        page = self.selection.library.pages[self.language].get("glossary")
        items: list[Definition] = []
        for block in page.blocks if page else ():
            if isinstance(block, Heading):
                items.append(Definition("".join(i.value for i in block.content if isinstance(i, Text)), ()))
            elif items:
                items[-1] = Definition(items[-1].term, (*items[-1].content, block))
        return (Definitions(tuple(items)),) if items else ()

    def _value(self, field: str, tool: dict[str, str]) -> str:
        return self.labels.value(f"outils.{field}", tool[field])

    def _cell(self, text: str) -> Cell:
        return Cell((Text(text),))

    def _table(self, caption: str, head: list[str], rows: Sequence[tuple[str, ...]]) -> Table:
        return Table(
            (Text(self._say(caption)),), tuple(self._cell(h) for h in head), tuple(tuple(self._cell(c) for c in row) for row in rows)
        )
