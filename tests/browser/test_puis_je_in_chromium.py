"""« Puis-je… ? » in a real Chromium: asked from disk, by keyboard, sent by its address, and read without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    page = context.new_page()
    page.set_default_timeout(10_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults


def test_a_use_and_a_kind_of_data_get_an_answer(page: Page, built) -> None:
    page.goto((built("commune") / "puis-je.html").as_uri())
    page.get_by_label("L’usage").select_option("ecrire-un-courrier")
    page.get_by_label("Données publiques").check()
    card = page.locator(".lookup__card")
    expect(card).to_have_class(re.compile("light--green"))
    expect(card.locator(".lookup__light")).to_have_text("● Oui")
    expect(card).to_contain_text("Le nom est inventé")
    page.get_by_label("Données personnelles").check()
    expect(card).to_have_class(re.compile("light--red"))
    expect(card.locator(".lookup__light")).to_have_text("■ Non")
    expect(card).to_contain_text("données publiques")
    expect(card).to_contain_text("Reprendre un courrier déjà envoyé")
    address = card.get_by_role("link").last.get_attribute("href") or ""
    name, _, anchor = address.partition("#")
    assert f'id="{anchor}"' in (built("commune") / name).read_text("utf-8")
    assert page.locator("[aria-live=polite] .lookup__card").count() == 1


def test_the_address_brings_the_same_answer_to_a_colleague(page: Page, built) -> None:
    page.goto((built("commune") / "puis-je.html").as_uri())
    page.get_by_label("L’usage").select_option("resumer-un-document-public")
    page.get_by_label("Données publiques").check()
    address, said = page.url, page.locator(".lookup__card").inner_text()
    assert address.endswith("#usage=resumer-un-document-public&donnees=publiques")
    page.goto("about:blank")
    page.goto(address)
    assert page.locator(".lookup__card").inner_text() == said
    page.goto(address.partition("#")[0] + "#usage=rien-de-tel&donnees=autres")  # an old address, or one badly copied
    expect(page.locator(".lookup__card")).to_have_count(0)
    expect(page.get_by_label("L’usage")).to_have_value("")


def test_typing_without_accents_shortens_the_list(page: Page, built) -> None:
    page.goto((built("commune") / "puis-je.html").as_uri())
    options = page.locator("#lookup-use option")
    whole = options.count()
    page.get_by_label("Chercher un usage").press_sequentially("resumer public")
    assert 1 < options.count() < whole
    expect(options.nth(1)).to_have_text("Résumer un document public")


def test_the_form_is_filled_in_with_the_keyboard_alone(page: Page, built) -> None:
    page.goto((built("commune") / "puis-je.html").as_uri())
    page.get_by_label("Chercher un usage").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".lookup__card")).to_have_class(re.compile("light--(green|orange|red)"))


def test_every_answer_is_the_one_decided_when_the_page_was_built(page: Page, built) -> None:
    page.goto((built("commune") / "puis-je.html").as_uri())
    asked = page.evaluate("""() => {
      const data = JSON.parse(document.querySelector("form.lookup script").textContent);
      const wrong = [];
      let count = 0;
      for (const { id, answers } of data.groups.flatMap((group) => group.uses)) {
        answers.forEach(([light], rank) => {
          history.replaceState(null, "", `#usage=${id}&donnees=${data.kinds[rank]}`);
          window.dispatchEvent(new HashChangeEvent("hashchange"));
          count += 1;
          if (!document.querySelector(`.lookup__card.light--${light}`)) wrong.push(id);
        });
      }
      return { wrong, count };
    }""")
    assert asked["wrong"] == [] and asked["count"] >= 60


def test_without_a_script_the_grid_is_there_and_no_form(browser: Browser, built) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto((built("commune") / "puis-je.html").as_uri())
    assert not page.locator("form.lookup").is_visible()
    row = page.get_by_role("row").filter(has_text="Résumer un document public")
    assert row.is_visible() and "Oui" in row.inner_text()
    context.close()


def test_a_word_of_the_glossary_is_reached_with_the_keyboard(page: Page, built) -> None:
    page.goto((built("commune") / "plan-formation.html").as_uri())
    page.locator("a.term").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("glossaire.html#mot-"))
    expect(page.locator("dt:target")).to_be_in_viewport(ratio=1)
