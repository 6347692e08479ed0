"""The reference of a pack: everything in it has its place, every link leads somewhere, a pack with a problem makes nothing."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from conftest import EXAMPLES, ROOT
from helpers import words

from charter_builder import app, resources
from charter_builder.cli import main
from charter_builder.library import Library
from charter_builder.loading import load_library
from charter_builder.messages.codes import TEXTS, family, known_codes, page
from charter_builder.messages.reference import WORDS
from charter_builder.reference import sheets
from charter_builder.reference.coverage import Pair, coverage
from charter_builder.reference.view import View
from charter_builder.writers.markdown import write_sheets

SMALL = Path(__file__).parent / "errors" / "_pack"
HOSTILE = "*Effectif* <b>{{x}}</b> <script>alert(1)</script> & Cie | `x` [lien](javascript:alert(1))"


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


def ids(folder: Path, name: str) -> set[str]:
    return set(re.findall(r'\sid="([^"]+)"', (folder / name).read_text("utf-8")))


# ------------------------------------------------------------------------------------------------------------------ content


@pytest.mark.parametrize("language", ["fr", "en"])
def test_everything_in_the_pack_has_its_place(language: str, reference, library: Library) -> None:
    folder = reference(language)
    for part in library.parts:
        clauses = {name.partition("/")[2] for name, clause in library.clauses.items() if clause.part == part}
        assert clauses <= ids(folder, f"part-{part}.html")
    assert set(library.questions) <= ids(folder, "questions.html")
    assert set(library.facts) <= ids(folder, "facts.html")
    assert set(library.sources) <= ids(folder, "sources.html")
    assert {annex.id for annex in library.annexes} <= ids(folder, "annexes.html")
    assert {use.id for use in library.uses} <= ids(folder, "uses.html")
    assert set(known_codes()) <= ids(folder, "codes.html")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_identifier_stands_twice_on_a_page(language: str, reference) -> None:
    for path in reference(language).glob("*.html"):
        found = re.findall(r'\sid="([^"]+)"', path.read_text("utf-8"))
        assert len(found) == len(set(found)), path.name


def test_every_link_leads_somewhere_and_no_other_host_is_asked(reference) -> None:
    """The same is checked when a folder is published; here with other tools."""
    folder = reference("fr")
    pages = {path.name: ids(folder, path.name) for path in folder.glob("*.html")}
    for name in pages:
        text = (folder / name).read_text("utf-8")
        for address in map(unescape, re.findall(r'<a\b[^>]*?href="?([^"\s>]+)', text)):
            if address.startswith(("https://", "http://")):
                continue
            target, _, anchor = address.partition("#")
            target = target or name
            assert target in pages or target == ".", f"{name}: {address}"
            assert not anchor or unquote(anchor) in pages["index.html" if target == "." else target], f"{name}: {address}"
        assert not re.findall(r'<(?:script|img|iframe|link)\b[^>]*?(?:src|href)="?(?:https?:)?//', text), name


def test_a_clause_shows_its_condition_its_text_its_law_and_its_examples(reference) -> None:
    page = words((reference("fr") / "part-travail.html").read_text("utf-8"))
    for said in (
        "S’applique si le CSE doit être consulté avant d’introduire une nouvelle technologie.",
        "Code du travail, art. L2312-8",
        "Identifiant : travail/cse",
        "Exemples : usine",
        "Si l’effectif est d’au moins 11 personnes :",
    ):
        assert said in page
    assert "[l’organe qui adopte la charte]" in words((reference("fr") / "part-cadre.html").read_text("utf-8"))


def test_a_fact_shows_its_threshold_its_law_and_what_it_decides(reference) -> None:
    page = words((reference("en") / "facts.html").read_text("utf-8"))
    for said in ("If the headcount is at least 50 people", "Labour Code, art. L2312-8", "The works council (CSE) must be consulted"):
        assert said in page


def test_texts_to_be_checked_are_shown(reference, library: Library) -> None:
    page = (reference("fr") / "sources.html").read_text("utf-8")
    unverified = [name for name, source in library.sources.items() if source.verified == "unverified"]
    assert unverified and words(page).count("à vérifier") >= len(unverified)


def test_the_words_are_said_in_both_languages() -> None:
    assert [name for name, said in WORDS.items() if not all(said)] == []


def test_what_each_family_and_sector_may_have(library: Library) -> None:
    view = View(library, "fr", (), {})
    found = coverage(view)
    names = {pair: {entry.id for entry in entries if hasattr(entry, "id")} for pair, entries in found.items()}
    assert len(found) == 3 * 15
    commune, bakery = names[Pair("collectivite", "administration_locale")], names[Pair("entreprise", "commerce_alimentaire")]
    assert "usages/actes-publics" in commune - bakery and "usages/clientele" in bakery - commune
    assert "democratie/service-public" not in commune  # that question is never asked of a local authority
    assert "travail/cse" in bakery  # undecided: the headcount is not known
    assert all({"cadre/objet", "glossaire"} <= entries for entries in names.values())


# -------------------------------------------------------------------------------------------------------------------- codes


def test_every_code_has_an_introduction_in_both_languages() -> None:
    for code in known_codes():
        for language in ("fr", "en"):
            assert page(code, language).family and page(code, language).fact, code
    assert {family(code) for code in known_codes()} == {"E1", "E2", "E3", "E4", "E5", "W"}


def test_codes_that_people_meet_have_a_text_of_their_own() -> None:
    met = {code for code in known_codes() if re.match(r"[EW][234]", code)}
    assert sorted(met - set(TEXTS)) == []
    assert set(TEXTS) <= set(known_codes())
    for code, (french, english, _) in TEXTS.items():
        assert french[-1] == english[-1] == ".", code


def test_a_longer_text_never_speaks_like_a_programmer() -> None:
    said = " ".join(part for texts in TEXTS.values() for part in texts[:2])
    assert not re.search(r"(?i)\b(yaml|parse\w*|null|exception|traceback|boolean|string|clé)\b", said)


def test_a_code_is_explained_on_the_screen_as_on_its_page(reference) -> None:
    done = run("check", "--explain", "e2o4")
    shown = " ".join(done.output.split())
    assert done.exit_code == 0 and shown.startswith("E204 — La question « … » n’a pas de réponse « … ». À faire : choisissez parmi : ….")
    site = words((reference("fr") / "codes.html").read_text("utf-8"))
    for paragraph in done.output.removeprefix("E204 — ").split("\n\n"):
        for line in paragraph.split(". "):
            assert " ".join(line.split()).rstrip(".") in site


def test_a_code_that_is_nearly_right_gets_its_neighbour() -> None:
    done = run("check", "--explain", "E2044", "--lang", "en")
    assert done.exit_code == 2 and "E204" in done.output
    assert run("check", "--explain", "bonjour").exit_code == 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_code_shows_the_place_of_a_word(language: str) -> None:
    for code in known_codes():
        found = page(code, language)
        assert not re.search(r"\{\w+\}", found.fact + found.action), code
        assert run("check", "--explain", code, "--lang", language).exit_code == 0
    assert "…" not in page("E203", language).fact  # its sentence is that of a rule of the pack


# ------------------------------------------------------------------------------------------------------------------ command


def test_a_pack_of_ones_own(tmp_path: Path) -> None:
    pack = shutil.copytree(SMALL, tmp_path / "recueil")
    done = run("reference", "--pack", str(pack), "-o", str(tmp_path / "site"))
    assert done.exit_code == 0, done.output
    assert "Clauses : 3 ; faits : 1 ; questions : 3 ; textes cités : 2." in " ".join(done.output.split())
    names = {path.name for path in (tmp_path / "site").glob("*.html")}
    assert {"index.html", "part-usages.html", "part-donnees.html", "uses.html"} <= names
    assert not names & {"topics.html", "coverage.html"}  # it lists no topics, and does not ask for the sector
    manifest = json.loads((tmp_path / "site" / "manifest.json").read_text("utf-8"))
    assert manifest["pack"] == {"id": "petit-recueil", "edition": 1} and manifest["tool"] == "charter-builder"
    assert run("reference", "--pack", str(pack), "-o", str(tmp_path / "site")).exit_code == 0  # its own folder is replaced


def test_a_pack_with_problems_is_refused_with_all_of_them(tmp_path: Path) -> None:
    pack = shutil.copytree(SMALL, tmp_path / "recueil")
    (pack / "usages" / "relecture" / "en.md").unlink()
    (pack / "usages" / "images" / "clause.yml").write_text("edition: 1\n", "utf-8")
    done = run("reference", "--pack", str(pack), "-o", str(tmp_path / "site"))
    assert done.exit_code == 1
    assert "E311" in done.output and "E122" in done.output and "la référence n’a pas été produite" in done.output
    assert not (tmp_path / "site").exists()
    assert run("reference", "--pack", str(tmp_path / "absent"), "-o", str(tmp_path / "site")).exit_code == 1


def test_a_folder_of_somebody_else_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "photo.jpg").write_text("à moi")
    done = run("reference", "--pack", str(SMALL), "-o", str(tmp_path / "site"))
    assert done.exit_code == 1 and "E501" in done.output
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["photo.jpg"]


def test_a_language_that_the_pack_does_not_have(tmp_path: Path) -> None:
    pack = shutil.copytree(SMALL, tmp_path / "recueil")
    (pack / "pack.yml").write_text((pack / "pack.yml").read_text("utf-8").replace("[fr, en]", "[fr]"), "utf-8")
    done = run("reference", "--pack", str(pack), "-o", str(tmp_path / "site"), "--lang", "en")
    assert done.exit_code == 2 and not (tmp_path / "site").exists()


def test_an_example_of_another_pack_is_left_out_and_said(tmp_path: Path) -> None:
    pack = shutil.copytree(SMALL, tmp_path / "recueil")
    shutil.copytree(ROOT / "examples" / "boulangerie", tmp_path / "examples" / "boulangerie")
    done = run("reference", "--pack", str(pack), "-o", str(tmp_path / "site"))
    assert done.exit_code == 0 and "boulangerie" in done.output
    view, left_out = app.view_of_pack(resources.CLAUSES, load_library(resources.CLAUSES), "fr")
    assert set(view.examples) == set(EXAMPLES) and left_out == ()


def test_hostile_words_of_a_pack_are_only_letters(tmp_path: Path) -> None:
    pack = shutil.copytree(SMALL, tmp_path / "recueil")
    labels = pack / "texts" / "fr.yml"
    written = labels.read_text("utf-8")
    for plain in ("l'effectif", "Combien de personnes l'organisation emploie-t-elle ?", "le CSE doit être consulté", "Données"):
        assert f'"{plain}"' in written
        written = written.replace(f'"{plain}"', json.dumps(HOSTILE, ensure_ascii=False))
    labels.write_text(written, "utf-8")
    done = run("reference", "--pack", str(pack), "-o", str(tmp_path / "site"))
    assert done.exit_code == 0, done.output
    shown = 0
    for path in (tmp_path / "site").glob("*.html"):
        text = path.read_text("utf-8")
        assert "<script>alert" not in text and "<b>{{" not in text and 'href="javascript' not in text, path.name
        shown += words(text).count(HOSTILE)
    assert shown >= 10
    view, _ = app.view_of_pack(pack, load_library(pack), "fr")
    markdown = write_sheets("Recueil", "", [sheet for sheet in sheets(view) if sheet.id == "questions"], lambda target: "")
    assert "<script>" not in markdown.replace("\\<script\\>", "") and "[lien](" not in markdown


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("un", "deux"):
        assert run("reference", "--pack", str(SMALL), "-o", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / "un" / "manifest.json").read_text() == (tmp_path / "deux" / "manifest.json").read_text()
