"""The topics: what treats each one, in which examples; then what each clause weighs, and how it reads."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

from charter_builder.charter import Bullets, Cell, Heading, Numbered, Paragraph, Reference, Section, Sheet, Table, Typed, When
from charter_builder.library import AnnexEntry, Clause, Library
from charter_builder.reference.view import Topic, View, cell, paragraph
from charter_builder.selection import Selection
from charter_builder.typography import polish


def read_topics(text: str, language: str) -> tuple[Topic, ...]:
    """The list of topics of a pack, in order: `## A. Family`, then `- A1: label`."""
    found: list[Topic] = []
    family = ""
    for line in polish(text, language).splitlines():
        if line.startswith("## "):
            family = line.removeprefix("## ")
        elif entry := re.fullmatch(r"- ([A-Z]\d+)\s?: (.+)", line):
            found.append(Topic(entry[1], entry[2], family))
    return tuple(found)


def topics_sheets(view: View) -> tuple[Sheet, ...]:
    """The catalogue of the pack: topics × clauses × examples, and the measures of the clauses."""
    if not view.topics:
        return ()
    letters = dict.fromkeys(topic.code[0] for topic in view.topics)
    sections = tuple(_family(view, [topic for topic in view.topics if topic.code[0] == letter]) for letter in letters)
    lead = paragraph(view.say("topics_lead", clauses=len(view.library.clauses), annexes=len(view.library.annexes), topics=len(view.topics)))
    examples = (paragraph(view.say("topics_examples", examples=", ".join(view.examples))),) if view.examples else ()
    title, menu = view.say("topics_title"), view.say("menu_coverage")
    return (Sheet("topics", title, menu, (lead, *examples), (*sections, _measures(view))),)


def treated_by(library: Library) -> dict[str, list[str]]:
    """What treats each topic: ids of clauses, then of annexes."""
    found: dict[str, list[str]] = {}
    entries: tuple[Clause | AnnexEntry, ...] = (*library.clauses.values(), *library.annexes)
    for entry in entries:
        for topic in entry.topics:
            found.setdefault(topic, []).append(entry.id)
    return found


def _family(view: View, topics: list[Topic]) -> Section:
    head = (cell(view.say("topic")), cell(view.say("treated_by")), *map(cell, view.examples))
    rows = []
    for topic in topics:
        names = treated_by(view.library).get(topic.code, [])
        links = view.links(Reference(name, (Typed(name),)) for name in names)
        present = (cell("●" if _present(names, selection) else "–") for selection in view.examples.values())
        rows.append((cell(f"{topic.code} {topic.label}"), Cell(links), *present))
    return Section(topics[0].code[0], topics[0].family, (Table((), head, tuple(rows)),))


def _present(names: list[str], selection: Selection) -> bool:
    annexes = {annex.id: annex for annex in selection.library.annexes}
    return any(
        selection.decisions[name].kept
        if name in selection.decisions
        else selection.evaluate(annexes[name].applies_when).outcome is not False
        for name in names
    )


def _measures(view: View) -> Section:
    words = {name: plain(text.article) for name, text in view.library.texts[view.language].items()}
    measured = {name: lix(text) for name, text in words.items()}
    head = tuple(
        cell(view.say(name)) for name in ("clause", "force", "topics", "words", "lix", *(("in_examples",) if view.examples else ()))
    )
    rows = []
    for clause in view.library.clauses.values():
        kept = ", ".join(name for name, selection in view.examples.items() if selection.decisions[clause.id].kept)
        length = str(len(re.findall(r"[^\W_]+", words[clause.id])))
        row = (cell(Reference(clause.id, (Typed(clause.id),))), cell(view.labels.forces[clause.force]), cell(" ".join(clause.topics)))
        rows.append((*row, cell(length), cell(str(measured[clause.id])), *((cell(kept),) if view.examples else ())))
    average = round(sum(measured.values()) / max(1, len(measured)))
    return Section("measures", view.say("measures"), (paragraph(view.say("measures_lead", lix=average)), Table((), head, tuple(rows))))


def lix(text: str) -> int:
    """The readability index of Björnsson: words per sentence plus percentage of words of more than six letters."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = max(1, len(re.findall(r"[.!?:;](?:\s|$)", text)))
    return round(len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / max(1, len(words)))


def plain(value: object) -> str:
    """The words of a text before composition, passages included, each block closed as a sentence."""
    if isinstance(value, str):
        return value
    if isinstance(value, When):
        return plain(value.blocks)
    if isinstance(value, tuple):
        return "".join(plain(item) for item in value)
    if isinstance(value, (Paragraph, Heading)):
        return plain(value.content).strip().rstrip(".:;") + ". "
    if isinstance(value, (Bullets, Numbered)):
        return plain(value.items)
    if isinstance(value, (Table, Cell)) or is_dataclass(value):
        names = ("value", "content", "instead", "items", "head", "rows")
        return "".join(plain(getattr(value, f.name)) for f in fields(value) if f.name in names)
    return ""
