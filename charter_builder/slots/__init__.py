"""Blocks made from the answers, alone in a paragraph of an annex: `{{ outils.registre }}`.

Knows which room makes which block: `daily` and `uses` what serves every day, `duties` who does what and when, `evidence` what the
charter rests on, `timeline` when the law applies, `accessibility` the state of the site. Leaves the words of an annex to its text, and
single answers inside a sentence to `answers`.
"""

from __future__ import annotations

from charter_builder.answers import Answers
from charter_builder.charter import Article, Block
from charter_builder.slots.accessibility import Accessibility
from charter_builder.slots.citing import Citing
from charter_builder.slots.daily import Daily
from charter_builder.slots.duties import Duties
from charter_builder.slots.evidence import Evidence
from charter_builder.slots.timeline import timeline
from charter_builder.slots.uses import Uses


def slot(name: str, answers: Answers, articles: list[Article], citing: list[Citing]) -> tuple[Block, ...]:
    """What stands in place of a slot; nothing when there is nothing to say. `citing`: the articles and annexes, with what they cite."""
    daily, uses, duties = Daily(answers), Uses(answers, citing), Duties(answers, articles, citing)
    evidence, accessibility = Evidence(answers, articles, citing), Accessibility(answers)
    makers = {
        "outils.registre": daily.register,
        "outils.donnees": daily.traffic_light,
        "usages.grille": uses.grid,
        "usages.classes": uses.classes,
        "usages.cases": uses.boxes,
        "choix.bulletins": daily.ballots,
        "roles.tableau": duties.roles,
        "calendrier.tableau": duties.calendar,
        "reglement.frise": lambda: timeline(answers, citing),
        "faits.liste": evidence.facts,
        "sources.tableau": evidence.sources,
        "hypotheses.liste": evidence.assumptions,
        "motifs.liste": evidence.reasons,
        "changements.liste": evidence.changes,
        "glossaire.liste": evidence.glossary,
        "recueil.mention": evidence.pack,
        "accessibilite.etat": accessibility.state,
        "accessibilite.resultats": accessibility.results,
        "accessibilite.contenus": accessibility.content,
    }
    return makers[name]()


def has(name: str, answers: Answers) -> bool:
    """Whether a slot has something to say. Those made from the articles always have."""
    match name:
        case "outils.registre":
            return bool(answers.values.get("outils"))
        case "hypotheses.liste":
            return bool(answers.profile.assumed or answers.profile.adjustments)
        case "changements.liste":
            return bool(answers.profile.leave_out)
        case "usages.grille" | "usages.cases":
            return bool(answers.selection.library.uses)
    return True
