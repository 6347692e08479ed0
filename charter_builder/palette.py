"""The palette: from an organisation's two colours, every colour of its charter, by day and by night.

Knows which colours stand on which, and what each needs to be read. Leaves the arithmetic to `colours`, and the words about a colour
that cannot be read to `identity`.
"""

from __future__ import annotations

from functools import cache

from charter_builder.charter import Scheme
from charter_builder.colours import TEXT, Tone, contrast, nearest, shown, tone_of

#: The look of a charter whose organisation chose no colours.
MAIN, ACCENT = "#14323f", "#a3430f"
WHITE = "#ffffff"
#: What does not change with the two colours: grounds, the three forces, the three lights. Each word of a pair is read on its tint too.
_DAY = {
    "paper": "#fbfaf7", "card": WHITE, "line": "#d9dfdd",
    "law": "#14324f", "law_tint": "#e7eef6", "commitment": "#1c5a3a", "commitment_tint": "#e6f2eb",
    "advice": "#5b4708", "advice_tint": "#f6efd9", "green": "#1a6b32", "green_tint": "#e6f4ea",
    "orange": "#8f4600", "orange_tint": "#fff0dc", "red": "#a3141f", "red_tint": "#fde9e7",
}  # fmt: skip
_NIGHT = {
    "paper": "#10181c", "card": "#19242a", "line": "#3b4b53",
    "law": "#a9c9ee", "law_tint": "#1a2c40", "commitment": "#8fd4af", "commitment_tint": "#14302a",
    "advice": "#e6cd86", "advice_tint": "#332b14", "green": "#86d79c", "green_tint": "#143120",
    "orange": "#f3b36d", "orange_tint": "#3b2811", "red": "#f6a6a3", "red_tint": "#421f20",
}  # fmt: skip
#: By night a colour is lightened until it is this clear on the dark paper: at the bare minimum, a coloured link tires the eye.
_CLEAR = 6.0


def main_contrast(main: str) -> float:
    """How well a word is read on the main colour: white, or ink when that is clearer."""
    return max(contrast(WHITE, main), contrast(_ink(main), main))


def accent_contrast(accent: str) -> float:
    """How well a word in the accent colour is read on the page."""
    return min(contrast(accent, _DAY["paper"]), contrast(accent, _DAY["card"]))


def readable_main(main: str) -> str:
    """The main colour, or the nearest one on which a word can be read."""
    return nearest(main, lambda colour: main_contrast(colour) >= TEXT)


def readable_accent(accent: str) -> str:
    """The accent colour, or the nearest one that can be read on the page."""
    return nearest(accent, lambda colour: accent_contrast(colour) >= TEXT)


@cache
def day(main: str, accent: str) -> Scheme:
    """The light scheme. Both colours must be readable ones."""
    ink, tone = _ink(main), tone_of(main)
    link = shown(Tone(0.42, tone.chroma if tone.chroma < 0.02 else max(tone.chroma, 0.079), tone.hue))
    grounds = _grounds(_DAY)
    return Scheme(
        ink=ink,
        ink_soft=_clear(shown(Tone(0.47, min(tone.chroma, 0.036), tone.hue)), grounds, TEXT),
        main=main,
        on_main=WHITE if contrast(WHITE, main) >= TEXT else ink,
        accent=accent,
        on_accent=WHITE,
        link=_clear(link, grounds, TEXT),
        focus=accent,
        **_DAY,
    )


@cache
def night(main: str, accent: str) -> Scheme:
    """The dark scheme: the same two hues, lightened until they are clear on the dark paper."""
    tone = tone_of(main)
    papers, grounds = (_NIGHT["paper"], _NIGHT["card"]), _grounds(_NIGHT)
    lit = _clear(accent, papers, _CLEAR)
    return Scheme(
        ink=shown(Tone(0.94, min(tone.chroma, 0.012), tone.hue)),
        ink_soft=shown(Tone(0.78, min(tone.chroma, 0.025), tone.hue)),
        main=_clear(main, papers, _CLEAR),
        on_main=_NIGHT["paper"],
        accent=lit,
        on_accent=_NIGHT["paper"],
        link=_clear(main, grounds, _CLEAR),
        focus=lit,
        **_NIGHT,
    )


def _ink(main: str) -> str:
    """The colour of the words: very dark, with a breath of the main colour. That of the default is the default itself."""
    tone = tone_of(main)
    return shown(Tone(0.301, min(tone.chroma, 0.0434), tone.hue))


def _clear(colour: str, grounds: tuple[str, ...], needed: float) -> str:
    return nearest(colour, lambda found: all(contrast(found, ground) >= needed for ground in grounds))


def _grounds(colours: dict[str, str]) -> tuple[str, ...]:
    """Everything a word may stand on."""
    return tuple(colour for name, colour in colours.items() if name in ("paper", "card") or name.endswith("_tint"))
