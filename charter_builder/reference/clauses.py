"""The clauses, a sheet for each part: when each one applies, its text, its law, its place among the others."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from charter_builder.charter import (
    Block,
    Bullets,
    Emphasis,
    Heading,
    Inline,
    Paragraph,
    Placeholder,
    Reference,
    Section,
    Sheet,
    Strong,
    Text,
    Typed,
    When,
)
from charter_builder.conditions import ALWAYS
from charter_builder.library import Clause
from charter_builder.messages import sentence
from charter_builder.reading.texts import SECTIONS
from charter_builder.reference.view import View, paragraph
from charter_builder.wording import said

#: The labels that say what stands in the place of an answer; the others have words of their own.
_ANSWERS = {
    "organisation.nom": "nom",
    "organisation.effectif": "effectif",
    "referent.designation": "referent_ia.nom",
    "referent.fonction": "referent_ia.fonction",
    "referent.contact": "referent_ia.contact",
    "adoption.organe": "adoption.organe",
    "adoption.date": "adoption.date",
    "adoption.edition": "adoption.edition",
    "revue.mois": "revue_mois",
    "outils.noms": "outils",
    "usages.noms": "usages",
    "donnees.noms": "donnees_personnelles",
}


def part_sheets(view: View) -> tuple[Sheet, ...]:
    """A sheet for each part that has clauses."""
    found = []
    for part in view.library.parts:
        clauses = [clause for clause in view.library.clauses.values() if clause.part == part]
        if clauses:
            lead = (paragraph(view.say("part_lead", count=len(clauses))),)
            found.append(
                Sheet(f"part-{part}", view.labels.parts[part], view.say("menu_clauses"), lead, tuple(_clause(view, c) for c in clauses))
            )
    return tuple(found)


def _clause(view: View, clause: Clause) -> Section:
    text = view.library.texts[view.language][clause.id]
    article, practice, why, easy = (Heading((Text(name),)) for name in SECTIONS[view.language])
    content: list[Block] = [Paragraph((Strong(shown(view, text.rule)),)), *view.applies(clause.applies_when)]
    if clause.if_unanswered == "leave_out":
        content.append(paragraph(view.say("left_out_unanswered")))
    content += [article, *shown(view, text.article), practice, *shown(view, text.practice), why, *shown(view, text.why)]
    if text.easy:
        content += [easy, *shown(view, text.easy)]
    content += [*view.citations(clause.citations), Heading((Text(view.say("details")),)), Bullets(_details(view, clause))]
    return Section(
        clause.id.partition("/")[2], text.title, tuple(content),
        force=(clause.force, view.labels.forces[clause.force]), flags=(view.say("edition", edition=clause.edition),),
    )  # fmt: skip


def _details(view: View, clause: Clause) -> tuple[tuple[Block, ...], ...]:
    """Everything that is not the text: identifier, owner, topics, relations, examples."""
    clauses = view.library.clauses
    related = {name: tuple(getattr(clause, name)) for name in ("replaces", "requires", "conflicts")}
    related["replaced_by"] = tuple(other.id for other in clauses.values() if clause.id in other.replaces)
    related["required_by"] = tuple(other.id for other in clauses.values() if clause.id in other.requires)
    kept = [name for name, selection in view.examples.items() if selection.decisions[clause.id].kept]
    lines = [*view.line("identifier", (Typed(clause.id),)), *view.line("owner", (Text(view.labels.roles[clause.owner]),))]
    lines += view.line("topics", view.links(topic(view, code) for code in clause.topics))
    for name, others in related.items():
        lines += view.line(name, view.links(map(view.clause, others)))
    uses = [use for use in view.library.uses if clause.id in use.clauses]
    lines += view.line("rules_uses", view.links(map(view.link, uses)))
    for weight in clause.poster:
        lines += view.line("poster", (Text(str(weight.points)),), view.applies(weight.when, "counted") if weight.when != ALWAYS else ())
    if view.examples:
        lines += view.line("in_examples", (Text(", ".join(kept) or view.say("in_no_example")),))
    return tuple(lines)


def topic(view: View, code: str) -> Inline:
    label = next((topic.label for topic in view.topics if topic.code == code), "")
    return Reference(f"topic:{code[0]}", (Text(f"{code} {label}"),)) if label else Text(code)


def shown(view: View, value: Any) -> Any:
    """A text before composition, as a reader may see it: answers named between brackets, passages under their condition."""
    if isinstance(value, Placeholder):
        path = _ANSWERS.get(value.name, "")
        label = view.labels.questions[path]["label"] if path in view.labels.questions else view.say(f"shown_{value.name.partition('.')[0]}")
        return Emphasis((Text(f"[{label}]"),))
    if isinstance(value, tuple):
        found: list[Any] = []
        after_passage = False
        for item in value:
            if not isinstance(item, When):
                found.append(shown(view, item))
                after_passage = False
                continue
            opening = said(item.condition, view.library, view.language, closing=sentence("opens", view.language))
            passage = (*opening, *shown(view, item.blocks))
            if after_passage:  # passages that follow each other are one list
                found[-1] = Bullets((*found[-1].items, passage))
            else:
                found.append(Bullets((passage,)))
            after_passage = True
        return tuple(found)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: shown(view, getattr(value, f.name)) for f in fields(value) if isinstance(getattr(value, f.name), tuple)}
        )
    return value
