"""The use cases, each readable as a paragraph: check, explain, build. Load, select, compose, write.

Knows the order of the steps and nothing of their content. Leaves arguments and printing to `cli`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charter_builder import __version__, resources
from charter_builder.charter import Charter
from charter_builder.library import Library
from charter_builder.librarycache import load_cached
from charter_builder.problems import Place, Problems
from charter_builder.profile import Profile, load_profile
from charter_builder.selection import Selection, clashes, select
from charter_builder.writers import FORMATS as FORMATS

if TYPE_CHECKING:
    from charter_builder.writers.site.adapter import Adapter


@dataclass(frozen=True)
class Case:
    """One profile with all that follows from it, before any writing. `problems` holds what deserves a look: warnings only."""

    library: Library
    profile: Profile
    selection: Selection
    problems: Problems

    def compose(self, language: str) -> Charter:
        from charter_builder.compose import compose

        return compose(self.selection, self.profile, language)


def examine(profile_path: Path, *, language: str = "fr", on: date | None = None, draft: bool = False) -> Case:
    """Load the library and the profile, select the clauses. Raises CharterError with every problem of the profile at once."""
    library = load_cached(resources.CLAUSES, language, _load_library)
    problems = Problems()
    profile = load_profile(profile_path, library, problems, draft=draft)
    if profile is not None:
        adopted = profile.adoption_date
        if on and adopted and on < adopted and not draft:
            problems.add("E212", profile.places.get("adoption.date", Place(profile.shown)), adopted=adopted.isoformat(), on=on.isoformat())
        first = min((source.read_on for source in library.sources.values() if source.read_on), default=None)
        if adopted and first and adopted < first:
            problems.add("W212", profile.places.get("adoption", Place(profile.shown)), adopted=adopted.isoformat(), first=first.isoformat())
        selection = select(library, profile, on or adopted or _today())
        clashes(selection, profile, problems)
    problems.stop_if_errors()
    assert profile is not None
    return Case(library, profile, selection, problems)


def build(
    profile_path: Path, target: Path, *, formats: tuple[str, ...], language: str, on: date | None = None, draft: bool = False
) -> Case:
    """Build a charter into a folder: the site, the printed page, the PDF and the data asked for. Raises CharterError.

    The folder is replaced in one step; on any problem it stays as it was.
    """
    from charter_builder.publish import file_system_refusals, publish, refuse_foreign

    case = examine(profile_path, language=language, on=on, draft=draft)
    with file_system_refusals(target):
        refuse_foreign(target)
    charter = case.compose(language)
    day = _stamp(case)

    def write(folder: Path) -> None:
        if "site" in formats:
            _write_site(charter, formats, folder, day)
        if "print" in formats:
            _write_print_page(charter, folder)
        if "pdf" in formats:
            _write_pdf(charter, folder, day, case.problems)
        if "json" in formats:
            from charter_builder.writers.data import write_json

            (folder / "charte.json").write_text(write_json(charter), "utf-8")

    publish(target, write, _about(case, charter, formats), frozenset(_texts(case.profile.answers) | set(case.profile.leave_out.values())))
    return case


def site_adapter(profile_path: Path) -> Adapter:
    """The charter of a profile, ready for an MkDocs site that has the plugin: what `mkdocs serve` shows."""
    from charter_builder.messages import chosen_language

    language = chosen_language()
    return _adapter(examine(profile_path, language=language).compose(language), ())


def _load_library(root: Path, language: str) -> Library:
    from charter_builder.loading import load_library

    return load_library(root, language)


def _adapter(charter: Charter, formats: tuple[str, ...]) -> Adapter:
    from charter_builder.writers.site.adapter import Adapter
    from charter_builder.writers.site.pages import write_pages

    offered = {
        "print": (("imprimer.html", "print_page"),),
        "pdf": (("documents/charte.pdf", "pdf_file"), ("documents/annexes.pdf", "annexes_file")),
        "json": (("charte.json", "json_file"),),
    }
    documents = tuple(document for name in formats for document in offered.get(name, ()))
    compiled = resources.cache_folder() / "templates"
    return Adapter(charter, write_pages(charter, documents, resources.SITE_TEMPLATE, compiled), compiled)


def _write_site(charter: Charter, formats: tuple[str, ...], folder: Path, day: date) -> None:
    from charter_builder.writers.site.build import write_site

    warnings = write_site(_adapter(charter, formats), resources.MKDOCS_YML, folder, day)
    if warnings:
        raise RuntimeError("MkDocs: " + "; ".join(warnings))


def _write_print_page(charter: Charter, folder: Path) -> None:
    from charter_builder.writers.html import PRINT_STYLE, write_print_page

    page = write_print_page(charter, resources.SITE_TEMPLATE, resources.cache_folder() / "templates")
    (folder / "imprimer.html").write_text(page, "utf-8")
    style = folder / PRINT_STYLE
    style.parent.mkdir(parents=True, exist_ok=True)
    style.write_bytes((resources.SITE_TEMPLATE / "assets" / PRINT_STYLE).read_bytes())


def _write_pdf(charter: Charter, folder: Path, day: date, problems: Problems) -> None:
    from charter_builder.writers.pdf import PdfFailure, write_annexes_pdf, write_pdf

    (folder / "documents").mkdir(exist_ok=True)
    for name, write in (("charte.pdf", write_pdf), ("annexes.pdf", write_annexes_pdf)):
        whole = Place(f"documents/{name}")
        try:
            pdf, replaced = write(charter, resources.SITE_TEMPLATE, day)
        except PdfFailure as failure:
            problems.add("E508", whole, reason=str(failure))
            problems.stop_if_errors()
            return
        if replaced:
            problems.add("W509", whole, found=replaced)
        (folder / "documents" / name).write_bytes(pdf)


def _about(case: Case, charter: Charter, formats: tuple[str, ...]) -> dict[str, Any]:
    return {
        "format": 1,
        "version": __version__,
        "pack": {"id": charter.pack, "edition": charter.pack_edition},
        "charter": {
            "organisation": charter.organisation,
            "language": charter.language,
            "edition": charter.adoption.edition,
            "draft": charter.draft,
        },
        "law_as_of": charter.law_as_of.isoformat(),
        "law_read_on": charter.law_read_on.isoformat() if charter.law_read_on else None,
        "formats": list(formats),
        "articles": {article.id: article.edition for part in charter.parts for article in part.articles},
    }


def _texts(answers: Mapping[str, Any]) -> set[str]:
    """Every text that a person wrote in the profile."""
    found: set[str] = set()
    for value in answers.values():
        for item in value if isinstance(value, tuple) else (value,):
            found |= _texts(item) if isinstance(item, dict) else {item} if isinstance(item, str) else set()
    return {text for text in found if not text.replace("_", "").isalnum()}


def _stamp(case: Case) -> date:
    """The day that dates the files: SOURCE_DATE_EPOCH when set, else the adoption, else the law."""
    return _epoch() or case.profile.adoption_date or case.selection.on


def _today() -> date:
    return _epoch() or date.today()


def _epoch() -> date | None:
    """The day of SOURCE_DATE_EPOCH (reproducible-builds.org), or None when it is absent or no such number."""
    try:
        return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "")), UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
