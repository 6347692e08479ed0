"""The few profiles that show a library whole: coherent, read back, each clause in and out; those of tests/covering/ are fresh."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT

from charter_builder import app
from charter_builder.conditions import ALWAYS
from charter_builder.cover import cover, profiles
from charter_builder.library import Library
from charter_builder.profile import Profile
from charter_builder.selection import select

DAY = date(2027, 1, 11)
COVERING = ROOT / "tests" / "covering"


def test_each_clause_is_in_one_profile_and_out_of_another_when_it_can_be(library: Library) -> None:
    kept = []
    for answers in cover(library, DAY):
        selection = select(library, Profile("profil.yml", answers, (), (), (), {}, {}), DAY)
        kept.append({clause.id for clause in selection.articles()})
    trunk = set.intersection(*kept)
    assert set.union(*kept) == set(library.clauses)
    alone = {name for name, clause in library.clauses.items() if clause.applies_when == ALWAYS}
    replaced = {other for clause in library.clauses.values() for other in clause.replaces}
    assert trunk <= alone - replaced
    assert len(kept) <= 12


def test_the_covering_profiles_are_fresh(library: Library) -> None:
    """`make cover` writes them."""
    assert {path.name: path.read_text("utf-8") for path in COVERING.iterdir()} == profiles(library, "fr", DAY)


@pytest.mark.parametrize("profile", sorted(COVERING.iterdir()), ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_covering_profile_makes_a_whole_charter(profile: Path, language: str) -> None:
    charter = app.examine(profile, language=language).compose(language)
    assert all(part.articles for part in charter.parts)
    assert [part.number for part in charter.parts] == list(range(1, len(charter.parts) + 1))
