"""The six sites walked with a keyboard alone: every control reached, seen and marked; the menu; the search."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLES
from playwright.sync_api import Page

from browser.controls import MENU, SEARCH, hits, menu_button, wait_for_hits
from browser.limits import DESK, FOCUS_CONTRAST, PHONE
from browser.sites import part_page

pytestmark = pytest.mark.browser
WALK = Path(__file__).with_name("walk.js").read_text("utf-8")

# The element in focus: what it is, and its name as written or shown.
FOCUS = """() => {
  const element = document.activeElement, label = element.labels?.[0]?.innerText;
  return {
    tag: element.tagName, href: element.getAttribute('href'), field: element.matches('input, [role=searchbox], [role=combobox]'),
    option: element.getAttribute('aria-activedescendant') || '', inMain: !!element.closest('main, [role=main]'),
    name: element.getAttribute('aria-label') || label || element.getAttribute('placeholder') || element.innerText || '',
  };
}"""


SHOWN_BEFORE = """() => {
  document.shownBefore = new Set([...document.links].filter(link => link.checkVisibility({visibilityProperty: true})));
}"""


def walk(page: Page) -> list[str]:
    """Press Tab from the top of the page to its end; what is wrong on the way."""
    page.evaluate(WALK)
    expected: list[str] = page.evaluate("walk.expected")
    faults, reached = [], set()
    for _ in range(2 * len(expected) + 20):
        page.keyboard.press("Tab")
        at = page.evaluate("walk.here()")
        if at is None or (at["place"] in reached and at["place"] == min(reached)):
            break  # the end of the page: the browser's own controls, or the top again
        reached.add(at["place"])
        faults += [f"{at['is']}\n      {wrong}" for wrong in at["wrong"]]
        if at["ratio"] is not None and at["ratio"] < FOCUS_CONTRAST:
            faults.append(f"{at['is']}\n      its outline has a contrast of {at['ratio']:.1f}, {FOCUS_CONTRAST} at least")
    else:
        faults.append(f"the focus never leaves the page: {2 * len(expected) + 20} presses of Tab for {len(expected)} controls")
    return faults + [f"{control}\n      is never reached" for place, control in enumerate(expected) if place not in reached]


def tab_to(page: Page, wanted: Callable[[dict], bool], presses: int = 60) -> bool:
    for _ in range(presses):
        page.keyboard.press("Tab")
        if wanted(page.evaluate(FOCUS)):
            return True
    return False


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_from_the_top_to_the_end(open_page, served, built, example: str, viewport: dict[str, int]) -> None:
    page, found = open_page(viewport), {}
    for name in ("index.html", "puis-je.html", part_page(built(example))):
        page.goto(f"{served(example)}/{name}", wait_until="networkidle")
        if faults := walk(page):
            found[name] = faults
    assert not found, "\n".join(
        f"{name}: {len(faults)} faults\n    " + "\n    ".join(faults[:12]) + ("\n    …" if faults[12:] else "")
        for name, faults in found.items()
    )


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_first_link_skips_to_the_text(open_page, served, built, example: str, viewport: dict[str, int]) -> None:
    page = open_page(viewport)
    for name in ("index.html", part_page(built(example))):
        page.goto(f"{served(example)}/{name}")
        page.keyboard.press("Tab")
        first = page.evaluate(FOCUS)
        assert (first["href"] or "").startswith("#"), f"{name}: the first control is not a link inside the page: {first}"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS)["inMain"], f"{name}: after the skip link, the focus is not in the text: {page.evaluate(FOCUS)}"


@pytest.mark.parametrize("key", ["Enter", "Space"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_menu(open_page, served, built, example: str, key: str) -> None:
    page = open_page(PHONE)
    page.goto(f"{served(example)}/{part_page(built(example))}")
    assert menu_button(page).count(), "no visible button named « Menu »"
    assert tab_to(page, lambda at: at["tag"] in ("BUTTON", "SUMMARY") and bool(MENU.search(at["name"]))), (
        "Tab does not reach the menu's button"
    )
    button = menu_button(page)
    assert button.get_attribute("aria-expanded") == "false"
    page.evaluate(SHOWN_BEFORE)
    page.keyboard.press(key)
    page.wait_for_timeout(400)
    assert button.get_attribute("aria-expanded") == "true", f"{key} does not open the menu"
    links = []
    for _ in range(4):  # other buttons of the header may come first
        page.keyboard.press("Tab")
        links.append(page.evaluate(FOCUS))
        if page.evaluate("document.activeElement.matches('a[href]') && !document.shownBefore.has(document.activeElement)"):
            break
    else:
        raise AssertionError(f"from the button, Tab does not go to a link of the open menu: {links}")
    page.keyboard.press("Escape")
    page.wait_for_timeout(400)
    assert button.get_attribute("aria-expanded") == "false", "Escape does not close the menu"
    assert MENU.search(page.evaluate(FOCUS)["name"]), f"the focus does not return to the menu's button: {page.evaluate(FOCUS)}"
    page.keyboard.press(key)
    page.keyboard.press(key)
    page.wait_for_timeout(400)
    assert button.get_attribute("aria-expanded") == "false", f"a second {key} does not close the menu"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_search(open_page, served, example: str, viewport: dict[str, int]) -> None:
    def reach(page: Page) -> None:
        """Tab to the search's field, or to its button and then open it."""
        assert tab_to(page, lambda at: (at["field"] or at["tag"] == "BUTTON") and bool(SEARCH.search(at["name"]))), (
            "Tab does not reach the search"
        )
        if not page.evaluate(FOCUS)["field"]:
            page.keyboard.press("Enter")
            page.wait_for_timeout(400)
        assert page.evaluate(FOCUS)["field"], f"the search is open and its field has not the focus: {page.evaluate(FOCUS)}"

    page = open_page(viewport)
    home = f"{served(example)}/index.html"
    page.goto(home)
    reach(page)
    page.keyboard.type("données", delay=15)
    assert wait_for_hits(page), "the search shows no hit for « données »"
    page.keyboard.press("Escape")
    page.wait_for_timeout(400)
    assert hits(page) == [], "Escape does not close the hits"
    left = page.evaluate(FOCUS)
    assert SEARCH.search(left["name"]), f"after Escape the focus is neither on the search's field nor on its button: {left}"

    page.goto(home)
    reach(page)
    page.keyboard.type("données", delay=15)
    assert wait_for_hits(page), "the search shows no hit for « données »"
    walked = []
    for key in ("ArrowDown", "Tab", "Tab", "Tab"):  # hits are walked with arrows or with Tab, where a button may come first
        page.keyboard.press(key)
        walked.append(page.evaluate(FOCUS))
        if walked[-1]["href"] or walked[-1]["option"]:
            break
    last = walked[-1]
    addresses = {hit["address"].partition("#")[0] for hit in hits(page)}
    reached = (last["href"] or "").rpartition("/")[2].partition("?")[0].partition("#")[0] in addresses
    assert last["option"] or reached, f"neither an arrow nor Tab goes from the field to a hit: {walked}"
    page.keyboard.press("Enter")
    page.wait_for_timeout(600)
    assert page.url != home, "Enter on a hit does not open it"
