"""What serves every day: the register of tools, the traffic light of data, ballots for a discussion. Leaves the uses to `uses`."""

from __future__ import annotations

from dataclasses import replace

from charter_builder.answers import Answers, next_review
from charter_builder.charter import Block, Box, Bullets, Cell, Heading, Paragraph, Table, Text
from charter_builder.messages import long_date
from charter_builder.profile import view_of
from charter_builder.slots.citing import cell
from charter_builder.slots.data import DATA, lamp


class Daily:
    def __init__(self, answers: Answers) -> None:
        self.selection, self.profile, self.language = answers.selection, answers.profile, answers.language
        self.labels, self.values, self.say = answers.labels, answers.values, answers.say
        self.tools, self.told = answers.tools(), answers.audience == "internal"

    def register(self) -> tuple[Block, ...]:
        """The tools allowed, one by one, and when each is looked at again: within a year, or sooner if the charter is. The public learns
        the kinds of account only.
        """
        fields = ("tool", "account", "services", "data", "review") if self.told else ("account", "data", "review")
        head = [self.say(f"register_{field}") for field in fields]
        review = next_review(self.values.get("adoption", {}).get("date"), min(self.values["revue_mois"], 12))
        when = long_date(review, self.language) if review else self.say("blank", label=self.labels.question("adoption"))
        rows = []
        for tool in self.tools:
            account, data = self._value("offre", tool), self._value("donnees_max", tool)
            rows.append((tool["nom"], account, tool["services"], data, when) if self.told else (account, data, when))
        if not rows:
            return ()
        caption = (Text(self.say("register_caption")),)
        table = Table(caption, tuple(map(cell, head)), tuple(tuple(map(cell, row)) for row in rows))
        return (table,) if self.told else (Paragraph((Text(self.say("register_public")),)), table)

    def traffic_light(self) -> tuple[Block, ...]:
        """What each tool may receive."""
        head = (
            cell(self.say("register_tool" if self.told else "register_account")),
            *(cell(self.labels.value("outils.donnees_max", kind)) for kind in DATA),
        )
        rows = []
        for tool in self.tools:
            allowed = DATA.index(tool["donnees_max"]) if tool["donnees_max"] in DATA else 0
            rows.append((cell(tool["nom"]), *(self._lamp(rank, allowed) for rank in range(len(DATA)))))
        rows.append((cell(self.say("other_tool")), *(Cell((Text(self.say("light_ask_first")),), "red") for _ in DATA)))
        return (Table((Text(self.say("light_caption")),), head, tuple(rows)),)

    def _lamp(self, rank: int, allowed: int) -> Cell:
        light = lamp(rank, allowed)
        return Cell((Text(self.say({"red": "light_no", "orange": "light_minimum", "green": "light_yes"}[light])),), light)

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
