"""The two answers of `charter explain`: a tree of sentences for a person, and data for programs, which is a public format.

Knows how a tree is drawn in the columns of a terminal, with the signs that it has. Leaves the sentences to `explain` and `outlook`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from charter_builder.changes import changes, together, turns
from charter_builder.charter import Block, Bullets, Paragraph, Superscript, Text
from charter_builder.compose import rule_of
from charter_builder.conditions import Condition, FactTest, Test, tests
from charter_builder.explain import Branch, briefly, grounds, law, leaves, reason_text, why
from charter_builder.messages import long_date, reference, sentence
from charter_builder.outlook import outlook, supposing, turning, words
from charter_builder.profile import Profile
from charter_builder.selection import Decision, Selection
from charter_builder.solver import TooComplicated
from charter_builder.trials import Answer, Change
from charter_builder.wording import said

OUTCOMES = ("selected", "undecided", "left_out")
RELATIONS = ("replaces", "replaced_by", "requires", "required_by", "conflicts")
#: What a terminal shows in place of a sign that it lacks.
_PLAIN = {
    "├": "|", "└": "`", "│": "|", "─": "-", "−": "-", "—": "-", "…": "...", "’": "'", "«": '"', "»": '"', "“": '"', "”": '"',
    "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ",
}  # fmt: skip


def charter_screen(selection: Selection, profile: Profile, language: str, width: int) -> str:
    """Every clause by outcome and part, with its reasons and its law; then what would change the charter."""
    labels = selection.library.labels[language]
    lines = [_heading(selection, profile, language)]
    for outcome in OUTCOMES:
        found = [decision for decision in selection.decisions.values() if decision.outcome == outcome]
        if found:
            lines += ["", sentence(f"explain_{outcome}", language, count=len(found))]
        for part in selection.library.parts:
            names = [decision.clause for decision in found if selection.library.clauses[decision.clause].part == part]
            branches = [_entry(selection, name, language) for name in names]
            lines += ["", labels.parts[part], *_drawn(branches, width)] if branches else []
    would = outlook(selection, changes(selection, profile), language) or [sentence("change_none", language)]
    return "\n".join([*lines, "", sentence("change_heading", language), *_drawn(list(map(Branch, would)), width)])


def clause_screen(selection: Selection, profile: Profile, clause: str, language: str, width: int) -> str:
    """One clause whole: its rule, whom it is for, what decides here, its law, the clauses it is bound to, and what would change it."""
    entry, labels = selection.library.clauses[clause], selection.library.labels[language]
    decision = selection.decisions[clause]
    state = sentence(f"outcome_{decision.outcome}", language)
    sections = {
        "rule": [Branch(_text(rule_of(selection, profile, clause, language)))],
        "explain_applies": _condition(selection, entry.applies_when, language),
        "explain_here": list(grounds(selection, clause, language)),
        "explain_related": list(_related(selection, clause, language)),
        "turn_heading": list(turning(selection, profile, changes(selection, profile), clause, language)),
    }
    title = f"{clause} — {selection.library.titles[language][clause]}"
    about = sentence("explain_clause", language, outcome=state, force=labels.forces[entry.force], part=labels.parts[entry.part])
    lines = [title, about, _heading(selection, profile, language)]
    for name, branches in sections.items():
        lines += ["", sentence(name, language), *_drawn(branches, width)] if branches else []
    return "\n".join(lines)


def fitted(text: str, encoding: str) -> str:
    """The text with the signs that an output has: box drawings become `|-`, a narrow space becomes a space."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(sign if _has(sign, encoding) else _PLAIN.get(sign, sign) for sign in text)
    return text


def _has(sign: str, encoding: str) -> bool:
    return bool(sign.encode(encoding, "ignore"))


def _drawn(branches: Sequence[Branch], width: int, before: str = "") -> Iterator[str]:
    """A tree in lines of at most `width` signs, as far as its words allow."""
    for rank, branch in enumerate(branches):
        joint, margin = ("└─ ", "   ") if rank == len(branches) - 1 else ("├─ ", "│  ")
        room = max(24, width - len(before) - len(joint))
        further = "│  " if branch.below else ""
        lines = textwrap.wrap(branch.text, room, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)
        yield from (before + (margin if number else joint) + line for number, line in enumerate(lines))
        yield from _drawn(branch.below, width, before + margin)


def _heading(selection: Selection, profile: Profile, language: str) -> str:
    return sentence("explain_title", language, name=profile.name or profile.shown, date=long_date(selection.on, language))


def _entry(selection: Selection, clause: str, language: str) -> Branch:
    """A clause in the list: one that is left out has its reasons in one line, and no force here."""
    title = f"{clause} — {selection.library.titles[language][clause]}"
    if selection.decisions[clause].outcome == "left_out":
        return Branch(title, (Branch(briefly(selection, clause, language)),))
    force = selection.library.labels[language].forces[selection.library.clauses[clause].force]
    return Branch(f"{title} ({force})", grounds(selection, clause, language))


def _condition(selection: Selection, condition: Condition, language: str) -> list[Branch]:
    """A condition in words, the facts that it names said in turn below it."""
    opening = f"{reference.say('applies', language)} "
    first, *others = _branches(said(condition, selection.library, language, opening=opening))
    return [Branch(first.text, (*first.below, *_facts(selection, condition, language))), *others]


def _facts(selection: Selection, condition: Condition, language: str) -> Iterator[Branch]:
    for name in dict.fromkeys(test.fact for test in tests(condition) if isinstance(test, FactTest)):
        fact = selection.library.facts[name]
        opening = selection.library.labels[language].facts[name] + sentence("colon", language)
        (first,) = _branches(said(fact.when, selection.library, language, opening=opening))
        cited = map(Branch, law(selection, selection.finding(name).citations, language))
        yield Branch(first.text, (*first.below, *_facts(selection, fact.when, language), *cited))


def _related(selection: Selection, clause: str, language: str) -> Iterator[Branch]:
    """The clauses that this one replaces, requires or contradicts, and the other way round, each with what became of it."""
    clauses = selection.library.clauses
    found = {name: tuple(getattr(clauses[clause], name)) for name in ("replaces", "requires", "conflicts")}
    found["replaced_by"] = tuple(other.id for other in clauses.values() if clause in other.replaces)
    found["required_by"] = tuple(other.id for other in clauses.values() if clause in other.requires)
    for name in RELATIONS:
        for other in found[name]:
            outcome = sentence(f"outcome_{selection.decisions[other].outcome}", language)
            title = selection.library.titles[language][other]
            yield Branch(f"{reference.say(name, language)}{sentence('colon', language)}{title} ({other}, {outcome})")


def _branches(blocks: Iterable[Block]) -> list[Branch]:
    """Paragraphs as branches, each with the list that follows it below."""
    found: list[Branch] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(Branch(_text(block.content)))
        elif isinstance(block, Bullets):
            below = tuple(branch for item in block.items for branch in _branches(item))
            found[-1] = Branch(found[-1].text, below)
    return found


def _text(value: Any) -> str:
    if isinstance(value, (Text, Superscript)):
        return value.value
    return "".join(map(_text, value if isinstance(value, tuple) else getattr(value, "content", ())))


# ------------------------------------------------------------------------------------------------------------------- data


def explanation(selection: Selection, profile: Profile, language: str, clause: str = "") -> dict[str, Any]:
    """The whole selection as data for programs (`charter explain --json`), or one clause of it: a public format."""
    labels = selection.library.labels[language]
    findings = [selection.finding(name) for name in selection.library.facts]
    would = changes(selection, profile)
    decisions = [selection.decisions[clause]] if clause else list(selection.decisions.values())
    return {
        "format": 1,
        "language": language,
        "on": selection.on.isoformat(),
        "pack": {"id": selection.library.pack.id, "edition": selection.library.pack.edition},
        "counts": {outcome: sum(d.outcome == outcome for d in selection.decisions.values()) for outcome in OUTCOMES},
        "clauses": [_clause(selection, profile, decision, would, language, whole=bool(clause)) for decision in decisions],
        "facts": [
            {
                "id": found.fact,
                "label": labels.facts[found.fact],
                "holds": found.outcome,
                "reasons": [reason_text(selection, r, language) for r in found.reasons],
                "prepare_for": found.prepare_for.isoformat() if found.outcome and found.prepare_for else None,
                "citations": list(found.citations),
            }
            for found in findings
        ],
        "changes": [
            {
                **_change(selection, change, language),
                "gained": list(change.gained),
                "lost": list(change.lost),
                "settled": list(change.settled),
            }
            for change in would
        ],
        "assumed": list(profile.assumed),
        "missing": list(profile.missing),
    }


def _clause(
    selection: Selection, profile: Profile, decision: Decision, would: Sequence[Change], language: str, *, whole: bool
) -> dict[str, Any]:
    clause = selection.library.clauses[decision.clause]
    moving = turns(selection, would, clause.id)
    found: dict[str, Any] = {
        "id": clause.id,
        "title": selection.library.titles[language][clause.id],
        "decision": decision.outcome,
        "force": clause.force,
        "topics": list(clause.topics),
        "reasons": why(selection, clause.id, language),
        "because": sorted({r.test.question for r in leaves(decision.reasons) if isinstance(r.test, Test)}),
        "prepare_for": decision.prepare_for.isoformat() if decision.kept and decision.prepare_for else None,
        "citations": list(selection.citations[clause.id]),
        "changes": [{**_change(selection, change, language), "effect": change.on(clause.id)} for change in moving],
    }
    if whole and not moving and decision.cause != "choice":
        try:
            change = together(selection, profile, clause.id)
        except TooComplicated:
            return found
        found["together"] = change and {**_change(selection, change, language), "effect": change.on(clause.id)}
    return found


def _change(selection: Selection, change: Change, language: str) -> dict[str, Any]:
    """The first answer that changes, then those that must go with it; and all of it in words."""
    first, *also = (_answer(selection, answer, language) for answer in change.answers)
    return {**first, "also": also, "said": supposing(selection, [change], language)}


def _answer(selection: Selection, answer: Answer, language: str) -> dict[str, Any]:
    value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return {"question": answer.path, "value": value, "words": words(selection, answer, language)}
