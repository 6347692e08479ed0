"""What stands beside the clauses: annexes, by what one does with them, and everyday uses, by trade."""

from __future__ import annotations

from itertools import takewhile

from charter_builder.charter import Block, Bullets, Paragraph, Section, Sheet, Text, Typed
from charter_builder.library import AnnexEntry, Use
from charter_builder.messages import sentence
from charter_builder.reference.clauses import shown, topic
from charter_builder.reference.view import View, capital, paragraph

_KINDS = {"tool": "menu_tools", "form": "menu_forms", "model": "menu_models", "reference": "menu_references"}


def annexes_sheets(view: View) -> tuple[Sheet, ...]:
    if not view.library.annexes:
        return ()
    sections = []
    for kind, menu in _KINDS.items():
        found = tuple(_annex(view, annex) for annex in view.library.annexes if annex.kind == kind)
        if found:
            sections.append(Section(f"kind-{kind}", sentence(menu, view.language), (), found))
    lead = (paragraph(view.say("annexes_lead", count=len(view.library.annexes))),)
    return (Sheet("annexes", view.say("annexes"), view.say("menu_beside"), lead, tuple(sections)),)


def _annex(view: View, annex: AnnexEntry) -> Section:
    page = view.library.pages[view.language][annex.id]
    introduction = tuple(takewhile(lambda block: isinstance(block, Paragraph), page.blocks))
    lines = [*view.line("identifier", (Typed(annex.id),)), *view.line("paper", (Text(view.say(f"paper_{annex.paper}")),))]
    lines += view.line("topics", view.links(topic(view, code) for code in annex.topics))
    content: list[Block] = [
        *shown(view, introduction),
        *view.applies(annex.applies_when),
        Bullets(tuple(lines)),
        *view.citations(annex.citations),
    ]
    return Section(annex.id, page.title, tuple(content))


def uses_sheets(view: View) -> tuple[Sheet, ...]:
    """The uses of everyone, then those of each trade; a use of several trades stands under the first."""
    uses = view.library.uses
    if not uses:
        return ()
    by_trade: dict[str, list[Use]] = {}
    for use in sorted(uses, key=lambda use: bool(use.trades)):
        by_trade.setdefault(use.trades[0] if use.trades else "", []).append(use)
    sections = tuple(
        Section(
            f"trade-{trade}" if trade else "everyone",
            capital(view.labels.value("secteurs", trade)) if trade else sentence("uses_everyone", view.language),
            (),
            tuple(_use(view, use) for use in found),
        )
        for trade, found in by_trade.items()
    )
    return (Sheet("uses", view.say("uses"), view.say("menu_beside"), (paragraph(view.say("uses_lead", count=len(uses))),), sections),)


def _use(view: View, use: Use) -> Section:
    text = view.library.use_texts[view.language][use.id]
    data = (
        view.labels.value("outils.donnees_max", use.data) if use.data != "aucune" and "outils.donnees_max" in view.labels.questions else ""
    )
    lines = [
        *view.line("identifier", (Typed(use.id),)),
        *view.line("light", (Text(f"{sentence(f'light_{use.light}', view.language)} – {sentence(f'uses_{use.light}', view.language)}"),)),
        *view.line("ai_class", (Text(view.labels.classes[use.ai_class]),)),
        *view.line("data", (Text(data or (use.data if use.data != "aucune" else sentence("uses_no_data", view.language))),)),
        *view.line("trades", (Text(", ".join(view.labels.value("secteurs", trade) for trade in use.trades)),) if use.trades else ()),
        *view.line("condition", shown(view, text.condition)),
        *view.line("instead", shown(view, text.instead)),
        *view.line("ruled_by", view.links(map(view.clause, use.clauses))),
    ]
    title = "".join(getattr(inline, "value", "") for inline in text.label)
    return Section(use.id, title, (*view.applies(use.applies_when), Bullets(tuple(lines)), *view.citations(use.citations)))
