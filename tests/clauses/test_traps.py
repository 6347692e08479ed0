"""What charter authors get wrong (legal notes, section 3): a test for each trap, on charters as people read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache

import pytest
from conftest import EXAMPLES, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import profile_of, random_profile

from charter_builder import app
from charter_builder.charter import Bullets, Cell, Charter, Examples, Heading, Numbered, Paragraph, Superscript, Text
from charter_builder.compose import compose
from charter_builder.library import Library
from charter_builder.selection import select

STEADY = settings(derandomize=True, deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))
COLLECTIVITE = {"famille": "collectivite", "forme_juridique": "commune", "population": 900, "instance": "cst_cdg", "dpo": "mutualise"}
ASSOCIATION = {"famille": "association", "forme_juridique": "association_loi_1901"}


def words(value: object) -> str:
    if isinstance(value, (Text, Superscript)):
        return value.value.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    if isinstance(value, Examples):  # a bad example says what must not be done
        return ""
    if isinstance(value, (Paragraph, Heading, Cell)):
        return "".join(map(words, value.content)) + " \n"
    if isinstance(value, (Bullets, Numbered)):
        return "".join(words(block) for item in value.items for block in item)
    if isinstance(value, tuple):
        return "".join(map(words, value))
    if is_dataclass(value):
        return "".join(
            words(getattr(value, f.name)) for f in fields(value) if f.name in ("content", "head", "rows", "items", "definitions")
        )
    return ""


def texts(charter: Charter) -> tuple[tuple[str, str], ...]:
    """What each article and annex says, by id; reasons and sources aside. The last charter read is kept: a tree is slow to hash."""
    if not LAST or LAST[0][0] is not charter:
        LAST[:] = [(charter, tuple(_texts(charter)))]
    return LAST[0][1]


LAST: list[tuple[Charter, tuple[tuple[str, str], ...]]] = []


def _texts(charter: Charter) -> Iterator[tuple[str, str]]:
    for part in charter.parts:
        for article in part.articles:
            yield article.id, f"{article.title}\n{words(article.rule)}\n{words(article.content)}{words(article.why)}"
    for annex in charter.annexes:
        if annex.id not in ("textes", "pourquoi", "glossaire"):
            yield annex.id, f"{annex.title}\n{words(annex.introduction)}{words(annex.content)}"


def sentences(charter: Charter) -> Iterator[tuple[str, str]]:
    for name, text in texts(charter):
        yield from ((name, sentence.strip()) for sentence in re.split(r"(?<=[.!?])\s|\n", text) if sentence.strip())


def cited(charter: Charter) -> set[str]:
    citing = [article for part in charter.parts for article in part.articles]
    return {citation.source for entry in (*citing, *charter.annexes) for citation in entry.citations}


@cache
def example(name: str) -> Charter:
    return app.examine(ROOT / "examples" / name / "profil.yml").compose("fr")


def charter_of(library: Library, on: date = date(2027, 1, 11), **answers: object) -> Charter:
    profile = profile_of(library, **answers)
    return compose(select(library, profile, on), profile, "fr")


def found(charter: Charter, pattern: str) -> list[str]:
    """The sentences that match, by article; a text without a match is not cut into sentences."""
    return [
        f"{name}: {sentence}"
        for name, text in texts(charter)
        if re.search(pattern, text, re.IGNORECASE)
        for sentence in re.split(r"(?<=[.!?])\s|\n", text)
        if re.search(pattern, sentence, re.IGNORECASE)
    ]


#: Nobody's charter says this.
NEVER = {
    "no level of literacy is owed": r"niveau suffisant|niveau minimal de maîtrise|formation certifiante|certificat obligatoire",
    "the duty of literacy was not repealed": r"obligation supprimée|n'est plus obligatoire de former",
    "no fine for want of training": r"\d+ ?(M€|millions d’euros)",
    "the CNIL is no AI Act authority": r"CNIL[^.]*(règlement (européen )?sur l’IA|AI Act)|(règlement (européen )?sur l’IA|AI Act)[^.]*(contrôl|sanctionn)[^.]*CNIL",
    "no authority is announced": r"autorité[^.]*(contrôl|surveill)[^.]*règlement (européen )?sur l’IA",
    "NIS 2 binds nobody yet": r"\bNIS ?2\b|soumise? à NIS",
    "SREN and « cloud au centre » bind the State": r"\bSREN\b|cloud au centre|SecNumCloud obligatoire",
    "RGAA has three numbers": r"RGAA 4\.1(?!\.2)|RGAA 5",
    "a charter proves nothing": r"(est|sommes|garantit la) conforme?(ité)? (au règlement|à l’AI Act|à la loi)|IA certifiée",
    "nothing is said to have been done": r"a été (consulté|informé|saisi|avisé)|a rendu (un|son) avis (favorable|négatif)|nous avons consulté",
    "no false duty to label every text": r"(loi|règlement)[^.]*(impose|oblige|exige|demande)[^.]*(tout|chaque|tous les) (texte|contenu)s?[^.]*(IA|mention)",
    "decree 2021-571 is codified": r"2021-571",
    "the general omnibus is a proposal": r"COM\(2025\) ?837|96 heures",
    "the breach notice has 72 hours": r"notifi[^.]*\b(24|48|96) heures",
    "no legitimate interest is invoked": r"intérêt légitime",
    "no law makes a charter compulsory": r"(loi|règlement)[^.]*(impose|oblige|rend obligatoire)[^.]*\bcharte\b(?<!Aucune loi n’impose cette charte)",
}  # fmt: skip


#: A sentence that says that the law does not ask for it is no trap.
DENIED = re.compile(r"aucune loi|la loi ne demande pas|n’impose (pas|de garantir aucun)", re.IGNORECASE)


@pytest.mark.parametrize("trap", NEVER)
@pytest.mark.parametrize("name", EXAMPLES)
def test_no_example_falls_into(trap: str, name: str) -> None:
    said = [line for line in found(example(name), NEVER[trap]) if not DENIED.search(line)]
    assert said == []


@STEADY
@given(st.data())
def test_no_coherent_profile_falls_into_a_trap(library: Library, data) -> None:
    profile = random_profile(library, data.draw)
    charter = compose(select(library, profile, date(2027, 1, 11)), profile, "fr")
    for trap, pattern in NEVER.items():
        assert [line for line in found(charter, pattern) if not DENIED.search(line)] == [], trap


# ------------------------------------------------------------------------------------------------ what binds whom, and when


@STEADY
@given(st.data())
def test_each_duty_rests_on_a_text_of_this_organisations_law(library: Library, data) -> None:
    profile = random_profile(library, data.draw)
    charter = compose(select(library, profile, date(2027, 1, 11)), profile, "fr")
    answers = profile.answers
    family, employer = answers["famille"], answers["effectif"] > 0
    sources = cited(charter)
    mission = family == "association" and answers["mission_service_public"] == "oui"
    if family == "collectivite":  # public bodies have no Labour Code internal rules
        assert not [s for s in sources if s.startswith("fr-travail-")]
        assert not found(charter, r"règlement intérieur")
    else:
        assert not [s for s in sources if s.startswith(("fr-cgfp-", "fr-cgct-", "fr-ccp-"))]
        of_employers = ("fr-travail-l1121", "fr-travail-l1222", "fr-travail-l23", "fr-travail-l41")
        assert employer or not [s for s in sources if s.startswith(of_employers)]
    if family != "collectivite" and not mission:  # no CRPA outside a public service
        assert not [s for s in sources if s.startswith(("fr-crpa-", "fr-patrimoine-"))]
        assert not found(charter, r"\bCADA\b|document administratif|archives? publiques?")
    ruled = {citation.source for part in charter.parts for article in part.articles for citation in article.citations}
    if answers["annexe_iii"] == ("aucun",):  # no general article 26 or 27 duty; the audit grid explains the classes to all
        assert not [s for s in ruled if s.startswith(("eu-ai-act-art-26", "eu-ai-act-art-27"))]
    if family == "entreprise":
        assert "eu-ai-act-art-27" not in sources
    if answers["effectif"] < 50 or family == "collectivite":  # no consultation of the CSE below fifty
        assert not [s for s in sources if s in ("fr-travail-l2312-8", "fr-travail-l2312-14", "fr-travail-l2315-94")]
    if answers["effectif"] < 11 or family == "collectivite":
        assert not found(charter, r"\bCSE\b")
    if family != "collectivite":
        assert not found(charter, r"\bCST\b")


@STEADY
@given(st.data())
def test_an_article_that_is_law_cites_a_text_that_binds(library: Library, data) -> None:
    profile = random_profile(library, data.draw)
    charter = compose(select(library, profile, date(2027, 1, 11)), profile, "fr")
    for part in charter.parts:
        for article in part.articles:
            if article.force == "law":
                binding = [library.sources[c.source] for c in article.citations if c.binding]
                assert any(source.verified != "unverified" for source in binding), article.id
            if re.search(r"\b(La loi|Le RGPD|Le règlement (européen )?sur l’IA|Selon la loi|Selon le juge)\b", words(article.content)):
                assert article.citations, f"{article.id} speaks of law and cites nothing"


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_volunteer_is_never_sanctioned(name: str) -> None:
    assert not [line for line in found(example(name), r"sanction") if re.search(r"bénévole", line)]
    if name == "association":
        assert not [line for line in found(example(name), r"\bsanctions?\b") if "aucune sanction" not in line]


def test_the_two_internal_rules_are_kept_apart(library: Library) -> None:
    """An association that employs has two: that of its staff, that of its members."""
    charter = charter_of(library, **ASSOCIATION, effectif=12, instance="cse_moins_50", reglement_interieur="oui")
    article = dict(texts(charter))["cadre/textes"]
    assert "règlement intérieur du Code du travail" in article and "règlement intérieur de l’association" in article
    for name, sentence in sentences(charter):
        if "règlement intérieur" in sentence and name not in ("cadre/annexe-reglement-interieur",):
            assert re.search(r"du Code du travail|de l’association|des salariés|n’est pas celui|personnel|salarié", sentence), (
                f"{name}: {sentence}"
            )


def test_discipline_follows_the_formalities_of_the_internal_rules(library: Library) -> None:
    answers = {"effectif": 60, "instance": "cse_50_plus", "reglement_interieur": "oui", "portee_juridique": "annexe_ri"}
    article = dict(texts(charter_of(library, **answers)))["cadre/annexe-reglement-interieur"]
    for formality in ("CSE", "inspection du travail", "greffe", "un mois", "français"):
        assert formality in article
    assert "licenciement" in article
    under_fifty = dict(texts(charter_of(library, **answers | {"effectif": 20, "instance": "cse_moins_50"})))
    assert "licenciement" not in under_fifty["cadre/annexe-reglement-interieur"]


def test_below_fifty_the_works_council_is_not_consulted_but_may_be_informed(library: Library) -> None:
    charter = charter_of(library, effectif=20, instance="cse_moins_50")
    ids = {annex.id for annex in charter.annexes}
    assert "information-cse" in ids and "note-cse" not in ids
    assert "travail/cse" not in dict(texts(charter))


def test_above_fifty_nothing_is_tried_before_the_consultation(library: Library) -> None:
    charter = charter_of(library, effectif=120, instance="cse_50_plus")
    said = dict(texts(charter))
    assert "avant la décision" in said["travail/cse"] and "essai" in said["travail/cse"]
    assert "un mois" in said["travail/cse"] and "avis négatif" in said["travail/cse"]
    assert "note-cse" in said and "tribunal" in said["travail/cse"].lower()


def test_a_small_commune_asks_the_committee_of_the_management_centre(library: Library) -> None:
    said = dict(texts(charter_of(library, **COLLECTIVITE)))
    assert "centre de gestion" in said["travail/cst"] and "formation spécialisée" not in said["travail/cst"]
    own = dict(texts(charter_of(library, **COLLECTIVITE | {"effectif": 640, "instance": "cst_propre", "population": 40300})))
    assert "centre de gestion" not in own["travail/cst"] and "formation spécialisée" in own["travail/cst"]


def test_the_algorithm_notice_is_no_notice_about_letters(library: Library) -> None:
    answers = COLLECTIVITE | {"decisions_individuelles": "aide_instruction"}
    charter = charter_of(library, **answers)
    said = dict(texts(charter))
    article = said["transparence/decisions-administratives"]
    assert "mention" in article and "CADA" in article and re.search(r"courrier[^.]*(pas visé|n’est pas)", article)
    assert not found(charter, r"nullité") and "transparence/regles-publiees" not in said
    assert "transparence/decisions-administratives" not in dict(texts(charter_of(library, **COLLECTIVITE)))


def test_an_association_with_a_public_service_mission_explains_its_decisions(library: Library) -> None:
    mission = ASSOCIATION | {"mission_service_public": "oui", "decisions_individuelles": "aide_instruction"}
    assert {"transparence/decisions-administratives", "democratie/service-public"} <= set(dict(texts(charter_of(library, **mission))))
    without = dict(texts(charter_of(library, **mission | {"mission_service_public": "non"})))
    assert not {"transparence/decisions-administratives", "democratie/service-public"} & set(without)


def test_every_public_body_has_a_data_protection_officer(library: Library) -> None:
    assert "tout organisme public" in dict(texts(charter_of(library, **COLLECTIVITE)))["gouvernance/dpo"]


def test_the_provider_of_a_chatbot_owes_the_notice(library: Library) -> None:
    article = dict(texts(charter_of(library, chatbot_public="information")))["transparence/agent-conversationnel"]
    assert re.search(r"règlement sur l’IA demande au fournisseur", article) and "sous son nom" in article


def test_a_reviewed_text_needs_no_notice_by_law(library: Library) -> None:
    article = dict(texts(charter_of(library, contenus_publics="regulier")))["transparence/contenus-reglementes"]
    assert "intérêt public" in article and "responsabilité éditoriale" in article


@pytest.mark.parametrize(("on", "flag"), [(date(2026, 12, 1), date(2026, 12, 2)), (date(2026, 12, 2), None)])
def test_the_new_prohibitions_are_to_prepare_until_their_day(library: Library, on: date, flag: date | None) -> None:
    profile = profile_of(library, adoption={"organe": "dirigeant", "date": on, "edition": "1.0"})
    charter = compose(select(library, profile, on), profile, "fr")
    article = next(a for part in charter.parts for a in part.articles if a.id == "usages/interdictions-2026")
    assert article.prepare_for == flag


def test_a_text_recalled_beside_a_duty_does_not_date_it(library: Library) -> None:
    """Article 111 and the Criminal Code apply already; the duties beside which they are recalled do not."""
    charter = charter_of(library, date(2026, 12, 1), annexe_iii=("emploi",), usages_rh=("tri_candidatures",))
    articles = {article.id: article for part in charter.parts for article in part.articles}
    risk, images = articles["outils/haut-risque"], articles["usages/interdictions-2026"]
    assert risk.prepare_for == date(2027, 12, 2) and images.prepare_for == date(2026, 12, 2)
    assert "eu-ai-act-art-111" in {c.source for c in risk.citations}
    assert "fr-penal-226-8-1" in {c.source for c in images.citations}


def test_a_system_already_in_service_is_not_caught_at_once(library: Library) -> None:
    firm = dict(texts(charter_of(library, annexe_iii=("emploi",))))
    assert "modification importante" in firm["outils/haut-risque"] and "2030" not in firm["outils/haut-risque"]
    town = dict(texts(charter_of(library, **COLLECTIVITE | {"annexe_iii": ("services_essentiels",)})))
    for name in ("outils/haut-risque", "audit"):
        assert "modification importante" in town[name] and "2 août 2030" in town[name]
    assert "une fois désignée" in town["outils/haut-risque"]  # no authority is designated by law yet


def test_a_notice_excuses_no_sexual_content(library: Library) -> None:
    said = dict(texts(charter_of(library, usages=("images",))))
    assert "aucune mention n’excuse" in said["propriete-intellectuelle/image-et-voix"]
    assert "même avec une mention" in said["usages/interdictions-2026"]


@pytest.mark.parametrize("prudence", ["restrictif", "equilibre", "ouvert"])
def test_a_banned_image_is_not_allowed_with_consent(library: Library, prudence: str) -> None:
    charter = charter_of(library, prudence=prudence, usages=("images",), secteurs=("communication_creation",))
    images = [
        a for part in charter.parts for a in part.articles if a.title == library.titles["fr"]["propriete-intellectuelle/image-et-voix"]
    ]
    (article,) = images
    practices = [e for block in article.practice if isinstance(block, Examples) for e in block.items if e.good]
    consent = [e for e in practices if re.search(r"accord (avant l’envoi|qui cite)", words((Paragraph(e.content),)))]
    banned = "même avec son accord" in words(article.rule)
    assert banned == (prudence == "restrictif") and bool(consent) != banned


def test_a_translation_is_reread_or_says_that_it_was_not(library: Library) -> None:
    small = charter_of(library, usages=("traduction",))
    assert not found(small, r"traduction automatique") and found(small, r"Aucune autre traduction ne sort")
    large = dict(texts(charter_of(library, usages=("traduction",), effectif=20, instance="cse_moins_50")))
    for name in ("usages/traduction", "information-public"):
        assert "traduction automatique" in large[name].lower()
    assert "sauf un message courant" in large["information-public"]


def test_an_ai_already_in_the_software_is_entered_in_the_register(library: Library) -> None:
    with_it = dict(texts(charter_of(library, ia_embarquee=("compta_facturation",))))
    without = dict(texts(charter_of(library, ia_embarquee=("aucune",))))
    for name in ("outils/registre", "outils-et-donnees"):
        assert "trois mois" in with_it[name] and "trois mois" not in without[name]
    assert "restent à classer" in with_it["audit"] and "restent à classer" not in without["audit"]


@pytest.mark.parametrize(("form", "head", "other"), [("commune", r"\b[Ll]e maire\b", r"\b[Ll]a présidence\b(?! de séance)"),
                                                     ("departement", r"\b[Ll]a présidence\b", r"\bmaire\b")])  # fmt: skip
@pytest.mark.parametrize("prudence", ["equilibre", "ouvert"])
def test_a_commune_has_a_mayor_and_others_a_chair(library: Library, form: str, head: str, other: str, prudence: str) -> None:
    for staff, body in ((7, "cst_cdg"), (60, "cst_propre")):
        answers = COLLECTIVITE | {"forme_juridique": form, "effectif": staff, "instance": body, "prudence": prudence}
        charter = charter_of(library, **answers, adoption={"organe": "organe_deliberant", "date": date(2027, 1, 11), "edition": "1.0"})
        said = dict(texts(charter))
        for name in ("gouvernance/elus-et-hierarchie", "democratie/compte-rendu", "audit", "bilan-annuel", "mission-referent", "note-cst"):
            assert re.search(head, said[name]), name
        assert not [line for line in found(charter, other) if not re.search(r"présidence (et secrétariat|de (la )?séance)", line)]


def test_the_contact_person_passes_on_to_a_shared_data_protection_officer(library: Library) -> None:
    shared = dict(texts(charter_of(library, dpo="mutualise")))["donnees/droits-des-personnes"]
    assert re.search(r"personne référente, qui saisit la personne déléguée", shared)
    own = dict(texts(charter_of(library, dpo="interne")))["donnees/droits-des-personnes"]
    assert "personne référente" not in own and "personne déléguée" in own


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_small_number_has_one_threshold(name: str) -> None:
    assert not found(example(name), r"moins de dix\b")
    assert found(example(name), r"moins de cinq\b")


def test_elected_people_are_invited_and_never_sanctioned(library: Library) -> None:
    answers = COLLECTIVITE | {"publics_soumis": ("salaries_agents", "elus_administrateurs"), "portee_juridique": "deliberation"}
    charter = charter_of(library, **answers, adoption={"organe": "organe_deliberant", "date": date(2027, 1, 11), "edition": "1.0"})
    assert found(charter, r"personnes élues sont invitées à la suivre")
    assert not found(charter, r"(élues?|membres de l’assemblée)[^.]*(s’engagent|la suivent)")


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_charter_says_that_no_law_asks_for_it_and_that_it_is_no_legal_advice(name: str) -> None:
    charter = example(name)
    assert "aucune loi n’oblige" in charter.notice and "pas un conseil juridique" in charter.notice
    assert any(re.search(r"Aucune loi n’impose", text) for _, text in texts(charter))
