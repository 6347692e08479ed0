"""When the AI Act applies, day by day.

Knows that a source whose label has a `milestone` names its first day. Leaves the drawing to the writers.
"""

from __future__ import annotations

from charter_builder.answers import Answers
from charter_builder.charter import Block, Milestone, Reference, Text, Timeline
from charter_builder.slots.citing import Citing


def timeline(answers: Answers, citing: list[Citing]) -> tuple[Block, ...]:
    """A milestone for each day that has a name, with the articles, failing these the annexes, that cite a text of the same law
    applying from that day.
    """
    library = answers.selection.library
    named = {name: label["milestone"] for name, label in answers.labels.sources.items() if "milestone" in label}
    laws = {library.sources[name].instrument for name in named}
    entries = []
    for name, label in named.items():
        if not (day := library.sources[name].applies_from):
            continue
        resting = [
            Reference(entry.target, (Text(entry.shown),))
            for entry in citing
            if any(library.sources[c.source].instrument in laws and c.applies_from == day for c in entry.citations)
        ]
        articles = [reference for reference in resting if "/" in reference.target]
        entries.append(Milestone(day, label, tuple(articles or resting)))
    entries.sort(key=lambda milestone: milestone.day)
    return (Timeline(answers.say("timeline_caption"), tuple(entries), answers.selection.on),) if entries else ()
