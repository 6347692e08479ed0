"""The pages of a built site: all of them, and one of each kind.

Knows file names, `charte.json` and the folder `search`. Leaves to the tests what a page must hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KINDS = ("index.html", "puis-je.html", "outils-et-donnees.html", "textes.html", "glossaire.html", "pourquoi.html", "imprimer.html")
SELF_CONTAINED = ("404.html", "embed.html", "imprimer.html")  # without the menu and the search of the others


def charter(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "charte.json").read_text("utf-8"))
    return data


def pages(folder: Path) -> list[str]:
    """Every page that a reader can open; `embed.html` is a piece of somebody else's page."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html") if path.name != "embed.html")


def search_entries(folder: Path) -> Iterator[tuple[str, str]]:
    """What the search knows: an address, then the words kept for it, titles first. A list of values, behind a name in a script or not."""
    for file in sorted((folder / "search").iterdir()):
        text = file.read_text("utf-8")
        data = json.JSONDecoder().raw_decode(text, min(at for at in (text.find("["), text.find("{")) if at >= 0))[0]
        for entry in data["docs"] if isinstance(data, dict) else data:
            address, *values = entry.values() if isinstance(entry, dict) else entry
            yield address, " ".join(map(str, values))


def part_page(folder: Path) -> str:
    """The page of the part that has the most articles."""
    longest = max(charter(folder)["parts"], key=lambda part: len(part["articles"]))
    return f"{longest['id']}.html"


def kinds(folder: Path) -> list[str]:
    """One page of each kind. A page that is missing stays in the list: the test that opens it says so."""
    return [*KINDS, part_page(folder), "404.html"]


def with_controls(names: list[str]) -> list[str]:
    """The pages that have the menu and the search."""
    return [name for name in names if name not in SELF_CONTAINED]
