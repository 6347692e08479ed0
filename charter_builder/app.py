"""The use cases, each readable as a paragraph: new, check, explain, build, reference. Load, select, compose, write.

Knows the order of the steps and nothing of their content. Leaves arguments and printing to `cli`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charter_builder import __version__, resources
from charter_builder.charter import Audience, Charter, Identity, Sheet
from charter_builder.library import Library
from charter_builder.librarycache import load_cached
from charter_builder.messages import LANGUAGES
from charter_builder.problems import CharterError, Place, Problems
from charter_builder.profile import Profile, load_profile
from charter_builder.reading.model import Model, read_models, words_of
from charter_builder.reading.prose import hole_in
from charter_builder.reading.yamlfile import read_text
from charter_builder.selection import Selection, clashes, select
from charter_builder.writers import FORMATS as FORMATS

if TYPE_CHECKING:
    from charter_builder.guard import Known
    from charter_builder.inspection import Inspection
    from charter_builder.reference import View
    from charter_builder.writers.site.adapter import Adapter
    from charter_builder.writers.site.pages import Site


class NoSuchLanguage(Exception):
    """The pack has no texts in the language asked for: a wrong command, not a problem of its files."""


@dataclass(frozen=True)
class Case:
    """One profile with all that follows from it, before any writing. `problems` holds what deserves a look: warnings only."""

    library: Library
    profile: Profile
    selection: Selection
    problems: Problems
    models: Mapping[str, Model]

    def compose(self, language: str, audience: Audience = "internal") -> Charter:
        from charter_builder.compose import compose

        return compose(self.selection, self.profile, language, audience)


def examine(
    profile_path: Path, *, language: str = "fr", on: date | None = None, draft: bool = False, library: Library | None = None
) -> Case:
    """Load the library, unless it is given, and the profile; select the clauses. Raises CharterError with every problem of the profile
    at once.
    """
    library = library or our_library(language)
    problems = Problems()
    profile = load_profile(profile_path, library, problems)
    if profile is not None:
        adopted = profile.adoption_date
        day = on or adopted or today()
        if profile.missing:
            from charter_builder.interview import Interview, say_missing, still_missing

            asking = Interview(library, language, day, profile.answers)
            profile = replace(profile, missing=still_missing(asking, profile))
            if profile.missing and not draft:
                say_missing(asking, profile.missing, profile.shown, problems)
        if on and adopted and on < adopted and not draft:
            problems.add("E212", profile.places.get("adoption.date", Place(profile.shown)), adopted=adopted.isoformat(), on=on.isoformat())
        first = min((source.read_on for source in library.sources.values() if source.read_on), default=None)
        if adopted and first and adopted < first:
            problems.add("W212", profile.places.get("adoption", Place(profile.shown)), adopted=adopted.isoformat(), first=first.isoformat())
        selection = select(library, profile, day)
        clashes(selection, profile, problems)
    models = read_models(profile_path.parent, problems)
    problems.stop_if_errors()
    assert profile is not None
    return Case(library, profile, selection, problems, models)


def build(
    profile_path: Path,
    target: Path,
    *,
    formats: tuple[str, ...],
    language: str,
    audience: Audience = "internal",
    on: date | None = None,
    draft: bool = False,
    force: bool = False,
) -> Case:
    """Build a charter into a folder: in the formats asked for. Raises CharterError.

    The other languages that the profile asks for, and that the pack speaks, are whole charters too, each in a folder of its own: `en/`.
    The folder is replaced in one step; on any problem it stays as it was. With `force`, changes that somebody made there are lost.
    """
    from charter_builder.publish import file_system_refusals, publish, refuse_foreign

    case = examine(profile_path, language=language, on=on, draft=draft)
    with file_system_refusals(target):
        refuse_foreign(target, force=force)
    charter = case.compose(language, audience)
    others = [
        _in_its_folder(examine(profile_path, language=other, on=on, draft=draft).compose(other, audience))
        for other in _other_languages(case, language)
    ]
    day = _stamp(case)

    def write(folder: Path) -> None:
        for one in (charter, *others):
            inside = folder if one is charter else folder / one.language
            inside.mkdir(exist_ok=True)
            _write(one, inside, formats, day, case.problems, case.models, _others(one, (charter, *others)))
        if "site" in formats:
            _write_for_host((charter, *others), folder)

    shown = [one.identity for one in (charter, *others)] if {"site", "print"}.intersection(formats) else []
    with file_system_refusals(target):
        resources.look_for_files(formats)
        known = _known(shown, _written(case.profile) | _letterhead_words(case.models), [*_letterhead_pictures(case.models)])
    publish(target, write, _about(case, charter, formats), known, force=force)
    return case


def _other_languages(case: Case, language: str) -> list[str]:
    """The languages in which people must be able to read the charter, beside this one, of those that the program and the pack speak."""
    wanted = [other for other in LANGUAGES if other != language and other in case.profile.answers["langues"]]
    return [other for other in wanted if other in our_library(other).pack.languages]


def _in_its_folder(charter: Charter) -> Charter:
    """The charter of another language, with the address of its own folder: where the QR code of its poster leads."""
    url = charter.site.url
    return replace(charter, site=replace(charter.site, url=f"{url.rstrip('/')}/{charter.language}/")) if url else charter


def _write(
    charter: Charter,
    folder: Path,
    formats: tuple[str, ...],
    day: date,
    problems: Problems,
    models: Mapping[str, Model] | None = None,
    others: tuple[tuple[str, str], ...] = (),
) -> None:
    """Everything asked for, of a charter in one language. `others`: the other languages, and the way to each."""
    if "site" in formats:
        _write_site(_charter_site(charter, formats, others), folder, day)
        _write_calendar(charter, folder, day)
    if "print" in formats:
        _write_print_page(charter, folder)
    if "pdf" in formats:
        _write_pdf(charter, folder, day, problems)
    _write_office(charter, folder, formats, day, models or {})
    if "md" in formats:
        from charter_builder.writers.textfile import TEXT_FILE, write_markdown

        (folder / TEXT_FILE).write_text(write_markdown(charter), "utf-8")
    if "json" in formats:
        from charter_builder.writers.data import SCHEMA_FILE, write_json
        from charter_builder.writers.schema import write_schema

        (folder / "charte.json").write_text(write_json(charter), "utf-8")
        (folder / SCHEMA_FILE).write_text(write_schema(), "utf-8")


def _others(charter: Charter, charters: tuple[Charter, ...]) -> tuple[tuple[str, str], ...]:
    """The languages of the other charters, each with the way to its folder from that of this one."""
    up = "" if charter is charters[0] else "../"
    return tuple((one.language, up + (f"{one.language}/" if one is not charters[0] else "")) for one in charters if one is not charter)


def inspect_pack(pack: Path, *, on: date | None = None) -> Inspection:
    """Everything to mend or to look at in a pack under the law of a day. Raises CharterError when something must be mended."""
    from charter_builder.inspection import inspect

    found = inspect(pack, on or today())
    found.problems.stop_if_errors()
    return found


def cover_pack(library: Library, folder: Path, *, language: str, on: date | None = None) -> tuple[str, ...]:
    """Write the few profiles that show a pack whole, beside what the folder holds; their names."""
    from charter_builder.cover import profiles
    from charter_builder.publish import file_system_refusals

    files = profiles(library, language if language in library.labels else library.pack.languages[0], on or today())
    with file_system_refusals(folder, "E513"):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
    return tuple(files)


def new(target: Path, *, language: str, example: str = "", recipes: Sequence[str] = ()) -> tuple[str, ...]:
    """Make a folder from which a charter can be filled in, built and put online; the names of its files. Raises CharterError.

    Nothing is written when the folder exists and is not empty.
    """
    from charter_builder.publish import create
    from charter_builder.starter import contents, write

    files = contents(our_library(language), language, example=example, recipes=recipes)
    create(target, lambda folder: write(files, folder))
    return tuple(files)


def reference(pack: Path, target: Path, *, language: str, force: bool = False) -> tuple[View, tuple[str, ...]]:
    """Build the reference of a pack into a folder: a site of everything in it. Raises CharterError with every problem of the pack,
    and NoSuchLanguage.

    Returns what was shown, and the names of the examples that do not fit this pack.
    """
    from charter_builder.messages.codes import samples
    from charter_builder.publish import file_system_refusals, publish, refuse_foreign
    from charter_builder.reference import sheets
    from charter_builder.writers.identity import DEFAULT

    library = load_cached(pack, "", _load_library)
    with file_system_refusals(target):
        refuse_foreign(target, force=force)
    if language not in library.labels:
        raise NoSuchLanguage(language)
    view, left_out = view_of_pack(pack, library, language)
    site = _reference_site(view, sheets(view))
    read = [source.read_on for source in library.sources.values() if source.read_on]
    day = _epoch() or max(read, default=today())
    about = {"format": 1, "version": __version__, "pack": {"id": library.pack.id, "edition": library.pack.edition}, "language": language}
    with file_system_refusals(target):
        resources.look_for_files(("site",))
        known = _known([DEFAULT], frozenset({*_strings(library.labels[language]), *samples()}))
    publish(target, lambda folder: _write_site(site, folder, day), about, known, force=force)
    return view, left_out


def verify(folder: Path) -> int:
    """The number of files of a folder that this program made, when all are still as they were made. Raises CharterError."""
    from charter_builder import manifest

    return manifest.verify(folder)


def view_of_pack(pack: Path, library: Library, language: str) -> tuple[View, tuple[str, ...]]:
    """What a reference shows of a pack: its library, its topics, and the examples beside it; then the examples that do not fit it."""
    from charter_builder.reference import View
    from charter_builder.reference.topics import read_topics

    problems = Problems()
    listed = pack / "topics" / f"{language}.md"
    topics = (
        read_topics(read_text(listed, problems) or "", language)
        if listed.is_file() and listed.resolve().is_relative_to(pack.resolve())
        else ()
    )
    problems.stop_if_errors()
    examples: dict[str, Selection] = {}
    left_out: list[str] = []
    for profile in sorted(pack.absolute().parent.glob("examples/*/profil.yml")):
        try:
            examples[profile.parent.name] = examine(profile, language=language, library=library).selection
        except CharterError:
            left_out.append(profile.parent.name)
    return View(library, language, topics, examples), tuple(left_out)


def site_adapter(profile_path: Path) -> Adapter:
    """The charter of a profile, ready for an MkDocs site that has the plugin: what `mkdocs serve` shows."""
    from charter_builder.messages import chosen_language

    language = chosen_language()
    return _adapter(_charter_site(examine(profile_path, language=language).compose(language), ()))


def our_library(language: str) -> Library:
    """The library of the program in one language, from the cache."""
    return load_cached(resources.CLAUSES, language, _load_library)


def _load_library(root: Path, language: str) -> Library:
    from charter_builder.loading import load_library

    return load_library(root, language)


def _charter_site(charter: Charter, formats: tuple[str, ...], others: tuple[tuple[str, str], ...] = ()) -> Site:
    from charter_builder.writers.site.pages import charter_site

    return charter_site(charter, formats, resources.SITE_TEMPLATE, _compiled(), others)


def _reference_site(view: View, pages: tuple[Sheet, ...]) -> Site:
    from charter_builder.messages.reference import say
    from charter_builder.writers.site.pages import reference_site

    pack, language = view.library.pack, view.language
    footer = say("footer", language, pack=pack.id, edition=pack.edition, licence=pack.licence)
    name, description = say("name", language, pack=pack.id), say("description", language)
    return reference_site(pages, name, pack.id, description, footer, language, resources.SITE_TEMPLATE, _compiled())


def _adapter(site: Site) -> Adapter:
    from charter_builder.writers.site.adapter import Adapter

    return Adapter(site, _compiled())


def _compiled() -> Path:
    return resources.cache_folder() / "templates"


def _write_site(site: Site, folder: Path, day: date) -> None:
    from charter_builder.writers.site.build import write_site

    warnings = write_site(_adapter(site), resources.MKDOCS_YML, folder, day)
    if warnings:
        raise RuntimeError("MkDocs: " + "; ".join(warnings))


def _write_for_host(charters: tuple[Charter, ...], folder: Path) -> None:
    from charter_builder.writers.site.hosting import host_files

    for name, text in host_files(charters, resources.SITE_TEMPLATE, _compiled()).items():
        (folder / name).write_text(text, "utf-8")


def _write_calendar(charter: Charter, folder: Path, day: date) -> None:
    from charter_builder.writers.calendar import CALENDAR_FILE, dated, write_calendar

    if dated(charter):
        (folder / CALENDAR_FILE).write_bytes(write_calendar(charter, day))


def _write_print_page(charter: Charter, folder: Path) -> None:
    from charter_builder.writers.html import PRINT_STYLE, write_print_page
    from charter_builder.writers.identity import identity_files

    page = write_print_page(charter, resources.SITE_TEMPLATE, _compiled())
    (folder / "imprimer.html").write_text(page, "utf-8")
    style = folder / PRINT_STYLE
    style.parent.mkdir(parents=True, exist_ok=True)
    style.write_bytes((resources.SITE_TEMPLATE / "assets" / PRINT_STYLE).read_bytes())
    for path, content in identity_files(charter.identity, resources.SITE_TEMPLATE).items():
        (folder / path).write_bytes(content)


def _write_pdf(charter: Charter, folder: Path, day: date, problems: Problems) -> None:
    from charter_builder.writers.pdf import PdfFailure, write_annexes_pdf, write_complete_pdf, write_pdf
    from charter_builder.writers.poster import has_easy_poster, write_easy_poster, write_poster

    (folder / "documents").mkdir(exist_ok=True)
    written = {
        "affiche.pdf": write_poster,
        "charte.pdf": write_pdf,
        "charte-complete.pdf": write_complete_pdf,
        "annexes.pdf": write_annexes_pdf,
    }
    if has_easy_poster(charter):
        written["affiche-falc.pdf"] = write_easy_poster
    for name, write in written.items():
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


def _write_office(charter: Charter, folder: Path, formats: tuple[str, ...], day: date, models: Mapping[str, Model]) -> None:
    """The charter to amend, in the formats asked for. An SVG logo is drawn as a picture that word processors hold."""
    if not {"docx", "odt"}.intersection(formats):
        return
    from charter_builder.writers.office.docx import write_docx
    from charter_builder.writers.office.odt import write_odt

    writers = {name: write for name, write in (("docx", write_docx), ("odt", write_odt)) if name in formats}
    logo = None
    if charter.identity.logo:
        from charter_builder.writers.pdf import logo_png

        logo = logo_png(charter.identity.logo, resources.SITE_TEMPLATE)
    (folder / "documents").mkdir(exist_ok=True)
    for name, write in writers.items():
        (folder / "documents" / f"charte.{name}").write_bytes(write(charter, day, logo, models.get(name)))


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
            "audience": charter.audience,
        },
        "law_as_of": charter.law_as_of.isoformat(),
        "law_read_on": charter.law_read_on.isoformat() if charter.law_read_on else None,
        "formats": list(formats),
        "articles": {article.id: article.edition for part in charter.parts for article in part.articles},
    }


def _known(identities: Sequence[Identity], answers: frozenset[str], pictures: Sequence[bytes] = ()) -> Known:
    """What may run or be styled in a folder: the program's own files, and the colours chosen, made again without any other text.
    `pictures`: those of a letterhead, which a document to amend may hold.
    """
    from charter_builder.guard import Known, digest
    from charter_builder.writers.site.own import own_files

    own = own_files(identities, resources.SITE_TEMPLATE, _compiled()) if identities else ()
    return Known(frozenset(map(digest, (*own, *pictures))), answers)


def _letterhead_pictures(models: Mapping[str, Model]) -> Iterator[bytes]:
    for model in models.values():
        yield from model.letterhead.pictures.values()


def _letterhead_words(models: Mapping[str, Model]) -> set[str]:
    """Those that look like a hole: an organisation fills `{{ reference }}` in by other means than ours."""
    return {said for model in models.values() for said in words_of(model) if hole_in(said)}


def _written(profile: Profile) -> frozenset[str]:
    """Every text that a person wrote in a profile, which may hold any letters."""
    return frozenset({*_texts(profile.answers), *profile.leave_out.values(), *filter(None, _strings(profile.site))})


def _texts(answers: Mapping[str, Any]) -> set[str]:
    """Every text that a person wrote in the profile."""
    found: set[str] = set()
    for value in answers.values():
        for item in value if isinstance(value, tuple) else (value,):
            found |= _texts(item) if isinstance(item, dict) else {item} if isinstance(item, str) else set()
    return {text for text in found if not text.replace("_", "").isalnum()}


def _strings(value: object) -> Iterator[str]:
    """Every text inside these values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))


def _stamp(case: Case) -> date:
    """The day that dates the files: SOURCE_DATE_EPOCH when set, else the adoption, else the law."""
    return _epoch() or case.profile.adoption_date or case.selection.on


def today() -> date:
    """Today, or the day of SOURCE_DATE_EPOCH."""
    return _epoch() or date.today()


def _epoch() -> date | None:
    """The day of SOURCE_DATE_EPOCH (reproducible-builds.org), or None when it is absent or no such number."""
    try:
        return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "")), UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
