"""What serves every day: the register of tools, the traffic light of data and of uses, boxes and ballots for a discussion."""

from __future__ import annotations

from dataclasses import replace

from charter_builder.answers import Answers, next_review
from charter_builder.charter import Block, Box, Bullets, Cell, Heading, Light, Paragraph, Table, Text
from charter_builder.library import Use
from charter_builder.messages import long_date
from charter_builder.profile import view_of
from charter_builder.slots.citing import Citing, cell, listed

#: Kinds of data, from the least to the most protected.
DATA = ("publiques", "internes", "personnelles", "sensibles")


class Daily:
    def __init__(self, answers: Answers, citing: list[Citing]) -> None:
        self.selection, self.profile, self.language = answers.selection, answers.profile, answers.language
        self.labels, self.values, self.say = answers.labels, answers.values, answers.say
        self.tools, self.public = answers.tools(), answers.audience == "public"
        self.citing = citing

    def register(self) -> tuple[Block, ...]:
        """The tools allowed, one by one, and when each is looked at again: within a year, or sooner if the charter is. The public learns
        the kinds of account only.
        """
        fields = ("account", "data", "review") if self.public else ("tool", "account", "services", "data", "review")
        head = [self.say(f"register_{field}") for field in fields]
        review = next_review(self.values.get("adoption", {}).get("date"), min(self.values["revue_mois"], 12))
        when = long_date(review, self.language) if review else self.say("blank", label=self.labels.question("adoption"))
        rows = []
        for tool in self.tools:
            account, data = self._value("offre", tool), self._value("donnees_max", tool)
            rows.append((account, data, when) if self.public else (tool["nom"], account, tool["services"], data, when))
        if not rows:
            return ()
        caption = (Text(self.say("register_caption")),)
        return (Table(caption, tuple(map(cell, head)), tuple(tuple(map(cell, row)) for row in rows)),)

    def traffic_light(self) -> tuple[Block, ...]:
        """What each tool may receive."""
        head = (
            cell(self.say("register_account" if self.public else "register_tool")),
            *(cell(self.labels.value("outils.donnees_max", kind)) for kind in DATA),
        )
        rows = []
        for tool in self.tools:
            allowed = DATA.index(tool["donnees_max"]) if tool["donnees_max"] in DATA else 0
            rows.append((cell(tool["nom"]), *(self._lamp(rank, allowed) for rank in range(len(DATA)))))
        rows.append((cell(self.say("other_tool")), *(Cell((Text(self.say("light_ask_first")),), "red") for _ in DATA)))
        return (Table((Text(self.say("light_caption")),), head, tuple(rows)),)

    def _lamp(self, rank: int, allowed: int) -> Cell:
        light: Light = "red" if rank > allowed else "orange" if rank >= DATA.index("internes") else "green"
        return Cell((Text(self.say({"red": "light_no", "orange": "light_minimum", "green": "light_yes"}[light])),), light)

    def _uses(self) -> list[Use]:
        """The uses that these answers speak of, the general ones first."""
        found = [
            use for use in self.selection.library.uses if self._of_our_trades(use) and self.selection.evaluate(use.applies_when).outcome
        ]
        return sorted(found, key=lambda use: bool(use.trades))

    def _of_our_trades(self, use: Use) -> bool:
        return not use.trades or bool(set(use.trades) & set(self.values.get("secteurs", ())))

    def grid(self) -> tuple[Block, ...]:
        """The traffic light of the uses: one table for everyone, then one for each trade."""
        groups: dict[str, list[Use]] = {}
        for use in self._uses():
            trade = next((t for t in self.values.get("secteurs", ()) if t in use.trades), "")
            title = self.labels.value("secteurs", trade) if trade else self.say("uses_everyone")
            groups.setdefault(title[:1].upper() + title[1:], []).append(use)
        head = tuple(cell(self.say(f"uses_{name}")) for name in ("use", "light", "data", "condition", "instead"))
        blocks: list[Block] = []
        for title, uses in groups.items():
            caption = (Text(self.say("uses_caption", trade=title)),)
            blocks += [Heading((Text(title),)), Table(caption, head, tuple(self._use(use) for use in uses))]
        return tuple(blocks)

    def _use(self, use: Use) -> tuple[Cell, ...]:
        text = self.selection.library.use_texts[self.language][use.id]
        data = self.say("uses_no_data") if use.data == "aucune" else self.labels.value("outils.donnees_max", self._opened(use.data))
        light = Cell((Text(self.say(f"uses_{use.light}")),), use.light)
        return (Cell(text.label), light, cell(data), Cell(text.condition), Cell(text.instead))

    def _opened(self, data: str) -> str:
        """This kind of data, or the most protected kind that the register opens to some tool when that is less."""
        ranks = [DATA.index(tool["donnees_max"]) for tool in self.values.get("outils", ()) if tool["donnees_max"] in DATA]
        return DATA[min(DATA.index(data), max(ranks, default=0))]

    def classes(self) -> tuple[Block, ...]:
        """The uses done here that the AI Act ranks above minimal risk, since when, and the articles that rule them."""
        numbers = {citing.target: citing.shown for citing in self.citing}
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
            rows.append(
                (
                    Cell(text.label),
                    cell(self.labels.classes[use.ai_class]),
                    cell(said),
                    Cell(listed([(name, numbers[name]) for name in use.clauses if name in numbers])),
                )
            )
        if not rows:
            return (Paragraph((Text(self.say("classes_none")),)),)
        head = tuple(cell(self.say(f"classes_{name}")) for name in ("use", "class", "since", "articles"))
        return (Table((Text(self.say("classes_caption")),), head, tuple(rows)),)

    def boxes(self) -> tuple[Block, ...]:
        """What people may already do with an AI here, as boxes to tick: the uses of the grid that are not red."""
        texts = self.selection.library.use_texts[self.language]
        labels = {texts[use.id].label: None for use in self._uses() if use.light != "red"}
        return (Bullets(tuple((Paragraph((Box(), Text("\N{NO-BREAK SPACE}"), *label)),) for label in labels)),) if labels else ()

    def ballots(self) -> tuple[Block, ...]:
        """Each choice that nobody has made yet, with the answers that would be coherent; failing these, all choices.

        A fact, such as a public-service mission, is no matter of opinion: only the questions of the block « choix » are put to people.
        """
        library = self.selection.library
        choices = [q.id for q in library.questions.values() if q.block == "choix" and q.type == "choice"]
        blocks: list[Block] = []
        for name in [name for name in choices if name in self.profile.assumed] or choices:
            items: list[tuple[Block, ...]] = []
            for value in library.questions[name].values:
                if self._coherent(name, value):
                    now = self.say("ballot_now") if value == self.values.get(name) else ""
                    items.append((Paragraph((Box(), Text(f"\N{NO-BREAK SPACE}{self.labels.value(name, value)}{now}"))),))
            if len(items) > 1:
                blocks += [Heading((Text(self.labels.questions[name]["question"]),)), Bullets(tuple(items))]
        return tuple(blocks)

    def _coherent(self, name: str, value: str) -> bool:
        """Whether an answer could be given instead, by the rules between answers."""
        library = self.selection.library
        view = view_of({**self.values, name: value}, library.questions)
        selection = replace(self.selection, view=view, facts={})
        rules = (rule for rule in library.rules if rule.level == "error" and not rule.each and name in rule.about)
        return not any(selection.evaluate(rule.when).outcome for rule in rules)

    def _value(self, field: str, tool: dict[str, str]) -> str:
        return self.labels.value(f"outils.{field}", tool[field])
