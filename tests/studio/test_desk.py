"""The desk: what the page asks of the engine, tried without a page."""

from __future__ import annotations

import base64
import io
import json
import re
import sys
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import random_profile

from charter_builder import app
from charter_builder.interview import Interview
from charter_builder.library import Library
from charter_builder.profile import profile_of
from charter_builder.profilefile import written
from charter_builder.selection import select
from charter_builder.studio.desk import Desk, answer, open_desk
from charter_builder.studio.entries import entries_of, read_entries

GOLDEN = ROOT / "tests" / "golden" / "studio"
STEADY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@pytest.fixture
def desk(library: Library, tmp_path: Path) -> Desk:
    return Desk(library, "fr", tmp_path / "visit")


def given_by(example: str, library: Library) -> dict[str, Any]:
    profile = app.examine(ROOT / "examples" / example / "profil.yml", library=library).profile
    return dict(profile.given or {})


def chosen(*files: Path) -> list[tuple[str, str]]:
    return [(path.name, base64.b64encode(path.read_bytes()).decode()) for path in files]


def test_a_bakery_answers_one_question_after_the_other(desk: Desk, library: Library, golden) -> None:
    answers, told = given_by("boulangerie", library), []
    entries: list[tuple[str, str]] = []
    while open_ := desk.look(entries, False, "")["open"]:
        name = open_[0]
        entries += entries_of({name: answers[name]}, library)
        seen = desk.look(entries, False, library.questions[name].block)
        told += [f"{name}: {seen['progress']} {seen['count']}", *([f"  {seen['news']}"] if seen["news"] else [])]
    golden(GOLDEN / "boulangerie.txt", "\n".join(told) + "\n")


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_inputs_of_a_profile_give_its_answers_back(example: str, library: Library) -> None:
    answers = given_by(example, library)
    found = read_entries(entries_of(answers, library), library, "fr")
    assert (found.answers, found.faults, found.gaps) == (answers, {}, [])


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_profile_opened_and_saved_is_the_same_file(example: str, desk: Desk) -> None:
    folder = ROOT / "examples" / example
    found = desk.open(chosen(folder / "profil.yml", *sorted(folder.glob("logo.*"))))
    seen = desk.look(found["entries"], False, "")
    assert not seen["faults"] and not seen["gaps"] and not seen["missing"] and not seen["open"]
    assert desk.answers().decode() == (folder / "profil.yml").read_text("utf-8")


@STEADY
@given(data=st.data())
def test_the_page_decides_as_the_command_line_does(data: st.DataObject, library: Library, tmp_path_factory) -> None:
    profile = random_profile(library, data.draw)
    asked = {name: value for name, value in profile.answers.items() if not library.questions[name].silent}
    kept = data.draw(st.sets(st.sampled_from(sorted(asked))))
    half = {name: value for name, value in asked.items() if name in kept}
    folder = tmp_path_factory.mktemp("page")
    file = folder / "profil.yml"
    file.write_text(written(library, "fr", half), "utf-8")
    page = read_entries(entries_of(half, library), library, "fr").answers
    assert page == half
    try:
        case = app.examine(file, draft=True, library=library)
    except app.CharterError:  # answers of a half that do not go with a default: the page says so too
        asking = Interview(library, "fr", app.today(), page)
        assert asking.broken() or asking.open()
        return
    ours = profile_of(page, library)
    assert (ours.answers, ours.assumed, ours.adjustments) == (case.profile.answers, case.profile.assumed, case.profile.adjustments)
    assert select(library, ours, case.selection.on).decisions == case.selection.decisions


@STEADY
@given(data=st.data())
def test_answers_taken_in_any_order_leave_the_same_questions(data: st.DataObject, library: Library) -> None:
    answers = dict(random_profile(library, data.draw).answers)
    asking = Interview(library, "fr", app.today(), {})
    for _ in range(4):
        some = {name: answers[name] for name in data.draw(st.sets(st.sampled_from(sorted(answers))))}
        full = data.draw(st.booleans())
        asking.take(some, full=full)
        fresh = Interview(library, "fr", app.today(), some, full=full)
        assert (asking.open(), asking.view) == (fresh.open(), fresh.view)


FAULTY = {
    "a number too large": ([("effectif", "99999999")], {"effectif": "Écrivez un nombre entier, de 0 à 1 000 000."}),
    "a number with spaces": ([("effectif", " 3 500 ")], {}),
    "a word for a number": ([("effectif", "huit")], {"effectif": "Écrivez un nombre entier, de 0 à 1 000 000."}),
    "a name of one letter": ([("nom", "A")], {"nom": "Écrivez de 2 à 120 signes."}),
    "a name with an invisible sign": (
        [("nom", "Fournil\u202e")],
        {"nom": "Ce texte contient un signe invisible. Effacez-le, puis tapez-le à la main."},
    ),
    "a name that shows nothing": (
        [("nom", "\u3164\u3164")],
        {"nom": "Ce texte contient un signe invisible. Effacez-le, puis tapez-le à la main."},
    ),
    "a day that does not exist": ([("adoption.date", "30/02/2027")], {"adoption.date": "Écrivez la date comme 11/01/2027 ou 2027-01-11."}),
    "a day that no file takes": ([("adoption.date", "9999-01-11")], {"adoption.date": "Écrivez la date comme 11/01/2027 ou 2027-01-11."}),
    "nothing and something": (
        [("donnees_sensibles", "aucune"), ("donnees_sensibles", "sante")],
        {"donnees_sensibles": "« aucune » ne va avec aucune autre réponse."},
    ),
    "a value that no choice has": ([("famille", "<script>")], {}),
    "a question that does not exist": ([("__proto__", "1"), ("outils.999999.nom", "x"), ("effectif.0.nom", "x")], {}),
}  # fmt: skip


@pytest.mark.parametrize(("entries", "faults"), FAULTY.values(), ids=FAULTY)
def test_a_fault_is_said_at_its_input(entries: list[tuple[str, str]], faults: dict[str, str], library: Library) -> None:
    said = read_entries(entries, library, "fr").faults
    assert {
        name: text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") for name, text in said.items()
    } == faults


def test_a_tool_half_told_waits_for_its_rest(desk: Desk) -> None:
    seen = desk.look([("outils.0.nom", "Scribouille"), ("outils.0.offre", "pro_contrat")], False, "outils")
    assert set(seen["gaps"]) == {"outils.0.services", "outils.0.donnees_max"}
    assert "outils" in seen["asked"] and "outils" in seen["open"]


def test_answers_that_do_not_go_together_are_said_and_refused(desk: Desk, library: Library) -> None:
    answers = given_by("boulangerie", library) | {"instance": "cse_50_plus"}
    (clash,) = desk.look(entries_of(answers, library), False, "")["clashes"]
    assert clash["error"] and "instance" in clash["questions"]
    refused = json.loads(str(answer_of(desk, "document", "docx")))["refused"]
    assert " ".join(clash["fact"].split()) in " ".join(unescape(refused).split())
    assert '<a href="#q-instance">Changer' in refused and "profil.yml" not in refused and "E203" not in refused


def test_a_refusal_leads_to_the_row_that_it_is_about_and_names_no_value_of_a_file(desk: Desk, library: Library) -> None:
    answers = given_by("boulangerie", library)
    free = answers["outils"][0] | {"offre": "gratuit_perso", "donnees_max": "internes", "nom": "Un <outil>"}
    desk.look(entries_of(answers | {"outils": (*answers["outils"], free)}, library), False, "")
    refused = json.loads(str(answer_of(desk, "document", "json")))["refused"]
    assert '<a href="#q-outils">' in refused and "Un &lt;outil&gt;" in refused
    assert not re.search(r"\([a-z_]+\)|ligne \d", refused)


def test_a_refusal_that_no_question_mends_keeps_its_words(desk: Desk, library: Library) -> None:
    text = (ROOT / "examples" / "boulangerie" / "profil.yml").read_text("utf-8")
    logo = (ROOT / "examples" / "boulangerie" / "logo.svg").read_bytes()
    found = desk.open([("profil.yml", base64.b64encode(text.encode()).decode()), ("logo.svg", base64.b64encode(logo).decode())])
    desk.look(found["entries"], False, "")
    (desk.place / "logo.svg").unlink()
    refused = unescape(json.loads(str(answer_of(desk, "document", "docx")))["refused"])
    assert refused.startswith("<pre>profil.yml, ligne") and "E217" in refused and "<a" not in refused


def answer_of(desk: Desk, method: str, *given: Any) -> str | bytes:
    """A call as the page makes it, on this desk."""
    open_desk.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("charter_builder.studio.desk.open_desk", lambda language: desk)
        return answer(method, json.dumps(["fr", *given]))


HOSTILE = {
    "no profile": b"bonjour",
    "half a file": b'format: 1\nanswers:\n  nom: "Le Four',
    "another format": b"format: 7\nanswers: {}\n",
    "a list": b"- 1\n- 2\n",
    "nothing": b"",
    "bytes": bytes(range(256)),
    "aliases": b"a: &a [x]\nb: [*a, *a]\n",
    "a strange question": b"format: 1\nanswers:\n  effectiff: 8\n",
    "a logo that is not there": b"format: 1\nanswers: {nom: Fournil}\nsite: {logo: logo.svg}\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_no_profile_changes_nothing(content: bytes, desk: Desk, tmp_path: Path) -> None:
    before = desk.look([("nom", "Le Fournil"), ("effectif", "8")], False, "")
    file = tmp_path / "etrange.yml"
    file.write_bytes(content)
    found = desk.open(chosen(file))
    assert found["entries"] is None and "À faire" in found["problems"]
    again = desk.look([("nom", "Le Fournil"), ("effectif", "8")], False, "")
    assert again["charter"] == before["charter"] and again["news"] == ""


def test_answers_that_do_not_go_together_are_resumed_to_be_mended(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "profil.yml"
    file.write_text("format: 1\nanswers:\n  famille: entreprise\n  forme_juridique: commune\n", "utf-8")
    found = desk.open(chosen(file))
    assert found["entries"] == [("famille", "entreprise"), ("forme_juridique", "commune")] and not found["problems"]
    seen = desk.look(found["entries"], False, "identite")
    assert seen["clashes"][0]["error"] and "accorder" in seen["progress"]
    assert seen["possible"]["famille"] == ["entreprise", "collectivite", "association"], "the first of two can be answered anew"
    assert "commune" not in seen["possible"]["forme_juridique"]


def test_an_answer_taken_back_leaves_the_file_and_the_documents(desk: Desk) -> None:
    found = desk.open(chosen(ROOT / "examples" / "commune" / "profil.yml"))
    fewer = [entry for entry in found["entries"] if entry[0] != "effectif" and not entry[0].startswith(("outils", "adoption"))]
    assert {"effectif", "outils", "adoption"} <= set(desk.look(fewer, False, "")["missing"])
    saved = desk.answers().decode()
    assert "  # effectif:\n" in saved and "Canva" not in saved and "\n# adoption:" in saved
    assert json.loads(desk.document("json"))["draft"] is True
    desk.look(found["entries"], False, "")
    again = desk.answers().decode()
    assert desk.open([("profil.yml", base64.b64encode(again.encode()).decode())])["entries"] == found["entries"]


def test_what_is_whole_is_kept_beside_what_is_not(desk: Desk) -> None:
    rows = [
        ("outils.0.nom", "Un"),
        ("outils.0.offre", "pro_contrat"),
        ("outils.0.services", "textes"),
        ("outils.0.donnees_max", "internes"),
    ]
    seen = desk.look([*rows, ("outils.1.nom", "Deux")], False, "outils")
    assert len(seen["gaps"]) == 3 and 'nom: "Un"' in desk.answers().decode()


def test_one_opening_leaves_nothing_to_the_next(desk: Desk, tmp_path: Path) -> None:
    folder = ROOT / "examples" / "boulangerie"
    desk.look(desk.open(chosen(folder / "profil.yml", folder / "logo.svg"))["entries"], False, "")
    other = tmp_path / "autre.yml"
    other.write_text("format: 1\nanswers: {nom: Autre}\nsite: {logo: logo.svg}\n", "utf-8")
    assert "E217" in desk.open(chosen(other))["problems"], "the logo of another profile is not its own"
    assert "un seul" in desk.open(chosen(folder / "logo.svg"))["problems"]
    assert "logo" in desk.document("print").decode(), "what was there before is still there"


def test_a_desk_that_forgets_is_as_on_the_first_day(desk: Desk, library: Library, tmp_path: Path) -> None:
    folder = ROOT / "examples" / "boulangerie"
    desk.look(desk.open(chosen(folder / "profil.yml", folder / "logo.svg"))["entries"], False, "")
    desk.document("print")
    assert answer_of(desk, "forget") == "null"
    assert [path for path in (tmp_path / "visit").rglob("*") if path.is_file()] == []
    fresh = Desk(library, "fr", tmp_path / "another")
    assert desk.look([], False, "") == fresh.look([], False, "")
    assert desk.answers() == fresh.answers() and "Perdriault" not in desk.answers().decode()
    assert "<img" not in desk.document("print").decode()


def test_a_site_is_made_without_the_documents_that_need_typst_and_that_is_known_before(
    desk: Desk, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ROOT / "examples" / "boulangerie"
    assert not desk.look(desk.open(chosen(folder / "profil.yml", folder / "logo.svg"))["entries"], False, "")["drawn"]
    monkeypatch.setattr("charter_builder.studio.desk.find_spec", lambda name: None)
    assert desk.look(entries_of(given_by("boulangerie", library), library), False, "")["drawn"]
    with zipfile.ZipFile(io.BytesIO(desk.document("site"))) as archive:
        assert "index.html" in archive.namelist() and not any(name.startswith("documents/") for name in archive.namelist())


def test_names_are_words_for_the_page(desk: Desk, library: Library) -> None:
    answers = given_by("commune", library) | {"nom": "<img src=x onerror=alert(1)> & 'Fils'"}
    seen = desk.look(entries_of(answers, library), False, "")
    pages = [seen["charter"], desk.poster(), desk.changes(), desk.review(False), desk.article("cadre/objet"), desk.why("cadre/objet")]
    assert not any("<img" in page for page in pages)
    assert "&lt;img" in desk.review(False)


def test_the_documents_are_those_of_the_command_line(desk: Desk, library: Library, tmp_path: Path) -> None:
    profile = ROOT / "examples" / "commune" / "profil.yml"
    found = desk.open(chosen(profile))
    desk.look(found["entries"], False, "")
    app.build(profile, tmp_path / "made", formats=("site", "print", "docx", "odt", "md", "json"), language="fr")
    made = {path.relative_to(tmp_path / "made").as_posix(): path.read_bytes() for path in (tmp_path / "made").rglob("*") if path.is_file()}
    with zipfile.ZipFile(io.BytesIO(desk.document("site"))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == made | {"profil.yml": profile.read_bytes()}
    alone = desk.document("print").decode()
    assert "<link" not in alone and made["imprimer.html"].decode().split("<body")[1] == alone.split("<body")[1]
    assert desk.document("docx") == made["documents/charte.docx"]


def test_a_charter_in_two_languages_is_had_for_the_asking(desk: Desk, library: Library, tmp_path: Path) -> None:
    entries = [entry for entry in entries_of(given_by("association", library), library) if entry[0] not in ("langues", "format")]
    alone = desk.look(entries, False, "diffusion")
    assert "langues" in alone["asked"] and "langues" not in alone["open"], "offered: nobody has to answer"
    desk.look([*entries, ("langues", "fr"), ("langues", "en")], False, "diffusion")
    assert '<a href="#q-langues">' in desk.review(False)
    profile = tmp_path / "profil.yml"
    profile.write_bytes(desk.answers())
    app.build(profile, tmp_path / "made", formats=("site", "print", "docx", "odt", "md", "json"), language="fr")
    made = {path.relative_to(tmp_path / "made").as_posix(): path.read_bytes() for path in (tmp_path / "made").rglob("*") if path.is_file()}
    with zipfile.ZipFile(io.BytesIO(desk.document("site"))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == made | {"profil.yml": profile.read_bytes()}
    assert {"en/index.html", "en/documents/charte.docx", "en/charte.json"} <= set(made)


def test_a_language_that_the_pack_does_not_speak_stays_in_the_file_until_it_is_unticked(desk: Desk) -> None:
    found = desk.open([("profil.yml", base64.b64encode(b"format: 1\nanswers: {langues: [fr, regionale], format: [faq]}\n").decode())])
    assert ("langues", "regionale") in found["entries"]
    desk.look(found["entries"], False, "diffusion")
    assert b"regionale" in desk.answers() and b"faq" in desk.answers()
    assert '<a href="#q-format">' not in desk.review(False), "the form does not ask for it"
    desk.look([("langues", "fr")], False, "diffusion")
    assert b"regionale" not in desk.answers() and b"faq" in desk.answers()


def test_a_drawn_logo_says_what_it_needs_where_typst_is_not_yet(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ROOT / "examples" / "boulangerie"
    desk.look(desk.open(chosen(folder / "profil.yml", folder / "logo.svg"))["entries"], False, "")
    monkeypatch.setitem(sys.modules, "typst", None)
    assert "logo PNG" in json.loads(str(answer_of(desk, "document", "docx")))["refused"]


def test_the_poster_is_one_page_of_ten_rules_at_most(desk: Desk) -> None:
    desk.look(desk.open(chosen(ROOT / "examples" / "association" / "profil.yml"))["entries"], False, "")
    page = desk.document("poster").decode()
    assert 5 <= page.count("<li>") <= 10
    assert [f'class="{colour}"' in page for colour in ("green", "orange", "red")] == [True] * 3
    assert "http" not in page and "<a" not in page
    assert re.findall(r"(?<=[●▲■] )(?:Vert|Orange|Rouge)</strong> (?=[A-ZÉ])", page) == [
        f"{name}</strong> " for name in ("Vert", "Orange", "Rouge")
    ]
