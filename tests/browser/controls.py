"""The menu and the search of a site, found as a person with a screen reader finds them: by role and by name.

Knows no class name of any theme. The hits of a search are in the element that its field controls, or in the dialog or the search
landmark around it.
"""

from __future__ import annotations

import re
import time

from playwright.sync_api import Locator, Page, TimeoutError

MENU = re.compile(r"\bmenu\b", re.I)
SEARCH = re.compile(r"cherche|search", re.I)
FIELDS = ("searchbox", "combobox", "textbox")

HITS = """() => {
  const fields = [...document.querySelectorAll('input, [role=searchbox], [role=combobox]')].filter(field =>
    /search|text/.test(field.type || 'text') && field.checkVisibility({visibilityProperty: true, opacityProperty: true}));
  const field = fields.find(field => field === document.activeElement)
    || fields.find(field => field.type === 'search' || field.closest('search, [role=search]')) || fields[0];
  if (!field) return [];
  const controlled = document.getElementById(field.getAttribute('aria-controls') || field.getAttribute('aria-owns') || '');
  const region = controlled || field.closest('dialog, [role=dialog]') || field.closest('search, [role=search]') || field.form;
  if (!region) return [];
  return [...region.querySelectorAll('a[href], [role=option]')].filter(hit => {
    const box = hit.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && hit.checkVisibility({visibilityProperty: true, opacityProperty: true});
  }).map(hit => {
    const link = hit.closest('a[href]') || hit.querySelector('a[href]');
    const address = link ? new URL(link.href) : null;
    return {address: address ? address.pathname.split('/').pop() + address.hash : '', text: (hit.closest('li') || hit).innerText};
  });
}"""


def menu_button(page: Page) -> Locator:
    """The visible button named « Menu »."""
    return page.get_by_role("button", name=MENU).locator("visible=true").first


def open_menu(page: Page) -> Locator:
    button = menu_button(page)
    button.click(timeout=2_000)
    page.wait_for_timeout(400)  # its movement, where it has one
    return button


def search_field(page: Page) -> Locator | None:
    """The field of the search, when it shows."""
    for role in FIELDS:
        found = page.get_by_role(role, name=SEARCH).locator("visible=true")  # type: ignore[arg-type]
        if found.count():
            return found.first
    return None


def open_search(page: Page) -> Locator:
    """The field of the search, opened by its button where there is one."""
    field = search_field(page)
    if field is None:
        button = page.get_by_role("button", name=SEARCH).locator("visible=true")
        assert button.count(), "neither a field nor a button that shows has « chercher » or « search » in its name"
        button.first.click(timeout=2_000)
        page.wait_for_timeout(400)
        field = search_field(page)
    assert field is not None, "the button of the search opens no field with « chercher » or « search » in its name"
    try:
        field.click(timeout=2_000)
    except TimeoutError as error:
        raise AssertionError("the field of the search is out of the window or covered") from error
    return field


def hits(page: Page) -> list[dict[str, str]]:
    """The hits that show now: their addresses without host and folder, and their texts."""
    found: list[dict[str, str]] = page.evaluate(HITS)
    return found


def wait_for_hits(page: Page, seconds: float = 8) -> list[dict[str, str]]:
    """The hits once they no longer change; none when nothing is found in time."""
    before: list[dict[str, str]] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page.wait_for_timeout(250)
        now = hits(page)
        if now and now == before:
            return now
        before = now
    return before


def search(page: Page, words: str) -> list[dict[str, str]]:
    field = open_search(page)
    field.fill("")
    field.press_sequentially(words, delay=15)
    return wait_for_hits(page)
