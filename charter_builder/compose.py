"""Composition: a selection, its profile and a language → the charter, one tree.

Knows order, numbers, the sentences that stand only under a condition, and where answers go. Pure. Leaves every format to the
writers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from charter_builder.answers import Answers, next_review
from charter_builder.charter import (
    Adoption,
    Annex,
    Article,
    Audience,
    Block,
    Bullets,
    Cell,
    Charter,
    Citation,
    Contact,
    Definition,
    Definitions,
    Emphasis,
    Example,
    Examples,
    Heading,
    Inline,
    Link,
    Lookup,
    LookupGroup,
    Note,
    Numbered,
    Paragraph,
    Part,
    Placeholder,
    Reference,
    Slot,
    Strong,
    Table,
    Text,
    When,
)
from charter_builder.explain import why
from charter_builder.identity import identity, website
from charter_builder.library import AnnexEntry, Clause
from charter_builder.profile import Profile
from charter_builder.selection import Selection
from charter_builder.slots import has, slot
from charter_builder.slots.citing import Citing, read_on
from charter_builder.slots.duties import events
from charter_builder.terms import Terms
from charter_builder.typography import elide

#: Among the languages in which people must be able to read the charter: easy-to-read French.
_EASY = "fr_falc"


def compose(selection: Selection, profile: Profile, language: str, audience: Audience = "internal") -> Charter:
    """The charter of this organisation: parts and articles numbered from 1 without a gap, answers in place, annexes.

    Every source cited is in the annex of sources, and only those. No placeholder remains. For the audience `public`, no person, no
    contact of a person and no tool is named.
    """
    composer = _Composer(selection, profile, language, audience)
    labels = selection.library.labels[language]
    parts = composer.parts()
    citing = composer.citing(parts)
    adoption = profile.answers.get("adoption", {})
    day = adoption.get("date")
    return Charter(
        language=language,
        audience=audience,
        public=composer.answers.public,
        title=labels.charter["title"],
        subtitle=labels.charter["subtitle"],
        organisation=composer.plain("organisation.nom"),
        adoption=Adoption(
            composer.plain("adoption.organe"), day, composer.plain("adoption.edition"), next_review(day, profile.answers["revue_mois"])
        ),
        contact=composer.contact(),
        notice=labels.charter["notice"],
        law_as_of=selection.on,
        law_read_on=read_on(citing),
        draft=bool(profile.missing),
        pack=selection.library.pack.id,
        pack_edition=selection.library.pack.edition,
        texts_licence=selection.library.pack.licence,
        identity=identity(profile.site, composer.plain("organisation.nom")),
        site=website(profile.site, composer.plain("organisation.nom")),
        essentials=selection.essentials(),
        calendar=events(composer.answers, [article for part in parts for article in part.articles], citing),
        parts=parts,
        annexes=composer.annexes(parts, citing),
    )


class Entry(NamedTuple):
    """An article as a list of contents shows it: its clause, its number, its rule with the answers in place."""

    clause: Clause
    number: str
    title: str
    rule: tuple[Inline, ...]


def outline(selection: Selection, profile: Profile, language: str) -> list[tuple[str, list[Entry]]]:
    """The articles of a charter by part, without their texts: what can be shown again at each answer."""
    composer, titles = _Composer(selection, profile, language, "internal"), selection.library.titles[language]
    texts = selection.library.texts[language]
    return [
        (
            composer.labels.parts[part],
            [Entry(clause, number, titles[clause.id], composer.inlines(texts[clause.id].rule)) for clause, number in numbered],
        )
        for part, numbered in composer.numbered()
    ]


def article(selection: Selection, profile: Profile, clause: str, language: str) -> Article | None:
    """One article of a charter whole, without the words that its glossary explains; None when the charter does not have it."""
    composer = _Composer(selection, profile, language, "internal")
    composer.terms = Terms(None, "")
    found = [(one, number) for _, numbered in composer.numbered() for one, number in numbered if one.id == clause]
    return composer.article(*found[0]) if found else None


def rule_of(selection: Selection, profile: Profile, clause: str, language: str) -> tuple[Inline, ...]:
    """The rule of a clause with the answers in place, be it in the charter or not."""
    return _Composer(selection, profile, language, "internal").inlines(selection.library.texts[language][clause].rule)


class _Composer:
    def __init__(self, selection: Selection, profile: Profile, language: str, audience: Audience) -> None:
        self.selection, self.profile, self.language = selection, profile, language
        self.library = selection.library
        self.labels = selection.library.labels[language]
        self.answers = Answers(selection, profile, language, audience)
        glossary = next((e.id for e in self.library.annexes if self._stands(e) and "glossaire.liste" in self._slots(e)), "")
        self.terms = Terms(self.library.pages[language].get("glossary"), glossary)
        self.targets = {clause.id for clause in selection.articles()} | {entry.id for entry in self.library.annexes if self._stands(entry)}

    def plain(self, placeholder: str) -> str:
        return "".join(inline.value for inline in self.answers.inline(placeholder) if isinstance(inline, Text))

    def contact(self) -> Contact:
        """Whom to ask; in a public charter, without a name."""
        name = "" if self.answers.public else self.profile.answers.get("referent_ia", {}).get("nom", "")
        (address,) = self.answers.inline("referent.contact")
        link = address.address if isinstance(address, Link) else ""
        return Contact(name, self.plain("referent.fonction"), link.removeprefix("mailto:") or self.plain("referent.contact"), link)

    def numbered(self) -> list[tuple[str, list[tuple[Clause, str]]]]:
        """The clauses that make the charter, by part, each with the number of its article."""
        by_part: dict[str, list[Clause]] = {}
        for clause in self.selection.articles():
            by_part.setdefault(clause.part, []).append(clause)
        return [
            (part, [(clause, f"{number}.{rank}") for rank, clause in enumerate(clauses, 1)])
            for number, (part, clauses) in enumerate(by_part.items(), 1)
        ]

    def parts(self) -> tuple[Part, ...]:
        found: list[Part] = []
        for rank, (part, clauses) in enumerate(self.numbered(), 1):
            self.terms.restart()
            articles = tuple(self.article(clause, number) for clause, number in clauses)
            found.append(Part(part, rank, self.labels.parts[part], articles))
        return tuple(found)

    def citing(self, parts: tuple[Part, ...]) -> list[Citing]:
        """The articles, then the annexes, each with the texts that it cites."""
        titles = self.library.pages[self.language]
        found = [Citing(article.id, article.number, article.citations) for part in parts for article in part.articles]
        for entry in self.library.annexes:
            if self._stands(entry):
                citations = tuple(map(self._citation, self.selection.cited(entry.citations)))
                found.append(Citing(entry.id, titles[entry.id].title, citations))
        return found

    def annexes(self, parts: tuple[Part, ...], citing: list[Citing]) -> tuple[Annex, ...]:
        """The annexes that have something to say, numbered from 1."""
        found: list[Annex] = []
        articles = [article for part in parts for article in part.articles]
        cited = {entry.target: entry.citations for entry in citing}
        for entry in filter(self._stands, self.library.annexes):
            page = self.library.pages[self.language][entry.id]
            written: list[Block] = []
            for block in page.blocks:
                written += slot(block.name, self.answers, articles, citing) if isinstance(block, Slot) else (block,)
            content = _headed(self.blocks(written))
            if entry.kind == "tool":
                self.terms.restart()
                content = list(self.terms.blocks(tuple(content)))
            lead = next((i for i, block in enumerate(content) if not isinstance(block, Paragraph)), len(content))
            introduction, content = content[:lead], content[lead:]
            found.append(
                Annex(
                    entry.id, len(found) + 1, entry.kind, page.title, tuple(introduction), tuple(content), cited[entry.id], entry.paper
                )
            )  # fmt: skip
        return tuple(found)

    def _stands(self, entry: AnnexEntry) -> bool:
        """Whether an annex applies, and has something to say when its content comes from the answers."""
        if self.selection.evaluate(entry.applies_when).outcome is False:
            return False
        slots = self._slots(entry)
        return not slots or any(has(name, self.answers) for name in slots)

    def _slots(self, entry: AnnexEntry) -> list[str]:
        return [block.name for block in self.library.pages[self.language][entry.id].blocks if isinstance(block, Slot)]

    def article(self, clause: Clause, number: str) -> Article:
        text = self.library.texts[self.language][clause.id]
        decision = self.selection.decisions[clause.id]
        return Article(
            id=clause.id,
            number=number,
            edition=clause.edition,
            title=text.title,
            rule=self.inlines(text.rule),
            force=clause.force,
            force_label=self.labels.forces[clause.force],
            owner=self.labels.roles[clause.owner],
            topics=clause.topics,
            prepare_for=decision.prepare_for,
            to_confirm=decision.outcome == "undecided",
            content=self.terms.blocks(self.blocks(text.article)),
            practice=self.terms.blocks(self.blocks(text.practice)),
            why=self.terms.blocks(self.blocks(text.why)),
            easy=self.blocks(text.easy) if _EASY in self.profile.answers["langues"] else (),
            citations=tuple(self._citation(name) for name in self.selection.citations[clause.id]),
            reasons=tuple(why(self.selection, clause.id, self.language)),
        )

    def _here(self, target: str) -> str:
        """The article or annex that a link leads to: itself, or the one that replaces it; nothing when neither is in this charter."""
        while target not in self.targets:
            decision = self.selection.decisions.get(target)
            if decision is None or decision.cause != "replaced":
                return ""
            target = decision.by[0]
        return target

    def _citation(self, name: str) -> Citation:
        source = self.library.sources[name]
        label = self.labels.sources[name]
        return Citation(
            name, self.labels.instruments[source.instrument], label["pinpoint"], label["subject"], source.url, source.applies_from,
            source.applies_until, source.read_on, source.binding, source.status == "case_law",
            bool(source.applies_from and source.applies_from > self.selection.on),
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------------------- texts

    def blocks(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """The blocks that stand under these answers; lists, and tables with one same head, that have become neighbours are one again."""
        out: list[Block] = []
        for block in blocks:
            for composed in self._block(block):
                last = out[-1] if out else None
                if isinstance(composed, Bullets) and isinstance(last, Bullets):
                    out[-1] = Bullets(last.items + composed.items)
                elif isinstance(composed, Examples) and isinstance(last, Examples):
                    out[-1] = Examples(last.items + composed.items)
                elif isinstance(composed, Table) and isinstance(last, Table) and composed.head == last.head:
                    out[-1] = Table(last.caption, last.head, last.rows + composed.rows)
                else:
                    out.append(composed)
        return tuple(out)

    def _block(self, block: Block) -> tuple[Block, ...]:
        match block:
            case When(condition, blocks):
                return () if self.selection.evaluate(condition).outcome is False else self.blocks(blocks)
            case Heading(content):
                return (Heading(self.inlines(content)),)
            case Paragraph(content):
                return (Paragraph(self.inlines(content)),)
            case Bullets(items):
                return (Bullets(tuple(self.blocks(item) for item in items)),)
            case Numbered(start, items):
                return (Numbered(start, tuple(self.blocks(item) for item in items)),)
            case Table():
                return (self._table(block),)
            case Lookup(kinds, groups):
                return (Lookup(kinds, tuple(LookupGroup(g.title, self._table(g.table), g.rows) for g in groups)),)
            case Examples(examples):
                return (Examples(tuple(Example(e.good, self.inlines(e.content), self.inlines(e.instead)) for e in examples)),)
            case Definitions(definitions):
                return (Definitions(tuple(Definition(d.term, self.blocks(d.content)) for d in definitions)),)
        return (block,)

    def _table(self, table: Table) -> Table:
        return Table(self.inlines(table.caption), self._cells(table.head), tuple(self._cells(row) for row in table.rows))

    def _cells(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(Cell(self.inlines(cell.content), cell.light) for cell in cells)

    def inlines(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        out: list[Inline] = []
        for inline in content:
            if isinstance(inline, Placeholder):
                filled = self.answers.inline(inline.name)
                if out and isinstance(out[-1], Text) and isinstance(filled[0], Text):
                    out[-1] = Text(elide(out[-1].value, filled[0].value, self.language))
                out += filled
            else:
                out += self._inline(inline)
        return tuple(out)

    def _inline(self, inline: Inline) -> tuple[Inline, ...]:
        match inline:
            case Strong(content):
                return (Strong(self.inlines(content)),)
            case Emphasis(content):
                return (Emphasis(self.inlines(content)),)
            case Link(address, content):
                return (Link(address, self.inlines(content)),)
            case Reference(target, content):
                here = self._here(target)
                words = self.inlines(content)
                return (Reference(here, words),) if here else words  # it is not in this charter: the words stay, the link goes
            case Note(content):
                return (Note(self.inlines(content)),)
        return (inline,)


def _headed(blocks: tuple[Block, ...]) -> list[Block]:
    """The blocks without the headings under which, for this organisation, nothing stands."""
    following = (*blocks, Heading(()))[1:]
    return [
        block for block, after in zip(blocks, following, strict=True) if not (isinstance(block, Heading) and isinstance(after, Heading))
    ]
