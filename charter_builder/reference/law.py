"""The law: the facts that it makes of answers, their thresholds, and the sources."""

from __future__ import annotations

from charter_builder.charter import Block, Bullets, Heading, Link, Paragraph, Reference, Section, Sheet, Table, Text, Typed
from charter_builder.conditions import Test, tests
from charter_builder.library import Fact, Source
from charter_builder.messages import long_date, sentence
from charter_builder.reference.view import View, capital, cell, paragraph
from charter_builder.wording import said


def facts_sheet(view: View) -> Sheet:
    """Each legal fact, then the sizes that no law sets, which cite nothing; the thresholds of both first."""
    facts = view.library.facts.values()
    groups = (("legal_facts", [f for f in facts if f.citations]), ("sizes", [f for f in facts if not f.citations]))
    sections = [
        Section(f"section-{name}", view.say(name), (paragraph(view.say(f"{name}_lead")),), tuple(_fact(view, fact) for fact in found))
        for name, found in groups
        if found
    ]
    return Sheet("facts", view.say("facts"), view.say("menu_law"), (paragraph(view.say("facts_lead")), *_thresholds(view)), tuple(sections))


def _thresholds(view: View) -> tuple[Block, ...]:
    """Which numbers the law looks at, and what each one changes."""
    found: dict[Test, list[Fact]] = {}
    for fact in view.library.facts.values():
        for test in tests(fact.when):
            if isinstance(test, Test) and view.library.questions[test.question].type == "number":
                found.setdefault(test, []).append(fact)

    def rank(test: Test) -> tuple[int, int]:
        first = test.argument[0] if isinstance(test.argument, tuple) else test.argument
        return list(view.library.questions).index(test.question), int(first)

    rows = []
    for test in sorted(found, key=rank):
        (words,) = said(test, view.library, view.language, closing="")
        assert isinstance(words, Paragraph)
        rows.append((cell(*words.content), cell(*view.links(map(view.link, found[test])))))
    caption = (Text(view.say("thresholds")),)
    return (Table(caption, (cell(view.say("threshold")), cell(view.say("threshold_facts"))), tuple(rows)),) if rows else ()


def _fact(view: View, fact: Fact) -> Section:
    label = view.labels.facts[fact.id]
    content: list[Block] = [*view.applies(fact.when), Bullets(view.line("identifier", (Typed(fact.id),))), *view.citations(fact.citations)]
    used = view.resting_on(fact.id)
    content += [Heading((Text(view.say("decides")),)), Bullets(tuple((Paragraph((view.link(entry),)),) for entry in used))] if used else []
    return Section(fact.id, capital(label), tuple(content))


def sources_sheet(view: View) -> Sheet:
    """Each source, under the instrument that it is a part of."""
    by_instrument: dict[str, list[Source]] = {}
    for source in view.library.sources.values():
        by_instrument.setdefault(source.instrument, []).append(source)
    sections = tuple(
        Section(f"instrument-{name}", view.labels.instruments[name], (), tuple(_source(view, source) for source in sources))
        for name, sources in by_instrument.items()
    )
    lead = (paragraph(view.say("sources_lead", count=len(view.library.sources))), *_unverified(view))
    return Sheet("sources", view.say("sources"), view.say("menu_law"), lead, sections)


def unverified_sheet(view: View) -> Sheet:
    """What still rests on a text that nobody has read, for a page of its own."""
    return Sheet("unverified", view.say("unverified_title"), "", _unverified(view), ())


def _unverified(view: View) -> tuple[Block, ...]:
    waiting = [source for source in view.library.sources.values() if source.verified == "unverified"]
    rows = tuple(
        (cell(view.source(source.id)), cell(view.labels.sources[source.id]["subject"]), cell(*view.links(_citing(view, source))))
        for source in waiting
    )
    head = tuple(cell(view.say(name)) for name in ("source", "subject", "cited_by"))
    return (paragraph(view.say("unverified_lead")), Table((Text(view.say("unverified_table")),), head, rows)) if rows else ()


def _source(view: View, source: Source) -> Section:
    label = view.labels.sources[source.id]
    read = long_date(source.read_on, view.language) if source.read_on else sentence("not_read", view.language)
    dates = view.dates(source.id)
    lines = [
        *view.line("identifier", (Typed(source.id),)),
        *view.line("official", (Link(source.url, view.source(source.id).content),)),
        *view.line("state", (Text(f"{view.say(source.status)} ; {view.say('binding' if source.binding else 'not_binding')} ; {dates}"),)),
        *view.line("read_on", (Text(f"{read} ({view.say(source.verified)})"),)),
        *view.line("cited_by", view.links(_citing(view, source))),
    ]
    return Section(source.id, capital(label["pinpoint"]), (paragraph(capital(label["subject"]) + "."), Bullets(tuple(lines))))


def _citing(view: View, source: Source) -> list[Reference]:
    return [view.link(entry) for entry in view.entries if source.id in {cited.source for cited in entry.citations}]
