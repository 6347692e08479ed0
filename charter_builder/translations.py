"""Translations in step with the French they were made from: each keeps a digest of it, and one whose digest is old is stale.

`python -m charter_builder.translations` lists the stale ones of our pack; given their paths, once reread, it marks them fresh.
Knows files and digests alone: a translation ends with the line `[fr]: sha256:…`, which Markdown does not show.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

from charter_builder.problems import Problems
from charter_builder.reading.prose import MAX_PROSE
from charter_builder.reading.yamlfile import read_text

ORIGINAL = "fr"
_MARK = re.compile(r"(?<!\n)\n*\[fr\]: sha256:([0-9a-f]+)\s*$")


def digest(text: str) -> str:
    """The first twelve hexadecimal digits of the SHA-256 of a text, its last line ends left aside."""
    return hashlib.sha256(text.rstrip().encode()).hexdigest()[:12]


def translations(pack: Path) -> list[Path]:
    """The translated texts of a pack: each file named after another language, beside the French one."""
    found = (path for depth in ("", "*/", "*/*/") for path in pack.glob(f"{depth}??.md"))
    return sorted(path for path in found if path.stem != ORIGINAL and _original(path).exists())


def stale(pack: Path) -> list[Path]:
    """The translations whose French has changed since, or that do not say which French they translate."""
    return [path for path in translations(pack) if _marked(_read(path)) != digest(_read(_original(path)))]


def mark(path: Path) -> None:
    """Say that a translation was read against today's French."""
    text = _MARK.sub("", path.read_text("utf-8")).rstrip()
    path.write_text(f"{text}\n\n[{ORIGINAL}]: sha256:{digest(_original(path).read_text('utf-8'))}\n", "utf-8")


def _original(path: Path) -> Path:
    return path.with_name(f"{ORIGINAL}.md")


def _read(path: Path) -> str:
    """A text as the program reads it; nothing when it cannot, which is said elsewhere."""
    return read_text(path, Problems(), limit=MAX_PROSE) or ""


def _marked(text: str) -> str:
    found = _MARK.search(text)
    return found[1] if found else ""


if __name__ == "__main__":
    from charter_builder import resources

    for name in sys.argv[1:]:
        mark(Path(name))
    found = stale(resources.CLAUSES)
    print("\n".join(str(path) for path in found))
    sys.exit(bool(found))
