"""The built folder of each example: pages, words, names with any letters, the same bytes twice."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT
from helpers import bakery, search_entries, words

from charter_builder import app
from charter_builder.charter import Charter
from charter_builder.problems import CharterError
from charter_builder.writers.site.stylesheet import USED, needed_rules

HOSTILE = '*Mairie* <b>{{x}}</b> : "l\'été" & Cie <script>alert(1)</script> #1 | $x$ @y \\input'


def charter_of(example: str) -> Charter:
    return app.examine(ROOT / "examples" / example / "profil.yml").compose("fr")


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_page_for_each_part_and_annex(example: str, built) -> None:
    charter = charter_of(example)
    expected = (
        {"index.html", "documents.html", "imprimer.html", "404.html", "embed.html"}
        | {f"{p.id}.html" for p in charter.parts}
        | {f"{a.id}.html" for a in charter.annexes}
    )
    folder = built(example)
    assert {path.name for path in folder.glob("*.html")} == expected
    assert (folder / "documents" / "charte.pdf").read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_article_is_on_its_page_on_the_printed_page_and_in_the_search(example: str, built) -> None:
    folder = built(example)
    printed = words((folder / "imprimer.html").read_text("utf-8"))
    found = " ".join(f"{title} {text}" for _, _, title, text in search_entries(folder))
    for part in charter_of(example).parts:
        page = words((folder / f"{part.id}.html").read_text("utf-8"))
        for article in part.articles:
            for text in (f"{article.number} {article.title}", *article.reasons):
                assert " ".join(text.split()) in page
                assert " ".join(text.split()) in printed
            assert f"{article.number} {article.title}" in found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_says_the_law_of_a_day_without_the_day_it_was_read(language: str, built) -> None:
    folder = built("boulangerie", language)
    beginning, whole = {
        "fr": (r"\bDroit au\b", r"Droit au 11 janvier 2027, textes relus jusqu’au 14 octobre 2026"),
        "en": (r"\bLaw as of\b", r"Law as of 11 January 2027, texts read up to 14 October 2026"),
    }[language]
    for path in folder.glob("*.html"):
        page = words(path.read_text("utf-8")).replace("'", "’")
        if path.name == "404.html":
            continue
        assert len(re.findall(beginning, page)) == len(re.findall(whole, page)) >= 1, path.name
    assert json.loads((folder / "charte.json").read_text("utf-8"))["law_read_on"] == "2026-10-14"
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["law_read_on"] == "2026-10-14"


def test_two_languages_are_two_whole_sites_with_the_same_pages(built) -> None:
    folder = built("federation")
    french, english = ({path.name for path in place.glob("*.html")} for place in (folder, folder / "en"))
    assert french == english
    for name in sorted(english):
        assert '<html lang="fr"' in (folder / name).read_text("utf-8") or name == "embed.html"
        page = (folder / "en" / name).read_text("utf-8")
        assert '<html lang="en"' in page or name == "embed.html"
        assert "Rechercher" not in page, name
    assert f'href="en/{"donnees.html"}"' in (folder / "donnees.html").read_text("utf-8")
    assert 'href="../donnees.html#donnees-personnelles"' in (folder / "en" / "donnees.html").read_text("utf-8")
    assert all("French" not in text for _, _, title, text in search_entries(folder))
    assert json.loads((folder / "en" / "charte.json").read_text("utf-8"))["language"] == "en"


@pytest.mark.parametrize("example", ["usine", "association"])
def test_the_public_reads_no_name_no_personal_contact_and_no_tool(example: str, tmp_path: Path) -> None:
    source = ROOT / "examples" / example / "profil.yml"
    app.build(source, tmp_path / "public", formats=("site", "print", "json"), language="fr", audience="public")
    answers = app.examine(source).profile.answers
    told = {answers["referent_ia"]["nom"], *(tool["nom"] for tool in answers["outils"])}
    assert len(told) > 2
    for path in (*(tmp_path / "public").rglob("*.html"), tmp_path / "public" / "charte.json"):
        shown = html.unescape(path.read_text("utf-8")).replace("’", "'")
        assert [words for words in told if words in shown] == [], path.name
    register = words((tmp_path / "public" / "outils-et-donnees.html").read_text("utf-8"))
    assert "Compte" in register and "À revoir avant le" in register
    assert json.loads((tmp_path / "public" / "manifest.json").read_text("utf-8"))["charter"]["audience"] == "public"


@pytest.mark.parametrize(
    "contact, kept",
    [("mairie@valmorin.example", True), ("solene@valmorin.example", False), ("06 12 34 56 78", False), ("05 55 00 00 00", True)],
)
def test_a_contact_of_the_function_stays_one_of_a_person_goes(contact: str, kept: bool, tmp_path: Path) -> None:
    profile = (ROOT / "examples" / "commune" / "profil.yml").read_text("utf-8").replace("mairie@valmorin.example", contact)
    (tmp_path / "profil.yml").write_text(profile, "utf-8")
    charter = app.examine(tmp_path / "profil.yml").compose("fr", "public")
    assert (charter.contact.address == contact) is kept
    assert charter.contact.name == ""
    assert kept or charter.contact.address == "l’accueil de l’organisation"


def test_a_text_of_the_site_section_may_hold_any_letters(tmp_path: Path) -> None:
    profile = (ROOT / "examples" / "commune" / "profil.yml").read_text("utf-8")
    (tmp_path / "profil.yml").write_text(profile + 'site:\n  publisher: "Mairie {{ville}} [TODO] <b>"\n', "utf-8")
    app.build(tmp_path / "profil.yml", tmp_path / "public", formats=("site",), language="fr")
    assert "Mairie {{ville}} [TODO] <b>" in words((tmp_path / "public" / "mentions.html").read_text("utf-8"))


def test_a_fragment_of_a_draft_says_so(tmp_path: Path) -> None:
    profile = (ROOT / "examples" / "commune" / "profil.yml").read_text("utf-8").partition("# Qui adopte la charte")[0]
    (tmp_path / "profil.yml").write_text(profile, "utf-8")
    app.build(tmp_path / "profil.yml", tmp_path / "public", formats=("site",), language="fr", draft=True)
    assert "Projet, à compléter" in words((tmp_path / "public" / "embed.html").read_text("utf-8"))


@pytest.mark.parametrize("folder", ["charte/index.html", "../x", "a;b/", "$host/", "/", "a'b"])
def test_an_address_that_would_break_a_server_is_refused(folder: str, tmp_path: Path) -> None:
    profile = (ROOT / "examples" / "commune" / "profil.yml").read_text("utf-8")
    (tmp_path / "profil.yml").write_text(profile + f'site:\n  url: "https://www.exemple.fr/{folder}"\n', "utf-8")
    with pytest.raises(CharterError) as refused:
        app.examine(tmp_path / "profil.yml")
    assert [problem.code for problem in refused.value.problems] == ["E226"]


@pytest.mark.parametrize(("example", "said"), [("boulangerie", "Accessibilité"), ("commune", "Accessibilité : non conforme")])
def test_the_state_of_accessibility_is_said_where_a_law_asks_for_it(example: str, said: str, built) -> None:
    page = (built(example) / "index.html").read_text("utf-8")
    footer = words(re.search(r'<p class="bottom__inner">(.*?)</p>', page, re.DOTALL)[1])
    assert footer.endswith(f" · {said}"), footer


def test_search_engines_are_told_when_a_charter_is_internal(built) -> None:
    for example, told in (("boulangerie", True), ("commune", False)):
        folder = built(example)
        assert ('<meta name="robots" content="noindex">' in (folder / "index.html").read_text("utf-8")) is told
        assert ("X-Robots-Tag: noindex" in (folder / "_headers").read_text("utf-8")) is told


def test_the_page_of_lost_visitors_and_the_fragment_stand_alone(built) -> None:
    folder = built("commune")
    for name in ("404.html", "embed.html"):
        page = (folder / name).read_text("utf-8")
        (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        for host in ("_headers", ".htaccess", "nginx.conf"):
            assert f"'sha256-{digest}'" in (folder / host).read_text("utf-8")
        assert not re.search(r"<(?:link|script|img)\b", page)
        assert {address for address in re.findall(r'href="([^"]+)"', page)} <= {"/", "mailto:mairie@valmorin.example"}
    assert "<html" not in (folder / "embed.html").read_text("utf-8")


def test_the_manifest_names_every_file_with_its_digest(built) -> None:
    folder = built("boulangerie")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    files = {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file() and p.name != "manifest.json"
    }
    assert manifest["files"] == files
    assert manifest["pack"] == {"edition": 1, "id": "charte-ia-france"}
    assert manifest["articles"]["donnees/donnees-personnelles"] == 1


def test_the_interface_is_french_and_english_has_its_own(built) -> None:
    french, english = ((built("boulangerie", lang) / "donnees.html").read_text("utf-8") for lang in ("fr", "en"))
    assert '<html lang="fr"' in french and "Rechercher" in french and "Suivant" in french
    assert '<html lang="en"' in english and "Search" in english and "Rechercher" not in english


def test_of_the_theme_a_style_sheet_alone(built) -> None:
    folder = built("commune")
    assert not (folder / "assets").exists()
    style = (folder / "charter" / "material.css").read_text("utf-8")
    assert ".md-typeset table" in style and len(style) < 40_000
    for path in folder.glob("*.html"):
        assert set(re.findall(r"\bmd-[\w-]+", " ".join(re.findall(r'class="([^"]*)"', path.read_text("utf-8"))))) <= USED, path.name
    assert {path.name for path in folder.rglob("*.js")} == {"charter.js", "index.js", "puis-je.js"}


@pytest.mark.parametrize(
    "css, kept",
    [
        (".md-nav{a:b}.md-typeset p{c:d}", ".md-typeset p{c:d}"),
        (".md-nav,.md-typeset:is(h1,h2){a:b}", ".md-typeset:is(h1,h2){a:b}"),
        ("@media print{.md-nav{a:b}}@media print{.md-typeset{a:b}}", "@media print{.md-typeset{a:b}}"),
        ('@charset "UTF-8";p{a:url("x{}.svg")}@keyframes k{0%{a:b}}', 'p{a:url("x{}.svg")}'),
        ("[dir=rtl] .md-typeset{a:b}[data-md-color-scheme=slate]{a:b}p{}", "p{}"),
    ],
)
def test_rules_that_can_never_apply_are_left_out(css: str, kept: str) -> None:
    assert needed_rules(css) == kept


def test_no_script_and_no_style_inside_a_page(built) -> None:
    for path in built("commune").rglob("*.html"):
        page = path.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*\s(?:src=|type=\"application/json\"))", page), path.name
        assert path.name in ("404.html", "embed.html") or "<style" not in page, path.name
        assert not re.search(r"<[^>]*\sstyle=", page), path.name


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    profile = bakery(folder)
    written = profile.replace('"Le Fournil Perdriault"', json.dumps(HOSTILE)).replace(
        '"ChatGPT (version gratuite)"', json.dumps(HOSTILE[:70])
    )
    (folder / "profil.yml").write_text(written, "utf-8")
    app.build(folder / "profil.yml", folder / "public", formats=app.FORMATS, language="fr")
    return folder / "public"


def test_a_hostile_name_is_only_letters(hostile: Path) -> None:
    for path in hostile.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "<script>alert" not in text, path.name
        assert "<b>{{x}}" not in text, path.name
        assert words(text).count(" ".join(HOSTILE.split())) >= 1, path.name
        title = html.unescape(text.partition("<title>")[2].partition("</title>")[0])
        assert title.endswith(HOSTILE) or path.name == "embed.html", path.name
    assert html.escape(HOSTILE, quote=False).replace('"', "&#34;").replace("'", "&#39;") in (hostile / "index.html").read_text("utf-8")


def test_another_day_gives_other_bytes(tmp_path: Path) -> None:
    """Nothing else does: see test_reproducible.py."""

    def digest(name: str, **environment: str) -> str:
        target = tmp_path / name / "public"
        command = [sys.executable, "-m", "charter_builder.cli", "build", str(ROOT / "examples/boulangerie/profil.yml"), "-o", str(target)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment}, cwd=tmp_path)
        return (target / "manifest.json").read_text("utf-8")

    assert digest("un") != digest("deux", SOURCE_DATE_EPOCH="1800000000")


def test_mkdocs_at_the_root_shows_the_example(tmp_path: Path) -> None:
    """`mkdocs serve` builds like this: the real configuration, the plugin composing by itself."""
    command = [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "-q", "--strict", "-d", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Commune de Valmorin-sur-Couesne" in (tmp_path / "site" / "index.html").read_text("utf-8")
