"""`charte.md`: the whole charter as one text file, to read anywhere, to copy, to compare with another edition.

Knows the order of a charter; leaves each block to `markdown`. Texts cited by an article are its footnotes. A link to another article
is words alone: CommonMark gives a heading no address.
"""

from __future__ import annotations

from collections.abc import Iterator

from charter_builder.charter import Annex, Article, Charter, Citation, Link, Strong, Text
from charter_builder.messages import in_force, law_as_of, long_date
from charter_builder.writers.markdown import MarkdownWriter, escaped

#: The file, beside the site.
TEXT_FILE = "charte.md"


def write_markdown(charter: Charter) -> str:
    """The charter as CommonMark with tables and footnotes; read back, it gives the same words."""
    writer = MarkdownWriter(charter.language, lambda target: "", heading_level=3)
    lines = [*_front(charter, writer)]
    for part in charter.parts:
        lines += [f"## {part.number}. {escaped(part.title)}", ""]
        for article in part.articles:
            lines += _article(article, writer)
    for annex in charter.annexes:
        lines += _annex(annex, writer)
    return "\n".join([*lines, *writer.endnotes()]).rstrip() + "\n"


def _front(charter: Charter, writer: MarkdownWriter) -> Iterator[str]:
    adoption, contact, say = charter.adoption, charter.contact, writer.say
    yield from (f"# {escaped(charter.title)}", "", f"**{escaped(charter.organisation.strip())}**", "", escaped(charter.subtitle), "")
    if charter.draft:
        yield from (f"> **{say('draft')}.** {say('draft_notice')}", "")
    if adoption.date:
        yield f"- {say('adopted', body=adoption.body, date=long_date(adoption.date, charter.language))}"
    yield f"- {say('edition', edition=adoption.edition)}"
    if adoption.next_review:
        yield f"- {say('next_review', date=long_date(adoption.next_review, charter.language))}"
    yield f"- {escaped(law_as_of(charter.law_as_of, charter.law_read_on, charter.language))}"
    whom = ", ".join(filter(None, (contact.name, contact.function)))
    address = Link(contact.link, (Text(contact.address),)) if contact.link else Text(contact.address)
    yield from (f"- {say('contact')} {escaped(whom)}{say('colon')}{writer.inline(address)}", "", escaped(charter.notice), "")


def _article(article: Article, writer: MarkdownWriter) -> Iterator[str]:
    say = writer.say
    yield from (f"### {article.number} {escaped(article.title)}", "")
    flags = [f"**{escaped(article.force_label)}**"]
    if article.prepare_for:
        flags.append(say("prepare", date=long_date(article.prepare_for, writer.language)))
    if article.to_confirm:
        flags.append(say("to_confirm"))
    calls = "".join(" " + writer.note(_cited(citation, writer)) for citation in article.citations)
    yield from (" · ".join(flags), "", writer.inlines((Strong(article.rule),)) + calls, "")
    yield from writer.blocks(article.content)
    if article.practice:
        yield from (f"**{say('in_practice')}**", "", *writer.blocks(article.practice))
    yield from (f"**{say('why')}**", "", *writer.blocks(article.why))
    yield from (f"**{say('why_here')}**{say('colon')}{escaped(' '.join(article.reasons))}", "", f"{say('owner', owner=article.owner)}.", "")


def _annex(annex: Annex, writer: MarkdownWriter) -> Iterator[str]:
    yield from (f"## {writer.say('annex', number=annex.number)}{writer.say('colon')}{escaped(annex.title)}", "")
    yield from writer.blocks((*annex.introduction, *annex.content))
    if annex.citations:
        yield from (f"**{writer.say('sources')}**", "", *(f"- {_cited(citation, writer)}" for citation in annex.citations), "")


def _cited(citation: Citation, writer: MarkdownWriter) -> str:
    """« Code civil, art. 9 : la vie privée (s'applique depuis le 1er juin 1994) », the text being a link."""
    words = writer.inline(Link(citation.url, (Text(f"{citation.label}, {citation.pinpoint}"),)))
    day = in_force(citation, writer.language)
    return f"{words}{writer.say('colon')}{escaped(citation.subject)}{f' ({escaped(day)})' if day else ''}"
