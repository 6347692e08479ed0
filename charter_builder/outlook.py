"""The outlook: what would change a charter, or one clause of it, in sentences: « si l'effectif passait à 50 personnes : + 4 articles ».

Knows how an answer that is not given is said; the sentences come from `messages`. Leaves to `changes` which answers those are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from charter_builder.changes import together, turns
from charter_builder.explain import Branch
from charter_builder.messages import sentence
from charter_builder.profile import Profile
from charter_builder.selection import Selection, select
from charter_builder.trials import Answer, Change
from charter_builder.wording import digits, listed

#: The titles that a line names, and the lines of a list, at most.
TITLES, LINES = 3, 12


def outlook(selection: Selection, changes: Sequence[Change], language: str) -> list[str]:
    """What would change the charter, in lines. Answers to one question that do the same make one line; past LINES, the last one says how
    many more there are.
    """
    groups = _grouped((change, (_alike(selection, change), change.gained, change.lost, change.settled)) for change in changes)
    more = sum(map(len, groups[LINES:]))
    colon = sentence("colon", language)
    lines = [f"{supposing(selection, group, language)}{colon}{_moves(selection, group[0], language)}" for group in groups[:LINES]]
    return [*lines, *([sentence("change_more", language, count=more)] if more else [])]


def turning(selection: Selection, profile: Profile, changes: Sequence[Change], clause: str, language: str) -> tuple[Branch, ...]:
    """What would change one clause: each answer that does so alone; else some that do so together; else, that nothing does."""
    from charter_builder.solver import TooComplicated

    decision = selection.decisions[clause]
    if decision.cause == "choice":
        willed = {name: note for name, note in profile.leave_out.items() if name != clause}
        back = select(selection.library, replace(profile, leave_out=willed), selection.on).decisions[clause].kept
        return (Branch(sentence("turn_choice" if back else "turn_choice_only", language)),)
    found = turns(selection, changes, clause)
    if found:
        groups = _grouped((change, (_alike(selection, change), change.on(clause))) for change in found)
        return tuple(Branch(_turn(selection, group, clause, language)) for group in groups)
    try:
        change = together(selection, profile, clause)
    except TooComplicated:
        return (Branch(sentence("turn_unknown", language)),)
    if change is None:
        return (Branch(sentence("turn_never_out" if decision.kept else "turn_never_in", language)),)
    first, *others = (said for answer in change.answers for said in _supposed(selection, [answer], language))
    if not others:
        return (Branch(_turn(selection, [change], clause, language)),)
    parts = [sentence("supposing", language, said=first), *(sentence("supposing_also", language, said=said) for said in others)]
    effect = sentence(f"turn_{change.on(clause)}", language)
    return (Branch(sentence("turn_together", language, effect=effect), tuple(map(Branch, parts))),)


def supposing(selection: Selection, group: Sequence[Change], language: str) -> str:
    """« si l'effectif passait à 50 personnes et si la réponse était « CST de la collectivité » pour … »; a group differs in its first
    answer alone.
    """
    said = _supposed(selection, [change.answers[0] for change in group], language)
    said += [part for answer in group[0].answers[1:] for part in _supposed(selection, [answer], language)]
    return listed([sentence("supposing", language, said=part) for part in said], language)


def words(selection: Selection, answer: Answer, language: str) -> str | list[str]:
    """The value of an answer as a person reads it: « 50 personnes », or the words of its values."""
    labels = selection.library.labels[language]
    if isinstance(answer.value, int):
        return _amount(selection, answer, language)
    values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    found = [labels.value(answer.path, value) for value in values]
    return found if isinstance(answer.value, tuple) else found[0]


def _turn(selection: Selection, group: Sequence[Change], clause: str, language: str) -> str:
    effect = sentence(f"turn_{group[0].on(clause)}", language)
    return f"{supposing(selection, group, language)}{sentence('colon', language)}{effect}"


def _moves(selection: Selection, change: Change, language: str) -> str:
    """« + 4 articles (…), − 1 article (…) »."""
    titles = selection.library.titles[language]
    found = (("gained", change.gained), ("lost", change.lost), ("settled", change.settled))
    return ", ".join(
        sentence(f"change_{effect}", language, count=len(names), titles=_some([titles[name] for name in names], language))
        for effect, names in found
        if names
    )


def _some(titles: list[str], language: str) -> str:
    """The first titles, and how many more: one more is named too."""
    more = len(titles) - TITLES
    if more <= 1:
        return sentence("semicolon", language).join(titles)
    return sentence("some_titles", language, titles=sentence("semicolon", language).join(titles[:TITLES]), count=more)


# ---------------------------------------------------------------------------------------------------------------- answers


def _grouped(keyed: Iterable[tuple[Change, object]]) -> list[list[Change]]:
    groups: dict[object, list[Change]] = {}
    for change, key in keyed:
        groups.setdefault(key, []).append(change)
    return list(groups.values())


def _alike(selection: Selection, change: Change) -> object:
    """What changes must share to make one line: the question, the way its answer changes, and the answers that mend it."""
    answer, *also = change.answers
    parts = _parts(selection, answer)
    kind, values = parts[0]
    several = len(parts) == 1 and len(values) == 1 and kind not in ("number", "first")
    return (answer.path, kind, *also) if several else change.answers


def _parts(selection: Selection, answer: Answer) -> list[tuple[str, tuple[Any, ...]]]:
    """How an answer differs from the present one: the names of the sentences, with the values that they show."""
    present, value = selection.view.get(answer.path), answer.value
    if isinstance(value, int):
        return [("first" if present is None else "number", (value,))]
    if not isinstance(value, tuple):
        return [("answer", (value,))]
    before = present or ()
    added = tuple(item for item in value if item not in before)
    removed = tuple(item for item in before if item not in value)
    if len(value) == 1 and added:
        return [("answer", value)]
    none = selection.library.questions[answer.path.partition(".")[0]].none
    if not before or removed == (none,):
        return [("present", value)]
    return [(name, values) for name, values in (("added", added), ("removed", removed)) if values]


def _supposed(selection: Selection, answers: Sequence[Answer], language: str) -> list[str]:
    """An answer in words, without « si »: one sentence for what comes and one for what goes. Several answers: one or the other."""
    first, labels = answers[0], selection.library.labels[language]
    label = labels.question(first.path)
    parts = _parts(selection, first)
    if len(answers) > 1:
        parts = [(parts[0][0], tuple(value for answer in answers for _, values in _parts(selection, answer) for value in values))]
    said = []
    for name, values in parts:
        if name in ("number", "first"):
            said.append(sentence(f"suppose_{name}", language, label=label, amount=_amount(selection, first, language)))
            continue
        quoted = [sentence("quoted", language, value=labels.value(first.path, value)) for value in values]
        one = len(answers) > 1 or len(values) == 1
        shown = listed(quoted, language, last="or" if len(answers) > 1 else "and")
        said.append(sentence(f"suppose_{name}", language, label=label, values=shown, count=1 if one else len(values)))
    return said


def _amount(selection: Selection, answer: Answer, language: str) -> str:
    unit = selection.library.labels[language].unit(answer.path)
    return f"{digits(answer.value, language)} {unit}" if unit and answer.value > 1 else digits(answer.value, language)
