"""Legal facts: each one against a plain statement of the law, at its threshold and at its date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import profile_of, random_profile

from charter_builder.library import Library
from charter_builder.selection import Finding, select

STEADY = settings(derandomize=True, deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
Answers = Mapping[str, Any]

PRIVATE = ("entreprise", "association")


def public(a: Answers) -> bool:
    return bool(a["famille"] == "collectivite")


def administration(a: Answers) -> bool:
    return public(a) or (a["famille"] == "association" and a["mission_service_public"] == "oui")


def alert_procedure(a: Answers) -> bool:
    """Loi 2016-1691, art. 8: from 50 people; not in communes under 10,000 inhabitants, nor their groupings."""
    small = a["forme_juridique"] in ("commune", "cc_ca", "syndicat") and a["population"] < 10_000
    return a["effectif"] >= 50 and not small


#: Each fact as a lawyer would say it, written without looking at facts.yml.
LAW: dict[str, Callable[[Answers], bool]] = {
    "cse-existe": lambda a: a["famille"] in PRIVATE and a["effectif"] >= 11,
    "cse-a-consulter": lambda a: a["famille"] in PRIVATE and a["effectif"] >= 50,
    "reglement-interieur-obligatoire": lambda a: a["famille"] in PRIVATE and a["effectif"] >= 50,
    "charte-ajoutee-au-reglement": lambda a: (
        a["famille"] in PRIVATE
        and a["effectif"] >= 1
        and a["reglement_interieur"] != "non"
        and a["portee_juridique"] in ("note_de_service", "annexe_ri")
    ),
    "cst-propre": lambda a: public(a) and a["effectif"] >= 50,
    "cst-centre-de-gestion": lambda a: public(a) and 1 <= a["effectif"] < 50,
    "formation-specialisee": lambda a: public(a) and a["effectif"] >= 200,
    "lanceurs-alerte": alert_procedure,
    "employeur-prive": lambda a: a["famille"] in PRIVATE and a["effectif"] >= 1,
    "employeur-public": lambda a: public(a) and a["effectif"] >= 1,
    "association-employeur": lambda a: a["famille"] == "association" and a["effectif"] >= 1,
    "benevoles-hors-discipline": lambda a: "benevoles" in a["publics_soumis"],
    "dpo-obligatoire": public,
    "mission-de-service-public": lambda a: a["famille"] == "association" and a["mission_service_public"] == "oui",
    "administration": administration,
    "declaration-accessibilite": public,
    "mention-algorithmique": lambda a: administration(a) and a["decisions_individuelles"] != "aucune",
    "publication-algorithmes": lambda a: administration(a) and a["decisions_individuelles"] != "aucune" and a["effectif"] >= 50,
    "donnees-ouvertes": lambda a: public(a) and a["effectif"] >= 50 and a["population"] >= 3_500,
    "nouvelles-interdictions": lambda a: True,
    "contenus-a-signaler": lambda a: a["contenus_publics"] != "non" or bool({"images", "audio_video"} & set(a["usages"])),
    "fournisseur-possible": lambda a: a["chatbot_public"] != "non" or a["role_reglement_ia"] == "deployeur_et_fournisseur",
    "haut-risque": lambda a: "aucun" not in a["annexe_iii"],
    "petite-structure": lambda a: a["effectif"] < 11,
    "structure-de-50": lambda a: a["effectif"] >= 50,
    "territoire-de-3500": lambda a: public(a) and a["population"] >= 3_500,
}
#: Sizes that the pack speaks of, which no law makes.
SIZES = {"petite-structure", "structure-de-50", "territoire-de-3500"}


def finding(library: Library, name: str, on: date = date(2027, 1, 11), **answers: Any) -> Finding:
    return select(library, profile_of(library, **answers), on).finding(name)


def test_every_fact_is_stated_here_and_rests_on_a_text(library: Library) -> None:
    assert set(LAW) == set(library.facts)
    assert {fact.id for fact in library.facts.values() if not fact.citations} == SIZES
    for fact in library.facts.values():
        texts = [library.sources[cited.source] for cited in fact.citations]
        assert not texts or any(text.binding and text.verified != "unverified" for text in texts), fact.id


@STEADY
@given(st.data())
def test_a_fact_holds_when_the_law_says_so(library: Library, data) -> None:
    profile = random_profile(library, data.draw)
    selection = select(library, profile, date(2027, 1, 11))
    answers = {**profile.answers, **({} if profile.answers["famille"] == "association" else {"mission_service_public": "non"})}
    said = {name: selection.finding(name).outcome for name in LAW}
    assert said == {name: holds(answers) for name, holds in LAW.items()}


FIRM, ASSOCIATION = {"famille": "entreprise"}, {"famille": "association", "forme_juridique": "association_loi_1901"}
COMMUNE = {"famille": "collectivite", "forme_juridique": "commune", "dpo": "mutualise"}
DECIDES = {"decisions_individuelles": "aide_instruction"}


@pytest.mark.parametrize(
    ("fact", "answers", "question", "first"),
    [
        ("cse-existe", FIRM, "effectif", 11),
        ("cse-existe", ASSOCIATION, "effectif", 11),
        ("cse-a-consulter", FIRM, "effectif", 50),
        ("cse-a-consulter", ASSOCIATION, "effectif", 50),
        ("reglement-interieur-obligatoire", FIRM, "effectif", 50),
        ("cst-propre", COMMUNE, "effectif", 50),
        ("cst-centre-de-gestion", COMMUNE, "effectif", 1),
        ("formation-specialisee", COMMUNE, "effectif", 200),
        ("lanceurs-alerte", FIRM, "effectif", 50),
        ("lanceurs-alerte", COMMUNE | {"population": 40_300}, "effectif", 50),
        ("lanceurs-alerte", COMMUNE | {"effectif": 640}, "population", 10_000),
        ("publication-algorithmes", COMMUNE | DECIDES, "effectif", 50),
        ("donnees-ouvertes", COMMUNE | {"effectif": 60}, "population", 3_500),
        ("donnees-ouvertes", COMMUNE | {"population": 3_500}, "effectif", 50),
        ("employeur-prive", FIRM, "effectif", 1),
        ("employeur-public", COMMUNE, "effectif", 1),
        ("association-employeur", ASSOCIATION, "effectif", 1),
        ("charte-ajoutee-au-reglement", FIRM | {"reglement_interieur": "oui", "portee_juridique": "annexe_ri"}, "effectif", 1),
        ("structure-de-50", FIRM, "effectif", 50),
        ("territoire-de-3500", COMMUNE, "population", 3_500),
    ],
)  # fmt: skip
def test_a_fact_begins_at_its_threshold(library: Library, fact: str, answers: dict[str, Any], question: str, first: int) -> None:
    assert [finding(library, fact, **answers | {question: n}).outcome for n in (first - 1, first)] == [False, True]


@pytest.mark.parametrize(("fact", "last"), [("cst-centre-de-gestion", 49), ("petite-structure", 10)])
def test_a_fact_ends_at_its_threshold(library: Library, fact: str, last: int) -> None:
    assert [finding(library, fact, **COMMUNE | {"effectif": n}).outcome for n in (last, last + 1)] == [True, False]


def test_the_algorithm_notice_has_no_threshold(library: Library) -> None:
    assert finding(library, "mention-algorithmique", **COMMUNE | DECIDES | {"effectif": 0}).outcome is True
    mission = ASSOCIATION | DECIDES | {"mission_service_public": "oui"}
    assert finding(library, "mention-algorithmique", **mission).outcome is True
    assert finding(library, "mention-algorithmique", **ASSOCIATION | DECIDES).outcome is False


@pytest.mark.parametrize(
    ("fact", "answers", "first"),
    [
        ("nouvelles-interdictions", {}, date(2026, 12, 2)),
        ("contenus-a-signaler", {"contenus_publics": "regulier"}, date(2026, 8, 2)),
        ("haut-risque", {"annexe_iii": ("emploi",)}, date(2027, 12, 2)),
    ],
)
def test_a_fact_whose_law_is_to_come_says_its_first_day(library: Library, fact: str, answers: dict[str, Any], first: date) -> None:
    before = finding(library, fact, first - timedelta(days=1), **answers)
    on_the_day = finding(library, fact, first, **answers)
    assert (before.outcome, before.prepare_for) == (True, first)
    assert (on_the_day.outcome, on_the_day.prepare_for) == (True, None)


def test_a_fact_cites_the_texts_that_still_apply(library: Library) -> None:
    assert finding(library, "cse-a-consulter", effectif=50).citations == ("fr-travail-l2312-8", "fr-travail-l2312-14")
