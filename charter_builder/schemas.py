"""The JSON Schemas of a pack's files and of a profile, from the same tables and questions as the checks.

Knows the tables of `reading.fields` and a library; leaves the words to `messages.fields` and to the pack, and the writing to
`generated`.
"""

from __future__ import annotations

from typing import Any

from charter_builder.conditions import OPERATORS, Domain
from charter_builder.library import Library, Question, QuestionField, domains
from charter_builder.messages.fields import FIELDS
from charter_builder.reading.fields import FILES

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas(library: Library) -> dict[str, dict[str, Any]]:
    """A JSON Schema for each file type, by name. The profile's lists the questions and answers of the library."""
    found = {name: {"$schema": _DRAFT, "title": name, **_described(table.schema())} for name, table in FILES.items()}
    for name in ("profile", "studio"):
        found[name]["$defs"] = {"answers": _answers(library), "adoption": _record(library, library.questions["adoption"])}
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
