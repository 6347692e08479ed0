"""The first page: what the pack is, how much it holds, and how to read the others."""

from __future__ import annotations

from collections import Counter

from charter_builder.charter import Bullets, Force, Paragraph, Reference, Section, Sheet, Table, Text, Typed
from charter_builder.library import Clause
from charter_builder.messages import long_date
from charter_builder.reference.view import View, cell, paragraph


def home_sheet(view: View) -> Sheet:
    library = view.library
    read = sorted(source.read_on for source in library.sources.values() if source.read_on)
    first, last = (long_date(day, view.language) for day in (read[0], read[-1])) if read else ("", "")
    law = (paragraph(view.say("law_read", count=len(library.sources), first=first, last=last)),) if read else ()
    lead = (paragraph(view.say("home_lead", edition=library.pack.edition)), *law)
    content = Section("content", view.say("content"), (Bullets(_counts(view)), _parts(view)))
    how = tuple((paragraph(view.say(f"how_{name}")),) for name in ("force", "condition", "passage", "answer", "unanswered", "dates"))
    licence = paragraph(view.say("licence_lead"), Typed(library.pack.licence), ".")
    return Sheet(
        "index", view.say("home_title", pack=library.pack.id), "", lead,
        (content, Section("how", view.say("how"), (Bullets(how),)), Section("licence", view.say("licence"), (licence,))),
    )  # fmt: skip


def _counts(view: View) -> tuple[tuple[Paragraph, ...], ...]:
    library = view.library
    counts = {
        "annexes": len(library.annexes), "uses": len(library.uses), "questions": len(library.questions), "facts": len(library.facts),
        "sources": len(library.sources), "topics": len(view.topics),
    }  # fmt: skip
    clauses = (Paragraph((Text(view.say("count_clauses", count=len(library.clauses))),)),)
    return (
        clauses,
        *((Paragraph((Reference(f"sheet:{name}", (Text(view.say(f"count_{name}", count=n)),)),)),) for name, n in counts.items() if n),
    )


def _parts(view: View) -> Table:
    """The parts, with how many clauses of each force."""
    by_part: dict[str, list[Clause]] = {}
    for clause in view.library.clauses.values():
        by_part.setdefault(clause.part, []).append(clause)
    forces: tuple[Force, ...] = ("law", "commitment", "advice")
    head = (cell(view.say("part")), cell(view.say("clauses")), *(cell(view.labels.forces[force]) for force in forces))
    rows = []
    for part, clauses in by_part.items():
        counted = Counter(clause.force for clause in clauses)
        link = Reference(f"sheet:part-{part}", (Text(view.labels.parts[part]),))
        rows.append((cell(link), cell(str(len(clauses))), *(cell(str(counted[force]) if counted[force] else "–") for force in forces)))
    return Table((Text(view.say("parts_table")),), head, tuple(rows))
