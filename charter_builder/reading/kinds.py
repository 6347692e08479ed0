"""Kinds of values: what a field of a file may hold, as a check and as JSON Schema, from one description.

Knows texts, numbers, dates, lists and records. Leaves to `fields` which file holds which, and to `messages` every sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from charter_builder.colours import HEX
from charter_builder.conditions import near
from charter_builder.problems import Problems
from charter_builder.reading.yamlfile import Node

ID = r"[a-z0-9]+([_-][a-z0-9]+)*"
WORD = r"[a-z0-9]+(_[a-z0-9]+)*"
CLAUSE_ID = rf"{ID}/{ID}"
_HOST = r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?"
_ADDRESS = _HOST + r"(/[A-Za-z0-9._~%!$&'()*+,;=:@-]*)*"
#: The folder of a site: servers are told its path, so it holds letters that mean nothing to them, and no file of its own.
_FOLDER = _HOST + r"(?!.*\.html?/?$)(/[A-Za-z0-9_~%@+-][A-Za-z0-9._~%@+-]*)*/?"

#: Signs that show nothing: spaces, those that a program may pass over (Default_Ignorable_Code_Point of Unicode), an empty Braille cell.
_UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    r"\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)

#: The years that a date may have in a file or in a form.
YEARS = range(1900, 2200)


def unseen(text: str) -> str:
    """The first sign of a text that shows nothing at all; none of a text that is empty, or that shows something."""
    return text.strip()[:1] if not _UNSEEN.sub("", text) else ""


class Kind(Protocol):
    """A kind of value. `check` returns the plain value, or None with a problem; `schema` says the same as JSON Schema."""

    def check(self, node: Node, problems: Problems) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Text:
    """Text between straight quotes or bare. `pattern` is anchored at both ends."""

    min: int = 1
    max: int = 400
    pattern: str = ""

    def check(self, node: Node, problems: Problems) -> str | None:
        if not isinstance(node.value, str):
            problems.add("E123", node.place, expected="text", got=shown(node))
            return None
        if not self.min <= len(node.value.strip()) <= self.max:
            problems.add("E130", node.place, min=self.min, max=self.max)
            return None
        if sign := unseen(node.value):
            problems.add("E108", node.place, character=f"U+{ord(sign):04X}")
            return None
        if self.pattern and not re.fullmatch(self.pattern, node.value):
            problems.add("E127", node.place, got=node.value)
            return None
        return node.value

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "string", "minLength": self.min, "maxLength": self.max}
        return schema | ({"pattern": f"^{self.pattern}$"} if self.pattern else {})


@dataclass(frozen=True)
class Number:
    min: int = 0
    max: int = 1_000_000_000

    def check(self, node: Node, problems: Problems) -> int | None:
        if type(node.value) is not int:
            problems.add("E123", node.place, expected="number", got=shown(node))
            return None
        if not self.min <= node.value <= self.max:
            problems.add("E125", node.place, min=self.min, max=self.max, count=self.max - self.min + 1)
            return None
        return node.value

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.min, "maximum": self.max}


@dataclass(frozen=True)
class Flag:
    def check(self, node: Node, problems: Problems) -> bool | None:
        if not isinstance(node.value, bool):
            problems.add("E123", node.place, expected="flag", got=shown(node))
            return None
        return node.value

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Day:
    """A date written 2027-01-11 (ISO 8601), that exists."""

    def check(self, node: Node, problems: Problems) -> date | None:
        if isinstance(node.value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", node.value):
            try:
                day = date.fromisoformat(node.value)
                if day.year in YEARS:
                    return day
            except ValueError:
                pass
        problems.add("E126", node.place, got=shown(node))
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


@dataclass(frozen=True)
class Colour:
    """A colour as a screen says it: `"#a3430f"`. Without its quotes it is a comment, and the value is blank."""

    def check(self, node: Node, problems: Problems) -> str | None:
        if isinstance(node.value, str) and HEX.fullmatch(node.value):
            return node.value
        bare = re.search(r":\s+(#\S+)", node.place.text) if node.value is None else None
        got = bare[1] if bare else shown(node)
        problems.add("E214", node.place, got=got, fixed=got if HEX.fullmatch(got) else "#14323f")
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{HEX.pattern}$"}


@dataclass(frozen=True)
class Address:
    """The whole address of a page on the web, without a query; of a `folder`, that of a site: https://www.exemple.fr/charte/"""

    folder: bool = False

    def check(self, node: Node, problems: Problems) -> str | None:
        if isinstance(node.value, str) and re.fullmatch(self._pattern, node.value):
            return node.value
        problems.add("E226", node.place, got=shown(node))
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "uri", "pattern": f"^{self._pattern}$"}

    @property
    def _pattern(self) -> str:
        return _FOLDER if self.folder else _ADDRESS


@dataclass(frozen=True)
class OneOf:
    values: tuple[str, ...]

    def check(self, node: Node, problems: Problems) -> str | None:
        if node.value not in self.values or not isinstance(node.value, str):
            problems.add("E124", node.place, got=shown(node), known=", ".join(self.values), near=near(str(node.value), self.values))
            return None
        return node.value

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.values)}


@dataclass(frozen=True)
class Several:
    """A list. `unique`: no value twice."""

    item: Kind
    min: int = 0
    unique: bool = False

    def check(self, node: Node, problems: Problems) -> list[Any] | None:
        if not isinstance(node.value, list):
            problems.add("E123", node.place, expected="list", got=shown(node))
            return None
        if len(node.value) < self.min:
            problems.add("E128", node.place)
        values = [self.item.check(item, problems) for item in node.value]
        if self.unique:
            for position, value in enumerate(values):
                if value is not None and value in values[:position]:
                    problems.add("E129", node.value[position].place, got=str(value))
        return [value for value in values if value is not None]

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "array", "items": self.item.schema()}
        return schema | ({"minItems": self.min} if self.min else {}) | ({"uniqueItems": True} if self.unique else {})


@dataclass(frozen=True)
class Table:
    """A mapping whose keys are identifiers."""

    item: Kind
    key: str = ID

    def check(self, node: Node, problems: Problems) -> dict[str, Any] | None:
        if not isinstance(node.value, dict):
            problems.add("E123", node.place, expected="mapping", got=shown(node))
            return None
        for name, place in node.keys.items():
            if not re.fullmatch(self.key, name):
                problems.add("E127", place, got=name)
        checked = {name: self.item.check(value, problems) for name, value in node.value.items()}
        return {name: value for name, value in checked.items() if value is not None}

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "propertyNames": {"pattern": f"^{self.key}$"}, "additionalProperties": self.item.schema()}


@dataclass(frozen=True)
class Written:
    """A value kept with its places, for whoever knows what it means: a condition, a default."""

    reference: str = ""

    def check(self, node: Node, problems: Problems) -> Node:
        return node

    def schema(self) -> dict[str, Any]:
        return {"$ref": self.reference} if self.reference else {}


@dataclass(frozen=True)
class Field:
    name: str
    kind: Kind
    required: bool = False


@dataclass(frozen=True)
class Record:
    """A mapping with known fields; an unknown one is a problem, with the nearest known name."""

    name: str
    fields: tuple[Field, ...] = field(default=())

    def check(self, node: Node, problems: Problems) -> dict[str, Any] | None:
        if not isinstance(node.value, dict):
            problems.add("E123", node.place, expected="mapping", got=shown(node))
            return None
        known = {f.name: f for f in self.fields}
        meant = {name: near(name, [other for other in known if other not in node.value]) for name in node.keys if name not in known}
        for name, likely in meant.items():
            problems.add("E121", node.keys[name], got=name, near=likely, known=", ".join(known))
        for f in self.fields:
            if f.required and f.name not in node.value and f.name not in meant.values():
                problems.add("E122", node.place, name=f.name)
        checked = {name: known[name].kind.check(value, problems) for name, value in node.value.items() if name in known}
        return {name: value for name, value in checked.items() if value is not None}

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {
            "type": "object",
            "additionalProperties": False,
            "properties": {f.name: f.kind.schema() | {"title": f"{self.name}.{f.name}"} for f in self.fields},
        }
        required = [f.name for f in self.fields if f.required]
        return schema | ({"required": required} if required else {})


def shown(node: Node) -> str:
    """A value as a message quotes it."""
    match node.value:
        case None:
            return ""
        case bool():
            return "true" if node.value else "false"
        case list():
            return "[…]"
        case dict():
            return "{…}"
        case _:
            text = str(node.value)
            return text if len(text) <= 60 else text[:59] + "…"
