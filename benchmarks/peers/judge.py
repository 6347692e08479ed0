"""What a run said and what it left. Knows neither the programs nor the faults."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

STACK = re.compile(r"Traceback \(most recent call last\)|^\s+at .*:\d+:\d+\)?$", re.MULTILINE)


@dataclass(frozen=True)
class Fault:
    """Where the fault is: its file, its line (what is missing has none), the words that a message would name."""

    path: Path
    line: int | None
    words: tuple[str, ...]


def place(said: str, fault: Fault) -> str:
    """How near the message comes to the fault: "file and line", "line, not the file", "named", or nothing."""
    said = without_stack(said)
    if fault.line and (fault.line in lines(said) or fault.line in positions(said, fault.path)):
        return "file and line" if fault.path.name in said else "line, not the file"
    words = "|".join(re.escape(word) for word in fault.words)
    return "named" if re.search(rf"(?<![\w-])(?:{words})(?![\w-])", said) else ""


def without_stack(said: str) -> str:
    """The message without the lines of the program itself: their numbers and their words are not about the user's file."""
    kept, inside = [], False
    for line in said.splitlines():
        inside = line.startswith("Traceback (most recent call last)") or (inside and line.startswith(" "))
        if not inside and not re.match(r"\s+at .*:\d+:\d+\)?$", line):
            kept.append(line)
    return "\n".join(kept)


def lines(said: str) -> set[int]:
    return {int(number) for number in re.findall(r"(?:\bline|\bligne|\.\w+:)\s?(\d+)", said)}


def positions(said: str, path: Path) -> set[int]:
    """The lines of the characters, counted from the start of the file, that a message gives."""
    text = path.read_bytes()
    return {text[: int(number)].count(b"\n") + 1 for number in re.findall(r"\bposition (\d+)", said)}


def news(said: str, sound: str) -> str:
    """The lines that a run of the sound project does not say."""
    usual = set(sound.splitlines())
    return "\n".join(line for line in said.splitlines() if line not in usual)


def stack_shown(said: str) -> bool:
    return STACK.search(said) is not None


def live(folder: Path, script: str) -> bool:
    """Whether a page, or a Markdown file in which HTML passes, holds the script: as it was typed, or laid out on several lines."""
    pages = (path for path in folder.rglob("*") if path.suffix in (".html", ".md"))
    typed = re.compile(r"\s*".join(re.escape(piece) for piece in re.split(r"(?<=>)|(?=<)", script) if piece))
    return any(typed.search(path.read_text("utf-8", errors="replace")) for path in pages)


def fate(path: Path, before: bytes) -> str:
    """What became of a file that was there before the run."""
    if not path.exists():
        return "deleted"
    after = path.read_bytes()
    if after == before:
        return "kept"
    return "added to" if all(word in after for word in re.findall(rb"[^<>]{9,}", before)) else "replaced"
