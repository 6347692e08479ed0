"""Explaining: the decisions of a selection, in sentences and as data.

Knows reasons and labels; the sentences come from `messages`, the labels from the library. Writes nothing.
"""

from __future__ import annotations

from typing import Any

from charter_builder.conditions import FactTest, Reason, Test
from charter_builder.messages import long_date, sentence
from charter_builder.profile import Profile
from charter_builder.selection import Decision, Selection
from charter_builder.wording import digits, listed, neither


def why(selection: Selection, clause: str, language: str, profile: Profile) -> list[str]:
    """Why a clause is in, out or undecided: one sentence, then one more when its law is still to come."""
    decision = selection.decisions[clause]
    titles = {name: selection.library.titles[language][name] for name in decision.by}
    because = " ; ".join(reason_text(selection, reason, language, profile) for reason in decision.reasons)
    match decision.cause:
        case "required" | "replaced":
            said = sentence(f"why_{decision.cause}", language, titles=", ".join(titles.values()))
        case "law_ended":
            said = sentence("why_law_ended", language, date=long_date(selection.on, language))
        case "choice":
            said = sentence("why_choice", language, note=decision.note)
        case _:
            everyone = "why_everyone" if decision.outcome == "selected" else "why_nobody"
            said = sentence(f"why_{decision.outcome}" if because else everyone, language, because=because)
    sentences = [said]
    if decision.kept and decision.prepare_for:
        sentences.append(sentence("why_prepare", language, date=long_date(decision.prepare_for, language)))
    return sentences


def reason_text(selection: Selection, reason: Reason, language: str, profile: Profile) -> str:
    """One test in words: « l'effectif est de 62 personnes (seuil : 50) », « l'effectif est de 38 personnes, moins de 50 »."""
    labels = selection.library.labels[language]
    if isinstance(reason.test, FactTest):
        because = " ; ".join(reason_text(selection, inner, language, profile) for inner in reason.because)
        return sentence(f"fact_{_said(reason.outcome)}", language, fact=labels.facts[reason.test.fact], because=because)
    test = reason.test
    label = labels.question(test.question)
    if reason.outcome is None:
        name = test.question.partition(".")[0]
        return sentence("unanswered", language, question=labels.questions[name]["question"])
    answer = selection.view[test.question]
    if isinstance(answer, int):
        return _number(test, answer, reason.outcome, label, labels.unit(test.question), language)

    def quoted(value: Any) -> str:
        return sentence("quoted", language, value=labels.value(test.question, str(value)))

    wanted = test.argument if isinstance(test.argument, tuple) else (test.argument,)
    if isinstance(answer, tuple):
        present = [quoted(value) for value in wanted if value in answer]
        absent = [quoted(value) for value in wanted if value not in answer]
        if test.operator == "includes_all":
            shown, key = (absent, "absent") if absent else (present, "present")
        else:
            shown, key = (present, "present") if present else (absent, "absent")
        return sentence(
            f"{key}_{'one' if len(shown) == 1 else 'many'}",
            language,
            values=neither(shown, language) if key == "absent" and len(shown) > 1 else listed(shown, language),
            label=label,
        )
    others = [quoted(value) for value in wanted if value != answer]
    key = "choice_not" if test.operator in ("is", "one_of") and not reason.outcome else "choice"
    return sentence(key, language, label=label, value=quoted(answer), others=listed(others, language, last="or"))


def explanation(selection: Selection, profile: Profile, language: str) -> dict[str, Any]:
    """The whole selection as data for programs (`charter explain --json`): a public format."""
    labels = selection.library.labels[language]
    findings = [selection.finding(name) for name in selection.library.facts]
    return {
        "format": 1,
        "language": language,
        "on": selection.on.isoformat(),
        "pack": {"id": selection.library.pack.id, "edition": selection.library.pack.edition},
        "counts": {
            outcome: sum(d.outcome == outcome for d in selection.decisions.values()) for outcome in ("selected", "left_out", "undecided")
        },
        "clauses": [_clause(selection, profile, decision, language) for decision in selection.decisions.values()],
        "facts": [
            {
                "id": found.fact,
                "label": labels.facts[found.fact],
                "holds": found.outcome,
                "reasons": [reason_text(selection, r, language, profile) for r in found.reasons],
                "prepare_for": found.prepare_for.isoformat() if found.outcome and found.prepare_for else None,
                "citations": list(found.citations),
            }
            for found in findings
        ],
        "assumed": list(profile.assumed),
        "missing": list(profile.missing),
    }


def _clause(selection: Selection, profile: Profile, decision: Decision, language: str) -> dict[str, Any]:
    clause = selection.library.clauses[decision.clause]
    return {
        "id": clause.id,
        "title": selection.library.titles[language][clause.id],
        "decision": decision.outcome,
        "force": clause.force,
        "topics": list(clause.topics),
        "reasons": why(selection, clause.id, language, profile),
        "because": sorted({r.test.question for r in leaves(decision.reasons) if isinstance(r.test, Test)}),
        "prepare_for": decision.prepare_for.isoformat() if decision.kept and decision.prepare_for else None,
        "citations": list(selection.citations[clause.id]),
    }


def leaves(reasons: tuple[Reason, ...]) -> list[Reason]:
    """Reasons and those of the facts among them."""
    return [leaf for reason in reasons for leaf in ((reason, *leaves(reason.because)) if reason.because else (reason,))]


def _number(test: Test, answer: int, outcome: bool, label: str, unit: str, language: str) -> str:
    argument = test.argument
    low, high = (argument[0], argument[-1]) if isinstance(argument, tuple) else (argument, argument)
    bound = sentence(f"{test.operator}_{_said(outcome)}", language, low=digits(low, language), high=digits(high, language))
    amount = f"{digits(answer, language)} {unit}" if unit and answer > 1 else str(answer)
    return sentence("number", language, label=label, amount=amount, bound=bound)


def _said(outcome: bool | None) -> str:
    return "undecided" if outcome is None else "yes" if outcome else "no"
