"""What would change a charter: for every other answer that could be given, the articles that would come in or go out.

Knows which of the answers tried are worth saying, and in which order; and, when no single answer moves a clause, which ones do together.
Leaves the trying to `trials`, the words to `outlook`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from charter_builder.conditions import NEVER
from charter_builder.profile import Profile
from charter_builder.selection import Selection
from charter_builder.trials import Answer, Change, Trials


def changes(selection: Selection, profile: Profile) -> tuple[Change, ...]:
    """Each other answer that would change the articles, those that change most of them first.

    An answer that does not go with the others is offered with the one that mends it, or not at all. Of the numbers on one side of the
    present one, those that change nothing more are left out.
    """
    trials = Trials(selection, profile)
    found = [change for path in trials.paths for change in trials.offered(path)]
    return tuple(sorted(_once(found), key=lambda change: -change.moved))


def turns(selection: Selection, found: Iterable[Change], clause: str) -> list[Change]:
    """Of these changes, those that move a clause: of the numbers on one side of the present one, the nearest; no answer whose mending
    does it alone.
    """
    moving = [change for change in found if change.on(clause)]
    alone = {(change.answers, change.on(clause)) for change in moving}
    best: dict[object, Change] = {}
    for change in moving:
        answer, *also = change.answers
        present = selection.view.get(answer.path)
        if any(((other,), change.on(clause)) in alone for other in also):
            continue
        if not isinstance(present, int):
            best[change.answers] = change
            continue
        side = (answer.path, answer.value > present, change.on(clause))
        if side not in best or abs(answer.value - present) < abs(best[side].answers[0].value - present):
            best[side] = change
    return list(best.values())


def together(selection: Selection, profile: Profile, clause: str) -> Change | None:
    """Some answers that bring a clause in, or take it out, when they change together; None when no answers do.

    As many of the present answers are kept as can be, and none of those that change could stay. Raises TooComplicated.
    """
    from charter_builder.situations import Situations
    from charter_builder.solver import TooComplicated
    from charter_builder.stakes import kept

    clauses = selection.library.clauses
    willed = {name: replace(clauses[name], applies_when=NEVER) for name in profile.leave_out if name in clauses}
    allowed = Situations(replace(selection.library, clauses={**clauses, **willed}), selection.on)
    view = allowed.closest(selection.view, (kept(clause), not selection.decisions[clause].kept))
    if view is None:
        return None
    trials = Trials(selection, profile)
    answers = tuple(Answer(path, view[path]) for path in trials.asked if path in view and selection.view.get(path) != view[path])
    for answer in reversed(answers):  # what is not asked, or is completed, need not be said; the fields of records go together
        name, records = answer.path.partition(".")[0], trials.asked[answer.path][0].type == "records"
        fewer = tuple(other for other in answers if other != answer and not (records and other.path.partition(".")[0] == name))
        if fewer and trials.move(fewer, clause):
            answers = fewer
    if not trials.move(answers, clause):
        raise TooComplicated
    return trials.change(answers, trials.trial(answers))


def _once(found: list[Change]) -> Iterator[Change]:
    """Two answers that go together are said once, from the one that is asked first."""
    effects: dict[tuple[Answer, str], list[tuple[tuple[str, ...], ...]]] = {}
    for change in found:
        answer, *also = change.answers
        if also and change.effects in effects.get((also[0], answer.path), ()):
            continue
        if also:
            effects.setdefault((answer, also[0].path), []).append(change.effects)
        yield change
