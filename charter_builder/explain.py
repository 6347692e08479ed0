"""Explaining: the decisions of a selection in sentences: because of which answers, through which facts, by which law since when.

Knows reasons and labels; the sentences come from `messages`, the labels from the library. The terminal, the site and the data for programs
say what is said here. Leaves to `outlook` what would change a decision. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from charter_builder.conditions import FactTest, Reason, Test
from charter_builder.library import Fact, Library
from charter_builder.messages import long_date, sentence
from charter_builder.selection import Selection
from charter_builder.typography import elide
from charter_builder.wording import digits, listed, neither


@dataclass(frozen=True)
class Branch:
    """A sentence, and those below it that it rests on."""

    text: str
    below: tuple[Branch, ...] = ()


def why(selection: Selection, clause: str, language: str) -> list[str]:
    """Why a clause is in, out or undecided: one sentence, then one more when its law is still to come."""
    decision = selection.decisions[clause]
    titles = {name: selection.library.titles[language][name] for name in decision.by}
    because = " ; ".join(reason_text(selection, reason, language) for reason in decision.reasons)
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


def briefly(selection: Selection, clause: str, language: str) -> str:
    """Why a clause is what it is, in one line: by the answers alone, without the facts that they make."""
    decision = selection.decisions[clause]
    answers = [leaf for leaf in leaves(decision.reasons) if isinstance(leaf.test, Test)]
    if decision.cause != "condition" or not answers:
        return why(selection, clause, language)[0]
    said = dict.fromkeys(reason_text(selection, leaf, language) for leaf in answers)
    return sentence("semicolon", language).join(said)


def reason_text(selection: Selection, reason: Reason, language: str) -> str:
    """One test in words: « l'effectif est de 62 personnes (seuil : 50) », « l'effectif est de 38 personnes, moins de 50 »."""
    labels = selection.library.labels[language]
    if isinstance(reason.test, FactTest):
        because = " ; ".join(reason_text(selection, inner, language) for inner in reason.because)
        said = sentence(f"fact_{_said(reason.outcome)}", language, fact=labels.facts[reason.test.fact])
        return f"{said}{sentence('colon', language)}{because}" if because else said
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


def grounds(selection: Selection, clause: str, language: str) -> tuple[Branch, ...]:
    """What a decision rests on: the answers, those of a fact below it, then the law and since when. A text is cited once."""
    decision, cited = selection.decisions[clause], selection.citations[clause]
    if decision.cause == "condition" and decision.kept and not decision.reasons:
        branches = [Branch(sentence("because_everyone", language))]
    elif decision.cause == "condition" and decision.reasons:
        found = dict.fromkeys(_branch(selection, reason, cited, language) for reason in decision.reasons)
        because = f"{sentence('because', language)} "
        branches = [replace(branch, text=elide(because, branch.text, language) + branch.text) for branch in found]
    else:
        branches = [Branch(why(selection, clause, language)[0])]
    return (*branches, *map(Branch, law(selection, cited, language)))


def _branch(selection: Selection, reason: Reason, cited: tuple[str, ...], language: str) -> Branch:
    """One reason; for a fact, its own reasons below it, and its texts that are not cited above."""
    if not isinstance(reason.test, FactTest):
        return Branch(reason_text(selection, reason, language))
    fact = reason.test.fact
    said = sentence(f"fact_{_said(reason.outcome)}", language, fact=selection.library.labels[language].facts[fact])
    sources = [name for name in selection.finding(fact).citations if reason.outcome and name not in cited]
    below = (_branch(selection, inner, (*cited, *sources), language) for inner in reason.because)
    return Branch(said, (*below, *map(Branch, law(selection, sources, language))))


def law(selection: Selection, sources: Iterable[str], language: str) -> list[str]:
    """« Code du travail, art. L2312-8, s'applique depuis le 11 janvier 2027 »; texts of one code and one day make one sentence."""
    labels = selection.library.labels[language]
    found: dict[tuple[str, str, str], list[str]] = {}
    for name in sources:
        source = selection.library.sources[name]
        binds = source.binding or source.status == "in_force"
        kind = "in_force" if binds else "case" if source.status == "case_law" else "guidance"
        if binds and source.applies_from:
            kind = "ahead" if source.applies_from > selection.on else "since"
        day = long_date(source.applies_from, language) if kind in ("ahead", "since") and source.applies_from else ""
        found.setdefault((labels.instruments[source.instrument], kind, day), []).append(labels.sources[name]["pinpoint"])
    return [
        sentence(
            f"law_{kind}", language, law=f"{instrument}, {sentence('semicolon', language).join(pinpoints)}", date=day, count=len(pinpoints)
        )
        for (instrument, kind, day), pinpoints in found.items()
    ]


def fact_sources(library: Library, fact: Fact, language: str) -> str:
    """« Code du travail, art. L2312-8, art. L2312-14 »: each instrument once."""
    labels = library.labels[language]
    pinpoints: dict[str, list[str]] = {}
    for cited in fact.citations:
        instrument = labels.instruments[library.sources[cited.source].instrument]
        pinpoints.setdefault(instrument, []).append(labels.sources[cited.source]["pinpoint"])
    return sentence("semicolon", language).join(f"{instrument}, {', '.join(found)}" for instrument, found in pinpoints.items())


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
