"""Random files, entries and answers, given to every reader: what it promises of any of them, and never an exception.

The three readers of fuzz/readers.py are taken further by `make fuzz`. Sizes are modest here; FUZZ=1000 tries a thousand of each.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from fuzz.mangling import MANY, amended, mangled
from fuzz.readers import READERS
from helpers import write_tree
from hypothesis import given
from hypothesis import strategies as st

from charter_builder import app
from charter_builder.charter import Charter
from charter_builder.compose import compose
from charter_builder.guard import Known, check, digest
from charter_builder.library import Library, Question
from charter_builder.loading import load_library
from charter_builder.manifest import MANIFEST, TOOL, files_of, verify
from charter_builder.messages import LANGUAGES, screen
from charter_builder.problems import CharterError, Place, Problems
from charter_builder.profile import load_profile
from charter_builder.profilefile import written
from charter_builder.reading.model import FILES, read_models
from charter_builder.reading.picture import check_picture
from charter_builder.reading.yamlfile import FORBIDDEN
from charter_builder.selection import clashes, select
from charter_builder.studio.entries import entries_of, read_entries
from charter_builder.typed import day, hidden, number, spaced
from charter_builder.wording import digits
from charter_builder.writers.office.docx import write_docx
from charter_builder.writers.office.odt import write_odt

CORPUS = Path(__file__).parent / "fuzz" / "corpus"
SMALL_PACK = Path(__file__).parent / "errors" / "_pack"
BAKERY = ROOT / "examples" / "boulangerie"
DAY = date(2027, 1, 11)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="a"><path d="M0 0h9"/></g><use href="#a"/></svg>'
WRITERS: dict[str, Callable[..., bytes]] = {"docx": write_docx, "odt": write_odt}


def located(problems: Problems, folder: Path) -> None:
    """Each problem has a file that is there and a line of it; and the screens that say them can be written."""
    for problem in problems:
        place = problem.place
        path = folder / place.file
        assert path.exists() or problem.code in ("E104", "E217", "E307", "E311", "E327"), problem
        assert not place.line or place.line <= path.read_bytes().replace(b"\r", b"\n").count(b"\n") + 1, problem
        assert not place.text or 0 <= place.column <= len(place.text) + 2, problem
    for language in LANGUAGES:
        screen(problems, language).encode()


# ----------------------------------------------------------------------------------------------------------------- texts


@pytest.mark.parametrize("reader", READERS)
@MANY
@given(data=st.data())
def test_a_reader_keeps_its_promises(reader: str, data: st.DataObject) -> None:
    samples = [path.read_bytes() for path in sorted((CORPUS / reader).iterdir())]
    READERS[reader](data.draw(mangled(samples) | st.binary(max_size=200) | st.text(max_size=200).map(str.encode)))


WORDS = st.sampled_from("always effectif famille usages usages.x fact petite-structure entreprise images aucun".split())
OPERATORS = "all any not fact is is_not one_of none_of at_least at_most between includes_any includes_all".split()
NAMES = st.sampled_from((*OPERATORS, "effectif", "famille", "usages")) | st.text(max_size=5)
CONDITIONS = st.recursive(
    WORDS | st.integers(-5, 60) | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


@MANY
@given(condition=CONDITIONS)
def test_a_condition_of_known_words_is_sound_or_its_fault_has_a_place(condition: Any) -> None:
    READERS["conditions"](json.dumps(condition).encode())


# -------------------------------------------------------------------------------------------------------------- profiles


@MANY
@given(data=st.data())
def test_a_profile_makes_a_charter_or_its_faults_have_a_place(data: st.DataObject, library: Library, tmp_path: Path) -> None:
    sound = (BAKERY / "profil.yml").read_text("utf-8")
    shutil.copy(BAKERY / "logo.svg", tmp_path)
    path, problems = tmp_path / "profil.yml", Problems()
    path.write_bytes(data.draw(amended(sound) | mangled([sound.encode()])))
    profile = load_profile(path, library, problems)
    located(problems, tmp_path)
    assert profile or problems.errors
    if profile and not problems.errors:
        selection = select(library, profile, DAY)
        clashes(selection, profile, problems)
        if not problems.errors:
            assert compose(selection, profile, "fr").parts


def inputs_of(question: Question) -> list[str]:
    if question.type == "record":
        return [f"{question.id}.{part.id}" for part in question.fields]
    if question.type == "records":
        return [question.id, *(f"{question.id}.{rank}.{part.id}" for rank in (0, 1) for part in question.fields)]
    return [question.id]


@MANY
@given(data=st.data())
def test_an_answer_that_the_form_takes_is_taken_by_a_file(data: st.DataObject, library: Library, tmp_path: Path) -> None:
    """Whatever the inputs hold: a fault is said under the name of an input, and an answer survives the file it is saved in."""
    questions = list(library.questions.values())
    entries: list[tuple[str, str]] = []
    for question in data.draw(st.lists(st.sampled_from(questions), min_size=1, max_size=6, unique=True)):
        values = [*question.values, *(value for part in question.fields for value in part.values), "none", " 3 500 ", "11/01/2027"]
        typed = st.sampled_from(values) | st.text(max_size=12) | st.text(st.sampled_from("'\"#:{}[]&*!|>%@`\\- \t\n\u00a0é,?~"), max_size=8)
        entries += [(name, data.draw(typed)) for name in inputs_of(question) if data.draw(st.integers(0, 9))]
    entries += data.draw(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=3))
    found = read_entries(entries, library, "fr")
    assert {*found.faults, *found.gaps} <= {name for question in questions for name in inputs_of(question)}
    assert read_entries(entries_of(found.answers, library), library, "fr").answers == found.answers
    path, problems = tmp_path / "profil.yml", Problems()
    path.write_text(written(library, "fr", found.answers), "utf-8")
    profile = load_profile(path, library, problems)
    assert {problem.code for problem in problems.errors} <= {"E203"}  # answers that do not go together
    assert profile and profile.given == found.answers


@MANY
@given(st.text(max_size=30), st.integers(0, 10**9), st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_what_is_typed_is_read_or_not(typed: str, count: int, given: date) -> None:
    assert spaced(spaced(typed)) == spaced(typed)
    assert number(typed, 0, 9) in (None, *range(10))
    assert day(typed) is None or day(typed).isoformat()  # type: ignore[union-attr]
    assert number(digits(count, "fr"), 0, 10**9) == number(digits(count, "en").replace(",", " "), 0, 10**9) == count
    assert day(given.isoformat()) == day(f"{given:%d/%m/%Y}") == given
    assert hidden(f"{typed}a") == bool(FORBIDDEN.search(typed))


# ----------------------------------------------------------------------------------------------------------------- packs


@pytest.mark.parametrize("file", sorted(path.relative_to(SMALL_PACK).as_posix() for path in SMALL_PACK.rglob("*.*")))
@MANY
@given(data=st.data())
def test_a_pack_is_sound_or_its_faults_have_a_place(file: str, data: st.DataObject, tmp_path: Path) -> None:
    pack = tmp_path / "clauses"
    sound = (SMALL_PACK / file).read_text("utf-8")
    shutil.copytree(SMALL_PACK, pack, dirs_exist_ok=True)
    (pack / file).write_bytes(data.draw(amended(sound) | mangled([sound.encode()])))
    try:
        assert load_library(pack).clauses
    except CharterError as error:
        located(error.problems, tmp_path)


# ------------------------------------------------------------------------------------------------ pictures, letterheads


@MANY
@given(content=mangled([SVG, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"]), kind=st.sampled_from(["svg", "png"]))
def test_a_picture_is_sound_or_refused(content: bytes, kind: str) -> None:
    problems = Problems()
    check_picture(content, kind, Place("profil.yml", 3), "logo." + kind, problems)
    assert content != SVG or kind != "svg" or not len(problems)


@cache
def composed() -> Charter:
    return app.examine(BAKERY / "profil.yml").compose("fr")


@cache
def document(kind: str) -> bytes:
    return WRITERS[kind](composed(), DAY)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, bare in parts.items():
            archive.writestr(name, bare)
    return content.getvalue()


#: The parts that a letterhead is made of.
LETTERHEAD = {"docx": ("word/header1.xml", "word/footer1.xml", "word/document.xml"), "odt": ("styles.xml",)}


@pytest.mark.parametrize("kind", WRITERS)
@MANY
@given(data=st.data())
def test_a_model_is_refused_or_makes_a_sound_document(kind: str, data: st.DataObject, tmp_path: Path) -> None:
    """Damaged as a whole, in one part, or in one that makes the letterhead."""
    whole, how = document(kind), data.draw(st.sampled_from(("whole", "part", "letterhead")))
    if how == "whole":
        content = data.draw(mangled([whole]))
    else:
        parts = parts_of(whole)
        name = data.draw(st.sampled_from(sorted(parts) if how == "part" else LETTERHEAD[kind]))
        parts[name] = data.draw(mangled([parts[name]]))
        content = zipped(parts)
    (tmp_path / FILES[kind]).write_bytes(content)
    problems = Problems()
    model = read_models(tmp_path, problems).get(kind)
    assert (model is not None) == (not problems.errors)
    if model:
        known = Known(frozenset(map(digest, model.letterhead.pictures.values())))
        (tmp_path / "documents").mkdir(exist_ok=True)
        (tmp_path / "documents" / f"charte.{kind}").write_bytes(WRITERS[kind](composed(), DAY, None, model))
        check(tmp_path / "documents", known, problems)
        assert not [problem for problem in problems]


# --------------------------------------------------------------------------------------------------------------- manifests

OTHERS = ("index.html", "../index.html", "/etc/hostname", "C:\\a", "a\0b", "a/../../b", "\ud800", ".")
PLAIN = st.text(max_size=12) | st.sampled_from(OTHERS)


@MANY
@given(
    content=mangled([b'{"tool": "charter-builder", "files": {"index.html": "0"}}'])
    | st.dictionaries(PLAIN, PLAIN, max_size=4).map(lambda files: json.dumps({"tool": TOOL, "files": files}).encode())
)
def test_a_manifest_is_compared_with_its_folder_or_is_nobodys(content: bytes, tmp_path: Path) -> None:
    write_tree(tmp_path, {MANIFEST: content, "index.html": "<p>Charte</p>"})
    files = files_of(tmp_path)
    assert files is None or not [name for name in files if Path(name).is_absolute() or ".." in Path(name).parts]
    with pytest.raises(CharterError) as error:
        verify(tmp_path)
    assert {problem.code for problem in error.value.problems} <= {"E531", "E532", "E533", "E534"}
    assert all(screen(error.value.problems, language).encode() for language in LANGUAGES)
