"""The styles and the letterhead of an organisation in its documents to amend; and what a model may not hold."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from conftest import ROOT
from helpers import write_tree
from readback import office
from readback.office import W
from test_office import DAY, WRITERS, changed, composed, crossed, faults, libreoffice, part

from charter_builder import app
from charter_builder.guard import Known, check
from charter_builder.problems import CharterError, Problems
from charter_builder.reading.model import FILES, read_models, words_of
from charter_builder.writers.office.docx import _picture
from charter_builder.writers.office.docx_parts import twips

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


def test_libreoffice_styles_are_found_by_their_names(tmp_path: Path) -> None:
    theirs = {
        'fo:font-size="16pt"': 'fo:font-size="23pt"',
        "Charter_20_rule": "Other",
        "</office:styles>": '<text:outline-style style:name="Outline"><text:x/></text:outline-style></office:styles>',
    }
    assert read(tmp_path, "odt", model("odt", theirs)) == []
    charter = composed("usine")
    document = WRITERS["odt"](charter, DAY, None, read_models(tmp_path, Problems())["odt"])
    styles = zipfile.ZipFile(io.BytesIO(document)).read("styles.xml").decode()
    assert "23pt" in styles and styles.count('"Charter_20_rule"') == 1 and "outline-style" not in styles
    assert faults(document, "odt", tmp_path) == []
    assert office.read(document) == office.read(WRITERS["odt"](charter, DAY))


# ----------------------------------------------------------------------------------------------------------- the letterhead

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
SHOWN = _picture(PNG, composed("boulangerie"), "Header").replace('r:embed="logo"', 'r:embed="rId7"')
ADDRESS = "1 rue du Four, 00000 Valmorin"
LETTER_HEAD = f"{SHOWN}<w:p><w:r><w:t>{ADDRESS}, page </w:t></w:r>{{field}}</w:p></w:hdr>"
NUMBER = "".join(
    f"<w:r>{part}</w:r>"
    for part in (
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText> PA</w:instrText>",
        "<w:instrText>GE </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/seal.png"/></Relationships>'
)
#: A letter in American paper, with a header of two lines and a picture, and nothing below.
PAPER = {
    '<w:footerReference w:type="default" r:id="footer1"/>': "",
    "<w:titlePg/>": "",
    f'w:w="{twips(210)}" w:h="{twips(297)}"': 'w:w="12240" w:h="15840"',
    f'w:left="{twips(22)}"': 'w:left="1800"',
}


def letter(field: str = NUMBER, paper: dict[str, str] | None = None, relations: str = RELATIONS, seal: bytes = PNG) -> bytes:
    """A letter of Word, with its letterhead."""
    document = changed(model("docx"), PAPER if paper is None else paper)
    archive = zipfile.ZipFile(io.BytesIO(document))
    parts = {name: archive.read(name) for name in archive.namelist()}
    head, _, _ = parts["word/header1.xml"].decode().partition("<w:p>")
    kinds = parts["[Content_Types].xml"].decode().replace("<Override", '<Default Extension="png" ContentType="image/png"/><Override', 1)
    parts |= {"word/header1.xml": (head + LETTER_HEAD.format(field=field)).encode(), "[Content_Types].xml": kinds.encode()}
    parts |= {"word/_rels/header1.xml.rels": relations.encode(), "word/media/seal.png": seal}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in parts.items():
            copy.writestr(name, content)
    return written.getvalue()


def ott(folder: Path) -> bytes:
    """The same letter, as LibreOffice writes it."""
    (folder / "letter.docx").write_bytes(letter())
    libreoffice(folder / "letter.docx", "ott", folder)
    return (folder / "letter.ott").read_bytes()


def test_a_letterhead_of_word_stands_on_each_page(tmp_path: Path) -> None:
    """Paper, margins and header are those of the letter, picture included; the footer, that it has not, is ours."""
    assert read(tmp_path, "docx", letter()) == []
    charter = composed("usine")
    document = WRITERS["docx"](charter, DAY, None, read_models(tmp_path, Problems())["docx"])
    parts = zipfile.ZipFile(io.BytesIO(document))
    section = list(part(document, "word/document.xml").iter(f"{W}sectPr"))[-1]
    assert [child.tag.removeprefix(W) for child in section] == ["headerReference", "footerReference", "pgSz", "pgMar"]
    assert section.find(f"{W}pgSz").get(f"{W}w") == "12240" and section.find(f"{W}pgMar").get(f"{W}left") == "1800"  # type: ignore[union-attr]
    head, foot = (parts.read(f"word/{name}1.xml").decode() for name in ("header", "footer"))
    assert ADDRESS in head and charter.organisation not in head and "Édition 1.0" in foot
    assert parts.read("word/media/modele1.png") == PNG
    assert '"rId7"' in head and 'Id="rId7"' in parts.read("word/_rels/header1.xml.rels").decode()
    widths = {width.get(f"{W}w") for width in part(document, "word/document.xml").iter(f"{W}tblW")}
    assert widths == {str(12240 - 1800 - twips(22))}
    assert faults(document, "docx", tmp_path) == []
    assert office.read(document) == office.read(WRITERS["docx"](charter, DAY))


def test_a_link_that_leads_nowhere_is_no_reason_to_refuse(tmp_path: Path) -> None:
    """Word leaves one where a picture can be clicked without an address."""
    assert read(tmp_path, "docx", letter('<w:hyperlink r:id=""><w:r><w:t>Mairie</w:t></w:r></w:hyperlink>')) == []
    assert read(tmp_path, "docx", letter('<w:hyperlink r:id="rId8"><w:r><w:t>Mairie</w:t></w:r></w:hyperlink>')) == ["E233"]


def test_a_letterhead_of_libreoffice_stands_on_each_page(tmp_path: Path) -> None:
    assert read(tmp_path, "odt", ott(tmp_path)) == []
    charter = composed("usine")
    document = WRITERS["odt"](charter, DAY, None, read_models(tmp_path, Problems())["odt"])
    assert PNG in [zipfile.ZipFile(io.BytesIO(document)).read(name) for name in zipfile.ZipFile(io.BytesIO(document)).namelist()]
    assert office.read(document) == office.read(WRITERS["odt"](charter, DAY))


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("draft", [False, True], ids=["adopted", "draft"])
def test_libreoffice_draws_the_letterhead(kind: str, draft: bool, tmp_path: Path) -> None:
    """On the cover as on the others; across a draft, the watermark stands behind."""
    assert read(tmp_path, kind, letter() if kind == "docx" else ott(tmp_path)) == []
    charter = replace(composed("usine"), draft=draft)
    document = WRITERS[kind](charter, DAY, None, read_models(tmp_path, Problems())[kind])
    (tmp_path / f"charte.{kind}").write_bytes(document)
    pages = pypdf.PdfReader(libreoffice(tmp_path / f"charte.{kind}", "pdf", tmp_path)).pages
    for page in (pages[0], pages[5]):
        said = " ".join(page.extract_text().split())
        assert ADDRESS in said and "Édition 1.0" in said and page.images
        assert [round(side) for side in page.mediabox[2:]] == [612, 792]
    assert crossed(tmp_path / "charte.pdf") == [draft] * 3


EVEN = {"<w:titlePg/>": "", 'headerReference w:type="default"': 'headerReference w:type="even"'}


def test_even_pages_have_their_own_where_the_model_says_so(tmp_path: Path) -> None:
    """Word ignores the header of even pages unless the settings say that it counts: so do we, and ours is there instead."""
    for said, expected in (("", ["default", "default"]), ("<w:evenAndOddHeaders/>", ["even", "default", "even"])):
        content = changed(
            letter(paper=EVEN | {'<w:footerReference w:type="default" r:id="footer1"/>': ""}),
            {"<w:autoHyphenation/>": f"<w:autoHyphenation/>{said}"},
            ("word/settings.xml",),
        )
        assert read(tmp_path, "docx", content) == []
        document = WRITERS["docx"](composed("usine"), DAY, None, read_models(tmp_path, Problems())["docx"])
        section = list(part(document, "word/document.xml").iter(f"{W}sectPr"))[-1]
        assert [child.get(f"{W}type") for child in section if child.get(f"{W}type")] == expected
        assert faults(document, "docx", tmp_path) == []


EXTERNAL = b'<R><Relationship Id="a" Type="x/attachedTemplate" Target="http://x.example/a.dotm" TargetMode="External"/></R>'
PICTURE = '<office:styles><draw:fill-image xlink:href="http://x.example/a"/>'
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]><office:document-styles'
ELSEWHERE = {"<text:tab/>": '<draw:frame><draw:image xlink:href="http://x.example/a"/></draw:frame>'}
MISSING = {"<text:tab/>": '<draw:frame><draw:image xlink:href="Pictures/x.png"/></draw:frame>'}
SOURCE = '<w:r><w:pict><v:imagedata xmlns:v="v" src="http://x.example/a"/></w:pict></w:r>'
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
    "a picture elsewhere above": ("docx", letter(SOURCE), ["E232"]),
    "a picture linked above": ("docx", letter(f"<w:r>{SHOWN.replace('r:embed', 'r:link')}</w:r>"), ["E232"]),
    "a field that reads a file": ("docx", letter(NUMBER.replace(" PA<", " INCLUDE<").replace("GE <", "PICTURE x<")), ["E232"]),
    "a field in a field": ("docx", letter(NUMBER.replace("<w:instrText> PA</w:instrText>", NUMBER)), ["E232"]),
    "a chart above": ("docx", letter(relations=RELATIONS.replace("/image", "/chart")), ["E233"]),
    "a picture that is none": ("docx", letter(seal=b"MZ"), ["E233"]),
    "a page without a line": ("docx", letter(paper={f'w:left="{twips(22)}"': 'w:left="9000"'}), ["E233"]),
    "an address above": ("odt", model("odt", ELSEWHERE), ["E232"]),
    "a picture that is missing": ("odt", model("odt", MISSING), ["E232"]),
    "an object above": ("odt", model("odt", {"<text:tab/>": "<draw:frame><draw:plugin/></draw:frame>"}), ["E232"]),
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


def test_a_letterhead_is_published_with_its_picture(tmp_path: Path) -> None:
    (tmp_path / "profil.yml").write_bytes((ROOT / "examples" / "usine" / "profil.yml").read_bytes())
    (tmp_path / "modele.docx").write_bytes(letter())
    app.build(tmp_path / "profil.yml", tmp_path / "public", formats=("docx",), language="fr")
    assert zipfile.ZipFile(tmp_path / "public" / "documents" / "charte.docx").read("word/media/modele1.png") == PNG


@pytest.mark.parametrize("draft", [False, True], ids=["adopted", "draft"])
@pytest.mark.parametrize("kind", WRITERS)
def test_a_letterhead_may_leave_blanks_for_another_program(kind: str, draft: bool, tmp_path: Path) -> None:
    """`{{ reference }}` above each page is for the mail room's program to fill in, in three runs as Word cuts it; one of ours is a hole."""
    blanks = {
        "docx": "</w:p><w:p><w:r><w:t>Réf. {{ </w:t></w:r><w:r><w:t>reference</w:t></w:r><w:r><w:t> }}</w:t></w:r>",
        "odt": "Réf. {{ <text:span>reference</text:span> }}",
    }
    if kind == "docx":
        (tmp_path / FILES[kind]).write_bytes(letter(blanks[kind]))
    else:
        (tmp_path / FILES[kind]).write_bytes(model("odt", {"<text:page-count>1</text:page-count>": blanks[kind]}))
    (tmp_path / "profil.yml").write_bytes((ROOT / "examples" / "usine" / "profil.yml").read_bytes())
    app.build(tmp_path / "profil.yml", tmp_path / "public", formats=(kind,), language="fr", draft=draft)
    document = zipfile.ZipFile(tmp_path / "public" / "documents" / f"charte.{kind}")
    assert any("reference" in document.read(name).decode() for name in document.namelist() if name.endswith(".xml"))
    said, problems = frozenset(words_of(read_models(tmp_path, Problems())[kind])), Problems()
    check(write_tree(tmp_path / "other", {"page.md": "Réf. {{ reference }}, {{ titre }}"}), Known(answers=said), problems)
    assert {problem.code for problem in problems} == {"E505"}


def test_a_build_takes_the_model_beside_its_profile(tmp_path: Path) -> None:
    (tmp_path / "profil.yml").write_bytes((ROOT / "examples" / "usine" / "profil.yml").read_bytes())
    (tmp_path / "modele.docx").write_bytes(model("docx", {'w:sz w:val="32"': 'w:sz w:val="51"'}))
    app.build(tmp_path / "profil.yml", tmp_path / "public", formats=("docx", "odt"), language="fr")
    documents = tmp_path / "public" / "documents"
    assert 'w:val="51"' in zipfile.ZipFile(documents / "charte.docx").read("word/styles.xml").decode()
    assert (documents / "charte.odt").read_bytes() == WRITERS["odt"](composed("usine"), composed("usine").adoption.date)
