"""The host of a studio: who offers it, what it looks like, and which answers it gives in advance.

Knows the file `studio.yml`, which is made like a profile. Without one, the studio has our colours and nobody's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from charter_builder.identity import NO_SECTION, SiteSection
from charter_builder.library import Library
from charter_builder.messages.studio import say
from charter_builder.problems import Problems
from charter_builder.profile import load_profile
from charter_builder.reading.fields import STUDIO


@dataclass(frozen=True)
class Host:
    """`answers`: those that the form shows already given. `name`: the title of the page; `site`: address, notice, colours, logo."""

    name: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    site: SiteSection = NO_SECTION


def read_host(path: Path | None, library: Library, language: str, problems: Problems) -> Host:
    """The host that a file describes; nobody in particular without a file. Every problem goes to `problems`."""
    if path is None:
        return Host(say("name", language))
    profile = load_profile(path, library, problems, table=STUDIO)
    if profile is None:
        return Host(say("name", language))
    return Host(profile.title or say("name", language), profile.given or {}, profile.site)
