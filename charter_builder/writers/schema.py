"""The JSON Schema of `charte.json`, made from the classes of the tree, so that it cannot say anything else.

Knows how `data` writes a value. A description is the docstring of a class. What a reader does not know may stand beside what it
knows: a format grows without breaking anybody, so no object is closed.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from charter_builder import charter as tree
from charter_builder.charter import Charter, Placeholder, Slot, When
from charter_builder.writers.data import FORMAT, SCHEMA_FILE, type_name

#: What a composed charter holds no more.
_BEFORE = {Placeholder, Slot, When}
#: What stands in a text, one of several classes.
_UNIONS: dict[str, Any] = {"block": tree.Block, "inline": tree.Inline}
_RULE = (
    "The whole text of one charter, ready to be shown: nothing in it is markup. `format` grows by one when a reader of the format before "
    "may break: a field that goes, another meaning, a new type of block or of inline. A new field, or a new value of `topics`, does not "
    "change it: ignore what you do not know. Dates are ISO 8601."
)


@cache
def write_schema() -> str:
    """The schema as JSON text, same bytes for the same classes."""
    definitions = {name: _one_of(union) for name, union in _UNIONS.items()}
    definitions |= {type_name(kind): _object(kind) for kind in sorted(_reached(Charter), key=type_name)}
    whole = definitions.pop(type_name(Charter))
    whole["properties"] = {"$schema": {"const": SCHEMA_FILE}, "format": {"const": FORMAT}, **whole["properties"]}
    whole["required"] = ["format", *whole["required"]]
    whole["description"] = f"{_RULE} {whole['description']}"
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "charte.json", **whole, "$defs": definitions}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _object(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind, vars(tree))
    properties = {"type": {"const": type_name(kind)}} | {field.name: _value(hints[field.name]) for field in dataclasses.fields(kind)}
    said = " ".join((inspect.getdoc(kind) or "").split()).replace("None", "null")
    return {"description": said, "type": "object", "required": list(properties), "properties": properties}


def _one_of(union: Any) -> dict[str, Any]:
    """The `type` says which: a checker that looked at all of them, at each level of a text, would take seconds."""
    kinds = [kind for kind in get_args(union) if kind not in _BEFORE]
    cases = [{"if": {"properties": {"type": {"const": type_name(kind)}}}, "then": _value(kind)} for kind in kinds]
    properties = {"type": {"enum": [type_name(kind) for kind in kinds]}}
    return {"type": "object", "required": ["type"], "properties": properties, "allOf": cases}


def _value(hint: Any) -> dict[str, Any]:
    if name := next((name for name, union in _UNIONS.items() if hint == union), ""):
        return {"$ref": f"#/$defs/{name}"}
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return {"anyOf": [_value(one) for one in inside]}
    if origin is Literal:
        return {"enum": list(inside)}
    if origin is tuple and inside[-1] is Ellipsis:
        return {"type": "array", "items": _value(inside[0])}
    if origin is tuple:
        return {"type": "array", "prefixItems": [_value(one) for one in inside], "minItems": len(inside), "maxItems": len(inside)}
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return {"$ref": f"#/$defs/{type_name(hint)}"}
    return dict(_PLAIN[hint])


_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    date: {"type": "string", "format": "date"},
    bytes: {"type": "string", "contentEncoding": "base64"},
}


def _reached(kind: type) -> set[type]:
    """This class and all those that its fields may hold."""
    found: set[type] = set()
    waiting = [kind]
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found.add(kind)
            waiting += (one for hint in get_type_hints(kind, vars(tree)).values() for one in _classes(hint))
    return found


def _classes(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and dataclasses.is_dataclass(hint) and hint not in _BEFORE:
        yield hint
    for inside in get_args(hint):
        yield from _classes(inside)
