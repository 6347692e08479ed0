"""An import goes down or sideways inside its layer, never up (DESIGN: the house)."""

from __future__ import annotations

import ast

from conftest import ROOT

LAYERS: list[set[str]] = [
    {"problems", "charter", "conditions", "solver", "colours", "palette", "__init__", "resources"},
    {"messages", "reading", "typography"},
    {"library", "linking", "loading", "librarycache", "translations", "identity", "profile", "profilefile"},
    {
        "selection", "situations", "stakes", "inspection", "cover", "interview", "compose", "answers", "slots", "terms", "explain",
        "wording", "typed", "questionnaire", "reference", "schemas", "trials", "changes", "outlook", "screens",
    },
    {"writers", "publish", "manifest", "guard", "starter"},
    {"app", "session", "generated", "dependencies", "studio"},
    {"cli", "terminal", "mkdocs_plugin"},
]  # fmt: skip
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
PACKAGE = ROOT / "charter_builder"


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("charter_builder"):
            rest = node.module.split(".")[1:]
            yield from [rest[0]] if rest else [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("charter_builder."))


def modules():
    return [path for path in PACKAGE.rglob("*.py") if "data" not in path.relative_to(PACKAGE).parts]


def test_every_module_has_a_layer():
    assert {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in modules()} == set(RANK)


def test_no_import_goes_up():
    up = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in modules()
        for name in imports(path)
        if name in RANK and RANK[name] > RANK[path.relative_to(PACKAGE).parts[0].removesuffix(".py")]
    ]
    assert not up


def test_writers_know_only_the_charter():
    known = {name for path in (PACKAGE / "writers").rglob("*.py") for name in imports(path)}
    assert not known & {"library", "linking", "loading", "profile", "selection", "compose", "reference"}


def test_libraries_are_known_to_one_room():
    def importers(name: str) -> set[str]:
        return {
            str(p.relative_to(PACKAGE))
            for p in modules()
            if f"import {name}" in p.read_text("utf-8") or f"from {name}" in p.read_text("utf-8")
        }

    assert importers("ruamel") == {"reading/yamlfile.py"}
    assert importers("markdown_it") == {"reading/prose.py"}
    assert importers("typst") == {"writers/pdf.py"}
    assert importers("questionary") | importers("prompt_toolkit") == {"terminal.py"}
    assert all(path.startswith("writers/site/") or path == "mkdocs_plugin.py" for path in importers("mkdocs"))
