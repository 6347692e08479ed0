"""The uses of every day: the grid that can be asked, the classes of the AI Act, boxes for a survey.

Knows which uses the answers speak of, and decides what each gets with each kind of data. Leaves asking to the writers.
"""

from __future__ import annotations

from charter_builder.answers import Answers
from charter_builder.charter import (
    Block,
    Box,
    Bullets,
    Cell,
    Light,
    Lookup,
    LookupAnswer,
    LookupGroup,
    LookupRow,
    Paragraph,
    Reference,
    Table,
    Text,
)
from charter_builder.library import Use
from charter_builder.messages import long_date
from charter_builder.slots.citing import Citing, cell, listed
from charter_builder.slots.data import DATA, lamp

#: What a request may hold: nothing about the organisation or about anyone, or one of the kinds of data.
NONE = "aucune"
_LIGHTS: tuple[Light, ...] = ("green", "orange", "red")


class Uses:
    def __init__(self, answers: Answers, citing: list[Citing]) -> None:
        self.selection, self.language = answers.selection, answers.language
        self.labels, self.values, self.say = answers.labels, answers.values, answers.say
        self.numbers = {citing.target: citing.shown for citing in citing}

    def _uses(self) -> list[Use]:
        """The uses that these answers speak of, the general ones first."""
        found = [
            use for use in self.selection.library.uses if self._of_our_trades(use) and self.selection.evaluate(use.applies_when).outcome
        ]
        return sorted(found, key=lambda use: bool(use.trades))

    def _of_our_trades(self, use: Use) -> bool:
        return not use.trades or bool(set(use.trades) & set(self.values.get("secteurs", ())))

    def grid(self) -> tuple[Block, ...]:
        """The traffic light of the uses: one table for everyone, then one for each trade; each row can be asked with some data."""
        groups: dict[str, list[Use]] = {}
        for use in self._uses():
            trade = next((t for t in self.values.get("secteurs", ()) if t in use.trades), "")
            title = self.labels.value("secteurs", trade) if trade else self.say("uses_everyone")
            groups.setdefault(title[:1].upper() + title[1:], []).append(use)
        head = tuple(cell(self.say(f"uses_{name}")) for name in ("use", "light", "data", "condition", "instead"))
        made = tuple(
            LookupGroup(
                title,
                Table((Text(self.say("uses_caption", trade=title)),), head, tuple(self._cells(use) for use in uses)),
                tuple(LookupRow(use.id, self._answers(use), self._articles(use)) for use in uses),
            )
            for title, uses in groups.items()
        )
        kinds = ((NONE, self.say("lookup_nothing")), *((kind, self._kind(kind)) for kind in DATA))
        return (Lookup(kinds, made),) if made else ()

    def _cells(self, use: Use) -> tuple[Cell, ...]:
        text = self.selection.library.use_texts[self.language][use.id]
        light = Cell((Text(self.say(f"uses_{use.light}")),), use.light)
        return (Cell(text.label), light, cell(self._kind(self._opened(use.data))), Cell(text.condition), Cell(text.instead))

    def _kind(self, kind: str) -> str:
        return self.say("uses_no_data") if kind == NONE else self.labels.value("outils.donnees_max", kind)

    def _opened(self, data: str) -> str:
        """This kind of data, or the most protected kind that the register opens to some tool when that is less."""
        if data == NONE:
            return NONE
        ranks = [DATA.index(tool["donnees_max"]) for tool in self.values.get("outils", ()) if tool["donnees_max"] in DATA]
        return DATA[min(DATA.index(data), max(ranks, default=0))]

    def _answers(self, use: Use) -> tuple[LookupAnswer, ...]:
        most = self._opened(use.data)
        rank = DATA.index(most) if most != NONE else -1
        return tuple(self._answer(use, kind, rank) for kind in range(-1, len(DATA)))

    def _answer(self, use: Use, kind: int, most: int) -> LookupAnswer:
        """The colour of the use, or of the data when it is darker; data above what the grid admits make it red."""
        if use.light == "red":
            return LookupAnswer("red", self.say("lookup_banned"))
        if kind > most:
            said = "lookup_no_data" if most < 0 else "lookup_too_much"
            return LookupAnswer("red", self.say(said, most=self._kind(DATA[max(most, 0)])))
        light = max(use.light, lamp(kind, most), key=_LIGHTS.index)
        return LookupAnswer(light, self.say("lookup_free" if light == "green" else "lookup_conditions"))

    def _articles(self, use: Use) -> tuple[Reference, ...]:
        return tuple(Reference(name, (Text(self.numbers[name]),)) for name in use.clauses if name in self.numbers)

    def classes(self) -> tuple[Block, ...]:
        """The uses done here that the AI Act ranks above minimal risk, since when, and the articles that rule them."""
        rows = []
        for use in self._uses():
            if use.ai_class == "minimal" or use.light == "red":
                continue
            text = self.selection.library.use_texts[self.language][use.id]
            sources = [self.selection.library.sources[name] for name in self.selection.cited(use.citations)]
            since = min((s.applies_from for s in sources if s.applies_from), default=None)
            said = long_date(since, self.language) if since else self.say("in_force")
            if since and since > self.selection.on:
                said = self.say("from_date", date=said)
            articles = listed([(name, self.numbers[name]) for name in use.clauses if name in self.numbers])
            rows.append((Cell(text.label), cell(self.labels.classes[use.ai_class]), cell(said), Cell(articles)))
        if not rows:
            return (Paragraph((Text(self.say("classes_none")),)),)
        head = tuple(cell(self.say(f"classes_{name}")) for name in ("use", "class", "since", "articles"))
        return (Table((Text(self.say("classes_caption")),), head, tuple(rows)),)

    def boxes(self) -> tuple[Block, ...]:
        """What people may already do with an AI here, as boxes to tick: the uses of the grid that are not red."""
        texts = self.selection.library.use_texts[self.language]
        labels = {texts[use.id].label: None for use in self._uses() if use.light != "red"}
        return (Bullets(tuple((Paragraph((Box(), Text("\N{NO-BREAK SPACE}"), *label)),) for label in labels)),) if labels else ()
