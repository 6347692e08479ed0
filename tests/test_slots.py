"""Blocks made from the answers: registers, grids, boxes, ballots, and what the charter rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from profiles import profile_of

from charter_builder.answers import Answers
from charter_builder.charter import Block, Box, Bullets, Heading, Paragraph, Table, Text
from charter_builder.compose import compose
from charter_builder.conditions import parse
from charter_builder.library import Library, Rule, domains
from charter_builder.selection import select
from charter_builder.slots import has, slot
from charter_builder.slots.daily import DATA

DAY = date(2027, 1, 11)


def tool(data: str) -> dict[str, str]:
    return {"nom": "Assistant", "offre": "pro_contrat", "services": "bureau", "donnees_max": data}


def made(library: Library, name: str, *, assumed: tuple[str, ...] = (), **answers: Any) -> tuple[Block, ...]:
    profile = replace(profile_of(library, **answers), assumed=assumed)
    selection = select(library, profile, DAY)
    charter = compose(selection, profile, "fr")
    articles = [article for part in charter.parts for article in part.articles]
    return slot(name, Answers(selection, profile, "fr"), articles, [])


def words(value: object) -> str:
    if isinstance(value, Text):
        return value.value.replace("\N{NO-BREAK SPACE}", " ")
    if isinstance(value, tuple):
        return "".join(map(words, value))
    return "".join(words(getattr(value, name)) for name in ("content", "items", "head", "rows") if hasattr(value, name))


def test_each_tool_is_looked_at_again_within_a_year(library: Library) -> None:
    (table,) = made(library, "outils.registre", revue_mois=24)
    assert isinstance(table, Table)
    assert words(table.head[-1]) == "À revoir avant le"
    assert words(table.rows[0][-1]) == "11 janvier 2028"
    (sooner,) = made(library, "outils.registre", revue_mois=6)
    assert isinstance(sooner, Table) and words(sooner.rows[0][-1]) == "11 juillet 2027"
    assert made(library, "outils.registre", outils=()) == ()


@pytest.mark.parametrize(("opened", "lights"), [
    ("publiques", ["green", "red", "red", "red"]),
    ("internes", ["green", "orange", "red", "red"]),
    ("personnelles", ["green", "orange", "orange", "red"]),
])  # fmt: skip
def test_what_is_internal_is_orange_like_what_is_personal(library: Library, opened: str, lights: list[str]) -> None:
    (table,) = made(library, "outils.donnees", outils=(tool(opened),))
    assert isinstance(table, Table)
    assert [cell.light for cell in table.rows[0][1:]] == lights


@pytest.mark.parametrize(("tools", "most"), [
    ((), "publiques"),
    ((tool("publiques"),), "publiques"),
    ((tool("publiques"), tool("internes")), "internes"),
    ((tool("sensibles"),), "sensibles"),
])  # fmt: skip
def test_the_grid_opens_nothing_that_the_register_keeps_shut(library: Library, tools: tuple[dict[str, str], ...], most: str) -> None:
    labels = library.labels["fr"]
    answers = {"usages": ("redaction", "traduction", "compte_rendu"), "secteurs": ("social_medicosocial",), "donnees_sensibles": ("sante",)}
    shown = {
        words(row[2]) for block in made(library, "usages.grille", outils=tools, **answers) if isinstance(block, Table) for row in block.rows
    }
    allowed = {labels.value("outils.donnees_max", kind) for kind in DATA[: DATA.index(most) + 1]}
    assert shown <= allowed | {"aucune"}
    assert labels.value("outils.donnees_max", most) in shown


def test_the_grid_of_a_baker_has_no_town_hall_in_it(library: Library) -> None:
    baker = words(made(library, "usages.grille", secteurs=("commerce_alimentaire",)))
    assert "allergène" in baker and "arrêté" not in baker
    titles = [words(b) for b in made(library, "usages.grille", secteurs=("commerce_alimentaire",)) if isinstance(b, Heading)]
    assert titles[0] == "Toute l’équipe" and len(titles) == 2


def test_the_classes_are_those_of_uses_done_here(library: Library) -> None:
    (none,) = made(library, "usages.classes", usages=("redaction",), contenus_publics="non")
    assert isinstance(none, Paragraph) and "risque minimal" in words(none) and "peut passer pour vraie" in words(none)
    blocks = made(library, "usages.classes", chatbot_public="information")
    assert "transparence" in words(blocks)


def test_a_reviewed_text_escapes_the_notice_and_a_deepfake_does_not(library: Library) -> None:
    (table,) = made(
        library,
        "usages.classes",
        secteurs=("administration_locale",),
        usages=("redaction", "images"),
        outils=(tool("personnelles"),),
    )
    assert isinstance(table, Table)
    classes = {words(row[0]): words(row[1]) for row in table.rows}
    assert "sauf texte relu" in next(said for use, said in classes.items() if "bulletin" in use)
    assert "sauf" not in next(said for use, said in classes.items() if "image ou la voix" in use)
    for use in library.uses:
        text_of_public_interest = any(cited.source == "eu-ai-act-art-50-4-text" for cited in use.citations)
        assert (use.ai_class == "transparency_text") == text_of_public_interest, use.id


def test_the_survey_offers_the_uses_of_the_grid_that_are_not_red(library: Library) -> None:
    answers: dict[str, Any] = {"usages": ("redaction", "traduction", "images", "code", "planification")}
    (boxes,) = made(library, "usages.cases", **answers)
    assert isinstance(boxes, Bullets) and len(boxes.items) >= 6
    assert all(isinstance(item[0], Paragraph) and isinstance(item[0].content[0], Box) for item in boxes.items)
    lights = {words(row[0]): row[1].light for block in made(library, "usages.grille", **answers) for row in getattr(block, "rows", ())}
    ticked = [words(item).strip() for item in boxes.items]
    assert ticked == [use for use, light in lights.items() if light != "red"]


def test_the_ballots_are_choices_and_never_facts(library: Library) -> None:
    labels = library.labels["fr"]

    def headings(**made_with: Any) -> list[str]:
        return [words(block) for block in made(library, "choix.bulletins", **made_with) if isinstance(block, Heading)]

    # a mission of public service or a scope in law is no matter of opinion
    assert headings(assumed=("mission_service_public", "portee_juridique", "sobriete", "revue_mois")) == [
        labels.questions["sobriete"]["question"]
    ]
    declared = [labels.questions[name]["question"] for name in ("prudence", "souverainete", "mention_ia", "sobriete")]
    assert headings() == headings(assumed=("mission_service_public",)) == declared
    (_, boxes) = made(library, "choix.bulletins", assumed=("sobriete",))
    assert "choix actuel" in words(boxes) and labels.value("sobriete", "mesure") in words(boxes)


def test_a_ballot_offers_no_answer_that_contradicts_another(library: Library) -> None:
    condition, faults = parse({"sobriete": "mesure", "effectif": {"less_than": 11}}, domains(library.questions), ())
    assert not faults
    refused = replace(library, rules=(*library.rules, Rule("mesure-seule", "error", condition, ("sobriete",), "", {})))
    label = library.labels["fr"].value("sobriete", "mesure")
    assert label not in words(made(refused, "choix.bulletins", assumed=("sobriete",)))
    assert label in words(made(refused, "choix.bulletins", assumed=("sobriete",), effectif=60, instance="cse_50_plus"))


def test_what_the_law_derives_is_said_with_its_text_and_its_day(library: Library) -> None:
    said = words(made(library, "faits.liste", effectif=60, instance="cse_50_plus", annexe_iii=("emploi",)))
    assert "le CSE doit être consulté" in said and "art. L2312-8" in said
    assert "2 décembre 2027" in said
    assert "moins de 11" not in said and "50 personnes ou plus" not in said  # sizes are no law


def test_an_annex_without_content_is_left_out(library: Library) -> None:
    profile = profile_of(library, outils=())
    answers = Answers(select(library, profile, DAY), profile, "fr")
    assert not has("outils.registre", answers) and not has("hypotheses.liste", answers) and not has("changements.liste", answers)
    assert has("motifs.liste", answers) and has("usages.grille", answers)
