"""The charter as plain data: `charte.json`, and what the PDF template reads. A public format, numbered; `schema` describes it."""

from __future__ import annotations

import base64
import dataclasses
import json
from datetime import date
from functools import cache
from typing import Any

from charter_builder.charter import Charter

#: Grows by one when a reader of the format before may break.
FORMAT = 1
#: The name of its JSON Schema, which stands beside it.
SCHEMA_FILE = "charte.schema.json"


def to_data(value: Any) -> Any:
    """Frozen values as objects with a `type`: `{"type": "paragraph", "content": […]}`; a picture as base64."""
    names = _names(value.__class__)
    if names is not None:
        return {"type": type_name(type(value))} | {name: to_data(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """The fields of a class of the tree; None for any other."""
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


def type_name(kind: type) -> str:
    """How the objects of a class say what they are."""
    return kind.__name__.lower()


def write_json(charter: Charter) -> str:
    """The whole tree as JSON text, same bytes for the same charter."""
    return (
        json.dumps(
            {"$schema": SCHEMA_FILE, "format": FORMAT, **to_data(charter)}, ensure_ascii=False, separators=(",", ":"), sort_keys=True
        )
        + "\n"
    )
