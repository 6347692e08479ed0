"""The reference of our pack in a real Chromium: on a phone and on a desk, with its search and its links."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_over_the_edge(browser: Browser, reference, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    for language in ("fr", "en"):
        for path in sorted(reference(language).glob("*.html")):
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
    assert faults == []
    context.close()


def test_from_a_clause_to_the_question_that_decides_it(browser: Browser, reference) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto((reference("fr") / "part-usages.html").as_uri() + "#code")
    page.locator("#code ~ p a", has_text="les usages de l’IA").first.click()
    page.wait_for_url("**/questions.html#usages")
    assert page.locator("#usages").is_visible()
    assert [url for url in requested if not url.startswith(("file:", "data:"))] == []
