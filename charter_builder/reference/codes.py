"""The codes of the messages: the sentence, what to do, and a longer page for each; the same as `charter check --explain CODE`."""

from __future__ import annotations

from itertools import groupby

from charter_builder.charter import Block, Paragraph, Section, Sheet, Strong, Text, Typed
from charter_builder.messages import sentence
from charter_builder.messages.codes import family, known_codes, page
from charter_builder.messages.reference import say
from charter_builder.reference.view import paragraph


def codes_sheet(language: str) -> Sheet:
    """The families of codes, in the order of the work: reading, profile, pack, composition, publication; then the warnings."""
    sections = []
    for name, codes in groupby(known_codes(), family):
        inner = tuple(Section(code, code, _explained(code, language)) for code in codes)
        sections.append(
            Section(f"family-{name}", say(f"family_{name}", language), tuple(map(paragraph, page(inner[0].id, language).family)), inner)
        )
    return Sheet("codes", say("codes", language), say("menu_writing", language), (paragraph(say("codes_lead", language)),), tuple(sections))


def _explained(code: str, language: str) -> tuple[Block, ...]:
    found = page(code, language)
    blocks: list[Block] = [Paragraph((Strong((Text(found.fact),)),)), paragraph(f"{sentence('to_do', language)} {found.action}")]
    blocks += map(paragraph, found.text)
    return (*blocks, *((Paragraph((Typed(found.sample),)),) if found.sample else ()))
