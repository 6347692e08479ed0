"""One test says it all: the same words, in the same order, in every document of a charter, whatever the name of the organisation.

What stands around the words of a document is no word of the charter: contents, numbers of pages and of paragraphs, watermark. On paper the
charter is in two documents: `charte-complete.pdf` holds the articles and the annexes signed with them, `annexes.pdf` what goes beside;
what only the site needs is on the site alone. `charte.pdf` leaves out advice, practice and reasons (`test_pdf.py` holds it to that). A PDF
shows □ for what its letters cannot draw.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import EXAMPLES, ROOT
from helpers import bakery, write_tree
from readback import Words, letters, office, pages, paper, text, tree

from charter_builder import app
from charter_builder.problems import CharterError, Problems

Read = Callable[[Path], Words]

#: The documents that hold everything; each is held against `charte.json`.
WHOLE: dict[str, Read] = {
    "site": pages.read_site,
    "print": pages.read_print_page,
    "md": text.read,
    "docx": office.read_docx,
    "odt": office.read_odt,
}

#: The documents of paper, and the words of each.
PAPERS: dict[str, Callable[[Path], Words]] = {
    "charte-complete": lambda folder: tree.read(folder, papers=("charter",)),
    "annexes": lambda folder: tree.read(folder, papers=("annexes",), articles=False),
}

CHARTERS = [*((example, "fr") for example in EXAMPLES), ("boulangerie", "en")]

#: Names that a format could take for its own signs.
NAMES = {
    "signs": 'L\'Atelier d’« Été » "Bis" & Fils &amp; Cie &copy, $x^2$ et 5 $, @ref <label>',
    "tags": "<script>alert(1)</script> <b>Mairie</b> <!-- --> ]]> {{ x }} {% raw %} !",
    "number sign": "# Mairie #1 #panic(1)",
    "pipe": "| Mairie | a | b |",
    "tex": "\\input{/etc/passwd} \\textbf{x} C:\\",
    "markdown": "1. **Mairie** _de_ `Bourg` [x](javascript:alert(1)) ![i](u) [^1] ~~non~~ ---",
    "list": "- Mairie",
    "alphabets": "بلدية القدس עיריית חיפה Café 🥐 du 👩‍👩‍👧 日本 E\u0301cole a\u030a o\u0308\u0304",
    "300 letters": "Anticonstitutionnellement" * 12,
}

#: Names that no profile may hold, a sign that no document can print or more letters than a cover can, and what is said of them.
REFUSED = {"NUL": ("Mairie\\0 de Bourg", "E108"), "300 letters": (NAMES["300 letters"], "E208")}


def difference(expected: list[str], found: list[str]) -> str:
    """Where two sequences of words part, with what stands around in each; nothing when they are the same."""
    wanted, got = letters(" ".join(expected)), letters(" ".join(found))
    if wanted == got:
        return ""
    at = next((i for i, (a, b) in enumerate(zip(wanted, got, strict=False)) if a != b), min(len(wanted), len(got)))
    return f"…{wanted[max(0, at - 60) : at]} ►\n  expected: {wanted[at : at + 90]}\n  found:    {got[at : at + 90]}"


def same(expected: Words, found: Words) -> str:
    """What differs between two documents; nothing when they say the same."""
    front = letters(found.front)
    lost = [f"lost before the first part: {line}" for line in expected.front.split("\n") if letters(line) not in front]
    notes, others = (Counter(filter(None, map(letters, some))) for some in (expected.notes, found.notes))
    lost += [f"lost note: {note}" for note in list(dict.fromkeys(notes - others))[:3] if not any(note in other for other in others)]
    lost += [f"a note that is not one: {note}" for note in list(others - notes)[:3] if not any(other in note for other in notes)]
    return "\n".join([*lost, difference(expected.body, found.body)]).strip()


@pytest.mark.parametrize("document", WHOLE)
@pytest.mark.parametrize(("example", "language"), CHARTERS)
def test_a_document_says_what_the_charter_says(example: str, language: str, document: str, built) -> None:
    folder = built(example, language)
    assert not (found := same(tree.read(folder), WHOLE[document](folder))), found


@pytest.mark.parametrize("document", PAPERS)
@pytest.mark.parametrize(("example", "language"), CHARTERS)
def test_paper_says_it_too(example: str, language: str, document: str, built) -> None:
    folder = built(example, language)
    assert not (found := same(PAPERS[document](folder), paper.read(folder / "documents" / f"{document}.pdf"))), found


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module", params=NAMES.values(), ids=NAMES.keys())
def named(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The documents of a bakery of some name, past the door that may refuse it; the name; and what no font of the PDF draws."""
    case = app.examine(ROOT / "examples" / "boulangerie" / "profil.yml")
    profile = replace(case.profile, answers={**case.profile.answers, "nom": request.param})
    folder, problems = tmp_path_factory.mktemp("named"), Problems()
    charter = replace(case, profile=profile).compose("fr")
    assert charter.organisation == request.param
    app._write(charter, folder, app.FORMATS, date(2027, 1, 11), problems)
    return folder, request.param, "".join(str(problem.params["found"]) for problem in problems if problem.code == "W509")


def test_a_name_is_only_words(named: tuple[Path, str, str]) -> None:
    folder, name, undrawn = named
    expected = tree.read(folder)
    assert json.loads(folder.joinpath("charte.json").read_text("utf-8"))["organisation"] == name
    for document, read in WHOLE.items():
        assert not (found := same(expected, words := read(folder))), f"{document}: {found}"
        assert one_line(name) in one_line(" ".join(words.body)), f"{document} changes a sign of the name"
    bare = str.maketrans("", "", undrawn.replace(" ", ""))
    for document, read in PAPERS.items():
        expected = read(folder)
        drawn = Words(expected.front.translate(bare), *([run.translate(bare) for run in runs] for runs in (expected.body, expected.notes)))
        assert not (found := same(drawn, paper.read(folder / "documents" / f"{document}.pdf"))), f"{document}: {found}"


def test_a_draft_says_what_is_missing_and_its_watermark_says_nothing_more(tmp_path: Path) -> None:
    profile = (ROOT / "examples" / "usine" / "profil.yml").read_text("utf-8").replace("  effectif:", "  # effectif:")
    app.build(
        write_tree(tmp_path, {"profil.yml": profile}) / "profil.yml", tmp_path / "public", formats=app.FORMATS, language="fr", draft=True
    )
    expected = tree.read(folder := tmp_path / "public")
    for document, read in WHOLE.items():
        assert not (found := same(expected, words := read(folder))), f"{document}: {found}"
        assert "[à compléter : l’effectif]" in one_line(" ".join(words.body)), document
    for document, read in PAPERS.items():
        assert not (found := same(read(folder), paper.read(folder / "documents" / f"{document}.pdf"))), f"{document}: {found}"


@pytest.mark.parametrize(("name", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_name_that_cannot_be_printed_is_refused(name: str, code: str, tmp_path: Path) -> None:
    text = bakery(tmp_path).replace('"Le Fournil Perdriault"', f'"{name}"')
    assert name in text
    with pytest.raises(CharterError) as caught:
        app.examine(write_tree(tmp_path, {"profil.yml": text}) / "profil.yml")
    assert [problem.code for problem in caught.value.problems] == [code]
