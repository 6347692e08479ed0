"""Blocks made from the answers: registers, grids, boxes, ballots, and what the charter rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import profile_of

from charter_builder.answers import Answers
from charter_builder.charter import Block, Box, Bullets, Heading, Lookup, Paragraph, Reference, Table, Text, Timeline
from charter_builder.compose import compose
from charter_builder.conditions import parse
from charter_builder.library import Library, Rule, domains
from charter_builder.selection import select
from charter_builder.slots import has, slot
from charter_builder.slots.data import DATA
from charter_builder.writers.html import HtmlWriter

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
    return "".join(words(getattr(value, name)) for name in ("content", "items", "head", "rows", "table") if hasattr(value, name))


def lookup(library: Library, **answers: Any) -> Lookup:
    (block,) = made(library, "usages.grille", **answers)
    assert isinstance(block, Lookup)
    return block


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
    shown = {words(row[2]) for group in lookup(library, outils=tools, **answers).groups for row in group.table.rows}
    allowed = {labels.value("outils.donnees_max", kind) for kind in DATA[: DATA.index(most) + 1]}
    assert shown <= allowed | {"aucune"}
    assert labels.value("outils.donnees_max", most) in shown


def test_the_grid_of_a_baker_has_no_town_hall_in_it(library: Library) -> None:
    groups = lookup(library, secteurs=("commerce_alimentaire",)).groups
    baker = words(tuple(group.table for group in groups))
    assert "allergène" in baker and "arrêté" not in baker
    assert groups[0].title == "Toute l’équipe" and len(groups) == 2


DARKER = ("green", "orange", "red")
TRADES = ("administration_locale", "social_medicosocial", "commerce_alimentaire", "enfance_education")


@given(
    opened=st.lists(st.sampled_from(DATA), max_size=3),
    usages=st.sets(st.sampled_from(["redaction", "traduction", "compte_rendu", "images", "code", "planification"]), min_size=1),
    trades=st.sets(st.sampled_from(TRADES), min_size=1, max_size=3),
)
@settings(max_examples=25, deadline=None)
def test_an_answer_is_never_lighter_than_the_grid(library: Library, opened: list[str], usages: set[str], trades: set[str]) -> None:
    found = lookup(library, outils=tuple(map(tool, opened)), usages=tuple(sorted(usages)), secteurs=tuple(sorted(trades)))
    shown = ["aucune", *(library.labels["fr"].value("outils.donnees_max", kind) for kind in DATA)]
    for group in found.groups:
        assert len(group.rows) == len(group.table.rows)
        for row, cells in zip(group.rows, group.table.rows, strict=True):
            most = shown.index(words(cells[2]))
            assert len(row.answers) == len(found.kinds) == len(shown)
            for kind, answer in enumerate(row.answers):
                assert DARKER.index(answer.light) >= DARKER.index(cells[1].light)
                assert answer.light == "red" or (kind <= most and cells[1].light != "red")
                assert answer.light != "green" or kind < shown.index("données internes")
                assert answer.said


def test_an_answer_says_what_to_do_and_which_articles_rule_it(library: Library) -> None:
    profile = profile_of(library, usages=("redaction", "traduction"), outils=(tool("internes"),))
    charter = compose(select(library, profile, DAY), profile, "fr")
    numbers = {article.id: article.number for part in charter.parts for article in part.articles}
    (block,) = (b for annex in charter.annexes if annex.id == "puis-je" for b in annex.content if isinstance(b, Lookup))
    rows = {row.id: row for group in block.groups for row in group.rows}
    letter = dict(zip((kind for kind, _ in block.kinds), rows["ecrire-un-courrier"].answers, strict=True))
    assert (letter["aucune"].light, letter["publiques"].light, letter["personnelles"].light) == ("green", "green", "red")
    assert "au plus : données publiques" in letter["personnelles"].said.replace("\N{NO-BREAK SPACE}", " ")
    assert [answer.light for answer in rows["chercher-des-idees"].answers] == ["green", "green", "red", "red", "red"]
    assert [answer.light for answer in rows["traduire-un-texte-qui-engage"].answers] == ["orange"] * 3 + ["red"] * 2
    for row in rows.values():
        assert [words(article) for article in row.articles] == [numbers[article.target] for article in row.articles]
    assert "usages/usages-permis" in [article.target for article in rows["ecrire-un-courrier"].articles]


def test_who_answers_for_each_article_is_said_once(library: Library) -> None:
    profile = profile_of(library)
    charter = compose(select(library, profile, DAY), profile, "fr")
    (annex,) = (annex for annex in charter.annexes if annex.id == "responsabilites")
    table = next(block for block in annex.content if isinstance(block, Table))
    listed = [inline.target for row in table.rows for inline in row[1].content if isinstance(inline, Reference)]
    assert sorted(listed) == sorted(article.id for part in charter.parts for article in part.articles)
    assert "Camille Lorin, gérance" in words(table.rows[0][0])
    public = profile_of(library, publication="public")
    (annex,) = (a for a in compose(select(library, public, DAY), public, "fr").annexes if a.id == "responsabilites")
    assert "Camille" not in words(annex.content) and "gérance" in words(annex.content)


def test_the_timeline_marks_the_day_of_the_edition_and_the_articles(library: Library) -> None:
    profile = profile_of(library)
    charter = compose(select(library, profile, DAY), profile, "fr")
    (timeline,) = (b for annex in charter.annexes for b in annex.content if isinstance(b, Timeline))
    days = [entry.day for entry in timeline.entries]
    assert timeline.here == DAY and days == sorted(set(days)) and days[0] < DAY < days[-1]
    literacy = timeline.entries[0]
    cited = {a.id for p in charter.parts for a in p.articles if any(c.source == "eu-ai-act-art-4" for c in a.citations)}
    assert cited <= {reference.target for reference in literacy.articles}
    html = HtmlWriter("fr", lambda target: f"#{target}").block(timeline)
    past, here, future = html.partition("frieze__here-line")
    assert past.count("<circle") == sum(day <= DAY for day in days) and here and future.count("<circle") == sum(day > DAY for day in days)
    assert "style=" not in html and all(f'datetime="{day}"' in html for day in days)


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
    lights = {words(row[0]): row[1].light for group in lookup(library, **answers).groups for row in group.table.rows}
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
