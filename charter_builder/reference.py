"""The JSON Schemas and the reference pages, from the same tables and questions as the checks.

`python -m charter_builder.reference` writes them: clauses/schemas/*.json, docs/reference.fr.md, docs/reference.md. A test holds
them fresh. Knows the tables of `reading.fields` and a library; leaves the words to `messages.fields` and to the pack.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from charter_builder.conditions import OPERATORS, Domain
from charter_builder.library import PLACEHOLDERS, SLOTS, Library, Question, QuestionField, domains
from charter_builder.messages import fr as french
from charter_builder.messages.fields import FIELDS
from charter_builder.reading.fields import FILES
from charter_builder.reading.kinds import Record, Several, Table

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas(library: Library) -> dict[str, dict[str, Any]]:
    """A JSON Schema for each file type, by name. The profile's lists the questions and answers of the library."""
    found = {name: {"$schema": _DRAFT, "title": name, **_described(table.schema())} for name, table in FILES.items()}
    found["profile"]["$defs"] = {"answers": _answers(library), "adoption": _record(library, library.questions["adoption"])}
    found["condition"] = {"$schema": _DRAFT, "title": "condition", **_condition(library)}
    return found


def _described(schema: Any) -> Any:
    """The French sentence of each field in place of its name, for an editor to show."""
    if isinstance(schema, dict):
        name = schema.get("title")  # a property may be called title too: then it is no text
        known = FIELDS.get(name) if isinstance(name, str) else None
        out = {key: _described(value) for key, value in schema.items() if key != "title" or known is None}
        return out | ({"description": known[0]} if known else {})
    return [_described(item) for item in schema] if isinstance(schema, list) else schema


def _condition(library: Library) -> dict[str, Any]:
    many = {"type": "array", "items": {"$ref": "#"}, "minItems": 1}
    properties: dict[str, Any] = {"all": many, "any": many, "not": {"$ref": "#"}, "fact": {"enum": sorted(library.facts)}}
    labels = library.labels["fr"]
    for name, domain in domains(library.questions).items():
        each = library.questions[name.partition(".")[0]].type == "records"  # a rule may test one record at a time
        properties[name] = _test(domain, ("choice", "choices") if each else (domain.type,)) | {"description": labels.question(name)}
    return {
        "anyOf": [
            {"enum": ["always", "never"]},
            {"type": "object", "minProperties": 1, "additionalProperties": False, "properties": properties},
        ]
    }


def _test(domain: Domain, types: tuple[str, ...]) -> dict[str, Any]:
    one: dict[str, Any] = (
        {"type": "integer", "minimum": domain.min, "maximum": domain.max} if domain.type == "number" else {"enum": list(domain.values)}
    )
    several = {"type": "array", "items": one, "minItems": 1}
    operators = {}
    for operator in (operator for of in types for operator in OPERATORS[of]):
        pair = {"type": "array", "items": one, "minItems": 2, "maxItems": 2}
        operators[operator] = pair if operator == "between" else several if operator.endswith(("_of", "_any", "_all", "_none")) else one
    short = [one] if domain.type == "number" else [one, several]
    return {"anyOf": [*short, {"type": "object", "minProperties": 1, "additionalProperties": False, "properties": operators}]}


def _answers(library: Library) -> dict[str, Any]:
    labels = library.labels["fr"]
    properties = {}
    for question in library.questions.values():
        if not question.top:
            said = labels.questions[question.id]
            properties[question.id] = _answer(library, question) | {"description": f"{said['question']} {said['help']}"}
    return {"type": ["object", "null"], "additionalProperties": False, "properties": properties}  # null: none given yet


def _answer(library: Library, question: Question) -> dict[str, Any]:
    match question.type:
        case "choices":
            return {"type": "array", "items": {"enum": list(question.values)}, "uniqueItems": True, "minItems": 1}
        case "record":
            return _record(library, question)
        case "records":
            return {"type": "array", "items": _record(library, question)}
    return _single(question)


def _record(library: Library, question: Question) -> dict[str, Any]:
    labels = library.labels["fr"]
    properties = {f.id: _single(f) | {"description": labels.question(f"{question.id}.{f.id}")} for f in question.fields}
    return {"type": "object", "additionalProperties": False, "required": [f.id for f in question.fields], "properties": properties}


def _single(question: Question | QuestionField) -> dict[str, Any]:
    match question.type:
        case "number":
            return {"type": "integer", "minimum": question.min, "maximum": question.max}
        case "choice":
            return {"enum": list(question.values)}
        case "date":
            return {"type": "string", "format": "date"}
    return {"type": "string", "minLength": question.min, "maxLength": question.max}


# --------------------------------------------------------------------------------------------------------- reference pages

_WORDS: dict[str, tuple[str, str]] = {
    "title": ("Référence des fichiers", "File reference"),
    "made": (
        "Cette page est produite par `make reference` ; ne pas la modifier à la main.",
        "This page is made by `make reference`; do not edit it by hand.",
    ),
    "questions": ("Les questions du profil", "The questions of the profile"),
    "core": ("de base", "core"),
    "files": ("Les fichiers d'un recueil", "The files of a pack"),
    "required": ("obligatoire", "required"),
    "placeholders": ("Les réponses qu'un texte peut montrer", "The answers that a text may show"),
    "slots": ("Les blocs qu'une annexe peut montrer", "The blocks that an annex may show"),
    "facts": ("Les faits juridiques", "The legal facts"),
    "codes": ("Les codes des messages", "The codes of the messages"),
    "head_question": ("| Question | Intitulé | Réponse | Par défaut |", "| Question | Wording | Answer | Default |"),
    "head_field": ("| Rubrique | | Rôle |", "| Field | | Role |"),
    "head_code": ("| Code | Message |", "| Code | Message |"),
    "head_fact": ("| Fait | Sens |", "| Fact | Meaning |"),
}


def reference_page(library: Library, language: str) -> str:
    """The reference of every file, question, fact and message code, as one Markdown page."""
    return "\n".join(_lines(library, language)) + "\n"


def _lines(library: Library, language: str) -> Iterator[str]:
    rank = ("fr", "en").index(language)

    def say(name: str) -> str:
        return _WORDS[name][rank]

    labels = library.labels[language]
    yield from (f"# {say('title')}", "", say("made"), "", f"## {say('questions')}", "")
    for block in library.blocks:
        yield from (f"### {labels.blocks[block]}", "", say("head_question"), "|---|---|---|---|")
        for question in library.questions.values():
            if question.block == block:
                default = (
                    say("core")
                    if question.core
                    else ", ".join(question.default)
                    if isinstance(question.default, tuple)
                    else str(question.default)
                )
                yield f"| `{question.id}` | {labels.questions[question.id]['question']} | {_form(question)} | {default} |"
        yield ""
    yield from (f"## {say('files')}", "")
    for name, table in FILES.items():
        for record in _records(table):
            yield from (f"### {record.name}" if record is not table else f"### `{name}`", "", say("head_field"), "|---|---|---|")
            for field in record.fields:
                yield f"| `{field.name}` | {say('required') if field.required else ''} | {FIELDS[f'{record.name}.{field.name}'][rank]} |"
            yield ""
    yield from (f"## {say('facts')}", "", say("head_fact"), "|---|---|")
    yield from (f"| `{name}` | {labels.facts[name]} |" for name in library.facts)
    for name, known in (("placeholders", PLACEHOLDERS), ("slots", SLOTS)):
        yield from ("", f"## {say(name)}", "")
        yield from (f"- `{{{{ {item} }}}}`" for item in sorted(known))
    yield from ("", f"## {say('codes')}", "", say("head_code"), "|---|---|")
    problems: Mapping[str, tuple[str, str]] = french.PROBLEMS
    if language == "en":
        from charter_builder.messages import en

        problems = en.PROBLEMS
    for code in sorted(code for code in problems if "_" not in code):
        fact = problems[code][0].replace("|", "\\|")
        yield f"| {code} | {fact} |"


def _form(question: Question) -> str:
    if question.fields:
        return "; ".join(f"`{f.id}`" + (f" ({', '.join(f.values)})" if f.values else "") for f in question.fields)
    if question.values:
        return ", ".join(f"`{value}`" for value in question.values)
    return f"{question.min}–{question.max}"


def _records(table: Record) -> list[Record]:
    """A table and the records inside it."""
    found = [table]
    for field in table.fields:
        kind = field.kind
        while isinstance(kind, (Several, Table)):
            kind = kind.item
        if isinstance(kind, Record) and kind.name not in {r.name for r in found}:
            found += [record for record in _records(kind) if record.name not in {r.name for r in found}]
    return found


def files(library: Library) -> dict[str, str]:
    """Every generated file, by path from the root of the project."""
    found = {
        f"clauses/schemas/{name}.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in schemas(library).items()
    }
    return found | {"docs/reference.fr.md": reference_page(library, "fr"), "docs/reference.md": reference_page(library, "en")}


if __name__ == "__main__":
    from charter_builder import resources
    from charter_builder.loading import load_library

    root = resources.CLAUSES.parent
    for path, text in files(load_library(Path(resources.CLAUSES))).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
