"""Colours: their contrast (WCAG 2.2, 1.4.3) and the nearest one that can be read.

Knows `#rrggbb`, relative luminance, and OKLCH (Björn Ottosson, 2020), in which the same step of lightness looks the same in every hue.
Pure functions. Leaves to `palette` which colours a site needs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

HEX = re.compile(r"#[0-9A-Fa-f]{6}")
#: What text needs against its background, and what an outline needs (WCAG 1.4.3 and 1.4.11).
TEXT, OUTLINE = 4.5, 3.0
_STEPS, _STRIDE = 500, 20


class Tone(NamedTuple):
    """A colour in OKLCH: lightness from 0 to 1, chroma, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """The relative luminance of a colour: 0 for black, 1 for white."""
    red, green, blue = map(_linear, _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21. `contrast("#777777", "#ffffff")` is 4.48."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def nearest(colour: str, passes: Callable[[str], bool]) -> str:
    """The colour that passes and is nearest to this one: its hue, its chroma as far as a screen can show it, its lightness moved the
    least. A colour that passes is its own nearest one.

    Raises ValueError when no lightness passes.
    """
    if passes(colour):
        return colour
    tone = tone_of(colour)

    def moved(step: int) -> str | None:
        for lightness in (tone.lightness - step / _STEPS, tone.lightness + step / _STEPS):
            if 0 <= lightness <= 1 and passes(found := shown(tone._replace(lightness=lightness))):
                return found
        return None

    for far in range(_STRIDE, _STEPS + _STRIDE, _STRIDE):  # with long steps first: what passes is a whole side of the scale
        if moved(far):
            return next(found for step in range(far - _STRIDE + 1, far + 1) if (found := moved(step)))
    for extreme in ("#000000", "#ffffff"):
        if passes(extreme):
            return extreme
    raise ValueError(f"no lightness of {colour} passes")


def tone_of(colour: str) -> Tone:
    """A colour in OKLCH."""
    red, green, blue = map(_linear, _channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Tone(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


@lru_cache(maxsize=4096)
def shown(tone: Tone) -> str:
    """The colour of a screen for a tone; where a screen has no such colour, with less chroma."""
    inside = _of(tone)
    if inside is not None:
        return inside
    low, high = 0.0, tone.chroma
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if _of(tone._replace(chroma=middle)) else (low, middle)
    return _of(tone._replace(chroma=low)) or ("#ffffff" if tone.lightness > 0.5 else "#000000")


def _of(tone: Tone) -> str | None:
    a, b = tone.chroma * math.cos(math.radians(tone.hue)), tone.chroma * math.sin(math.radians(tone.hue))
    long = (tone.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (tone.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (tone.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    if not all(-0.0005 <= channel <= 1.0005 for channel in channels):
        return None
    return "#" + "".join(f"{round(_encoded(min(1.0, max(0.0, channel))) * 255):02x}" for channel in channels)


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
