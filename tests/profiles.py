"""Profiles made in memory: a plain one with some answers changed, and random coherent ones."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from charter_builder.conditions import evaluate
from charter_builder.library import Library, Question
from charter_builder.profile import Profile, view_of

PLAIN: dict[str, Any] = {
    "nom": "L'Atelier & Fils",
    "famille": "entreprise",
    "forme_juridique": "sarl_eurl",
    "effectif": 8,
    "benevoles": 0,
    "population": 0,
    "secteurs": ("autre",),
    "obligations_professionnelles": ("aucune",),
    "publics_soumis": ("salaries_agents",),
    "instance": "aucune",
    "donnees_personnelles": ("clients_usagers",),
    "donnees_sensibles": ("aucune",),
    "publics_fragiles": {"mineurs": "non", "vulnerables": "non"},
    "dpo": "absent_non_obligatoire",
    "outils": ({"nom": "Assistant", "offre": "pro_contrat", "services": "bureau", "donnees_max": "internes"},),
    "ia_embarquee": ("aucune",),
    "usages": ("redaction",),
    "chatbot_public": "non",
    "decisions_individuelles": "aucune",
    "usages_rh": ("aucun",),
    "capacite_informatique": "prestataire",
    "prudence": "equilibre",
    "referent_ia": {"nom": "Camille Lorin", "fonction": "gérance", "contact": "ia@atelier.example"},
    "adoption": {"organe": "dirigeant", "date": date(2027, 1, 11), "edition": "1.0"},
    "format": ("affiche_1p",),
}


FAMILIES = ("entreprise", "collectivite", "association")
FORMS = {
    "entreprise": ("ei", "sarl_eurl", "sas_sasu", "sa", "scop_scic", "profession_liberale"),
    "collectivite": ("commune", "syndicat", "cc_ca", "cu_metropole", "departement", "region", "ccas_cias", "epl_regie"),
    "association": ("association_loi_1901", "association_droit_local", "association_rup_fondation", "federation_union"),
}
#: How many random profiles of each family a composition must stand; .ci/run asks for thousands in all.
PROFILES = int(os.environ.get("CHARTER_PROFILES", "60"))


def profile_of(library: Library, **changed: Any) -> Profile:
    """A plain firm of eight, with these answers changed; every other question has its default."""
    answers = {name: PLAIN.get(name, question.default) for name, question in library.questions.items()} | changed
    return Profile("profil.yml", answers, (), (), (), {}, {})


def random_profile(library: Library, draw: Callable[[Any], Any], family: str = "") -> Profile:
    """Any answers that no rule of level error refuses, in one family or in any."""
    answers = {question.id: _answer(question, draw) for question in library.questions.values()}
    answers["famille"] = family or answers["famille"]
    answers |= {"adoption": PLAIN["adoption"] | {"organe": answers["adoption"]["organe"]}, "revue_mois": draw(st.integers(3, 24))}
    _make_coherent(answers, draw)
    view = view_of(answers, library.questions)
    for rule in library.rules:
        if rule.level == "error" and not rule.each:
            assume(evaluate(rule.when, view, lambda fact: evaluate(library.facts[fact].when, view, None)).outcome is not True)  # type: ignore[arg-type]
    return Profile("profil.yml", answers, (), (), (), {}, {})


def _answer(question: Question, draw: Callable[[Any], Any]) -> Any:
    match question.type:
        case "number":
            return draw(st.sampled_from([0, 1, 10, 11, 12, 49, 50, 199, 200, 900, 3499, 3500, 40000]))
        case "choice":
            return draw(st.sampled_from(question.values))
        case "choices":
            some = draw(st.sets(st.sampled_from([v for v in question.values if v != question.none]), min_size=1))
            alone = question.none and draw(st.booleans())
            return (question.none,) if alone else tuple(v for v in question.values if v in some)
        case "record" | "records":
            record = {
                f.id: draw(st.sampled_from(f.values))
                if f.values
                else PLAIN[question.id][0][f.id]
                if question.type == "records"
                else PLAIN[question.id][f.id]
                for f in question.fields
            }
            return record if question.type == "record" else (record,)
    return PLAIN.get(question.id, "texte")


def _make_coherent(answers: dict[str, Any], draw: Callable[[Any], Any]) -> None:
    """Mend what chance almost never gets right; the rules themselves judge the result."""
    family = answers["famille"]
    answers["forme_juridique"] = draw(st.sampled_from(FORMS[family]))
    public = family == "collectivite"
    staff = answers["effectif"]
    answers["population"] = draw(st.sampled_from([350, 912, 3500, 40000])) if public else 0
    answers["espace_public"] = answers["espace_public"] if public else "non"
    answers["instance"] = (
        ("cst_propre" if staff >= 50 else "cst_cdg")
        if public
        else "cse_50_plus"
        if staff >= 50
        else "cse_moins_50"
        if staff >= 11
        else "aucune"
    )
    answers["dpo"] = "mutualise" if public else answers["dpo"]
    scopes = ["pedagogique", "note_de_service"]
    scopes += ["deliberation"] if public else ["annexe_ri"] if answers["reglement_interieur"] != "non" else []
    answers["portee_juridique"] = draw(st.sampled_from(scopes))
    answers["benevoles"] = answers["benevoles"] if family != "entreprise" else 0
    if not answers["benevoles"]:
        answers["publics_soumis"] = tuple(v for v in answers["publics_soumis"] if v != "benevoles") or ("salaries_agents",)
    if answers["decisions_individuelles"] == "decision_automatisee":
        answers["decisions_individuelles"] = "aide_instruction"
    if answers["portee_juridique"] == "deliberation":
        answers["adoption"] = answers["adoption"] | {"organe": "organe_deliberant"}
    elif not public and answers["adoption"]["organe"] == "organe_deliberant":
        answers["adoption"] = answers["adoption"] | {"organe": "dirigeant"}
    tool = answers["outils"][0]
    answers["outils"] = (tool | {"donnees_max": "publiques"} if tool["offre"] == "gratuit_perso" else tool,)
