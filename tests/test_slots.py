"""Blocks made from the answers: registers, grids, boxes, ballots, and what the charter rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from profiles import profile_of

from charter_builder.answers import Answers
from charter_builder.charter import Block, Box, Bullets, Heading, Paragraph, Table, Text
from charter_builder.compose import compose
from charter_builder.library import Library
from charter_builder.selection import select
from charter_builder.slots import has, slot

DAY = date(2027, 1, 11)


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


def test_the_grid_of_a_baker_has_no_town_hall_in_it(library: Library) -> None:
    baker = words(made(library, "usages.grille", secteurs=("commerce_alimentaire",)))
    assert "allergène" in baker and "arrêté" not in baker
    titles = [words(b) for b in made(library, "usages.grille", secteurs=("commerce_alimentaire",)) if isinstance(b, Heading)]
    assert titles[0] == "Toute l’équipe" and len(titles) == 2


def test_the_classes_are_those_of_uses_done_here(library: Library) -> None:
    (none,) = made(library, "usages.classes", usages=("redaction",), contenus_publics="non")
    assert isinstance(none, Paragraph) and "risque minimal" in words(none)
    blocks = made(library, "usages.classes", chatbot_public="information")
    assert "transparence" in words(blocks)


def test_the_survey_offers_every_use_that_the_law_allows(library: Library) -> None:
    (boxes,) = made(library, "usages.cases")
    assert isinstance(boxes, Bullets) and len(boxes.items) >= 10
    assert all(isinstance(item[0], Paragraph) and isinstance(item[0].content[0], Box) for item in boxes.items)
    assert "émotion" not in words(boxes)


def test_the_ballots_are_the_choices_left_open_and_only_coherent_ones(library: Library) -> None:
    blocks = made(library, "choix.bulletins", assumed=("portee_juridique", "sobriete", "revue_mois"))
    headings = [words(block) for block in blocks if isinstance(block, Heading)]
    assert headings == [library.labels["fr"].questions[name]["question"] for name in ("portee_juridique", "sobriete")]
    scope = words(blocks[1])
    labels = library.labels["fr"]
    assert labels.value("portee_juridique", "note_de_service") in scope
    assert labels.value("portee_juridique", "deliberation") not in scope  # a firm takes no council decision
    assert labels.value("portee_juridique", "annexe_ri") not in scope  # and this one has no internal rules
    assert "choix actuel" in scope
    declared = [words(b) for b in made(library, "choix.bulletins") if isinstance(b, Heading)]
    assert labels.questions["prudence"]["question"] in declared


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
