"""The built site in a real Chromium: from disk and over http, with and without scripts, on a phone and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page

from charter_builder import app

pytestmark = pytest.mark.browser


def test_the_site_reads_without_scripts(browser: Browser, built) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built("commune") / "donnees.html").as_uri())
    assert page.locator("h2").first.is_visible()
    page.locator("details summary").first.click()
    assert page.locator("details p").first.is_visible()
    context.close()


@pytest.mark.parametrize("name", ["index", "donnees", "outils-et-donnees", "textes", "pourquoi", "imprimer"])
def test_nothing_runs_over_the_edge_of_a_phone(browser: Browser, built, name: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 720})
    page = context.new_page()
    page.goto((built("commune") / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_an_article_has_an_address_of_its_own(page: Page, built) -> None:
    page.goto((built("commune") / "index.html").as_uri())
    page.get_by_role("link", name="Protéger les données personnelles").first.click()
    page.wait_for_url("**/donnees.html#donnees-personnelles")
    assert page.locator("#donnees-personnelles").is_visible()


def test_the_printed_page_has_every_article_and_no_script(page: Page, built) -> None:
    page.goto((built("commune") / "imprimer.html").as_uri())
    assert page.locator("script").count() == 0
    charter = app.examine(ROOT / "examples" / "commune" / "profil.yml").compose("fr")
    assert page.locator("article").count() == sum(len(part.articles) for part in charter.parts)
    assert len(page.pdf(format="A4")) > 100_000


def test_a_name_with_markup_stays_a_name(page: Page, tmp_path: Path) -> None:
    name = 'L\'Écho <img src=x onerror=alert(1)> & "Fils"'
    source = (Path(__file__).parents[2] / "examples/boulangerie/profil.yml").read_text("utf-8")
    (tmp_path / "profil.yml").write_text(source.replace('"Le Fournil Perdriault"', f"'{name.replace(chr(39), chr(39) * 2)}'"), "utf-8")
    app.build(tmp_path / "profil.yml", tmp_path / "public", formats=("site", "print"), language="fr")
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    for path in ("index.html", "imprimer.html", "usages.html"):
        page.goto((tmp_path / "public" / path).as_uri())
        assert name in page.title()
        assert page.locator("img[src=x]").count() == 0
    assert alerts == []
