"""Colours: contrast as WCAG measures it; the nearest colour that passes; every pair of every palette."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter_builder.charter import Scheme
from charter_builder.colours import OUTLINE, TEXT, contrast, luminance, nearest, shown, tone_of
from charter_builder.palette import ACCENT, MAIN, accent_contrast, day, main_contrast, night, readable_accent, readable_main

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")
STEADY = settings(derandomize=True, deadline=None, max_examples=150)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#777777", "#ffffff", 4.48),  # the well-known grey that fails by a hair
        ("#767676", "#ffffff", 4.54),
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio


@STEADY
@given(COLOURS, COLOURS)
def test_contrast_is_symmetric_and_from_1_to_21(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
    assert 0 <= luminance(one) <= 1


@STEADY
@given(COLOURS)
def test_a_colour_comes_back_from_oklch(colour: str) -> None:
    assert shown(tone_of(colour)) == colour


@STEADY
@given(COLOURS)
def test_a_colour_proposed_passes_and_one_that_passes_is_proposed_itself(colour: str) -> None:
    for proposed, measured in ((readable_main(colour), main_contrast), (readable_accent(colour), accent_contrast)):
        assert measured(proposed) >= TEXT
        assert (proposed == colour) == (measured(colour) >= TEXT)


@STEADY
@given(COLOURS)
def test_a_colour_proposed_keeps_its_hue_and_moves_no_further_than_it_must(colour: str) -> None:
    proposed = readable_accent(colour)
    before, after = tone_of(colour), tone_of(proposed)
    assert after.chroma <= before.chroma + 0.004
    if after.chroma > 0.03:
        assert abs((after.hue - before.hue + 180) % 360 - 180) < 4
    if proposed != colour:
        assert accent_contrast(proposed) < TEXT + 0.15


def test_a_colour_that_nothing_can_mend_is_said() -> None:
    with pytest.raises(ValueError, match="no lightness"):
        nearest("#a3430f", lambda colour: False)


def faults(scheme: Scheme) -> list[str]:
    """The pairs of a scheme that cannot be read, or not be seen."""
    colours = asdict(scheme)
    papers = [scheme.paper, scheme.card]
    tints = [value for name, value in colours.items() if name.endswith("_tint")]
    text = [(name, ground) for name in ("ink", "ink_soft", "link") for ground in papers + tints]
    text += [("accent", ground) for ground in papers] + [("on_main", scheme.main), ("on_accent", scheme.accent)]
    for name in ("law", "commitment", "advice", "green", "orange", "red"):
        text += [(name, ground) for ground in (*papers, colours[f"{name}_tint"])]
    outlines = [("focus", ground) for ground in papers + tints]
    return [
        f"{name} {colours[name]} on {ground}: {contrast(colours[name], ground):.2f}"
        for pairs, needed in ((text, TEXT), (outlines, OUTLINE))
        for name, ground in pairs
        if contrast(colours[name], ground) < needed
    ]


@pytest.mark.parametrize("scheme", [day, night])
def test_every_pair_of_the_default_look_can_be_read(scheme) -> None:
    assert faults(scheme(MAIN, ACCENT)) == []


@STEADY
@given(COLOURS, COLOURS)
def test_every_pair_of_any_look_can_be_read(main: str, accent: str) -> None:
    main, accent = readable_main(main), readable_accent(accent)
    assert faults(day(main, accent)) == []
    assert faults(night(main, accent)) == []


def test_the_default_look_is_ink_on_paper() -> None:
    scheme = day(MAIN, ACCENT)
    assert (scheme.ink, scheme.main, scheme.accent, scheme.paper) == ("#14323f", "#14323f", "#a3430f", "#fbfaf7")
