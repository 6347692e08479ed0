"""The generated files of this project, for those who read it without building: JSON Schemas, docs/reference*, docs/catalogue*.

`python -m charter_builder.generated` writes them all (`make reference`, `make coverage-report`); a test holds them fresh. The pages
are sheets of our pack's reference, drawn as Markdown.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from charter_builder import app, resources
from charter_builder.dependencies import licences_page
from charter_builder.library import Library
from charter_builder.messages.reference import say
from charter_builder.reference.files import files_sheet
from charter_builder.reference.law import unverified_sheet
from charter_builder.reference.questions import questions_sheet
from charter_builder.reference.topics import topics_sheets
from charter_builder.schemas import schemas
from charter_builder.writers.data import SCHEMA_FILE
from charter_builder.writers.markdown import write_sheets
from charter_builder.writers.schema import write_schema


def files(library: Library) -> dict[str, str]:
    """Every generated file, by path from the root of the project."""
    found = {
        f"clauses/schemas/{name}.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in schemas(library).items()
    }
    found[f"docs/{SCHEMA_FILE}"] = write_schema()
    found["docs/licences.md"] = licences_page()
    for language, suffix in (("fr", ".fr"), ("en", "")):
        view, _ = app.view_of_pack(resources.CLAUSES, library, language)
        pages = {
            "reference": (questions_sheet(view, decides=False), files_sheet(language)),
            "catalogue": (*topics_sheets(view), unverified_sheet(view)),
        }
        for name, sheets in pages.items():
            title, made = say(f"docs_{name}", language), say(f"made_{name}", language)
            found[f"docs/{name}{suffix}.md"] = write_sheets(title, made, sheets, partial(_text_file, language))
    return found


def _text_file(language: str, target: str) -> str:
    """The text of a clause or an annex, from docs/; nothing for what has no text of its own."""
    if ":" in target:
        return ""
    return f"../clauses/{target}/{language}.md" if "/" in target else f"../clauses/annexes/{target}/{language}.md"


if __name__ == "__main__":
    from charter_builder.loading import load_library

    root = resources.CLAUSES.parent
    for path, text in files(load_library(Path(resources.CLAUSES))).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
