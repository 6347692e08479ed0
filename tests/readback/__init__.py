"""What a person reads in each document, as words: one reader for each format.

A reader is given a built folder and gives `Words`. `front` is what stands before the first part. `body` is the charter, a run of words
after the other: parts, articles, annexes. `notes` are the footnotes, that stand elsewhere in each format. What is not the charter
is left out by the reader that knows it: menus, running headers, numbers of footnotes, the word « Annexe » and its number.
A new format is a function here, and a line in `tests/test_words.py`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

#: A run of letters written from right to left: paper keeps it in the order of the eye, the other formats in that of the mouth.
_FROM_THE_RIGHT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
_ANNEX = re.compile(r"^\s*(?:Annexe|Annex)\s\d+\s*[:–]\s*")


@dataclass
class Words:
    front: str = ""
    body: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def letters(text: str) -> str:
    """The letters and digits alone: spaces, hyphens, ligatures, signs and ends of lines are each format's business."""
    bare = "".join(re.findall(r"[^\W_]", unicodedata.normalize("NFKC", text)))
    return _FROM_THE_RIGHT.sub(lambda found: "".join(sorted(found[0])), bare)


def without_annex_number(title: str) -> str:
    return _ANNEX.sub("", title)
