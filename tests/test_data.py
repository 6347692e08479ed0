"""`charte.json` and its public schema."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import EXAMPLES, ROOT

from charter_builder import app
from charter_builder.charter import Audience
from charter_builder.writers.data import FORMAT, write_json
from charter_builder.writers.schema import write_schema


def closed(schema: Any) -> Any:
    """The same schema where nothing unknown may stand: the public one lets a format grow, these tests do not."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    return found | ({"additionalProperties": False} if len(found.get("properties", ())) > 1 else {})


@cache
def validator() -> jsonschema.Draft202012Validator:
    schema = closed(json.loads(write_schema()))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def faults(data: Any) -> list[str]:
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in validator().iter_errors(data)]


def composed(profile: Path, language: str, audience: Audience = "internal", *, draft: bool = False) -> Any:
    return json.loads(write_json(app.examine(profile, language=language, draft=draft).compose(language, audience)))


@pytest.mark.parametrize(
    ("example", "language", "audience"),
    [*((example, "fr", "internal") for example in EXAMPLES), ("federation", "en", "internal"), ("boulangerie", "en", "public")],
)
def test_every_charter_passes_its_schema(example: str, language: str, audience: Audience) -> None:
    assert faults(composed(ROOT / "examples" / example / "profil.yml", language, audience)) == []


def test_a_draft_passes_its_schema(tmp_path: Path) -> None:
    profile = tmp_path / "profil.yml"
    profile.write_text("format: 1\nanswers: {nom: Mairie de Bourg}\n", "utf-8")
    data = composed(profile, "fr", draft=True)
    assert data["draft"] and data["adoption"]["date"] is None
    assert faults(data) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [("format", FORMAT + 1), ("type", "letter"), ("law_as_of", 2027), ("parts", [{"type": "part"}]), ("adoption", None), ("more", 1)],
)
def test_what_is_no_charter_is_refused(place: str, value: Any) -> None:
    data = composed(ROOT / "examples/boulangerie/profil.yml", "fr") | {place: value}
    assert faults(data)


def test_the_schema_says_what_everything_is() -> None:
    schema = json.loads(write_schema())
    said = {name: value.get("description", "") for name, value in schema["$defs"].items() if "allOf" not in value}
    silent = [name for name, words in said.items() if not words or words.lower().startswith(f"{name}(")]  # Python's own docstring
    assert silent == [] and "grows by one" in schema["description"]
    assert {"article", "annex", "paragraph", "lookup"} < set(schema["$defs"]) and not {"slot", "when", "sheet"} & set(schema["$defs"])


def test_it_stands_beside_the_file_that_names_it(built) -> None:
    folder = built("boulangerie")
    named = json.loads((folder / "charte.json").read_text("utf-8"))["$schema"]
    assert (folder / named).read_text("utf-8") == write_schema() == (ROOT / "docs" / named).read_text("utf-8")
