"""A visit of the studio in Chromium: from the first answer to the documents, with a pointer, with a keyboard, with strange files."""

from __future__ import annotations

import contextlib
import os
import random
import re
from html import unescape
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page
from profiles import random_profile

from browser.accessibility import report, violations_of
from browser.limits import DESK, NARROW, PHONE, STUDIO_BYTES
from browser.visiting import BAKERY, STEPS, answer, reopen, settled, step, take, unpacked
from charter_builder import app
from charter_builder.problems import CharterError
from charter_builder.profilefile import written
from charter_builder.studio.desk import Desk
from charter_builder.studio.entries import entries_of, read_entries
from charter_builder.writers.data import write_json

pytestmark = pytest.mark.browser
#: How many random profiles the page and the terminal must agree on; .ci/run asks for a thousand.
PROFILES = int(os.environ.get("CHARTER_STUDIO_PROFILES", "40"))


def example_files(example: str) -> dict[str, bytes]:
    folder = ROOT / "examples" / example
    return {path.name: path.read_bytes() for path in (folder / "profil.yml", *folder.glob("logo.*"))}


def test_a_baker_answers_and_leaves_with_the_documents(visit, library, tmp_path) -> None:
    page = visit()
    assert "article" in page.inner_text("#count") and not page.is_visible("#draft")
    answer(page)
    assert page.inner_text("#progress").startswith("Tout est décidé")
    step(page, "review")
    page.wait_for_selector("#review dl")
    assert "Le Fournil Perdriault" in page.inner_text("#review") and page.locator("#review h3").count() == 2
    profile = take(page, "answers").decode()
    entries = [*BAKERY]
    assert profile.splitlines()[1:] == written(library, "fr", read_entries(entries, library, "fr").answers).splitlines()
    desk = Desk(library, "fr", tmp_path / "terminal")
    desk.look(entries, False, "")
    for name in ("docx", "odt", "site"):
        assert unpacked(take(page, name)) == unpacked(desk.document(name)), name
    for name in ("print", "poster", "md", "json"):
        assert take(page, name) == desk.document(name), name


def test_a_visitor_asks_for_two_languages_and_the_site_has_both(visit, tmp_path) -> None:
    page = visit()
    answer(page)
    step(page, "diffusion")
    page.wait_for_selector("#q-langues:not([hidden])")
    assert page.locator("[name=langues]:visible").evaluate_all("inputs => inputs.map(input => input.value)") == ["fr", "fr_falc", "en"]
    answer(page, [("langues", "fr"), ("langues", "en")])
    assert page.inner_text("#progress").startswith("Tout est décidé")
    profile = tmp_path / "profil.yml"
    profile.write_bytes(take(page, "answers"))
    app.build(profile, tmp_path / "made", formats=("site", "print", "docx", "odt", "md", "json"), language="fr")
    made = {path.relative_to(tmp_path / "made").as_posix(): path.read_bytes() for path in (tmp_path / "made").rglob("*") if path.is_file()}
    assert "en/index.html" in made and unpacked(take(page, "site")) == made | {"profil.yml": profile.read_bytes()}


def test_each_answer_shows_what_it_brings(visit) -> None:
    page = visit()
    before = page.locator("#charter article").count()
    answer(page, [("effectif", "62")])
    assert page.locator("#charter article.is-new").count() == page.locator("#charter article").count() - before > 0
    assert page.inner_text("#news").startswith("Nouveaux articles")
    door = page.locator("#charter article.is-new details[data-ask=why]").first
    door.locator("summary").click()
    door.locator("li").first.wait_for()
    assert "effectif" in door.inner_text()
    answer(page, [("nom", "Le Fournil")])
    assert door.evaluate("door => door.open"), "what was open stays open"
    page.click("[data-view=changes]")
    page.wait_for_selector("#changes li")
    page.click("[data-view=poster]")
    page.wait_for_selector("#poster li")
    assert 1 <= page.locator("#poster li").count() <= 10


def test_a_slow_press_on_a_door_opens_it_while_the_charter_follows(visit) -> None:
    """The press takes the focus from the input, which asks the engine again before the finger is up."""
    page = visit()
    answer(page, [("effectif", "62")])
    door = page.locator("#charter article.is-new details[data-ask=why]").first
    door.locator("summary").hover()
    page.evaluate("delete document.documentElement.dataset.took")
    page.mouse.down()
    page.wait_for_selector("html[data-took]:not([data-busy])", state="attached")
    page.mouse.up()
    door.locator("li").first.wait_for()


def test_articles_that_come_go_and_move_leave_the_charter_of_the_answers(visit, library, tmp_path) -> None:
    page = visit()
    desk = Desk(library, "fr", tmp_path)
    given = {}
    walk = (("famille", "entreprise"), ("effectif", "62"), ("usages_rh", "planning"), ("famille", "collectivite"), ("effectif", "8"))
    for name, value in walk:
        answer(page, [(name, value)])
        given[name] = value
        shown = page.locator("#charter").locator("h3, h4, article > p:not(.marks)").all_text_contents()
        told = desk.look(list(given.items()), False, "")["charter"]
        expected = [re.sub("<[^>]+>", "", text) for text in re.findall(r"<h3>.*?</h3>|<h4>.*?</h4>|(?<=</h4>)<p>.*?</p>", told)]
        assert shown == [unescape(text) for text in expected], name


def test_only_questions_that_matter_are_asked(visit) -> None:
    page = visit()
    assert not page.is_visible("#q-population")
    answer(page, [("famille", "collectivite")])
    assert page.is_visible("#q-population")
    assert page.is_visible("[name=forme_juridique][value=commune]") and not page.is_visible("[name=forme_juridique][value=sarl_eurl]")
    answer(page, [("famille", "entreprise")])
    assert not page.is_visible("#q-population")
    shown = page.locator("[data-question]:not([hidden])").count()
    page.check("[data-mode][value=full]")
    settled(page)
    assert page.locator("[data-question]:not([hidden])").count() > shown + 10


def test_what_is_missing_is_said_once_then_let_go(visit) -> None:
    page = visit()
    answer(page, [("effectif", "beaucoup")])
    page.click("#next")
    summary = page.locator("#step-identite .summary")
    assert summary.evaluate("box => box === document.activeElement")
    assert "Écrivez un nombre entier" in summary.inner_text() and "Répondez" in summary.inner_text()
    assert page.get_attribute("[name=effectif]", "aria-invalid") == "true"
    summary.locator("a", has_text="nombre entier").click()
    assert page.evaluate("document.activeElement.name") == "effectif"
    assert page.inner_text("#next") == "Continuer sans répondre"
    page.click("#next")
    page.wait_for_selector("#step-personnes:not([hidden])")
    assert page.evaluate("document.activeElement.textContent") == "Les personnes"


def test_a_document_that_is_refused_leads_to_the_answer_to_change(visit) -> None:
    page = visit()
    reopen(page, {"profil.yml": b"format: 1\nanswers:\n  famille: entreprise\n  forme_juridique: commune\n"})
    page.click("[data-take=json]")
    page.wait_for_selector("#problems a")
    assert "n’a pas pu être préparé" in page.inner_text("#status") and "profil.yml" not in page.inner_text("#problems")
    assert page.evaluate("document.activeElement.id") == "problems"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#step-identite:not([hidden])")
    assert page.evaluate("document.activeElement.name") == "famille"


def test_rows_come_and_go(visit) -> None:
    page = visit(at="#step-outils")
    page.fill('[name="outils.0.nom"]', "Scribouille")
    page.click("[data-add=outils]")
    assert page.evaluate("document.activeElement.name") == "outils.1.nom"
    page.keyboard.type("Dessine-moi")
    page.locator('[name="outils.0.nom"]').locator("xpath=ancestor::fieldset[contains(@class,'row')]").locator("[data-remove]").click()
    assert page.locator(".rows .row").count() == 1 and page.input_value(".rows .row input >> nth=0") == "Dessine-moi"
    assert page.inner_text(".rows .row legend >> nth=0") == "Ligne 1"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_no_step_breaks_a_rule_of_accessibility(visit, tool, viewport) -> None:
    page, source, found = visit(viewport), tool("axe-core/axe.min.js").read_text("utf-8"), []
    found += violations_of(page, "first", source)
    answer(page, BAKERY[:20])
    for name in STEPS:
        step(page, name)
        settled(page)
        page.wait_for_timeout(100)
        found += violations_of(page, name, source)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], name
        if page.is_visible("#next") and name not in ("review",):
            page.click("#next")
            page.wait_for_timeout(150)
            found += violations_of(page, f"{name}, told what is missing", source)
    for view in ("poster", "changes", "charter"):
        page.click(f"[data-view={view}]")
        page.wait_for_selector(f"#{view} li, #{view} article")
        found += violations_of(page, view, source)
    for ask in ("article", "why"):
        page.locator(f"#charter details[data-ask={ask}] summary").first.click()
    page.wait_for_timeout(500)
    found += violations_of(page, "doors open", source)
    assert not found, report(found)


def test_it_fits_a_narrow_screen_and_the_dark(visit, tool) -> None:
    page, source = visit(NARROW, color_scheme="dark"), tool("axe-core/axe.min.js").read_text("utf-8")
    found = violations_of(page, "dark", source)
    assert not found, report(found)
    for name in STEPS:
        step(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], name


def tab_to(page: Page, wanted: str, presses: int = 150) -> None:
    """Press Tab until the focus is on what a selector names."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none' || document.activeElement.id === 'open'")
            return
    raise AssertionError(
        f"{wanted} is not reached with Tab; the focus is on {page.evaluate('document.activeElement.outerHTML.slice(0, 120)')}"
    )


def test_the_whole_visit_with_a_keyboard(visit) -> None:
    page = visit()
    for name, value in BAKERY:
        kind = page.locator(f'[name="{name}"]').first.get_attribute("type")
        block = page.locator(f'[name="{name}"]').first.evaluate("input => input.closest('.step').id")
        if not page.is_visible(f"#{block}"):
            page.evaluate("document.activeElement.blur(); document.body.focus()")
            page.keyboard.press("Home")
            tab_to(page, f'.steps a[href="#{block}"]')
            page.keyboard.press("Enter")
            page.wait_for_selector(f"#{block}:not([hidden])")
        if kind == "radio":
            tab_to(page, f'[name="{name}"]')
            for _ in range(30):
                if page.evaluate("document.activeElement.value") == value:
                    break
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Space")
        elif kind == "checkbox":
            tab_to(page, f'[name="{name}"][value="{value}"]')
            page.keyboard.press("Space")
        elif kind == "date":
            tab_to(page, f'[name="{name}"]')
            page.keyboard.type("11012027")
        else:
            tab_to(page, f'[name="{name}"]')
            page.keyboard.type(value)
        settled(page)
    assert page.inner_text("#progress").startswith("Tout est décidé")
    tab_to(page, '.steps a[href="#step-take"]')
    page.keyboard.press("Enter")
    tab_to(page, "[data-take=answers]")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert 'nom: "Le Fournil Perdriault"' in waiting.value.path().read_text("utf-8")


#: An engine of the test's own, started by the page's own file; then a document made from some inputs.
ENGINE = """async () => {
  const { startEngine } = await import(document.querySelector('script[src*=studio]').src.replace('studio.js', 'engine.js'));
  window.ours = await startEngine(JSON.parse(document.getElementById('config').textContent));
  await window.ours.documents();
}"""
DOCUMENT = """async ([entries, name]) => {
  await window.ours('look', 'fr', entries, false, '');
  const made = await window.ours('document', 'fr', name);
  return made.refused === undefined ? new TextDecoder().decode(made) : '';
}"""


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_profile_of_the_command_line_is_resumed_and_saved_as_it_was(visit, example: str) -> None:
    page = visit()
    files = example_files(example)
    assert "réponses reprises de profil.yml" in reopen(page, files)
    assert page.inner_text("#progress").startswith("Tout est décidé")
    assert not re.search(r"^E\d", page.inner_text("#problems"), re.MULTILINE), "warnings at most, as on the command line"
    assert take(page, "answers") == files["profil.yml"]


def test_a_site_without_the_texts_to_amend_says_so_before_and_after(visit) -> None:
    page = visit()
    reopen(page, {"profil.yml": example_files("boulangerie")["profil.yml"].split(b"site:")[0]})
    assert not page.is_visible("#drawn")
    reopen(page, example_files("boulangerie"))
    assert "logo est un dessin SVG" in page.inner_text("#drawn") and "reprenez le profil avec un logo PNG" in page.inner_text("#drawn")
    assert not any(name.startswith("documents/") for name in unpacked(take(page, "site")))
    page.wait_for_selector("#status:has-text('sans charte.docx ni charte.odt')")
    take(page, "json")
    page.wait_for_selector("#status:has-text('charte.json est prêt.')")


#: What stops the engine, done inside its worker: its runtime fails in the middle of a call, as when memory ends; or the worker itself does.
DEATHS = {
    "the runtime": """setTimeout(() => {
      const clock = Date.now;
      Date.now = () => { Date.now = clock; throw new WebAssembly.RuntimeError('memory access out of bounds'); };
    })""",
    "the worker": "setTimeout(() => { throw new RangeError('out of memory'); })",
}


@pytest.mark.parametrize("death", DEATHS.values(), ids=DEATHS)
def test_an_engine_that_dies_is_said_and_started_again_with_the_answers(visit, death: str) -> None:
    page = visit()
    reopen(page, {"profil.yml": b"format: 1\n# Notre fichier\nanswers:\n  effectif: 62\n"})
    count = page.inner_text("#count")
    page.workers[0].evaluate(death)
    step(page, "identite")
    page.fill("[name=nom]", "Le Fournil d'à côté")
    page.wait_for_selector("html[data-engine=halted]", state="attached")
    assert "faute de mémoire" in page.inner_text("#halted") and page.is_visible("#restart")
    step(page, "take")
    page.click("[data-take=docx]")
    page.wait_for_selector("#status:has-text('Le moteur s’est arrêté')")
    page.focus("#restart")
    page.keyboard.press("Enter")
    page.wait_for_selector("#status:has-text('Le moteur est reparti, avec vos réponses.')", timeout=60_000)
    assert page.get_attribute("html", "data-engine") == "ready" and not page.is_visible("#halted")
    assert page.evaluate("document.activeElement === document.querySelector('#step-take h2')")
    assert len(page.workers) == 1 and page.inner_text("#count") == count
    saved = take(page, "answers").decode()
    assert "Le Fournil d'à côté" in saved and "effectif: 62" in saved and "# Notre fichier" in saved


STRANGE = {
    "half a profile": b'format: 1\nanswers:\n  nom: "Le Four',
    "no text": bytes(range(256)) * 40,
    "a poem": "Quand vous serez bien vieille, au soir, à la chandelle".encode(),
    "a profile of another program": b"name: x\nversion: 2\nsteps:\n  - run: echo\n",
    "a million letters": b'format: 1\nanswers: {nom: "' + b"a" * 1_000_000 + b'"}\n',
    "aliases": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "deep": b"[" * 5000,
    "markup": b"format: 1\nanswers: {famille: \"<img src=x onerror=document.title='owned'>\"}\n",
    "nothing": b"",
}


def test_strange_files_get_a_message_and_the_page_lives_on(visit) -> None:
    page = visit()
    answer(page, [("nom", "Le Fournil"), ("effectif", "8")])
    count = page.inner_text("#count")
    for name, content in STRANGE.items():
        said = reopen(page, {"profil.yml": content})
        assert "n’a pas été repris" in said, f"{name}: {said}"
        assert "À faire" in page.inner_text("#problems"), name
        assert page.input_value("[name=nom]") == "Le Fournil" and page.inner_text("#count") == count, name
        assert "owned" not in page.title()
    reopen(page, {"profil.yml": b'format: 1\nanswers:\n  nom: "Repris"\n'})
    assert page.input_value("[name=nom]") == "Repris" and page.input_value("[name=effectif]") == ""


def test_hostile_words_stay_words(visit) -> None:
    page = visit()
    hostile = "<img src=x onerror=document.title='owned'> {{ 7*7 }} </script>"
    answer(page, [("nom", hostile), ("outils.0.nom", hostile), *[entry for entry in BAKERY if entry[0] not in ("nom", "outils.0.nom")]])
    step(page, "review")
    page.wait_for_selector("#review dl")
    page.wait_for_timeout(200)
    assert hostile in page.inner_text("#review") and "owned" not in page.title()
    assert "&lt;img" in unpacked(take(page, "site"))["index.html"].decode()


def test_a_link_can_choose_in_advance(visit) -> None:
    page = visit(at="#famille=association&effectif=3&inconnu=1&outils.0.nom=Scribouille")
    assert page.is_checked("[name=famille][value=association]") and page.input_value("[name=effectif]") == "3"
    assert page.input_value('[name="outils.0.nom"]') == "Scribouille"
    assert page.is_visible("#step-identite")


def test_nothing_is_kept_unless_asked(visit) -> None:
    page = visit()
    answer(page, [("nom", "Le Fournil")])
    stored = "() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie"
    assert page.evaluate(stored) == "{}{}"
    step(page, "take")
    page.check("#keep")
    page.reload()
    page.wait_for_selector("html[data-engine=ready]", state="attached", timeout=90_000)
    assert page.input_value("[name=nom]") == "Le Fournil"
    step(page, "take")
    page.uncheck("#keep")
    assert page.evaluate(stored) == "{}{}"


def warned_on_leaving(page: Page) -> bool:
    """Whether the browser asks before the page is left; the visitor stays."""
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with contextlib.suppress(PlaywrightError):  # a visitor who stays has no other page
        page.goto("about:blank", timeout=5000)
    page.remove_listener("dialog", stay)
    assert asked in ([], ["beforeunload"]) and (page.url == "about:blank") != bool(asked)
    return bool(asked)


def test_leaving_with_answers_that_are_nowhere_else_is_asked_about(visit) -> None:
    page = visit()
    answer(page, [("nom", "Le Fournil")])
    assert warned_on_leaving(page)
    saved = take(page, "answers")
    answer(page, [("effectif", "8")])
    assert warned_on_leaving(page), "an answer given after the file was saved"
    reopen(page, {"profil.yml": saved})
    step(page, "take")
    page.check("#keep")
    answer(page, [("effectif", "9")])
    step(page, "take")
    page.uncheck("#keep")
    assert warned_on_leaving(page), "the device holds nothing any more"
    page.check("#keep")
    assert not warned_on_leaving(page)


@pytest.mark.parametrize("kept", ["nothing was answered", "the answers were saved", "a file was resumed"])
def test_leaving_is_not_asked_about_when_nothing_is_lost(visit, kept: str) -> None:
    page = visit()
    if kept == "the answers were saved":
        answer(page, [("nom", "Le Fournil")])
        take(page, "answers")
    elif kept == "a file was resumed":
        reopen(page, {"profil.yml": b'format: 1\nanswers:\n  nom: "Repris"\n'})
    assert not warned_on_leaving(page)


def test_everything_is_erased_once_it_is_confirmed(visit) -> None:
    page = visit()
    count = page.inner_text("#count")
    reopen(page, example_files("boulangerie"))
    page.check("#keep")
    page.click("[data-view=poster]")
    page.wait_for_selector("#poster li")
    page.click("#erase")
    assert page.evaluate("document.activeElement.id") == "erasing"
    assert page.inner_text("#status") == "", "nothing stands over the two answers"
    page.click("#erase-not")
    assert page.evaluate("document.activeElement.id") == "erase" and not page.is_visible("#erasing")
    assert "Perdriault" in page.input_value("[name=nom]")
    page.click("#erase")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#status:has-text('Tout est effacé.')")
    settled(page)
    assert page.evaluate("document.activeElement === document.querySelector('#step-identite h2')")
    assert page.evaluate("JSON.stringify(localStorage)") == "{}" and not page.is_checked("#keep")
    assert page.inner_text("#count") == count and "Perdriault" not in page.content()
    assert "Perdriault" not in page.evaluate("JSON.stringify([...new FormData(document.getElementById('form'))])")
    assert not warned_on_leaving(page)


def test_what_was_erased_is_in_no_file_taken_after(visit, library) -> None:
    """What a link had chosen goes too: it was for one visitor."""
    page = visit(at="#famille=association")
    answer(page, [("nom", "Le Fournil")])
    step(page, "take")
    page.click("#erase")
    page.click("#erase-all")
    page.wait_for_selector("#status:has-text('Tout est effacé.')")
    assert not page.is_checked("[name=famille][value=association]")
    saved = take(page, "answers").decode()
    assert saved.splitlines()[1:] == written(library, "fr", {}).splitlines()


def test_the_first_charter_weighs_less_than_its_limit(visit, loopback) -> None:
    before = len(loopback.answers)
    visit(service_workers="block")
    fetched = [answer for answer in loopback.answers[before:] if "documents" not in answer.path]
    assert sum(answer.size for answer in fetched) <= STUDIO_BYTES, {answer.path: answer.size for answer in fetched}


def test_without_a_script_it_is_a_questionnaire(open_page, studio: Path, loopback) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(f"{loopback.publish(studio / 'hosted')}/")
    assert page.is_visible("#old") and page.is_visible("[name=nom]") and page.is_visible("#q-adoption") and not page.is_visible("#next")


@pytest.mark.parametrize("share", range(4))
def test_random_profiles_make_the_same_charter_in_the_page(visit, library, tmp_path, share: int) -> None:
    page, file, seen = visit(), tmp_path / "profil.yml", 0
    page.evaluate(ENGINE)

    @settings(
        max_examples=PROFILES // 4, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )  # fmt: skip
    @seed(share)
    @given(data=st.data())
    def compared(data: st.DataObject) -> None:
        nonlocal seen
        profile = random_profile(library, data.draw)
        asked = [name for name in profile.answers if not library.questions[name].silent]
        some = random.Random(seen).sample(asked, k=len(asked) // 2) if seen % 4 == 0 else asked
        answers = {name: profile.answers[name] for name in asked if name in some}
        file.write_text(written(library, "fr", answers), "utf-8")
        try:
            ours = write_json(app.examine(file, draft=True, library=library).compose("fr"))
        except CharterError:  # a half that does not go with a default
            ours = ""
        theirs = page.evaluate(DOCUMENT, [list(map(list, entries_of(answers, library))), "json"])
        assert theirs == ours, answers
        seen += 1

    compared()
    assert seen >= PROFILES // 8
