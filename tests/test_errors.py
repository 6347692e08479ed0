"""Every error screen, word for word: errors/<case>/ holds what a person wrote, expected.fr.txt and expected.en.txt what they read.

A case with a profile alone is checked against the real library. A case with `clauses/` lays these files over the small pack of
errors/_pack. A case with `public` is about the folder to publish into; one with
`nouveau`, about the folder that `charter new` is to create.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from charter_builder import app
from charter_builder.loading import load_library
from charter_builder.messages import LANGUAGES, screen
from charter_builder.problems import CharterError, Problems
from charter_builder.profile import load_profile
from charter_builder.publish import refuse_foreign
from charter_builder.selection import clashes, select

ERRORS = Path(__file__).parent / "errors"
CASES = sorted(folder.name for folder in ERRORS.iterdir() if not folder.name.startswith("_"))
PROFILE, PACK, PUBLIC, NEW = Path("profil.yml"), Path("clauses"), Path("public"), Path("nouveau")

#: The law asked for on the command line, with --on.
ON = {"law-before-adoption": date(2026, 9, 1)}
#: Profiles kept here in UTF-8, and saved otherwise by their authors.
ENCODINGS = {"saved-in-latin-1": "latin-1"}


@pytest.mark.parametrize("case", CASES)
def test_each_mistake_gets_its_screen(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[Path, str], None]
) -> None:
    lay_out(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    for language in LANGUAGES:
        problems = problems_of(case, language)
        golden(ERRORS / case / f"expected.{language}.txt", screen(problems, language, outcome="to_mend" if problems.errors else "fine"))


def test_the_small_pack_is_sound() -> None:
    assert list(load_library(ERRORS / "_pack").clauses) == ["usages/relecture", "usages/images", "donnees/noms"]


def lay_out(case: str, folder: Path) -> None:
    """The files of a case, as their author saved them: `<U+202E>` stands for the character that nobody sees."""
    if (ERRORS / case / PACK).is_dir() or case in MADE:
        shutil.copytree(ERRORS / "_pack", folder / PACK)
    shutil.copytree(ERRORS / case, folder, dirs_exist_ok=True)
    if case in MADE:
        MADE[case](folder / PACK)
    if (folder / PROFILE).is_file():
        text = re.sub(r"<U\+([0-9A-F]{4})>", lambda found: chr(int(found[1], 16)), (folder / PROFILE).read_text("utf-8"))
        (folder / PROFILE).write_bytes(text.encode(ENCODINGS.get(case, "utf-8")))


def link_out(pack: Path) -> None:
    (pack / "usages" / "images" / "fr.md").unlink()
    (pack / "usages" / "images" / "fr.md").symlink_to(ERRORS / "html-in-a-text" / PACK / "usages" / "images" / "fr.md")


def more_clauses(pack: Path) -> None:
    for rank in range(1000):
        (pack / "usages" / f"regle-{rank}").mkdir()


#: Packs that cannot be kept as files.
MADE = {"link-out-of-the-pack": link_out, "too-many-clauses": more_clauses}


def problems_of(case: str, language: str) -> Problems:
    try:
        if PUBLIC.exists():
            refuse_foreign(PUBLIC)
        if NEW.exists():
            app.new(NEW, language=language)
        if not PACK.exists():
            return app.examine(PROFILE, language=language, on=ON.get(case)).problems
        return examined_with_pack()
    except CharterError as error:
        return error.problems


def examined_with_pack() -> Problems:
    library, problems = load_library(PACK), Problems()
    if profile := load_profile(PROFILE, library, problems):
        clashes(select(library, profile, date(2027, 1, 11)), profile, problems)
    return problems
