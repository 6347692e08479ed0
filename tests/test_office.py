"""The documents to amend: valid, made of real headings, tables, notes and fields, drawn by LibreOffice without a difference.

That they say what the charter says is in `test_words.py`.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import openxml_audit
import pypdf
import pypdfium2
import pytest
from conftest import EXAMPLES, ROOT
from lxml import etree
from readback import office
from readback.office import TABLE, TEXT, W
from test_words import NAMES

from charter_builder import app, resources
from charter_builder.charter import Charter, Logo, paragraph_numbers
from charter_builder.writers.office.docx import write_docx
from charter_builder.writers.office.odt import write_odt
from charter_builder.writers.office.outline import running_foot, running_head
from charter_builder.writers.pdf import logo_png

DAY = date(2027, 1, 11)
WRITERS: dict[str, Callable[..., bytes]] = {"docx": write_docx, "odt": write_odt}


@cache
def composed(example: str, language: str = "fr") -> Charter:
    return app.examine(ROOT / "examples" / example / "profil.yml", language=language).compose(language)


def part(document: bytes, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read(name))


def letters(text: str) -> str:
    """Letters alone, in the form that all can draw: spaces, signs and numbers are the business of each format."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalpha())


# --------------------------------------------------------------------------------------------------------------- the schemas


@cache
def schema(name: str) -> etree.RelaxNG:
    folder = Path(openxml_audit.__file__).parent / "odf" / "schemas" / "odf-1.3"
    return etree.RelaxNG(etree.parse(str(folder / f"OpenDocument-v1.3-{name}.rng")))


def faults(document: bytes, kind: str, folder: Path) -> list[str]:
    """What the schemas of the format refuse. A theme, which openxml-audit asks of a DOCX, is optional in ISO/IEC 29500."""
    if kind == "docx":
        path = folder / "charte.docx"
        path.write_bytes(document)
        found = openxml_audit.OpenXmlValidator().validate(str(path)).errors
        return [str(error) for error in found if "relationships/theme' is missing" not in str(error)]
    archive = zipfile.ZipFile(io.BytesIO(document))
    said = []
    for name in ("content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"):
        rules = schema("manifest-schema" if "manifest" in name else "schema")
        if not rules.validate(etree.fromstring(archive.read(name))):
            said.append(f"{name}: {rules.error_log}")
    return said


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_document_keeps_to_its_schema(example: str, kind: str, built, tmp_path: Path) -> None:
    assert faults((built(example) / "documents" / f"charte.{kind}").read_bytes(), kind, tmp_path) == []


def test_a_fault_would_be_seen(tmp_path: Path) -> None:
    for kind, write in WRITERS.items():
        document = changed(write(composed("boulangerie"), DAY), {"<w:body>": "<w:body><w:x/>", "<office:text>": "<office:text><text:x/>"})
        assert faults(document, kind, tmp_path)


def changed(document: bytes, replaced: dict[str, str], parts: tuple[str, ...] = ("word/document.xml", "content.xml")) -> bytes:
    """The document with other text in its body, or in other parts."""
    archive, written = zipfile.ZipFile(io.BytesIO(document)), io.BytesIO()
    with zipfile.ZipFile(written, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name in parts:
                for old, new in replaced.items():
                    content = content.replace(old.encode(), new.encode())
            copy.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize("kind", WRITERS)
def test_a_name_is_only_letters_and_what_xml_cannot_hold_is_shown(kind: str, tmp_path: Path) -> None:
    name = " ".join(NAMES.values())
    document = WRITERS[kind](replace(composed("boulangerie"), organisation=name + "Avant\0Apr\x07s\ufffe\ud800"), DAY)
    assert faults(document, kind, tmp_path) == []
    assert office.everything(document).count(name + "Avant\ufffdApr\ufffds\ufffd\ufffd") == 2  # the cover and the signatures


# ------------------------------------------------------------------------------------------------------------- what is real


def test_links_lead_to_bookmarks_and_controls_have_names() -> None:
    root = part(write_docx(composed("ville"), DAY), "word/document.xml")
    marks = [mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")]
    links = {link.get(f"{W}anchor") for link in root.iter(f"{W}hyperlink")} - {None}
    assert len(marks) == len(set(marks)) and links and links <= set(marks)
    aliases = [alias.get(f"{W}val") for alias in root.iter(f"{W}alias")]
    assert len(aliases) > 100 and all(aliases) and {"Remis le", "papier", "Fait à"} <= set(aliases)
    content = part(write_odt(composed("ville"), DAY), "content.xml")
    fields = [field.get(f"{TEXT}description") for field in content.iter(f"{TEXT}text-input")]
    boxes = [box.get(f"{TEXT}name") for box in content.iter(f"{TEXT}drop-down")]
    assert Counter(fields + boxes) == Counter(aliases)
    named = {mark.get(f"{TEXT}name") for mark in content.iter(f"{TEXT}bookmark-start")}
    assert named == set(marks)


def test_each_text_cited_is_a_footnote_called_in_its_order() -> None:
    charter = composed("commune")
    cited = [citation for chapter in charter.parts for article in chapter.articles for citation in article.citations]
    docx = write_docx(charter, DAY)
    calls = [call.get(f"{W}id") for call in part(docx, "word/document.xml").iter(f"{W}footnoteReference")]
    written = [note.get(f"{W}id") for note in part(docx, "word/footnotes.xml").iter(f"{W}footnote") if not note.get(f"{W}type")]
    numbers = [number.text for number in part(write_odt(charter, DAY), "content.xml").iter(f"{TEXT}note-citation")]
    assert calls == written == numbers == [str(rank) for rank in range(1, len(cited) + 1)] and len(cited) > 20


@pytest.mark.parametrize("kind", WRITERS)
def test_the_paragraphs_of_an_article_can_be_cited(kind: str) -> None:
    charter = composed("commune")
    expected = [number for chapter in charter.parts for article in chapter.articles for number in paragraph_numbers(article) if number]
    paragraphs, _ = office.read(WRITERS[kind](charter, DAY))
    assert len(expected) > 20 and [paragraph.label for paragraph in paragraphs if paragraph.label] == expected
    assert not any(paragraph.text.strip().startswith(paragraph.label) for paragraph in paragraphs if paragraph.label)


def test_headings_tables_and_language_are_real() -> None:
    charter = composed("commune")
    archive = write_docx(charter, DAY)
    root, styles = part(archive, "word/document.xml"), part(archive, "word/styles.xml")
    titles = ["".join(p.itertext()) for p in root.iter(f"{W}p") if _style(p) == "Heading2"]
    assert all(f"{article.number} {article.title}" in titles for chapter in charter.parts for article in chapter.articles)
    tables = list(root.iter(f"{W}tbl"))
    assert tables and all(len(list(table.iter(f"{W}tblHeader"))) == 1 for table in tables)
    assert next(styles.iter(f"{W}lang")).get(f"{W}val") == "fr-FR"
    assert Counter(look.get(f"{W}firstColumn") for look in root.iter(f"{W}tblLook")) == {"1": len(tables) - 1, "0": 1}
    assert b'w:lang w:val="en-GB"' in zipfile.ZipFile(io.BytesIO(write_docx(composed("boulangerie", "en"), DAY))).read("word/styles.xml")
    for language, country in (("fr", "FR"), ("en", "GB")):
        spoken = zipfile.ZipFile(io.BytesIO(write_odt(composed("boulangerie", language), DAY))).read("styles.xml").decode()
        assert f'fo:language="{language}" fo:country="{country}"' in spoken
    content = part(write_odt(charter, DAY), "content.xml")
    assert len(list(content.iter(f"{TABLE}table-header-rows"))) == len(list(content.iter(f"{TABLE}table"))) == len(tables)
    assert len(list(content.iter(f"{TABLE}table-header-columns"))) == len(tables) - 1  # all but the signatures
    levels = {heading.get(f"{TEXT}outline-level") for heading in content.iter(f"{TEXT}h")}
    assert levels == {"1", "2"}


def _style(paragraph: ElementTree.Element) -> str | None:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return None if found is None else found.get(f"{W}val")


def test_a_box_is_the_mark_of_its_item() -> None:
    """No bullet beside it; a list that begins with words keeps its own."""
    charter = composed("commune")
    items = [
        paragraph for paragraph in part(write_docx(charter, DAY), "word/document.xml").iter(f"{W}p") if _style(paragraph) == "ListParagraph"
    ]
    boxed = [paragraph.find(f"{W}pPr/{W}numPr") is None for paragraph in items if "".join(paragraph.itertext()).startswith("☐")]
    assert len(boxed) > 10 and all(boxed)
    content = part(write_odt(charter, DAY), "content.xml")
    lists = [
        (one.get(f"{TEXT}style-name"), item) for one in content.iter(f"{TEXT}list") for item in one.findall(f"{TEXT}list-item/{TEXT}p")
    ]
    assert sum(name == "Charter_20_boxes" for name, _ in lists) == len(boxed)
    assert all((name == "Charter_20_boxes") == (item.find(f"{TEXT}drop-down") is not None and not item.text) for name, item in lists)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_draft_says_so_on_its_cover_and_above_each_page(kind: str) -> None:
    charter = replace(composed("boulangerie"), draft=True)
    document = WRITERS[kind](charter, DAY)
    above = part(document, "word/header1.xml" if kind == "docx" else "styles.xml")
    assert "Projet, à compléter" in "".join(above.itertext()) and "Projet, à compléter" in office.words(document).front
    assert "Projet, à compléter" not in office.words(WRITERS[kind](composed("boulangerie"), DAY)).front


def test_a_logo_is_a_picture_with_its_text() -> None:
    charter = composed("boulangerie")
    assert charter.identity.logo
    drawn = logo_png(charter.identity.logo, resources.SITE_TEMPLATE)
    assert drawn.startswith(b"\x89PNG") and logo_png(Logo("logo.png", "x", drawn), resources.SITE_TEMPLATE) is drawn
    for kind, write in WRITERS.items():
        with_logo, without = (zipfile.ZipFile(io.BytesIO(write(charter, DAY, logo))) for logo in (drawn, None))
        name = "word/media/logo.png" if kind == "docx" else "Pictures/logo-charte.png"
        assert with_logo.read(name) == drawn and name not in without.namelist()
        text = with_logo.read("word/document.xml" if kind == "docx" else "content.xml").decode()
        assert charter.identity.logo.text in re.findall(r'descr="([^"]+)"|<svg:title>([^<]+)', text)[0]


@pytest.mark.parametrize("kind", WRITERS)
def test_same_charter_same_bytes(kind: str) -> None:
    documents = [WRITERS[kind](composed("commune"), DAY) for _ in range(2)]
    assert documents[0] == documents[1]
    entries = zipfile.ZipFile(io.BytesIO(documents[0])).infolist()
    assert {entry.date_time for entry in entries} == {(2027, 1, 11, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}, "compressed, they would depend on the machine's zlib"
    assert kind == "docx" or documents[0][30:77] == b"mimetypeapplication/vnd.oasis.opendocument.text"


@pytest.mark.parametrize("year", [1970, 2200])
def test_a_day_that_zip_cannot_say_is_the_nearest(year: int) -> None:
    entries = zipfile.ZipFile(io.BytesIO(write_odt(composed("boulangerie"), date(year, 5, 6)))).infolist()
    assert {entry.date_time[:3] for entry in entries} == {(min(max(year, 1980), 2107), 5, 6)}


# --------------------------------------------------------------------------------------------------------------- LibreOffice


def libreoffice(document: Path, kind: str, folder: Path) -> Path:
    """A document once LibreOffice has made another kind of it."""
    if not shutil.which("soffice"):
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing (Debian: apt install libreoffice-writer)")
        pytest.skip("LibreOffice is missing")
    home = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(folder), str(document)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{document.stem}.{kind}"


def converted(document: Path, folder: Path) -> tuple[str, int]:
    """The text of a document as a PDF, and its pages."""
    pages = pypdf.PdfReader(libreoffice(document, "pdf", folder)).pages
    return "".join(page.extract_text() for page in pages), len(pages)


def crossed(pdf: Path) -> list[bool]:
    """Whether one pale grey fills a part of the cover, of the contents, of a page of text: letters are that pale on their edges only."""
    found = []
    for number in (0, 1, 5):
        page = pypdfium2.PdfDocument(pdf)[number].render(scale=1).to_pil().convert("L")
        found.append(max(page.histogram()[225:250]) > page.width * page.height * 0.007)
    return found


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("example", [*EXAMPLES, "hostile"])
def test_libreoffice_draws_every_word_and_no_other(example: str, kind: str, tmp_path: Path) -> None:
    name = " ".join(NAMES[name] for name in ("signs", "tags", "number sign", "pipe", "tex", "markdown"))
    charter = composed("boulangerie" if example == "hostile" else example)
    charter = replace(charter, organisation=name) if example == "hostile" else charter
    document = WRITERS[kind](charter, DAY)
    # Heads that are repeated would count more than once. Without a head, LibreOffice 7.4 loses rows that may not break.
    once = dict.fromkeys(("<w:tblHeader/>", "<w:cantSplit/>", "<table:table-header-rows>", "</table:table-header-rows>"), "")
    (tmp_path / f"charte.{kind}").write_bytes(changed(document, once))
    drawn, pages = converted(tmp_path / f"charte.{kind}", tmp_path)
    around = "".join(running_head(charter) + running_foot(charter)) * (pages - 1)  # the cover has none
    assert all(paragraph.label in drawn for paragraph in office.read(document)[0])
    assert Counter(letters(drawn)) == Counter(letters(office.everything(document) + around))


@pytest.mark.parametrize("kind", WRITERS)
def test_a_draft_is_crossed_on_each_page_and_its_words_stay(kind: str, tmp_path: Path) -> None:
    adopted = composed("usine")
    charter = replace(adopted, draft=True)
    document = WRITERS[kind](charter, DAY)
    assert faults(document, kind, tmp_path) == []
    assert office.words(document).body == office.words(WRITERS[kind](adopted, DAY)).body
    (tmp_path / f"charte.{kind}").write_bytes(document)
    assert crossed(libreoffice(tmp_path / f"charte.{kind}", "pdf", tmp_path)) == [True] * 3
    (tmp_path / f"charte.{kind}").write_bytes(WRITERS[kind](adopted, DAY))
    assert crossed(libreoffice(tmp_path / f"charte.{kind}", "pdf", tmp_path)) == [False] * 3
