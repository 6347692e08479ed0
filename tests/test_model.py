"""The styles of an organisation in its documents to amend; and what a model may not hold."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT
from readback import office
from readback.office import W
from test_office import DAY, WRITERS, changed, composed, faults, part

from charter_builder import app
from charter_builder.problems import CharterError, Problems
from charter_builder.reading.model import FILES, read_models

STYLES = {"docx": "word/styles.xml", "odt": "styles.xml"}


def model(kind: str, replaced: dict[str, str] | None = None, more: dict[str, bytes] | None = None) -> bytes:
    """A model: a charter whose styles were changed, with other parts beside them."""
    document = WRITERS[kind](composed("boulangerie"), DAY)
    written = io.BytesIO(changed(document, replaced or {}, (STYLES[kind],)))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return written.getvalue()


def read(folder: Path, kind: str, content: bytes) -> list[str]:
    (folder / FILES[kind]).write_bytes(content)
    problems = Problems()
    models = read_models(folder, problems)
    assert (kind in models) == (not len(problems))
    return [problem.code for problem in problems]


def test_word_styles_are_found_by_their_names(tmp_path: Path) -> None:
    """A French Word calls « heading 1 » Titre1; the numbers that it puts before titles are left out."""
    numbered = '<w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>'
    theirs = {'w:styleId="Heading1"><w:name w:val="heading 1"/>': f'w:styleId="Titre1">{numbered}', "CharterRule": "Autre"}
    theirs |= {"Charte – règle": "Autre", 'w:styleId="Hyperlink"': 'w:styleId="Lienhypertexte"'}
    assert read(tmp_path, "docx", model("docx", theirs, {"word/theme/theme1.xml": b"<theme/>"})) == []
    found = read_models(tmp_path, Problems())["docx"]
    charter = composed("usine")
    document = WRITERS["docx"](charter, DAY, None, found)
    styles = [style.get(f"{W}styleId") for style in part(document, "word/styles.xml").iter(f"{W}style")]
    used = {
        element.get(f"{W}val")
        for name in ("document", "footnotes", "header1", "footer1")
        for kind in ("pStyle", "rStyle", "tblStyle")
        for element in part(document, f"word/{name}.xml").iter(f"{W}{kind}")
    }
    assert len(styles) == len(set(styles)) and used <= set(styles)
    assert {"Titre1", "Lienhypertexte", "CharterRule"} <= used and not used & {"Heading1", "Hyperlink"}
    assert "numPr" not in zipfile.ZipFile(io.BytesIO(document)).read("word/styles.xml").decode()
    assert zipfile.ZipFile(io.BytesIO(document)).read("word/theme/theme1.xml") == b"<theme/>"
    assert office.read(document) == office.read(WRITERS["docx"](charter, DAY))


def test_libreoffice_styles_are_found_by_their_names_and_pages_stay_ours(tmp_path: Path) -> None:
    theirs = {
        'fo:font-size="16pt"': 'fo:font-size="23pt"',
        "Charter_20_rule": "Other",
        "<style:footer>": '<style:footer><text:p><draw:frame><draw:image xlink:href="Pictures/x.png"/></draw:frame></text:p>',
        "</office:styles>": '<text:outline-style style:name="Outline"><text:x/></text:outline-style></office:styles>',
    }
    assert read(tmp_path, "odt", model("odt", theirs)) == []
    charter = composed("usine")
    document = WRITERS["odt"](charter, DAY, None, read_models(tmp_path, Problems())["odt"])
    styles = zipfile.ZipFile(io.BytesIO(document)).read("styles.xml").decode()
    assert "23pt" in styles and styles.count('"Charter_20_rule"') == 1 and charter.organisation in styles
    assert "x.png" not in styles and "outline-style" not in styles
    assert faults(document, "odt", tmp_path) == []
    assert office.read(document) == office.read(WRITERS["odt"](charter, DAY))


EXTERNAL = b'<R><Relationship Id="a" Type="x/attachedTemplate" Target="http://x.example/a.dotm" TargetMode="External"/></R>'
PICTURE = '<office:styles><draw:fill-image xlink:href="http://x.example/a"/>'
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]><office:document-styles'
REFUSED: dict[str, tuple[str, bytes, list[str]]] = {
    "not a zip": ("docx", b"Bonjour", ["E230"]),
    "cut short": ("odt", model("odt")[:4000], ["E230"]),
    "of the other kind": ("docx", model("odt"), ["E230"]),
    "without a declared prefix": ("odt", model("odt", {"xmlns:fo=": "xmlns:fa="}), ["E230"]),
    "badly written": ("docx", model("docx", {"</w:styles>": "</w:style>"}), ["E230"]),
    "heavy": ("docx", b"x" * (8 * 1024 * 1024 + 1), ["E231"]),
    "opened without end": ("docx", model("docx", more={f"word/{rank}.xml": bytes(33 * 1024 * 1024) for rank in (1, 2)}), ["E231"]),
    "one part without end": ("docx", model("docx", more={"word/theme/theme1.xml": bytes(5 * 1024 * 1024)}), ["E230"]),
    "macros": ("docx", model("docx", more={"word/vbaProject.bin": b"x"}), ["E232"]),
    "macros of LibreOffice": ("odt", model("odt", more={"Basic/Standard/a.xml": b"<x/>"}), ["E232"]),
    "another file": ("docx", model("docx", more={"word/_rels/settings.xml.rels": EXTERNAL}), ["E232"]),
    "a picture elsewhere": ("odt", model("odt", {"<office:styles>": PICTURE}), ["E232"]),
    "a doctype": ("odt", model("odt", {"<office:document-styles": DOCTYPE}), ["E232"]),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_model_that_does_more_is_refused(case: str, tmp_path: Path) -> None:
    kind, content, codes = REFUSED[case]
    assert read(tmp_path, kind, content) == codes


def test_both_models_are_judged_with_the_profile_and_nothing_is_written(tmp_path: Path) -> None:
    profile = (ROOT / "examples" / "usine" / "profil.yml").read_text("utf-8")
    (tmp_path / "profil.yml").write_text(profile.replace("  effectif:", "  effectif: beaucoup #"), "utf-8")
    for name in FILES.values():
        (tmp_path / name).write_bytes(b"Bonjour")
    with pytest.raises(CharterError) as caught:
        app.build(tmp_path / "profil.yml", tmp_path / "public", formats=("docx",), language="fr")
    found = [(problem.code, Path(problem.place.file).name) for problem in caught.value.problems]
    assert {("E230", "modele.docx"), ("E230", "modele.ott")} < set(found) and ("E230", "profil.yml") not in found
    assert not (tmp_path / "public").exists()


def test_a_build_takes_the_model_beside_its_profile(tmp_path: Path) -> None:
    (tmp_path / "profil.yml").write_bytes((ROOT / "examples" / "usine" / "profil.yml").read_bytes())
    (tmp_path / "modele.docx").write_bytes(model("docx", {'w:sz w:val="32"': 'w:sz w:val="51"'}))
    app.build(tmp_path / "profil.yml", tmp_path / "public", formats=("docx", "odt"), language="fr")
    documents = tmp_path / "public" / "documents"
    assert 'w:val="51"' in zipfile.ZipFile(documents / "charte.docx").read("word/styles.xml").decode()
    assert (documents / "charte.odt").read_bytes() == WRITERS["odt"](composed("usine"), composed("usine").adoption.date)
