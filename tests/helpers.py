"""Small tools of the tests: a tree of files from a dictionary, the words of a page, what the search of a site looks through."""

from __future__ import annotations

import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

_BAKERY = Path(__file__).resolve().parents[1] / "examples" / "boulangerie"


def bakery(folder: Path) -> str:
    """The text of the bakery's profile, to be changed and written into a folder; its logo is put there."""
    shutil.copy(_BAKERY / "logo.svg", folder)
    return (_BAKERY / "profil.yml").read_text("utf-8")


def write_tree(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def search_entries(site: Path) -> list[tuple[str, str, str, str]]:
    """The entries of the search: address, title of the page, title, text."""
    script = (site / "search" / "index.js").read_text("utf-8")
    return [tuple(entry) for entry in json.loads(script.removeprefix("charterIndex=").rstrip(";\n"))]


def words(html: str) -> str:
    """The text of a page, spaces made one."""
    found: list[str] = []

    class Reader(HTMLParser):
        skipped = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.skipped += tag in ("script", "style")

        def handle_endtag(self, tag: str) -> None:
            self.skipped -= tag in ("script", "style")

        def handle_data(self, data: str) -> None:
            if not self.skipped:
                found.append(data)

    Reader().feed(html)
    return " ".join("".join(found).split())
