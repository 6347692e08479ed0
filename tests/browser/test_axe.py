"""axe-core on every page of the six sites: WCAG 2.0 to 2.2, A and AA, and its best practices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import EXAMPLES
from playwright.sync_api import Page

from browser.accessibility import Violation, report, violations_of
from browser.controls import menu_button, open_menu, search
from browser.limits import DESK, NARROW
from browser.sites import kinds, pages, part_page, with_controls

pytestmark = pytest.mark.browser

BACKGROUND = """() => {
  const paint = document.createElement('canvas').getContext('2d');
  for (const element of [document.body, document.documentElement]) {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = getComputedStyle(element).backgroundColor;
    paint.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = paint.getImageData(0, 0, 1, 1).data;
    if (alpha) return (red + green + blue) / 3;
  }
  return 255;
}"""


@pytest.fixture
def axe(tool: Callable[[str], Any]) -> Callable[[Page, str], list[Violation]]:
    source = tool("axe-core/axe.min.js").read_text("utf-8")
    return lambda page, shown: violations_of(page, shown, source)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_page_on_a_desk(open_page, served, built, axe, example: str) -> None:
    page, site, violations = open_page(DESK), served(example), []
    for name in pages(built(example)):
        page.goto(f"{site}/{name}")
        violations += axe(page, name)
    assert not violations, report(violations)


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_kind_of_page_at_320_pixels(open_page, served, built, axe, example: str) -> None:
    page, site, violations, wide = open_page(NARROW), served(example), [], []
    for name in kinds(built(example)):
        page.goto(f"{site}/{name}")
        if page.evaluate("document.documentElement.scrollWidth") > NARROW["width"]:
            wide.append(name)
        violations += axe(page, name)
    assert not (violations or wide), f"{report(violations)}\nscroll sideways at 320 pixels: {wide or 'none'}"


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_kind_of_page_in_the_dark(open_page, served, built, axe, example: str) -> None:
    page, site, violations, light = open_page(DESK, color_scheme="dark"), served(example), [], []
    for name in kinds(built(example)):
        page.goto(f"{site}/{name}")
        if name != "imprimer.html" and page.evaluate(BACKGROUND) > 100:  # the printed page stays paper
            light.append(name)
        violations += axe(page, name)
    assert not (violations or light), f"{report(violations)}\nstay light for a reader whose system is dark: {light or 'none'}"


def test_each_kind_of_page_in_english(open_page, served, built, axe) -> None:
    page, site, violations = open_page(DESK), served("commune", "en"), []
    for name in kinds(built("commune", "en")):
        page.goto(f"{site}/{name}")
        assert page.locator("html").get_attribute("lang") == "en", name
        violations += axe(page, name)
    assert not violations, report(violations)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_with_the_menu_open(open_page, served, built, axe, example: str, scheme: str) -> None:
    page, site, violations = open_page(NARROW, color_scheme=scheme), served(example), []
    for name in with_controls(["index.html", part_page(built(example))]):
        page.goto(f"{site}/{name}")
        assert menu_button(page).count(), f"{name}: no visible button named « Menu »"
        button = open_menu(page)
        assert button.get_attribute("aria-expanded") == "true", f"{name}: the menu's button does not say that it is open"
        violations += axe(page, f"{name} (menu)")
    assert not violations, report(violations)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_with_the_search_open(open_page, served, built, axe, example: str, scheme: str) -> None:
    violations = []
    for viewport in (DESK, NARROW):
        page = open_page(viewport, color_scheme=scheme)
        for name in with_controls(["index.html", part_page(built(example))]):
            page.goto(f"{served(example)}/{name}")
            assert search(page, "données"), f"{name}, {viewport['width']} pixels: the search shows no hit for « données »"
            violations += axe(page, f"{name} (search, {viewport['width']})")
    assert not violations, report(violations)
