"""The files of a pack and of a profile, field by field; what a text may show of the answers. From the tables of the checks."""

from __future__ import annotations

from charter_builder.charter import Bullets, Paragraph, Section, Sheet, Table, Typed
from charter_builder.library import PLACEHOLDERS, SLOTS
from charter_builder.messages.fields import FIELDS
from charter_builder.messages.reference import EXPLAIN, say
from charter_builder.reading.fields import FILES
from charter_builder.reading.kinds import Record, Several
from charter_builder.reading.kinds import Table as Fields
from charter_builder.reference.view import cell, paragraph
from charter_builder.typography import polish


def files_sheet(language: str) -> Sheet:
    """A section for each file type, with the records inside it; the data of `charter explain`; then placeholders and slots."""
    rank = ("fr", "en").index(language)
    sections = []
    for name, table in FILES.items():
        outer, *inner = (_fields(record, rank, language) for record in records(table))
        parts = tuple(
            Section(f"{name}-{record.name}", record.name, (fields,)) for record, fields in zip(records(table)[1:], inner, strict=True)
        )
        sections.append(Section(f"file-{name}", say(f"file_{name}", language), (outer,), parts))
    head = (cell(say("field", language)), cell(say("field_role", language)))
    rows = tuple((cell(Typed(name)), cell(polish(roles[rank], language))) for name, roles in EXPLAIN.items())
    sections.append(Section("explain", say("file_explain", language), (paragraph(say("explain_lead", language)), Table((), head, rows))))
    for name, known in (("placeholders", PLACEHOLDERS), ("slots", SLOTS)):
        items = tuple((Paragraph((Typed(item),)),) for item in sorted(known))
        sections.append(Section(name, say(name, language), (paragraph(say(f"{name}_lead", language)), Bullets(items))))
    return Sheet("files", say("files", language), say("menu_writing", language), (paragraph(say("files_lead", language)),), tuple(sections))


def _fields(record: Record, rank: int, language: str) -> Table:
    head = tuple(cell(say(name, language)) for name in ("field", "required_head", "field_role"))
    rows = (
        (
            cell(Typed(f.name)),
            cell(say("required", language) if f.required else ""),
            cell(polish(FIELDS[f"{record.name}.{f.name}"][rank], language)),
        )
        for f in record.fields
    )
    return Table((), head, tuple(rows))


def records(table: Record) -> list[Record]:
    """A table and the records inside it."""
    found = [table]
    for field in table.fields:
        kind = field.kind
        while isinstance(kind, (Several, Fields)):
            kind = kind.item
        if isinstance(kind, Record) and kind.name not in {r.name for r in found}:
            found += [record for record in records(kind) if record.name not in {r.name for r in found}]
    return found
