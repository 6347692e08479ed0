"""The questions of the profile: wording, help, answers, default, when each is asked and what it decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from charter_builder.charter import Block, Bullets, Inline, Paragraph, Section, Sheet, Strong, Text, Typed
from charter_builder.conditions import Condition
from charter_builder.library import Question, QuestionField
from charter_builder.reference.view import View, paragraph
from charter_builder.wording import digits


def questions_sheet(view: View, *, decides: bool = True) -> Sheet:
    """The blocks of questions, in order. `decides`: with the clauses that each one decides."""
    questions = view.library.questions.values()
    blocks = tuple(
        Section(f"block-{block}", view.labels.blocks[block], (), tuple(_question(view, q, decides) for q in questions if q.block == block))
        for block in view.library.blocks
    )
    core = sum(question.core for question in questions)
    return Sheet(
        "questions",
        view.say("questions"),
        view.say("menu_profile"),
        (paragraph(view.say("questions_lead", count=len(questions), core=core)),),
        blocks,
    )


def _question(view: View, question: Question, decides: bool) -> Section:
    label = view.labels.questions[question.id]
    content: list[Block] = [Paragraph((Typed(question.id), Text(f" – {label['label']}"))), paragraph(label["help"])]
    if question.asked_when:
        content += view.applies(question.asked_when, "asked")
    lines = [*_answers(view, question.id, question), *_fields(view, question)]
    if question.core:
        lines += ((paragraph(view.say("core")),),)
    else:
        lines += view.line("default", _shown(view, question, question.default))
    if question.if_not_asked is not None:
        lines += view.line("if_not_asked", _shown(view, question, question.if_not_asked))
    if question.top:
        lines += ((paragraph(view.say("at_top")),),)
    lines += _decided(view, question) if decides else ()
    return Section(question.id, label["question"], (*content, Bullets(tuple(lines))))


def _decided(view: View, question: Question) -> Iterator[tuple[Block, ...]]:
    """The clauses that a question decides, and those of which it decides a passage."""

    def depends(condition: Condition) -> bool:
        return question.id in view.library.questions_of(condition)

    decided = [clause for clause in view.library.clauses.values() if depends(clause.applies_when)]
    shaped = [entry for entry in view.entries if any(map(depends, view.passages.get(entry.id, ())))]
    if not decided:
        yield (paragraph(view.say("decides_nothing")),)
    for name, entries in (("decides_clauses", decided), ("shapes", shaped)):
        if entries:
            yield from view.line(name, (Text(str(len(entries))),), _list(view, entries))


def _list(view: View, entries: list[Any]) -> tuple[Block, ...]:
    return (Paragraph(view.links(map(view.link, entries))),) if entries else ()


def _answers(view: View, path: str, question: Question | QuestionField) -> tuple[tuple[Block, ...], ...]:
    """The form of an answer: the values, or the bounds."""
    if question.values:
        values = tuple((Paragraph((Typed(value), Text(f" – {view.labels.value(path, value)}"))),) for value in question.values)
        several = view.say("several" if question.type == "choices" else "one")
        none = getattr(question, "none", "")
        alone = (Text(f" ({view.say('alone', value=view.labels.value(path, none))})"),) if none else ()
        return view.line("answers", (Text(several), *alone), (Bullets(values),))
    if question.type == "date":
        return view.line("answers", (Text(view.say("a_date")),))
    if question.type in ("text", "number"):
        low, high = digits(question.min, view.language), digits(question.max, view.language)
        unit = view.labels.unit(path) if question.type == "number" else view.say("signs")
        return view.line("answers", (Text(f"{view.say('bounds', low=low, high=high)} {unit}".rstrip()),))
    return ()


def _fields(view: View, question: Question) -> tuple[tuple[Block, ...], ...]:
    items = []
    for field in question.fields:
        path = f"{question.id}.{field.id}"
        answers = _answers(view, path, field)
        items.append((Paragraph((Typed(field.id), Text(f" – {view.labels.question(path)}"))), *((Bullets(answers),) if answers else ())))
    several = view.say("records" if question.type == "records" else "record")
    return view.line("answers", (Text(several),), (Bullets(tuple(items)),)) if items else ()


def _shown(view: View, question: Question, value: Any) -> tuple[Inline, ...]:
    values = value if isinstance(value, tuple) else (value,)
    shown: list[Inline] = []
    for item in values:
        words = view.labels.value(question.id, str(item)) if question.values else f"{item} {view.labels.unit(question.id)}".strip()
        shown += [*([Text(", ")] if shown else []), Strong((Text(words),))]
    return tuple(shown)
