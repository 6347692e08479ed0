"""The built folder of each example: pages, words, names with any letters, the same bytes twice."""

from __future__ import annotations

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
from helpers import bakery, words

from charter_builder import app
from charter_builder.charter import Charter

HOSTILE = '*Mairie* <b>{{x}}</b> : "l\'été" & Cie <script>alert(1)</script> #1 | $x$ @y \\input'


def charter_of(example: str) -> Charter:
    return app.examine(ROOT / "examples" / example / "profil.yml").compose("fr")


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_page_for_each_part_and_annex(example: str, built) -> None:
    charter = charter_of(example)
    expected = {"index.html", "imprimer.html"} | {f"{p.id}.html" for p in charter.parts} | {f"{a.id}.html" for a in charter.annexes}
    folder = built(example)
    assert {path.name for path in folder.glob("*.html")} == expected
    assert (folder / "documents" / "charte.pdf").read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_article_is_on_its_page_on_the_printed_page_and_in_the_search(example: str, built) -> None:
    folder = built(example)
    printed = words((folder / "imprimer.html").read_text("utf-8"))
    found = " ".join(
        words(entry["title"] + " " + entry["text"])
        for entry in json.loads((folder / "search" / "search_index.json").read_text("utf-8"))["docs"]
    )
    for part in charter_of(example).parts:
        page = words((folder / f"{part.id}.html").read_text("utf-8"))
        for article in part.articles:
            for text in (f"{article.number} {article.title}", *article.reasons):
                assert " ".join(text.split()) in page
                assert " ".join(text.split()) in printed
            assert article.title in found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_says_the_law_of_a_day_without_the_day_it_was_read(language: str, built) -> None:
    folder = built("boulangerie", language)
    beginning, whole = {
        "fr": (r"\bDroit au\b", r"Droit au 11 janvier 2027, textes relus jusqu’au 14 octobre 2026"),
        "en": (r"\bLaw as of\b", r"Law as of 11 January 2027, texts read up to 14 October 2026"),
    }[language]
    for path in folder.glob("*.html"):
        page = words(path.read_text("utf-8")).replace("'", "’")
        assert len(re.findall(beginning, page)) == len(re.findall(whole, page)) >= 1, path.name
    assert json.loads((folder / "charte.json").read_text("utf-8"))["law_read_on"] == "2026-10-14"
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["law_read_on"] == "2026-10-14"


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
    french, english = ((built("boulangerie", lang) / "index.html").read_text("utf-8") for lang in ("fr", "en"))
    assert '<html lang="fr"' in french and "Rechercher" in french and "Suivant" in french
    assert '<html lang="en"' in english and "Search" in english and "Rechercher" not in english


def test_no_source_map_no_other_language_no_font(built) -> None:
    names = [path.name for path in built("commune").rglob("*")]
    assert not [name for name in names if name.endswith((".map", ".woff2", ".gz"))]
    assert {name for name in names if name.startswith("lunr")} == {"lunr", "lunr.fr.min.js", "lunr.stemmer.support.min.js"}


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
        assert title.endswith(HOSTILE), path.name
    assert html.escape(HOSTILE, quote=False).replace('"', "&#34;").replace("'", "&#39;") in (hostile / "index.html").read_text("utf-8")


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """In other processes, another folder, another hash seed, another time zone."""

    def digest(name: str, **environment: str) -> str:
        target = tmp_path / name / "public"
        command = [sys.executable, "-m", "charter_builder.cli", "build", str(ROOT / "examples/boulangerie/profil.yml"), "-o", str(target)]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment}, cwd=tmp_path)
        return (target / "manifest.json").read_text("utf-8")

    first = digest("un", PYTHONHASHSEED="1", TZ="Europe/Paris")
    assert digest("deux", PYTHONHASHSEED="2", TZ="Pacific/Auckland") == first
    assert digest("trois", SOURCE_DATE_EPOCH="1800000000") != first


def test_mkdocs_at_the_root_shows_the_example(tmp_path: Path) -> None:
    """`mkdocs serve` builds like this: the real configuration, the plugin composing by itself."""
    command = [sys.executable, "-W", "ignore", "-m", "mkdocs", "build", "-q", "--strict", "-d", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Commune de Valmorin-sur-Couesne" in (tmp_path / "site" / "index.html").read_text("utf-8")
