"""What each file may contain: one table per file type → checks, JSON Schema, reference page.

Knows field names and bounds; the kinds of values are in `kinds`, the sentences that explain a field in `messages.fields`. Leaves to
`loading` and `profile` what ties files together: ids that must exist, conditions that must make sense.
"""

from __future__ import annotations

from charter_builder.reading.kinds import (
    CLAUSE_ID,
    ID,
    WORD,
    Address,
    Colour,
    Day,
    Field,
    Flag,
    Number,
    OneOf,
    Record,
    Several,
    Table,
    Text,
    Written,
)

CONDITION = Written("condition.json")
LANGUAGES = ("fr", "en")
ROLES = ("referent_ia", "direction", "dpo", "informatique", "encadrement", "equipe", "elus", "organe")
CALENDAR = OneOf(("revision", "register", "report", "training"))
QUESTION_TYPES = ("text", "number", "choice", "choices", "record", "records", "date")
_WORD = Text(max=80, pattern=WORD)
_VALUES = Several(Text(max=60, pattern=ID), min=1, unique=True)

CITATION = Record("citation", (Field("source", Text(pattern=ID), required=True), Field("when", CONDITION), Field("beside", Flag())))

POSTER = Record("poster", (Field("points", Number(1, 100), required=True), Field("when", CONDITION)))

CLAUSE = Record(
    "clause",
    (
        Field("edition", Number(1, 9999), required=True),
        Field("order", Number(0, 9999), required=True),
        Field("force", OneOf(("law", "commitment", "advice")), required=True),
        Field("topics", Several(Text(pattern=r"[A-Q][0-9]{1,2}"), min=1, unique=True), required=True),
        Field("applies_when", CONDITION, required=True),
        Field("if_unanswered", OneOf(("include", "leave_out"))),
        Field("citations", Several(CITATION)),
        Field("requires", Several(Text(pattern=CLAUSE_ID), unique=True)),
        Field("conflicts", Several(Text(pattern=CLAUSE_ID), unique=True)),
        Field("replaces", Several(Text(pattern=CLAUSE_ID), unique=True)),
        Field("poster", Several(POSTER, min=1)),
        Field("owner", OneOf(ROLES), required=True),
        Field("calendar", CALENDAR),
    ),
)

ANNEX = Record(
    "annex",
    (
        Field("order", Number(0, 9999), required=True),
        Field("kind", OneOf(("tool", "form", "model", "reference")), required=True),
        Field("paper", OneOf(("charter", "annexes", "site")), required=True),
        Field("applies_when", CONDITION),
        Field("topics", Several(Text(pattern=r"[A-Q][0-9]{1,2}"), unique=True)),
        Field("citations", Several(CITATION)),
        Field("calendar", CALENDAR),
    ),
)

AI_CLASSES = ("minimal", "transparency", "transparency_text", "high_risk", "prohibited")
USE = Record(
    "use",
    (
        Field("id", Text(pattern=ID), required=True),
        Field("trades", Several(Text(pattern=ID), min=1, unique=True)),
        Field("applies_when", CONDITION, required=True),
        Field("light", OneOf(("green", "orange", "red")), required=True),
        Field("class", OneOf(AI_CLASSES), required=True),
        Field("data", OneOf(("aucune", "publiques", "internes", "personnelles", "sensibles")), required=True),
        Field("clauses", Several(Text(pattern=CLAUSE_ID), unique=True)),
        Field("citations", Several(CITATION)),
    ),
)
USES = Record("uses", (Field("uses", Several(USE), required=True),))

PACK = Record(
    "pack",
    (
        Field("id", Text(pattern=ID), required=True),
        Field("edition", Number(1, 9999), required=True),
        Field("licence", Text(pattern=r"[A-Za-z0-9.+-]+"), required=True),
        Field("languages", Several(OneOf(LANGUAGES), min=1, unique=True), required=True),
        Field("maintainers", Several(Text(), min=1), required=True),
    ),
)

PARTS = Record("parts", (Field("parts", Several(Text(pattern=ID), min=1, unique=True), required=True),))

QUESTION_FIELD = Record(
    "question_field",
    (
        Field("id", _WORD, required=True),
        Field("type", OneOf(("text", "choice", "date")), required=True),
        Field("min", Number()),
        Field("max", Number()),
        Field("values", _VALUES),
    ),
)

QUESTION = Record(
    "question",
    (
        Field("id", _WORD, required=True),
        Field("block", Text(pattern=ID), required=True),
        Field("type", OneOf(QUESTION_TYPES), required=True),
        Field("min", Number()),
        Field("max", Number()),
        Field("values", _VALUES),
        Field("none", Text(pattern=ID)),
        Field("fields", Several(QUESTION_FIELD, min=1)),
        Field("core", Flag()),
        Field("default", Written()),
        Field("if_not_asked", Written()),
        Field("asked_when", CONDITION),
        Field("at", OneOf(("top",))),
        Field("silent", Flag()),
    ),
)

RULE = Record(
    "rule",
    (
        Field("id", Text(pattern=ID), required=True),
        Field("level", OneOf(("error", "warning", "automatic")), required=True),
        Field("when", CONDITION, required=True),
        Field("about", Several(_WORD, min=1, unique=True), required=True),
        Field("each", _WORD),
        Field("then", Table(Text(pattern=ID), key=WORD)),
    ),
)

QUESTIONS = Record(
    "questions",
    (
        Field("blocks", Several(Text(pattern=ID), min=1, unique=True), required=True),
        Field("questions", Several(QUESTION, min=1), required=True),
        Field("rules", Several(RULE)),
    ),
)

FACT = Record(
    "fact",
    (
        Field("id", Text(pattern=ID), required=True),
        Field("when", CONDITION, required=True),
        Field("citations", Several(CITATION, min=1)),
    ),
)
FACTS = Record("facts", (Field("facts", Several(FACT), required=True),))

SOURCE = Record(
    "source",
    (
        Field("id", Text(pattern=ID), required=True),
        Field("instrument", Text(pattern=ID), required=True),
        Field("status", OneOf(("in_force", "adopted_not_yet_applicable", "case_law", "soft_law", "pending")), required=True),
        Field("binding", Flag(), required=True),
        Field("verified", OneOf(("text-read", "secondary", "unverified")), required=True),
        Field("applies_from", Day()),
        Field("applies_until", Day()),
        Field("read_on", Day()),
        Field("url", Text(pattern=r"https?://\S+"), required=True),
    ),
)
SOURCES = Record("sources", (Field("sources", Several(SOURCE), required=True),))

_LABEL = Text(max=600)
_SOURCE_LABEL = Record(
    "source_label",
    (Field("pinpoint", _LABEL, required=True), Field("subject", _LABEL, required=True), Field("milestone", Text(max=160))),
)
_FIELD_LABELS = Record(
    "field_labels",
    (
        Field("label", _LABEL, required=True),
        Field("question", _LABEL),
        Field("values", Table(_LABEL)),
        Field("values_by", Table(Table(Table(_LABEL)), key=WORD)),
    ),
)
_QUESTION_LABELS = Record(
    "question_labels",
    (
        Field("label", _LABEL, required=True),
        Field("question", _LABEL, required=True),
        Field("help", _LABEL, required=True),
        Field("unit", _LABEL),
        Field("values", Table(_LABEL)),
        Field("fields", Table(_FIELD_LABELS)),
    ),
)
_RULE_LABELS = Record("rule_labels", (Field("fact", _LABEL, required=True), Field("action", _LABEL, required=True)))
TEXTS = Record(
    "texts",
    (
        Field(
            "charter",
            Record(
                "charter_labels",
                (Field("title", _LABEL, required=True), Field("subtitle", _LABEL, required=True), Field("notice", _LABEL, required=True)),
            ),
            required=True,
        ),
        Field("parts", Table(_LABEL), required=True),
        Field("forces", Table(_LABEL), required=True),
        Field("roles", Table(_LABEL), required=True),
        Field("blocks", Table(_LABEL), required=True),
        Field("questions", Table(_QUESTION_LABELS), required=True),
        Field("facts", Table(_LABEL), required=True),
        Field("classes", Table(_LABEL)),
        Field("rules", Table(_RULE_LABELS), required=True),
        Field("instruments", Table(_LABEL), required=True),
        Field("sources", Table(_SOURCE_LABEL), required=True),
    ),
)

CHANGES = Record("changes", (Field("leave_out", Table(Text(min=3, max=300), key=CLAUSE_ID)),))
AUDIT = Record(
    "accessibility",
    (
        Field("audited_on", Day(), required=True),
        Field("by", Text(max=200), required=True),
        Field("rate", Number(0, 100), required=True),
        Field("report", Address()),
        Field("reported_non_conformities", Text(max=4000)),
    ),
)
SITE = Record(
    "site",
    (
        Field("url", Address(folder=True)),
        Field("publisher", Text(max=200)),
        Field("responsible", Text(max=200)),
        Field("host", Text(max=400)),
        Field("contact", Text(max=200)),
        Field("logo", Text(max=200)),
        Field("logo_text", Text(max=200)),
        Field("main_colour", Colour()),
        Field("accent_colour", Colour()),
        Field("font", OneOf(("serif", "humanist", "geometric", "system"))),
        Field("accessibility", AUDIT),
    ),
)
PROFILE = Record(
    "profile",
    (
        Field("format", Number(1, 1), required=True),
        Field("answers", Written("#/$defs/answers"), required=True),
        Field("adoption", Written("#/$defs/adoption")),
        Field("changes", CHANGES),
        Field("site", SITE),
    ),
)

STUDIO = Record(
    "studio",
    (
        Field("format", Number(1, 1), required=True),
        Field("name", Text(max=80)),
        Field("answers", Written("#/$defs/answers"), required=True),
        Field("adoption", Written("#/$defs/adoption")),
        Field("site", SITE),
    ),
)

#: The tables that a pack's files follow, by the name of the schema that shows them.
FILES: dict[str, Record] = {
    "pack": PACK,
    "parts": PARTS,
    "questions": QUESTIONS,
    "facts": FACTS,
    "sources": SOURCES,
    "texts": TEXTS,
    "clause": CLAUSE,
    "uses": USES,
    "annex": ANNEX,
    "profile": PROFILE,
    "studio": STUDIO,
}
