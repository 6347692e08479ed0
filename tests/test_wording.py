"""Conditions in words: read aloud in tests/golden/conditions.*.txt, and a few that our pack does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT

from charter_builder import conditions
from charter_builder.charter import Block, Bullets, Paragraph, Text
from charter_builder.conditions import ALWAYS, NEVER, All, Any_, Condition, FactTest, Not, evaluate, parse
from charter_builder.library import Library, domains
from charter_builder.messages.reference import say
from charter_builder.reference.view import View, condition_of
from charter_builder.wording import plain, said


def spoken(blocks: tuple[Block, ...], indent: str = "") -> Iterator[str]:
    """Blocks as lines of text, lists with dashes."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield indent + words(block.content)
        else:
            assert isinstance(block, Bullets)
            for first, *others in block.items:
                assert isinstance(first, Paragraph)
                yield f"{indent}- {words(first.content)}"
                yield from spoken(tuple(others), indent + "  ")


def words(content: Any) -> str:
    return "".join(inline.value if isinstance(inline, Text) else words(inline.content) for inline in content)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_condition_of_the_pack_reads_well(language: str, library: Library, golden) -> None:
    """A person reads these files: they are the words of every clause, annex, use, fact, question and passage."""
    view = View(library, language, (), {})
    lines: list[str] = []
    for entry in view.entries:
        lines += ["", entry.id, *spoken(view.applies(condition_of(entry)), "  ")]
    for question in library.questions.values():
        if question.asked_when:
            lines += ["", question.id, *spoken(view.applies(question.asked_when, "asked"), "  ")]
    lines += ["", "::: when"]
    passages = dict.fromkeys(condition for conditions in view.passages.values() for condition in conditions)
    for condition in passages:
        lines += spoken(said(condition, library, language), "  ")
    golden(ROOT / "tests" / "golden" / f"conditions.{language}.txt", "\n".join(lines).lstrip() + "\n")


PUBLIC = "les documents du service public sont des documents administratifs, communicables au public"


@pytest.mark.parametrize(
    ("written", "french"),
    [
        ({"effectif": {"is": 12}}, "l’effectif est exactement de 12 personnes"),
        ({"not": {"effectif": {"is": 12}}}, "l’effectif est autre que 12 personnes"),
        ({"not": {"effectif": {"at_most": 12}}}, "l’effectif est de plus de 12 personnes"),
        ({"not": {"effectif": {"between": [5, 9]}}}, "l’effectif est hors de l’intervalle de 5 à 9 personnes"),
        ({"benevoles": {"at_least": 1}}, "le nombre de bénévoles est d’au moins 1"),
        (
            {"not": {"usages": {"includes_all": ["images", "code"]}}},
            "« images » et « code informatique » ne figurent pas ensemble parmi les usages de l’IA",
        ),
        (
            {"usages": {"includes_none": ["images", "code"]}},
            "ni « images » ni « code informatique » ne figurent parmi les usages de l’IA",
        ),
        (
            {"prudence": {"none_of": ["ouvert", "equilibre"]}},
            "la réponse n’est ni « ouvert » ni « équilibré » pour le niveau de prudence",
        ),
        ({"donnees_sensibles": "aucune"}, "la réponse est « aucune » pour les données sensibles ou délicates"),
        (
            {"not": {"any": [{"prudence": "ouvert"}, {"effectif": {"at_least": 11}}]}},
            "la réponse est autre que « ouvert » pour le niveau de prudence et si l’effectif est de moins de 11 personnes",
        ),
        ({"not": {"fact": "petite-structure"}}, "l’effectif est d’au moins 11 personnes"),
        ({"not": {"fact": "haut-risque"}}, "la réponse est « aucun » pour les domaines à haut risque"),
        ({"not": {"fact": "administration"}}, f"on n’est pas dans le cas où {PUBLIC}"),
    ],
)
def test_a_condition_is_said_without_a_negation_to_undo(written: Any, french: str, library: Library) -> None:
    condition, faults = parse(written, domains(library.questions), library.facts)
    assert not faults
    assert " ".join(" ".join(spoken(said(condition, library, "fr"))).split()) == f"Si {french}."


def test_what_is_always_or_never_so() -> None:
    assert plain(Not(All(()))) == NEVER
    assert plain(Any_((ALWAYS, FactTest("x")))) == ALWAYS
    assert plain(All((ALWAYS, FactTest("x")))) == FactTest("x")
    assert plain(Any_((NEVER,))) == NEVER
    assert plain(Not(Not(FactTest("x")))) == FactTest("x")
    assert plain(Not(Any_((FactTest("x"), FactTest("y"))))) == All((Not(FactTest("x")), Not(FactTest("y"))))


def test_the_plain_form_means_the_same(library: Library) -> None:
    """On every number and choice near the constants of each condition of the pack."""
    for entry in View(library, "fr", (), {}).entries:
        condition = condition_of(entry)
        for answers in (
            {},
            {"effectif": 0},
            {"effectif": 11, "famille": "association"},
            {"effectif": 50, "usages": ("images",), "prudence": "ouvert"},
        ):
            assert decided(library, plain(condition), answers) == decided(library, condition, answers), entry.id
            assert decided(library, plain(Not(condition)), answers) == decided(library, Not(condition), answers), entry.id


def decided(library: Library, condition: Condition, answers: dict[str, Any]) -> bool | None:
    """The outcome of a condition, with the two comparisons that only its plain form has."""

    def real(condition: Condition) -> Condition:
        match condition:
            case conditions.Test(question, "outside" | "lacks" as operator, argument):
                return Not(conditions.Test(question, "between" if operator == "outside" else "includes_all", argument))
            case Not(item):
                return Not(real(item))
            case All(items) | Any_(items):
                return type(condition)(tuple(map(real, items)))
        return condition

    def fact(name: str) -> conditions.Evaluation:
        return evaluate(library.facts[name].when, answers, fact)

    return evaluate(real(condition), answers, fact).outcome


def test_openings_are_said_in_both_languages() -> None:
    assert say("applies", "fr") == "S’applique" and say("applies", "en") == "Applies"
