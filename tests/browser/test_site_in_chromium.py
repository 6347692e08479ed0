"""The built site in a real Chromium: from disk and over http, with and without scripts, on a phone and on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from helpers import bakery, search_entries
from playwright.sync_api import Browser, Page

from charter_builder import app

pytestmark = pytest.mark.browser


def search(page: Page, words: str) -> list[str]:
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("status").filter(has_text=re.compile(r"\d+ résultat|Aucun résultat")).wait_for()
    return page.get_by_role("dialog").get_by_role("listitem").all_inner_texts()


def elided_words(folder: Path) -> list[str]:
    """Words of the site that always stand behind an apostrophe, as in « l’appréciation »."""
    text = " ".join(f"{title} {text}" for _, _, title, text in search_entries(folder)).lower()
    behind = set(re.findall(r"[a-z]’([a-zà-ÿ]{8,})", text))
    return sorted(behind - set(re.findall(r"(?<![’\w])([a-zà-ÿ]{8,})", text)))


def test_a_word_behind_an_apostrophe_is_found_from_disk(page: Page, built) -> None:
    folder = built("commune")
    words = elided_words(folder)
    assert words
    for word in words[:3]:
        page.goto((folder / "index.html").as_uri())
        found = search(page, word)
        assert any(word in text.lower() for text in found), word
    assert page.faults == []


def test_accents_elisions_and_plurals_do_not_matter(page: Page, built) -> None:
    page.goto((built("commune") / "index.html").as_uri())
    for one, other in (
        ("accessibilite", "accessibilité"),
        ("l'appreciation", "appréciation"),
        ("DONNÉE PERSONNELLE", "données personnelles"),
    ):
        found = search(page, one)
        assert found
        page.keyboard.press("Escape")
        assert sorted(search(page, other)) == sorted(found)
        page.keyboard.press("Escape")
    assert search(page, "zyxwv") == []
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "tool search-button"


def test_a_result_leads_to_its_article(page: Page, built) -> None:
    page.goto((built("commune") / "index.html").as_uri())
    search(page, "images intimes")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/usages.html#*")


def test_the_choice_of_dark_or_light_is_kept(page: Page, built) -> None:
    page.goto((built("commune") / "index.html").as_uri())
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Thème sombre").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.goto((built("commune") / "donnees.html").as_uri())
    button = page.get_by_role("button", name="Thème sombre", pressed=True)
    button.click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == before
    assert page.evaluate("localStorage.length") == 0


def test_paper_is_light_whatever_the_screen(page: Page, built) -> None:
    page.goto((built("commune") / "donnees.html").as_uri())
    page.get_by_role("button", name="Thème sombre").click()
    page.emulate_media(media="print", color_scheme="dark")
    shown = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert shown == ["rgb(20, 50, 63)", "rgb(251, 250, 247)"]


def test_the_same_article_in_the_other_language(page: Page, built) -> None:
    page.goto((built("federation") / "donnees.html").as_uri() + "#donnees-personnelles")
    page.get_by_role("link", name="English").first.click()
    page.wait_for_url("**/en/donnees.html#donnees-personnelles")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".article").first.get_by_role("link", name="Français").click()
    page.wait_for_url(re.compile(r"/federation-fr/donnees\.html#donnees-personnelles$"))


def test_the_site_reads_without_scripts(browser: Browser, built) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built("commune") / "donnees.html").as_uri())
    assert page.locator("h2").first.is_visible()
    page.locator("main details summary").first.click()
    assert page.locator("main details p").first.is_visible()
    assert page.get_by_role("navigation", name="Menu").get_by_role("link", name="Accueil").is_visible()
    assert not page.get_by_role("button").count()
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
    source = bakery(tmp_path)
    (tmp_path / "profil.yml").write_text(source.replace('"Le Fournil Perdriault"', f"'{name.replace(chr(39), chr(39) * 2)}'"), "utf-8")
    app.build(tmp_path / "profil.yml", tmp_path / "public", formats=("site", "print"), language="fr")
    alerts: list[str] = []
    page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    for path in ("index.html", "imprimer.html", "usages.html"):
        page.goto((tmp_path / "public" / path).as_uri())
        assert name in page.title()
        assert page.locator("img[src=x]").count() == 0
    assert alerts == []
