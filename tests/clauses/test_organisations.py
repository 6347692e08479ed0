"""The six organisations: what a bad charter gets wrong in each, looked for in the charter that its people read."""

from __future__ import annotations

import re

import pytest
from conftest import EXAMPLES, ROOT
from test_texts import plain

from charter_builder import app
from charter_builder.charter import Charter


def said(charter: Charter, name: str) -> str:
    """All that an article or an annex shows, examples included; nothing when it is not in the charter."""
    for part in charter.parts:
        for article in part.articles:
            if article.id == name:
                shown = plain((article.rule, article.content, article.practice))
                return re.sub(r"\s+", " ", shown)
    for annex in charter.annexes:
        if annex.id == name:
            return re.sub(r"\s+", " ", plain((annex.introduction, annex.content)))
    return ""


def charter_of(example: str) -> Charter:
    return app.examine(ROOT / "examples" / example / "profil.yml").compose("fr")


#: By organisation: where its particular danger is answered, and in which words.
ANSWERED: dict[str, list[tuple[str, str]]] = {
    "boulangerie": [
        ("usages/clientele", r"allergène[^.]*(fiche|étiquette)"),
        ("usages/usages-interdits", r"allergène"),
        ("propriete-intellectuelle/image-et-voix", r"photo[^.]*mineur[^.]*générateur"),
        ("propriete-intellectuelle/image-et-voix", r"apprentis"),
        ("donnees/donnees-personnelles", r"motif d’une absence"),
        ("puis-je", r"allergène"),
    ],
    "usine": [
        ("travail/cse", r"avant la décision"),
        ("travail/cse", r"essai en conditions réelles|ni essayé"),
        ("note-cse", r"avis"),
        ("outils/haut-risque", r"haut risque"),
        ("travail/recrutement-evaluation", r"candidat"),
        ("donnees/informations-confidentielles", r"procédé secret|gamme|plan"),
        ("travail/conditions-de-travail", r"document unique"),
        ("usages/batiment-industrie", r"machine|réglage"),
        ("vie/accuse-de-lecture", r"intérimaires[^.]*premier jour"),
        ("propriete-intellectuelle/image-et-voix-restrictif", r"mineurs"),
    ],
    "commune": [
        ("cadre/champ-personnes", r"membres élus"),
        ("formation/elus-et-administrateurs", r"décident"),
        ("usages/actes-publics", r"Légifrance"),
        ("usages/actes-publics", r"état civil[^.]*liste électorale"),
        ("deliberation", r"conseil municipal"),
        ("travail/cst", r"centre de gestion"),
    ],
    "ville": [
        ("transparence/decisions-administratives", r"mention"),
        ("transparence/regles-publiees", r"en ligne"),
        ("usages/comptes-rendus-instances", r"huis clos"),
        ("usages/comptes-rendus-instances", r"archive"),
        ("usages/comptes-rendus-instances", r"répond"),
        ("transparence/agent-conversationnel", r"téléphone"),
        ("travail/cst", r"avant la décision"),
        ("note-cst", r"avis"),
        ("information-public", r"CADA|règles"),
    ],
    "association": [
        ("usages/enfance", r"n’ouvre pas de compte"),
        ("usages/enfance", r"prénom, sa photo"),
        ("donnees/donnees-personnelles", r"courrier"),
        ("usages/traduction", r"relit|relue"),
        ("transparence/charte-publique", r"question"),
    ],
    "federation": [
        ("propriete-intellectuelle/image-et-voix", r"mineur"),
        ("transparence/contenus-reglementes", r"passer pour vrai"),
        ("donnees/donnees-sensibles", r"infractions|disciplinaire"),
        ("donnees/secret-professionnel", r"secret"),
        ("cadre/champ-personnes", r"recommande[^.]*sans la leur imposer"),
        ("democratie/partage-libre", r"recommande"),
        ("puis-je", r"certificat médical"),
    ],
}
#: By organisation: what its charter never names.
ABSENT: dict[str, str] = {
    "boulangerie": r"\bDSI\b|\bRSSI\b|\bcomité\b(?! social)|\bCSE\b|\bmaire\b|conseil municipal|adhérent",
    "usine": r"conseil municipal|\bCST\b|adhérent|\bCADA\b",
    "commune": r"\bDSI\b|\bRSSI\b|\bCSE\b|clientèle|adhérents?\b",
    "ville": r"\bCSE\b|clientèle|adhérents?\b",
    "association": r"\bDSI\b|\bCSE\b|clientèle|conseil municipal|\bmaire\b|\bCADA\b",
    "federation": r"conseil municipal|\bmaire\b|\bCST\b|\bCADA\b",
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_dangers_of_an_organisation_are_answered(example: str) -> None:
    charter = charter_of(example)
    assert [(name, words) for name, words in ANSWERED[example] if not re.search(words, said(charter, name), re.IGNORECASE)] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_charter_names_nothing_foreign_to_its_organisation(example: str) -> None:
    charter = charter_of(example)
    names = [article.id for part in charter.parts for article in part.articles]
    names += [annex.id for annex in charter.annexes if annex.id not in ("glossaire", "pourquoi", "textes", "hypotheses")]
    found = ((name, re.search(ABSENT[example], said(charter, name))) for name in names)
    assert [(name, match[0]) for name, match in found if match] == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_wall_gets_at_most_ten_rules_of_ours(example: str, golden) -> None:
    charter = charter_of(example)
    articles = {article.id: article for part in charter.parts for article in part.articles}
    assert 8 <= len(charter.essentials) <= 10
    assert not any(articles[name].force == "advice" for name in charter.essentials)
    lines = (f"{name}: {plain(articles[name].rule).strip()}" for name in charter.essentials)
    golden(ROOT / "tests" / "golden" / example / "essentiel.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("example", EXAMPLES)
def test_annexes_are_numbered_without_a_gap_in_what_is_printed(example: str) -> None:
    """What is signed, then the document of annexes, then what only the site shows."""
    annexes = charter_of(example).annexes
    assert [annex.number for annex in annexes] == list(range(1, len(annexes) + 1))
    papers = [annex.paper for annex in annexes]
    assert papers == sorted(papers, key=["charter", "annexes", "site"].index)
