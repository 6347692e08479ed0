"""The library: the clauses of a pack and everything they speak of. Values only.

Knows what a pack holds once it has been read and found sound. Leaves the reading to `loading`, the deciding to `selection`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from charter_builder.charter import AnnexKind, AnnexPaper, Force, Inline, Light
from charter_builder.conditions import Condition, Domain, questions
from charter_builder.reading.texts import ClauseText, PageText

#: The answers that a sentence may show, `{{ organisation.nom }}`, each with the question that gives it. Filled by `answers`.
PLACEHOLDERS: Mapping[str, str] = {
    "organisation.nom": "nom",
    "organisation.effectif": "effectif",
    "referent.designation": "referent_ia",
    "referent.fonction": "referent_ia",
    "referent.contact": "referent_ia",
    "adoption.organe": "adoption",
    "adoption.date": "adoption",
    "adoption.edition": "adoption",
    "revue.mois": "revue_mois",
    "revue.date": "revue_mois",
    "outils.noms": "outils",
    "usages.noms": "usages",
    "donnees.noms": "donnees_personnelles",
    "annee.1": "adoption",
    "annee.2": "adoption",
    "annee.3": "adoption",
    **dict.fromkeys(("site.adresse", "site.editeur", "site.responsable", "site.hebergeur", "site.contact"), ""),
}
#: The blocks that an annex may show, alone in a paragraph, each with the questions whose answers it lays out. Filled by `slots`.
SLOTS: Mapping[str, tuple[str, ...]] = {
    "outils.registre": ("outils", "revue_mois"),
    "outils.donnees": ("outils",),
    "usages.grille": ("secteurs",),
    "usages.classes": ("secteurs",),
    "usages.cases": ("secteurs",),
    "choix.bulletins": (),
    "roles.tableau": ("referent_ia", "adoption"),
    "calendrier.tableau": ("adoption", "revue_mois"),
    "reglement.frise": (),
    "faits.liste": (),
    "sources.tableau": (),
    "hypotheses.liste": (),
    "motifs.liste": (),
    "changements.liste": (),
    "glossaire.liste": (),
    "accessibilite.etat": (),
    "accessibilite.resultats": (),
    "accessibilite.contenus": (),
    "recueil.mention": (),
}


@dataclass(frozen=True)
class Pack:
    id: str
    edition: int
    licence: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class QuestionField:
    """A field of a question that is answered by a record."""

    id: str
    type: str
    values: tuple[str, ...]
    min: int
    max: int


@dataclass(frozen=True)
class Question:
    """A question of the organisation profile. `none` is the value of a `choices` question that excludes the others; no clause depends on
    a `silent` question: it is kept when answered, and never asked.
    """

    id: str
    block: str
    type: str
    values: tuple[str, ...]
    min: int
    max: int
    none: str
    fields: tuple[QuestionField, ...]
    core: bool
    default: Any
    if_not_asked: Any
    asked_when: Condition | None
    top: bool
    silent: bool


@dataclass(frozen=True)
class Rule:
    """Answers that do not go together: `when` describes the faulty situation; `each`: tested on each record of that question."""

    id: str
    level: str
    when: Condition
    about: tuple[str, ...]
    each: str
    then: Mapping[str, str]


@dataclass(frozen=True)
class Cited:
    """A source cited by a clause or a fact; `when`: for whom it counts. One that is only recalled `beside` the duty says nothing of
    when the duty begins.
    """

    source: str
    when: Condition
    beside: bool


@dataclass(frozen=True)
class Fact:
    """What follows from the answers. One without citations is a size that this pack speaks of, not a legal fact."""

    id: str
    when: Condition
    citations: tuple[Cited, ...]


@dataclass(frozen=True)
class Source:
    """A pinpoint of law or guidance: from and until when it applies, and the day its text was last read."""

    id: str
    instrument: str
    status: str
    binding: bool
    verified: str
    applies_from: date | None
    applies_until: date | None
    read_on: date | None
    url: str


@dataclass(frozen=True)
class Weight:
    """Points that a rule earns for a place on the wall; `when`: in which organisations."""

    points: int
    when: Condition


@dataclass(frozen=True)
class Clause:
    """`calendar`, here as in an annex: what comes back on a day and is read there: the review of the charter or of the register, the
    report of the year, the training of each year; empty when nothing.
    """

    id: str
    part: str
    edition: int
    order: int
    force: Force
    topics: tuple[str, ...]
    applies_when: Condition
    if_unanswered: str
    citations: tuple[Cited, ...]
    requires: tuple[str, ...]
    conflicts: tuple[str, ...]
    replaces: tuple[str, ...]
    poster: tuple[Weight, ...]
    owner: str
    calendar: str


@dataclass(frozen=True)
class AnnexEntry:
    id: str
    order: int
    kind: AnnexKind
    paper: AnnexPaper
    applies_when: Condition
    topics: tuple[str, ...]
    citations: tuple[Cited, ...]
    calendar: str


@dataclass(frozen=True)
class Use:
    """An everyday use: who sees it, its light here, its class in the AI Act, and the most protected data that may go in.
    `trades`: values of the question `secteurs`; empty for everyone.
    """

    id: str
    trades: tuple[str, ...]
    applies_when: Condition
    light: Light
    ai_class: str
    data: str
    clauses: tuple[str, ...]
    citations: tuple[Cited, ...]


@dataclass(frozen=True)
class UseText:
    """A use in words: what a person does, under which condition, and the other way to do it."""

    label: tuple[Inline, ...]
    condition: tuple[Inline, ...]
    instead: tuple[Inline, ...]


@dataclass(frozen=True)
class Labels:
    """The sentences of a pack in one language: `questions` is keyed by question or `question.field`."""

    charter: Mapping[str, str]
    parts: Mapping[str, str]
    forces: Mapping[str, str]
    roles: Mapping[str, str]
    blocks: Mapping[str, str]
    questions: Mapping[str, Mapping[str, Any]]
    facts: Mapping[str, str]
    classes: Mapping[str, str]
    rules: Mapping[str, Mapping[str, str]]
    instruments: Mapping[str, str]
    sources: Mapping[str, Mapping[str, str]]

    def question(self, path: str) -> str:
        """« l'effectif »."""
        return str(self.questions[path]["label"])

    def value(self, path: str, value: str, answers: Mapping[str, Any] | None = None) -> str:
        """« le comité de direction ». With `answers`, the name that it has there: an assembly is « le conseil municipal » in a commune."""
        for question, names in self.questions[path].get("values_by", {}).items():
            named = names.get((answers or {}).get(question), {})
            if value in named:
                return str(named[value])
        return str(self.questions[path]["values"][value])

    def unit(self, path: str) -> str:
        return str(self.questions[path].get("unit", ""))


@dataclass(frozen=True)
class Library:
    """A pack, sound and linked. `clauses` are in the order of a charter: by part, advice last, then by order, then by id.
    `titles` are those of the clauses: a charter names many whose texts it does not show.
    """

    pack: Pack
    parts: tuple[str, ...]
    blocks: tuple[str, ...]
    questions: Mapping[str, Question]
    rules: tuple[Rule, ...]
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    clauses: Mapping[str, Clause]
    annexes: tuple[AnnexEntry, ...]
    uses: tuple[Use, ...]
    labels: Mapping[str, Labels]
    titles: Mapping[str, Mapping[str, str]]
    texts: Mapping[str, Mapping[str, ClauseText]]
    pages: Mapping[str, Mapping[str, PageText]]
    use_texts: Mapping[str, Mapping[str, UseText]]

    @property
    def shown(self) -> set[str]:
        """The questions whose answers stand in the charter as they are."""
        told = {
            question for labels in self.labels.values() for label in labels.questions.values() for question in label.get("values_by", ())
        }
        return {*filter(None, PLACEHOLDERS.values()), *(name for names in SLOTS.values() for name in names), *told}

    def questions_of(self, condition: Condition) -> set[str]:
        """The questions (not their fields) that a condition depends on, through facts too."""
        return {path.partition(".")[0] for path in questions(condition, lambda fact: self.facts[fact].when)}


def domains(asked: Mapping[str, Question], *, each: str = "") -> dict[str, Domain]:
    """What conditions may ask, by path. The fields of a list of records act as the set of values met in all records, except,
    for `each`, when one record is tested at a time.
    """
    return dict(_domains(asked, each))


def _domains(asked: Mapping[str, Question], each: str) -> Iterator[tuple[str, Domain]]:
    for question in asked.values():
        if question.type in ("number", "choice", "choices"):
            yield question.id, Domain(question.type, question.values, question.min, question.max)
        for field in question.fields:
            if field.type == "choice":
                several = question.type == "records" and question.id != each
                yield f"{question.id}.{field.id}", Domain("choices" if several else "choice", field.values)
