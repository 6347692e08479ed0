"""The forms of `annexes.pdf`: every blank and every box is a field that says what it is for."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdf
import pytest
from conftest import ROOT

from charter_builder import app, resources
from charter_builder.charter import Charter
from charter_builder.writers.data import to_data
from charter_builder.writers.pdf import write_annexes_pdf


def charter() -> Charter:
    return app.examine(ROOT / "examples/commune/profil.yml").compose("fr")


def to_fill(node: Any) -> list[str]:
    if isinstance(node, list):
        return [kind for item in node for kind in to_fill(item)]
    if not isinstance(node, dict):
        return []
    return ([node["type"]] if node.get("type") in ("blank", "box") else []) + to_fill(list(node.values()))


@pytest.fixture(scope="module")
def document() -> bytes:
    pdf, _ = write_annexes_pdf(charter(), resources.SITE_TEMPLATE, charter().law_as_of)
    return pdf


def test_every_blank_and_box_is_a_field_that_says_what_it_is_for(document: bytes) -> None:
    fields = pypdf.PdfReader(io.BytesIO(document)).get_fields() or {}
    wanted = to_fill([annex for annex in to_data(charter())["annexes"] if annex["paper"] == "annexes"])
    kinds = {"/Tx": "blank", "/Btn": "box"}
    assert sorted(kinds[str(field["/FT"])] for field in fields.values()) == sorted(wanted) and len(fields) > 100
    assert all(str(field["/TU"]).strip(" _–") for field in fields.values())
    words = {name: str(field["/TU"]) for name, field in fields.items()}
    assert words["demande-outil-7"] == "Type de compte, Réponse – professionnel avec contrat"
    assert words["enquete-2"].endswith(" – parfois") and len(words["enquete-2"]) > 30  # the question, then the answer
    assert words["journal-versions-7"] == "Édition 3"  # an empty row has no name but its number


def test_a_field_is_tagged_as_one_and_nothing_of_its_place_remains(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        tags = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for field in pdf.Root.AcroForm.Fields:
            assert tags[int(field.StructParent)].S == pikepdf.Name.Form and "/A" not in field
    assert b"x-field:" not in document


def test_the_same_charter_gives_the_same_form(document: bytes) -> None:
    assert write_annexes_pdf(charter(), resources.SITE_TEMPLATE, charter().law_as_of)[0] == document


def test_another_program_reads_the_file_without_mending_it(document: bytes) -> None:
    """qpdf, the library below pikepdf, checks every object and the table of their places."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert pdf.check_pdf_syntax() == []
