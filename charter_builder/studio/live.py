"""The charter as it takes shape, for the page: articles, their reasons, what would change them, the rules for the wall.

Knows HTML; every word goes through `html.escape`. Leaves to `compose`, `explain` and `outlook` what is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape

from charter_builder.changes import changes
from charter_builder.charter import Article
from charter_builder.compose import Entry, article, outline, rule_of
from charter_builder.explain import Branch, grounds
from charter_builder.messages import long_date, sentence
from charter_builder.messages.studio import say
from charter_builder.outlook import outlook, turning
from charter_builder.profile import Profile
from charter_builder.selection import Selection
from charter_builder.writers.html import HtmlWriter, anchor


def articles_html(selection: Selection, profile: Profile, language: str, new: Collection[str]) -> str:
    """The articles decided so far, by part: title, rule, force, and doors to the text and to the reasons. `new`: those to mark."""
    writer = HtmlWriter(language, _address)
    waiting = sum(decision.kept for decision in selection.decisions.values()) - len(decided(selection).articles())
    forces = selection.library.labels[language].forces
    parts = []
    for title, entries in outline(decided(selection), profile, language):
        shown = "".join(_entry(entry, selection, forces, writer, entry.clause.id in new) for entry in entries)
        parts.append(f"<section><h3>{escape(title)}</h3>{shown}</section>")
    if waiting:
        parts.append(f"<p>{escape(say('live_waiting', language, count=waiting))}</p>")
    return "".join(parts)


def decided(selection: Selection) -> Selection:
    """The selection without the articles that wait for an answer."""
    kept = {name: replace(one, kept=one.kept and one.outcome == "selected") for name, one in selection.decisions.items()}
    return replace(selection, decisions=kept)


def article_html(selection: Selection, profile: Profile, clause: str, language: str) -> str:
    """The text of an article: what it says, how to do it, why."""
    found = article(selection, profile, clause, language)
    return _text(found, HtmlWriter(language, _address, heading_level=5), language) if found else ""


def why_html(selection: Selection, profile: Profile, clause: str, language: str) -> str:
    """Because of which answers an article is there, by which law, and what would take it out."""
    turn = turning(selection, profile, changes(selection, profile), clause, language)
    because = branches_html(grounds(selection, clause, language))
    return f"{because}<p><strong>{escape(sentence('turn_heading', language))}</strong></p>{branches_html(turn)}"


def changes_html(selection: Selection, profile: Profile, language: str) -> str:
    """Which other answers would bring articles in or take them out."""
    lines = outlook(selection, changes(selection, profile), language) or [sentence("change_none", language)]
    return f"<p>{escape(say('changes_lead', language))}</p>{branches_html(map(Branch, lines))}"


def poster_html(selection: Selection, profile: Profile, language: str) -> str:
    """The rules for the wall, numbered, each with its title."""
    writer, titles = HtmlWriter(language, _address), selection.library.titles[language]
    rules = (
        f"<li><strong>{escape(titles[name])}</strong> {writer.inlines(rule_of(selection, profile, name, language))}</li>"
        for name in selection.essentials()
    )
    return f'<p>{escape(say("poster_lead", language))}</p><ol class="wall">{"".join(rules)}</ol>'


def news(selection: Selection, came: Sequence[str], went: Sequence[str], language: str) -> str:
    """What an answer did to the articles, in a sentence."""
    titles = selection.library.titles[language]
    said = (("news_in", came), ("news_out", went))
    return " ".join(
        say(name, language, count=len(found), titles=_some([titles[one] for one in found], language)) for name, found in said if found
    )


def branches_html(branches: Iterable[Branch]) -> str:
    """A tree of sentences as nested lists."""
    items = "".join(f"<li>{escape(branch.text)}{branches_html(branch.below) if branch.below else ''}</li>" for branch in branches)
    return f"<ul>{items}</ul>"


def _entry(entry: Entry, selection: Selection, forces: Mapping[str, str], writer: HtmlWriter, new: bool) -> str:
    clause, decision, language = entry.clause, selection.decisions[entry.clause.id], writer.language
    marks = [f'<span class="force">{escape(forces[clause.force])}</span>']
    if decision.prepare_for:
        marks.append(f'<span class="ahead">{escape(sentence("prepare", language, date=long_date(decision.prepare_for, language)))}</span>')
    if new:
        marks.append(f'<mark class="new">{escape(say("new", language))}</mark>')
    doors = "".join(
        f'<details data-ask="{ask}" data-clause="{escape(clause.id)}"><summary>{escape(say(name, language))}'
        f'<span class="hidden"> : {escape(entry.title)}</span></summary><div></div></details>'
        for ask, name in (("article", "read"), ("why", "why"))
    )
    return (
        f'<article class="{clause.force}{" is-new" if new else ""}" id="{_address(clause.id)[1:]}">'
        f'<h4><span class="number">{entry.number}</span> {escape(entry.title)}</h4>'
        f'<p>{writer.inlines(entry.rule)}</p><p class="marks">{" ".join(marks)}</p>{doors}</article>'
    )


def _text(found: Article, writer: HtmlWriter, language: str) -> str:
    parts = [writer.blocks(found.content)]
    for name, blocks in (("in_practice", found.practice), ("why", found.why)):
        if blocks:
            parts.append(f"<p><strong>{escape(sentence(name, language))}</strong></p>{writer.blocks(blocks)}")
    cited = (f"{citation.label}, {citation.pinpoint}" for citation in found.citations)
    items = "".join(f"<li>{escape(text)}</li>" for text in cited)
    return "".join(parts) + (f"<p><strong>{escape(sentence('sources', language))}</strong></p><ul>{items}</ul>" if items else "")


def _address(target: str) -> str:
    return f"#article-{anchor(target)}"


def _some(titles: list[str], language: str) -> str:
    """The first titles, and how many more: one more is named too."""
    if len(titles) <= 4:
        return sentence("semicolon", language).join(titles)
    return say("news_more", language, titles=sentence("semicolon", language).join(titles[:3]), count=len(titles) - 3)
