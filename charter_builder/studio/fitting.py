"""How large the letters of a page may be, so that it stays one page: its lines are counted as a wide face would break them.

Knows paper and the widths of letters, nothing of charters. A browser has other letters than ours: a narrower face leaves some white.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

#: The page of affiche.html.j2 in points: A4 within its margins, and a hair less.
WIDTH, HEIGHT = 186 * 72 / 25.4, 271 * 72 / 25.4
#: From the size that is read at two metres down to that of a book.
SIZES = tuple(half / 2 for half in range(26, 13, -1))
_LINE = 1.34


def largest(height: Callable[[float], float]) -> float:
    """The largest size at which a page holds. `height`: that of its content, for a width, both in letters of its text."""
    return next((size for size in SIZES if height(WIDTH / size) * size <= HEIGHT), SIZES[-1])


def tall(text: str, width: float, size: float = 1, *, bold: bool = False, line: float = _LINE) -> float:
    """The height of a paragraph of this width."""
    return _lines(text, width / size / (1.12 if bold else 1)) * size * line


def columns(heights: Sequence[float]) -> float:
    """The height of two columns in which these blocks stand one after the other, none cut."""
    return min(max(sum(heights[:cut]), sum(heights[cut:])) for cut in range(len(heights) + 1))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes; a word that is wider than a line is cut."""
    count, used = 1, 0.0
    for wide in _words(text):
        if used and used + wide > width:
            count, used = count + 1, 0.0
        used += wide
        count, used = count + int(used // width), used % width
    return count


def _words(text: str) -> Iterator[float]:
    """The width of each word, with the space after it."""
    return (sum(map(_wide, word)) + _wide(" ") for word in text.split(" "))


def _wide(sign: str) -> float:
    """The width of a sign in DejaVu Sans, of those that computers come with the widest."""
    if unicodedata.combining(sign):
        return 0
    if unicodedata.east_asian_width(sign) in "WF" or sign in "MWmw@%—…œæŒÆ":
        return 1.02
    if sign in " .,;:'’!|()[]iljtfrI\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}":
        return 0.36
    return 0.76 if sign.isupper() or not sign.isalnum() else 0.63
