"""The charter as plain data: `charte.json`, and what the PDF template reads. A public format, numbered; `schema` describes it."""

from __future__ import annotations

import base64
import dataclasses
import json
from datetime import date
from typing import Any

from charter_builder.charter import Charter

#: Grows by one when a reader of the format before may break.
FORMAT = 1
#: The name of its JSON Schema, which stands beside it.
SCHEMA_FILE = "charte.schema.json"


def to_data(value: Any) -> Any:
    """Frozen values as objects with a `type`: `{"type": "paragraph", "content": […]}`; a picture as base64."""
    if dataclasses.is_dataclass(value):
        fields = {f.name: to_data(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"type": type_name(type(value)), **fields}
    if isinstance(value, tuple):
        return [to_data(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


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
