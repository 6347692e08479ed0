"""Schemas and generated pages: fresh, valid, and saying the same as the checks."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import referencing
from conftest import EXAMPLES, ROOT

from charter_builder import resources
from charter_builder.generated import files
from charter_builder.messages.fields import FIELDS
from charter_builder.problems import Problems
from charter_builder.reading.fields import FILES
from charter_builder.reading.yamlfile import read
from charter_builder.reference.files import records

SCHEMAS = resources.CLAUSES / "schemas"


def test_generated_files_are_fresh(library) -> None:
    for path, text in files(library).items():
        assert (ROOT / path).read_text("utf-8") == text, f"{path} is stale: `make reference` or `make coverage-report` writes it again"


def validator(name: str) -> jsonschema.Draft202012Validator:
    contents = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    registry = referencing.Registry().with_resources((key, referencing.Resource.from_contents(value)) for key, value in contents.items())
    jsonschema.Draft202012Validator.check_schema(contents[name])
    return jsonschema.Draft202012Validator(contents[name], registry=registry)


def written() -> list[tuple[str, Path]]:
    clauses = resources.CLAUSES
    found = [("clause.json", path) for path in sorted(clauses.glob("*/*/clause.yml"))]
    found += [("annex.json", path) for path in sorted(clauses.glob("annexes/*/annex.yml"))]
    found += [("texts.json", path) for path in sorted(clauses.glob("texts/*.yml"))]
    found += [(f"{name}.json", clauses / f"{name}.yml") for name in ("pack", "parts", "questions", "facts", "sources")]
    return found + [("profile.json", ROOT / "examples" / name / "profil.yml") for name in EXAMPLES]


def test_every_file_passes_its_schema_and_names_it() -> None:
    for name, path in written():
        node = read(path, Problems())
        assert node is not None
        faults = [f"{path}: {error.message[:120]} at {list(error.path)}" for error in validator(name).iter_errors(node.plain())]
        assert not faults
        modeline = path.read_text("utf-8").split("\n")[0]
        assert modeline.startswith("# yaml-language-server: $schema=")
        assert (path.parent / modeline.partition("=")[2]).resolve() == (SCHEMAS / name).resolve()


@pytest.mark.parametrize(
    "faulty",
    [
        {"format": 2, "answers": {}},
        {"format": 1},
        {"format": 1, "answers": {"effectif": "huit"}},
        {"format": 1, "answers": {"famille": "mairie"}},
        {"format": 1, "answers": {"usages": ["cuisine"]}},
        {"format": 1, "answers": {}, "changement": {}},
    ],
)
def test_the_profile_schema_refuses_what_the_checks_refuse(faulty: dict[str, object]) -> None:
    assert list(validator("profile.json").iter_errors(faulty))


def test_every_field_has_its_sentence_in_both_languages() -> None:
    used = {f"{record.name}.{field.name}" for table in FILES.values() for record in records(table) for field in record.fields}
    assert used == set(FIELDS)
