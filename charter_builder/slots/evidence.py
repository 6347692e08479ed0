"""What the charter rests on: facts derived by the law, texts cited, assumptions, reasons, changes, words explained."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from charter_builder.answers import Answers
from charter_builder.changes import changes
from charter_builder.charter import (
    Article,
    Block,
    Bullets,
    Cell,
    Citation,
    Definitions,
    Heading,
    Inline,
    Link,
    Paragraph,
    Reference,
    Strong,
    Table,
    Text,
)
from charter_builder.explain import Branch, briefly, grounds, reason_text
from charter_builder.messages import in_force, law_as_of, long_date
from charter_builder.outlook import outlook
from charter_builder.slots.citing import Citing, cell, listed, read_on
from charter_builder.terms import entries
from charter_builder.typography import enumerate_words


class Evidence:
    def __init__(self, answers: Answers, articles: list[Article], citing: list[Citing]) -> None:
        self.selection, self.profile, self.language = answers.selection, answers.profile, answers.language
        self.labels, self.values, self.say = answers.labels, answers.values, answers.say
        self.articles, self.citing = articles, citing

    def facts(self) -> tuple[Block, ...]:
        """What the law derives from the answers, with its texts, and its first day when it is still to come."""
        items: list[tuple[Block, ...]] = []
        for name, fact in self.selection.library.facts.items():
            found = self.selection.finding(name)
            if not fact.citations or not found.outcome:
                continue
            sources = self.labels.sources
            texts = enumerate_words(
                [f"{self._instrument(source)}, {sources[source]['pinpoint']}" for source in found.citations], self.language
            )
            because = " ; ".join(reason_text(self.selection, reason, self.language) for reason in found.reasons)
            said = self.labels.facts[name] + (self.say("colon") + because if because else "")
            law = [Text(f" ({texts})")] if texts else []
            future = [Text(" " + self.say("why_prepare", date=long_date(found.prepare_for, self.language)))] if found.prepare_for else []
            items.append((Paragraph((Text(said), *law, *future)),))
        return (Bullets(tuple(items)),) if items else ()

    def _instrument(self, source: str) -> str:
        return str(self.labels.instruments[self.selection.library.sources[source].instrument])

    def sources(self) -> tuple[Block, ...]:
        """Each text cited by an article or an annex: what it is about, since when, read on which day, and by whom it is cited."""
        cited_by: dict[str, list[tuple[str, str]]] = {}
        cited = {}
        for citing in self.citing:
            for citation in citing.citations:
                cited[citation.source] = citation
                cited_by.setdefault(citation.source, []).append((citing.target, citing.shown))
        rows = []
        for name in sorted(cited, key=list(self.selection.library.sources).index):
            citation = cited[name]
            rows.append(
                (
                    Cell((Link(citation.url, (Text(f"{citation.label}, {citation.pinpoint}"),)),)),
                    cell(citation.subject),
                    cell(self._standing(citation)),
                    cell(long_date(citation.read_on, self.language) if citation.read_on else self.say("not_read")),
                    Cell(listed(cited_by[name])),
                )
            )
        head = tuple(cell(self.say(f"sources_{name}")) for name in ("text", "subject", "applies", "read", "articles"))
        law = law_as_of(self.selection.on, read_on(self.citing), self.language)
        return (Table((Text(self.say("sources_caption", law=law)),), head, tuple(rows)),) if rows else ()

    def _standing(self, citation: Citation) -> str:
        """Whether a text is law in force, law to come, guidance or the ruling of a court, and since which day."""
        return in_force(citation, self.language) or self.say("in_force" if citation.binding else "guidance")

    def assumptions(self) -> tuple[Block, ...]:
        """The questions that nobody answered, each with the answer assumed; then the answers that a rule completed."""
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

    def reasons(self) -> tuple[Block, ...]:
        """Why each article is in, by which law, why each other clause is not, and what would change the charter. A variant with the title
        of an article is not said to be out.
        """
        selection, profile, language = self.selection, self.profile, self.language
        kept = {article.id: (Reference(article.id, (Text(f"{article.number} {article.title}"),)),) for article in self.articles}
        titles = selection.library.titles[language]
        shown = {article.title for article in self.articles}
        out = [name for name in selection.library.clauses if name not in kept and titles[name] not in shown]
        lines = [f"{titles[name]}{self.say('colon')}{briefly(selection, name, language)}" for name in out]
        would = outlook(selection, changes(selection, profile), language) or [self.say("change_none")]
        items: list[tuple[Block, ...]] = [(Paragraph(link), *_bullets(grounds(selection, name, language))) for name, link in kept.items()]
        return (
            Heading((Text(self.say("kept_heading", count=len(kept))),)), Bullets(tuple(items)),
            *((Heading((Text(self.say("left_out_heading", count=len(out))),)), *_bullets(map(Branch, lines))) if out else ()),
            Heading((Text(self.say("change_heading")),)), *_bullets(map(Branch, would)),
        )  # fmt: skip

    def changes(self) -> tuple[Block, ...]:
        """The articles that the organisation took out, with its reasons."""
        titles = self.selection.library.titles[self.language]
        items = tuple(
            (Paragraph((Text(f"{titles[name]}{self.say('colon')}{note}"),)),)
            for name, note in self.profile.leave_out.items()
            if name in titles
        )
        return (Bullets(items),) if items else ()

    def glossary(self) -> tuple[Block, ...]:
        """Every word explained."""
        page = self.selection.library.pages[self.language].get("glossary")
        found = tuple(definition for _, definition in entries(page)) if page else ()
        return (Definitions(found),) if found else ()

    def pack(self) -> tuple[Block, ...]:
        """The pack that the texts come from."""
        pack = self.selection.library.pack
        return (Paragraph((Text(self.say("pack_mention", pack=pack.id, edition=pack.edition)),)),)


def _bullets(branches: Iterable[Branch]) -> tuple[Block, ...]:
    """The tree that the terminal draws, as lists in lists."""
    items: list[tuple[Block, ...]] = [(Paragraph((Text(branch.text),)), *_bullets(branch.below)) for branch in branches]
    return (Bullets(tuple(items)),) if items else ()
