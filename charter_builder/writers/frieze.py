"""A timeline as a drawing: static SVG, from top to bottom, so that it can be read on a phone.

Knows lengths and classes; colours are in the style sheets. No script, no style attribute. The words stand in a list beside it.
"""

from __future__ import annotations

import textwrap
from html import escape

from charter_builder.charter import Milestone, Timeline
from charter_builder.messages import long_date, sentence

_WIDTH, _LINE, _GAP, _AXIS, _TEXT = 360, 19, 22, 14, 36
#: How many letters stand on a line of the drawing.
_LETTERS, _LETTERS_BOLD = 42, 34


def frieze(timeline: Timeline, language: str) -> str:
    """The days one below the other, those of the past as full dots, and the day of the charter between them."""
    here = sentence("timeline_here", language, date=long_date(timeline.here, language))
    past = [entry for entry in timeline.entries if entry.day <= timeline.here]
    future = [entry for entry in timeline.entries if entry.day > timeline.here]
    drawn: list[str] = []
    top = _GAP
    for entry in past:
        top = _stop(drawn, entry, top, "past", language)
    drawn.append(f'<path class="frieze__here-line" d="M0 {top}H{_WIDTH}"/>')
    last = top
    for line in textwrap.wrap(here, _LETTERS_BOLD):
        top += _LINE
        drawn.append(f'<text class="frieze__here" x="{_TEXT}" y="{top}">{escape(line)}</text>')
    top += _GAP + 8
    for entry in future:
        last, top = top, _stop(drawn, entry, top, "future", language)
    axis = f'<path class="frieze__axis" d="M{_AXIS} {_GAP}V{last if future else top}"/>'
    title, words = escape(timeline.caption), escape(sentence("timeline_description", language))
    return (
        f'<svg class="frieze" viewBox="0 0 {_WIDTH} {top}" role="img" aria-labelledby="frieze-title frieze-words">'
        f'<title id="frieze-title">{title}</title><desc id="frieze-words">{words} {escape(here)}.</desc>{axis}{"".join(drawn)}</svg>'
    )


def _stop(drawn: list[str], entry: Milestone, top: int, when: str, language: str) -> int:
    """Draw a day; where the next one begins."""
    cited = " frieze__dot--cited" if entry.articles else ""
    drawn.append(f'<circle class="frieze__dot frieze__dot--{when}{cited}" cx="{_AXIS}" cy="{top}" r="7"/>')
    drawn.append(f'<text class="frieze__day" x="{_TEXT}" y="{top + 5}">{escape(long_date(entry.day, language))}</text>')
    for line in textwrap.wrap(entry.label[:1].upper() + entry.label[1:], _LETTERS):
        top += _LINE
        drawn.append(f'<text class="frieze__label" x="{_TEXT}" y="{top + 5}">{escape(line)}</text>')
    return top + _LINE + _GAP
