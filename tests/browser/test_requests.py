"""What the six sites ask for: nothing of another host, nothing against the strict policy, nothing that is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import EXAMPLES
from playwright.sync_api import Page

from browser.controls import search
from browser.sites import kinds, pages, part_page

pytestmark = pytest.mark.browser

WATCH = """
document.violations = [];
document.addEventListener('securitypolicyviolation', event => {
  const script = event.sourceFile !== location.href.split('#')[0] && event.sourceFile ? ` by ${event.sourceFile.split('/').pop()}` : '';
  const element = event.target.outerHTML ? `: ${event.target.outerHTML.slice(0, 120)}` : '';
  document.violations.push(`${event.effectiveDirective} refused ${event.blockedURI}${script}${element}`);
});
"""


class Watched:
    """A page with what it asked for and what was refused to it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[tuple[str, str]] = []
        self.said: list[str] = []
        page.add_init_script(WATCH)
        page.context.on("request", lambda request: self.asked.append((request.method, request.url)))
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def refusals(self) -> list[str]:
        """What the policy of the open page refused, and what its console says."""
        said, self.said = self.said, []
        return [*self.page.evaluate("document.violations"), *said]

    def elsewhere(self, origin: str) -> list[tuple[str, str]]:
        """What left for another place, or left otherwise than as a plain reading."""
        own = (origin, "data:", "blob:" + origin)
        return [(method, url) for method, url in self.asked if method != "GET" or not url.startswith(own)]


@pytest.fixture
def watched(open_page: Callable[..., Page]) -> Watched:
    return Watched(open_page())


def by_kind(found: dict[str, list[str]]) -> str:
    """Pages that share a fault, together."""
    where: dict[str, list[str]] = {}
    for name, faults in found.items():
        for fault in dict.fromkeys(faults):
            where.setdefault(fault, []).append(name)
    return "\n".join(f"{fault}\n    on {len(names)} pages: {', '.join(names[:4])}" for fault, names in where.items())


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_page_under_the_strict_policy(watched: Watched, served, built, loopback, example: str) -> None:
    site, found = served(example), {}
    for name in pages(built(example)):
        watched.page.goto(f"{site}/{name}")
        watched.page.wait_for_timeout(100)  # for what a page asks once it is there
        found[name] = watched.refusals()
    assert watched.elsewhere(loopback.origin) == []
    assert not any(found.values()), by_kind(found)
    assert watched.page.context.cookies() == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_search_under_the_strict_policy(watched: Watched, served, built, loopback, example: str) -> None:
    watched.page.goto(f"{served(example)}/{part_page(built(example))}")
    assert search(watched.page, "données"), "the search shows no hit for « données »"
    refused = watched.refusals()
    assert watched.elsewhere(loopback.origin) == []
    assert not refused, "\n".join(refused)


@pytest.mark.parametrize("example", EXAMPLES)
def test_from_a_disk_nothing_leaves_it(watched: Watched, built, example: str) -> None:
    folder, found = built(example), {}
    for name in kinds(folder):
        watched.page.goto((folder / name).as_uri(), wait_until="networkidle") if (folder / name).exists() else None
        found[name] = watched.refusals()
    watched.page.goto((folder / "index.html").as_uri())
    assert search(watched.page, "données"), "from a disk, the search shows no hit for « données »"
    found["the search"] = watched.refusals()
    assert watched.elsewhere("file:") == []
    assert not any(found.values()), by_kind(found)


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_page_that_does_not_exist_has_an_answer(watched: Watched, served, loopback, example: str) -> None:
    """At any depth, so that it stands alone: its style and its links may not count on where it is shown."""
    answer: Any = watched.page.goto(f"{served(example)}/ancienne/rubrique/page.html", wait_until="networkidle")
    assert answer.status == 404
    assert watched.page.locator("h1").count() == 1, "the site has no 404.html with a title of its own"
    assert watched.page.locator("html").get_attribute("lang") == "fr"
    refused = [text for text in watched.refusals() if "404" not in text or "ancienne/rubrique/page.html" in text]
    asked = [url for _, url in watched.asked[1:] if not url.startswith("data:")]
    assert asked == [], f"404.html is not self-contained: it asks for {asked}"
    assert watched.elsewhere(loopback.origin) == []
    assert not refused, "\n".join(refused)
