"""The site section of a profile: where the charter stands, who answers for it, what it looks like.

Knows what a person may choose there, checked; each choice has a default. Leaves the colours that follow from two of them to `palette`,
and the words of the pages to the texts of the pack.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from charter_builder.charter import Conformity, Font, Identity, Logo, WebSite
from charter_builder.colours import TEXT
from charter_builder.conditions import near
from charter_builder.palette import ACCENT, MAIN, accent_contrast, day, main_contrast, night, readable_accent, readable_main
from charter_builder.problems import Problems, Words
from charter_builder.reading.picture import KINDS, MAX_BYTES, check_picture
from charter_builder.reading.yamlfile import Node

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class Audit:
    """An audit of accessibility that took place: `rate` is the share of the criteria that are met, out of 100."""

    day: date
    by: str
    rate: int
    report: str
    non_conformities: str


@dataclass(frozen=True)
class SiteSection:
    """What the profile says; a text is empty when it says nothing. The logo has the text that the profile gives it, if any."""

    url: str = ""
    publisher: str = ""
    responsible: str = ""
    host: str = ""
    contact: str = ""
    main: str = MAIN
    accent: str = ACCENT
    font: Font = "serif"
    logo: Logo | None = None
    audit: Audit | None = None

    @property
    def conformity(self) -> Conformity:
        """All criteria, at least half of them, or fewer; without an audit, none can be claimed (RGAA 4, obligations)."""
        if self.audit is None or self.audit.rate < 50:
            return "none"
        return "full" if self.audit.rate == 100 else "partial"


NO_SECTION = SiteSection()


def read_site(node: Node | None, content: Mapping[str, Any], folder: Path, problems: Problems) -> SiteSection:
    """The section, checked further than its fields: colours that can be read, a logo that can be published. `folder`: the profile's."""
    if node is None:
        return NO_SECTION
    for name, measured, readable, code in (
        ("main_colour", main_contrast, readable_main, "E215"),
        ("accent_colour", accent_contrast, readable_accent, "E216"),
    ):
        colour = content.get(name)
        if colour and measured(colour) < TEXT:
            ratio = f"{int(measured(colour) * 100) / 100:.2f}"  # never rounded up to the ratio that is needed
            said = Words({"fr": ratio.replace(".", ","), "en": ratio})
            problems.add(code, node.at(name).place, got=colour, ratio=said, name=name, fixed=readable(colour))
    texts = {name: " ".join(content.get(name, "").split()) for name in ("url", "publisher", "responsible", "host", "contact")}
    audit = content.get("accessibility", {})
    return SiteSection(
        **texts,
        main=content.get("main_colour", MAIN).lower(),
        accent=content.get("accent_colour", ACCENT).lower(),
        font=content.get("font", "serif"),
        logo=_logo(node.at("logo"), content["logo"], content.get("logo_text", ""), folder, problems) if "logo" in content else None,
        audit=_audit(audit) if {"audited_on", "by", "rate"} <= set(audit) else None,
    )


def identity(section: SiteSection, organisation: str) -> Identity:
    """What the charter looks like. A logo without a text says the name of the organisation."""
    logo = section.logo and replace(section.logo, text=section.logo.text or organisation)
    return Identity(day(section.main, section.accent), night(section.main, section.accent), section.font, logo)


def website(section: SiteSection, organisation: str) -> WebSite:
    """What the site says of itself; its publisher is the organisation, unless another is named."""
    contact = section.contact
    link = f"mailto:{contact}" if EMAIL.fullmatch(contact) else contact if contact.startswith("https://") and " " not in contact else ""
    return WebSite(
        section.url, section.publisher or organisation, section.responsible, section.host, contact, link, section.conformity
    )  # fmt: skip


def _audit(content: Mapping[str, Any]) -> Audit:
    said = " ".join(content.get("reported_non_conformities", "").split())
    return Audit(content["audited_on"], content["by"], content["rate"], content.get("report", ""), said)


def _logo(node: Node, name: str, text: str, folder: Path, problems: Problems) -> Logo | None:
    """The picture, when it stands in the folder of the profile and has nothing wrong."""
    path, before = folder / name, len(problems)
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            problems.add("E218", node.place, got=name)
            return None
        if not path.is_file():
            beside = sorted(found.name for found in folder.iterdir() if found.suffix.lower()[1:] in KINDS) if folder.is_dir() else []
            problems.add("E217", node.place, got=name, near=near(name, beside))
            return None
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads back to itself
        problems.add("E119", node.place, file=name, reason=getattr(error, "strerror", "") or "")
        return None
    kind = path.suffix.lower()[1:]
    check_picture(content, kind, node.place, str(path), problems)
    return Logo(f"logo.{kind}", " ".join(text.split()), content) if len(problems) == before else None
