"""Answers as they enter a sentence: what stands in place of `{{ organisation.nom }}`.

Knows how a person reads an answer: names, dates, a contact. An answer enters as a text value of the tree, after parsing: no letter
of it is ever markup. Leaves the blocks made from answers to `slots`.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from charter_builder.charter import Audience, Inline, Link, Text
from charter_builder.identity import EMAIL, website
from charter_builder.library import PLACEHOLDERS, Labels
from charter_builder.messages import long_date, sentence
from charter_builder.profile import Profile
from charter_builder.selection import Selection
from charter_builder.typography import enumerate_words

_MOBILE = re.compile(r"(?:\b0|\+33 ?\(?0?\)?|\b0033) ?[67](?:[ .-]?\d\d){4}\b")


def next_review(adopted: date | None, months: int) -> date | None:
    """The same day so many months later, or the last day of a shorter month."""
    if adopted is None:
        return None
    year, month = divmod(adopted.month - 1 + months, 12)
    year, month = adopted.year + year, month + 1
    return date(year, month, min(adopted.day, monthrange(year, month)[1]))


def personal(referent: Mapping[str, str]) -> bool:
    """Whether a contact is that of a person: it holds a part of their name, or the number of a mobile phone."""
    contact = _plain(referent.get("contact", ""))
    names = re.findall(r"[a-z]{3,}", _plain(referent.get("nom", "")))
    return any(name in contact for name in names) or bool(_MOBILE.search(contact))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


class Answers:
    """The answers of one profile in one language, ready to be put in place for an audience."""

    def __init__(self, selection: Selection, profile: Profile, language: str, audience: Audience = "internal") -> None:
        self.selection, self.profile, self.language, self.audience = selection, profile, language, audience
        self.labels: Labels = selection.library.labels[language]
        self.values = profile.answers
        self.public = audience == "public" or profile.answers.get("publication") == "public"  # then no person is named

    def inline(self, name: str) -> tuple[Inline, ...]:
        """What stands in place of `{{ name }}`; in a draft, a visible blank for an answer that is missing."""
        referent = self.values.get("referent_ia", {})
        adoption = self.values.get("adoption", {})
        match name:
            case "organisation.nom":
                return self._text(self.values.get("nom"), "nom")
            case "referent.fonction" | "referent.designation":
                named = [referent.get("nom")] if name == "referent.designation" and not self.public else []
                return self._text(", ".join(filter(None, [*named, referent.get("fonction")])), "referent_ia")
            case "referent.contact" if self.audience == "public" and personal(referent):
                site = website(self.profile.site, "")
                return self._link(site.contact, site.contact_link) if site.contact else (Text(self.say("contact_withheld")),)
            case "referent.contact":
                return self.contact(referent.get("contact"))
            case "adoption.organe":
                body = adoption.get("organe")
                return self._text(self.labels.value("adoption.organe", body, self.values) if body else None, "adoption")
            case "adoption.date":
                return self._date(adoption.get("date"))
            case "adoption.edition":
                return self._text(adoption.get("edition"), "adoption")
            case "revue.mois":
                return (Text(str(self.values["revue_mois"])),)
            case "revue.date":
                return self._date(next_review(adoption.get("date"), self.values["revue_mois"]))
            case "outils.noms":
                names = [tool["nom"] for tool in self.tools()]
                return self._text(enumerate_words(names, self.language) or None, "outils")
            case "organisation.effectif":
                staff = self.values.get("effectif")
                people = "public_staff" if self.values.get("famille") == "collectivite" else "people"
                return self._text(None if staff is None else self.say(people, count=staff), "effectif")
            case "usages.noms" | "donnees.noms":
                question = PLACEHOLDERS[name]
                said = [self.labels.value(question, value) for value in self.values.get(question, ())]
                return self._text(enumerate_words(said, self.language) or None, question)
            case "annee.1" | "annee.2" | "annee.3":
                day = adoption.get("date")
                return self._text(str(day.year + int(name[-1]) - 1) if day else None, "adoption")
            case _ if name.startswith("site."):
                return self._site(name.partition(".")[2])
        raise AssertionError(name)

    def tools(self) -> list[dict[str, str]]:
        """The tools allowed; for the public, the kinds of account without what is used, what for and by whom."""
        tools: list[dict[str, str]] = list(self.values.get("outils", ()))
        if self.audience == "internal":
            return tools
        kinds = dict.fromkeys((tool["offre"], tool["donnees_max"]) for tool in tools)
        return [{"nom": self.labels.value("outils.offre", kind), "offre": kind, "donnees_max": data} for kind, data in kinds]

    def contact(self, address: str | None) -> tuple[Inline, ...]:
        """A contact; an e-mail address is a link."""
        if address and EMAIL.fullmatch(address):
            return (Link(f"mailto:{address}", (Text(address),)),)
        return self._text(address, "referent_ia")

    def _site(self, name: str) -> tuple[Inline, ...]:
        """What the site says of itself. Its contact, unless one is given, is that of the charter; the rest is a blank to complete."""
        site = website(self.profile.site, str(self.values.get("nom", "")))
        if name == "contact":
            return self._link(site.contact, site.contact_link) if site.contact else self.inline("referent.contact")
        if name == "adresse" and site.url:
            return (Link(site.url, (Text(site.url),)),)
        given = {"adresse": site.url, "editeur": site.publisher, "responsable": site.responsible, "hebergeur": site.host}
        return (Text(given[name] or self.say("blank", label=self.say(f"site_{name}"))),)

    def _link(self, said: str, address: str) -> tuple[Inline, ...]:
        return (Link(address, (Text(said),)),) if address else (Text(said),)

    def _date(self, day: date | None) -> tuple[Inline, ...]:
        return self._text(long_date(day, self.language) if day else None, "adoption")

    def _text(self, value: str | None, question: str) -> tuple[Inline, ...]:
        return (Text(value or self.say("blank", label=self.labels.question(question))),)

    def say(self, key: str, /, **params: object) -> str:
        """A sentence of the program in the language of these answers."""
        return sentence(key, self.language, **params)
