"""Profiles written and amended: what is read back is what was answered, and what a person wrote beside stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import EXAMPLES, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import profile_of, random_profile

from charter_builder.library import Library
from charter_builder.problems import Problems
from charter_builder.profile import load_profile
from charter_builder.profilefile import amended, written

NBSP = "\N{NARROW NO-BREAK SPACE}"
EFFECTIF = "  # ---- L’organisation\n  # Combien de salariés ou d’agents travaillent dans l’organisation ?\n  effectif: 3\n"
STEADY = settings(derandomize=True, deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))


def drawn(library: Library, draw) -> dict[str, Any]:
    """Any answers that the reader takes as they are: a small structure gets a poster anyway."""
    return dict(random_profile(library, draw).answers) | {"format": ("affiche_1p",)}


def read_back(text: str, tmp_path, library: Library) -> dict[str, Any]:
    path = tmp_path / "profil.yml"
    path.write_text(text, "utf-8")
    problems = Problems()
    profile = load_profile(path, library, problems)
    problems.stop_if_errors()
    assert profile is not None
    return dict(profile.answers)


@pytest.mark.parametrize("language", ["fr", "en"])
@STEADY
@given(st.data())
def test_a_profile_written_reads_back(library: Library, tmp_path_factory, language: str, data) -> None:
    answers = drawn(library, data.draw)
    assert read_back(written(library, language, answers, "Un profil."), tmp_path_factory.mktemp("p"), library) == answers


def test_a_profile_is_written_as_people_read_it(library: Library) -> None:
    answers = {name: profile_of(library).answers[name] for name in ("nom", "effectif", "publics_fragiles", "outils", "adoption")}
    answers["nom"] = "Les « Amis »"
    assert (
        written(library, "fr", answers, "Le profil.").replace(NBSP, " ")
        == """# Le profil.
format: 1
answers:
  # ---- L’organisation
  # Quel est le nom de l’organisation ?
  nom: "Les « Amis »"
  # Combien de salariés ou d’agents travaillent dans l’organisation ?
  effectif: 8
  # ---- Les données
  # Des mineurs ou des personnes vulnérables font-ils partie du public ou de l’équipe ?
  publics_fragiles:
    mineurs: non
    vulnerables: non
  # ---- Les outils
  # Quels outils d’IA l’organisation utilise-t-elle ou autorise-t-elle ?
  outils:
    - {nom: "Assistant", offre: pro_contrat, services: "bureau", donnees_max: internes}

# Qui adopte la charte, et quand ?
adoption:
  organe: dirigeant
  date: 2027-01-11
  edition: "1.0"
"""
    )


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_amended_by_its_own_answers_does_not_move(example: str, library: Library) -> None:
    path = ROOT / "examples" / example / "profil.yml"
    problems = Problems()
    profile = load_profile(path, library, problems)
    assert profile is not None
    given_ = {name: value for name, value in profile.answers.items() if name in profile.places}
    assert amended(path.read_text("utf-8"), library, "fr", given_) == path.read_text("utf-8")


@STEADY
@given(st.data())
def test_a_profile_amended_reads_back_and_keeps_its_comments(library: Library, tmp_path_factory, data) -> None:
    """From any profile with any comments of a person in it, to any other."""
    before, after = (drawn(library, data.draw) for _ in range(2))
    dropped = data.draw(st.sets(st.sampled_from(sorted(before)), max_size=30))
    lines = written(library, "fr", {name: value for name, value in before.items() if name not in dropped}).split("\n")
    for number in sorted(data.draw(st.sets(st.integers(0, len(lines) - 1), max_size=6)), reverse=True):
        lines.insert(number, f"  # à moi {number}")
    commented = [n for n, line in enumerate(lines) if line.startswith("  ") and line.endswith(("a", "e", "n", "]")) and "#" not in line]
    for number in commented[:3]:
        lines[number] += "   # à côté"
    text = amended("\n".join(lines), library, "fr", after)
    assert read_back(text, tmp_path_factory.mktemp("p"), library) == after
    for line in lines:
        if "# à moi" in line or line.startswith("  # "):
            assert line in text.split("\n")
    assert amended(text, library, "fr", after) == text


BAKERY = """# à nous
format: 1
answers:
  # on est huit
  nom:   "Le Fournil"   # le nom d'usage
  effectif: 8  # sans l'apprenti

  prudence: equilibre

# nos choix
changes:
  leave_out:
    vie/revue: "Déjà dans le calendrier."
"""


def test_a_new_answer_goes_to_its_place_and_a_changed_one_keeps_what_stands_beside(library: Library) -> None:
    tools = ({"nom": 'Un "outil"', "offre": "pro_contrat", "services": "tout : a # b", "donnees_max": "internes"},)
    text = amended(
        BAKERY,
        library,
        "en",
        {
            "nom": "Le Fournil",
            "famille": "entreprise",
            "effectif": 12,
            "outils": tools,
            "adoption": {"organe": "dirigeant", "date": date(2027, 1, 11), "edition": "1.0"},
        },
    )
    assert (
        text
        == """# à nous
format: 1
answers:
  # on est huit
  nom:   "Le Fournil"   # le nom d'usage
  # Which family does the organisation belong to?
  famille: entreprise
  effectif: 12  # sans l'apprenti
  # ---- The tools
  # Which AI tools does the organisation use or allow?
  outils:
    - {nom: "Un \\"outil\\"", offre: pro_contrat, services: "tout : a # b", donnees_max: internes}

  prudence: equilibre

# nos choix
changes:
  leave_out:
    vie/revue: "Déjà dans le calendrier."

# Who adopts the charter, and when?
adoption:
  organe: dirigeant
  date: 2027-01-11
  edition: "1.0"
"""
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("format: 1\nanswers: {}\n", f"format: 1\nanswers:\n{EFFECTIF}"),
        ("format: 1\nanswers:\n", f"format: 1\nanswers:\n{EFFECTIF}"),
        ("format: 1\nanswers:\n  # Combien ?\n  # effectif: …\n", "format: 1\nanswers:\n  # Combien ?\n  effectif: 3\n"),
        ('format: 1\nanswers:\n  effectif:\n  nom: "Nous"\n', 'format: 1\nanswers:\n  effectif: 3\n  nom: "Nous"\n'),
        ('format: 1\nanswers: {nom: "Nous", effectif: 2}\n', f"format: 1\nanswers:\n{EFFECTIF}"),
    ],
)  # fmt: skip
def test_forms_of_an_empty_profile(library: Library, before: str, after: str) -> None:
    assert amended(before, library, "fr", {"effectif": 3}).replace(NBSP, " ") == after


def test_what_is_no_profile_is_not_amended(library: Library) -> None:
    for text in ("- a\n", "format: 1\n", "answers: [a]\n", 'a: "\n'):
        with pytest.raises(ValueError, match="profile"):
            amended(text, library, "fr", {"effectif": 3})
