"""The desk: what the page asks of the engine. JSON comes in, JSON text or bytes go out; no rule is on the other side.

Knows the state of one visit: the answers, and the file that they came from. Works in a folder of its own, like the command line, whose
use cases make the documents. Leaves HTML to `live` and `review`, and inputs to `entries`.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from html import escape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from charter_builder.app import build, examine, our_library, today
from charter_builder.interview import Interview, still_missing
from charter_builder.library import Library
from charter_builder.messages import screen, sentence
from charter_builder.messages.studio import say
from charter_builder.problems import CharterError, Problems
from charter_builder.profile import Profile, load_profile, profile_of
from charter_builder.profilefile import amended, question_at, taken_back, written
from charter_builder.selection import Selection, select
from charter_builder.studio import live
from charter_builder.studio.entries import LANGUAGES_ASKED, Answered, Entry, entries_of, in_form, read_entries
from charter_builder.studio.review import clashes, refusal_html, review_html

#: The name of the profile, as everywhere.
PROFILE = "profil.yml"
#: What a visitor may bring beside a profile: its logo, and the models of its documents.
_BESIDE = (".svg", ".png", ".docx", ".ott")
_OFFICE = ("docx", "odt")
#: Each document: what to build, and the file in the folder built; no name: all of them, as a ZIP.
_DOCUMENTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "site": (("site", "print", *_OFFICE, "md", "json"), ""),
    "docx": (("docx",), "documents/charte.docx"),
    "odt": (("odt",), "documents/charte.odt"),
    "print": (("print",), "imprimer.html"),
    "pdf": (("pdf",), ""),
}
#: Those that are one text, by the writer that the command line has too; the poster as a page is the studio's own.
_TEXTS = {
    "json": ("writers.data", "write_json"),
    "md": ("writers.textfile", "write_markdown"),
    "poster": ("studio.poster", "poster_page"),
}


class Desk:
    """One visit. `folder`: where its files are, and where documents are made."""

    def __init__(self, library: Library, language: str, folder: Path) -> None:
        self.library, self.language, self.folder, self.place = library, language, folder, folder / "profile"
        self._begin()

    def _begin(self) -> None:
        self.before: Profile | None = None
        self.text = ""
        self.shown: tuple[str, ...] = ()
        self.new: list[str] = []
        self.answered = Answered()
        self._asking: Interview | None = None
        self._asking_on: date | None = None
        self.place.mkdir(parents=True, exist_ok=True)

    # ------------------------------------------------------------------------------------------------------- at each answer

    def look(self, entries: Sequence[Entry], full: bool, block: str) -> dict[str, Any]:
        """Take the inputs as they are now: what is asked, what is wrong, and the articles. `block`: the one that is on the screen."""
        self.answered = read_entries(entries, self.library, self.language)
        asking, profile, selection = self._now(full)
        articles = tuple(clause.id for clause in live.decided(selection).articles())
        came = [name for name in articles if name not in self.shown] if self.shown else []
        went = [name for name in self.shown if name not in articles]
        if came or went:
            self.new = came  # they stay marked until articles come or go again
        self.shown = articles
        open_ = asking.open()
        touched = {name.partition(".")[0] for name in (*self.answered.faults, *self.answered.gaps)}
        shown = {*open_, *self.answered.answers, *touched, LANGUAGES_ASKED}
        asked = [name for name, question in self.library.questions.items() if name in shown and in_form(question)]
        return {
            "asked": asked,
            "open": [name for name in self.library.questions if name in open_],
            "missing": list(profile.missing),
            "possible": self._possible(asking, asked, block),
            "faults": self.answered.faults,
            "gaps": {name: say("gap", self.language, label=self._label(name)) for name in self.answered.gaps},
            "clashes": [clash._asdict() for clash in clashes(asking, self.language)],
            "progress": self._progress(asking, profile, len(open_)),
            "news": live.news(selection, came, went, self.language),
            "count": say("live_count", self.language, count=len(articles)),
            "drawn": self._draws_its_logo(),
            "charter": live.articles_html(selection, profile, self.language, self.new),
        }

    def article(self, clause: str) -> str:
        return live.article_html(*self._selected(), clause, self.language)

    def why(self, clause: str) -> str:
        return live.why_html(*self._selected(), clause, self.language)

    def changes(self) -> str:
        return live.changes_html(*self._selected(), self.language)

    def poster(self) -> str:
        return live.poster_html(*self._selected(), self.language)

    def review(self, full: bool) -> str:
        asking, profile, _ = self._now(full)
        return review_html(asking, profile, self.language)

    # ---------------------------------------------------------------------------------------------------------------- files

    def open(self, files: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Go on from files that a visitor chose, each with its name and its bytes in base64: one profile, and what goes with it.
        `entries`: its answers, as inputs; `problems`: what is wrong, as the command line says it. A file with a fault changes nothing;
        answers that do not go together are shown in the form, where they can be mended.
        """
        opening = self.folder / "opening"
        shutil.rmtree(opening, ignore_errors=True)
        opening.mkdir()
        paths = [opening / Path(name).name for name, _ in files]
        for path, (_, content) in zip(paths, files, strict=True):
            path.write_bytes(base64.b64decode(content))
        profiles = [path for path in paths if path.suffix.lower() not in _BESIDE]
        if len(profiles) != 1:
            return {"name": paths[0].name, "entries": None, "count": 0, "problems": say("open_one", self.language)}
        problems = Problems()
        profile = load_profile(profiles[0], self.library, problems)
        told = Problems()
        for problem in (one for one in problems if one.code != "E203"):
            told.add(problem.code, problem.place, **problem.params)
        found: dict[str, Any] = {"name": profiles[0].name, "entries": None, "count": 0, "problems": self.said(told)}
        if profile is None or told.errors:
            return found
        self.before, self.text = profile, profiles[0].read_bytes().decode("utf-8-sig")
        shutil.rmtree(self.place, ignore_errors=True)
        opening.rename(self.place)
        given = profile.given or {}
        return found | {"entries": entries_of(given, self.library), "count": len(given)}

    def answers(self) -> bytes:
        """The profile: the file that was opened with the answers of now, or a new one."""
        given = self._given()
        if self.text:
            with contextlib.suppress(ValueError):
                text = taken_back(self.text.replace("\r\n", "\n"), self.library, given)
                text = amended(text, self.library, self.language, given)
                return (text.replace("\n", "\r\n") if "\r\n" in self.text else text).encode()
        return written(self.library, self.language, given, sentence("profile_asked", self.language, where=PROFILE)).encode()

    def document(self, name: str) -> bytes:
        """A document, made by the very command line. Raises CharterError."""
        profile = self.place / PROFILE
        profile.write_bytes(self.answers())
        if name in _TEXTS:
            module, writer = _TEXTS[name]
            charter = examine(profile, language=self.language, draft=True, library=self.library).compose(self.language)
            text: str = getattr(import_module(f"charter_builder.{module}"), writer)(charter)
            return text.encode()
        formats, file = _DOCUMENTS[name]
        made = self.folder / "made"
        if name == "site" and self._draws_its_logo():
            formats = tuple(one for one in formats if one not in _OFFICE)
        build(profile, made, formats=formats, language=self.language, draft=True)
        if not file:
            return zipped(made, {PROFILE: profile.read_bytes()} if name == "site" else {})
        content = (made / file).read_bytes()
        return content if name != "print" else _alone(content.decode(), made).encode()

    # ---------------------------------------------------------------------------------------------------------------- state

    def forget(self) -> None:
        """Nothing more is known of the visit: neither its answers nor its files."""
        for folder in (self.place, self.folder / "opening", self.folder / "made"):
            shutil.rmtree(folder, ignore_errors=True)
        self._begin()

    def said(self, problems: Problems) -> str:
        """Problems as the command line says them, with the names that the visitor knows."""
        text = screen(problems, self.language) if len(problems) else ""
        return text.replace(f"{self.folder / 'opening'}/", "").replace(f"{self.place}/", "")

    def refusal(self, problems: Problems) -> str:
        """Why a document was not made, for somebody who has never seen the file that the answers make."""
        file = self.place / PROFILE
        text = file.read_text("utf-8-sig") if file.is_file() else ""
        asked, others = [], Problems()
        for problem in problems.errors:
            name = question_at(text, self.library, problem.place) if problem.place.file == str(file) else ""
            if name and in_form(self.library.questions[name]):
                asked.append((problem, name))
            else:
                others.add(problem.code, problem.place, **problem.params)
        return refusal_html(asked, self.said(others), self.library, self.language)

    def _given(self) -> dict[str, Any]:
        """The answers of the form, with those of the file that no form asks for."""
        kept = (self.before.given or {}) if self.before else {}
        unasked = {name: answer for name, answer in kept.items() if not in_form(self.library.questions[name])}
        return unasked | self.answered.answers

    def _draws_its_logo(self) -> bool:
        """Whether the logo is a drawing, and Typst, which makes a picture of it for word processors, is not there yet."""
        logo = self.before.site.logo if self.before else None
        return bool(logo and logo.file.endswith(".svg")) and find_spec("typst") is None

    def _now(self, full: bool) -> tuple[Interview, Profile, Selection]:
        given = self._given()
        adopted = given.get("adoption", {}).get("date") or today()
        if self._asking is None or self._asking_on != adopted:
            self._asking, self._asking_on = Interview(self.library, self.language, adopted, given, full=False), adopted
        self._asking.take(given, full=False)
        profile = profile_of(given, self.library, self.before)
        profile = replace(profile, missing=still_missing(self._asking, profile))
        if full:
            self._asking.take(given, full=True)
        return self._asking, profile, select(self.library, profile, adopted)

    def _selected(self) -> tuple[Selection, Profile]:
        _, profile, selection = self._now(full=False)
        return selection, profile

    def _possible(self, asking: Interview, asked: Sequence[str], block: str) -> dict[str, list[str]]:
        """The values of each choice on the screen that go with the answers."""
        here = (self.library.questions[name] for name in asked)
        return {q.id: list(asking.possible(q, after=True)) for q in here if q.block == block and q.type == "choice"}

    def _progress(self, asking: Interview, profile: Profile, count: int) -> str:
        step = asking.next()
        if wrong := sum(rule.level == "error" for rule, _ in asking.clashes()):
            return say("progress_clash", self.language, count=wrong)
        if step is None:
            return say("progress_done" if asking.full or not profile.assumed else "progress_assumed", self.language)
        return say("progress", self.language, settled=step.settled, total=step.total, count=count)

    def _label(self, name: str) -> str:
        path, labels = ".".join(part for part in name.split(".") if not part.isdigit()), self.library.labels[self.language]
        return str(labels.questions[path].get("question") or labels.question(path))


@cache
def open_desk(language: str, folder: str = "/studio") -> Desk:
    """The desk of this page."""
    return Desk(our_library(language), language, Path(folder))


def answer(method: str, arguments: str) -> str | bytes:
    """One call of the page: `arguments` is a JSON list that opens with the language. An error of the user's files is an answer too."""
    language, *given = json.loads(arguments)
    desk = open_desk(language)
    methods: dict[str, Callable[..., Any]] = {
        name: getattr(desk, name)
        for name in ("look", "article", "why", "changes", "poster", "review", "open", "answers", "document", "forget")
    }
    try:
        found = methods[method](*given) if method != "ping" else True
    except ModuleNotFoundError as missing:  # Typst is fetched when somebody asks for the PDF; it also draws an SVG logo
        if missing.name != "typst":
            raise
        found = {"refused": f"<p>{escape(say('logo_needs_pdf', language))}</p>"}
    except CharterError as error:
        found = {"refused": desk.refusal(error.problems)}
    return found if isinstance(found, bytes) else json.dumps(found, ensure_ascii=False)


def zipped(folder: Path, beside: Mapping[str, bytes]) -> bytes:
    """A folder as a ZIP, the same bytes for the same files."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted((files | dict(beside)).items()):
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return stream.getvalue()


def _alone(page: str, folder: Path) -> str:
    """A page with its styles and its logo inside, to be kept as one file."""

    def style(found: re.Match[str]) -> str:
        return f"<style>\n{(folder / found[1]).read_text('utf-8')}</style>"

    def picture(found: re.Match[str]) -> str:
        kind = "svg+xml" if found[1].endswith(".svg") else "png"
        return f'src="data:image/{kind};base64,{base64.b64encode((folder / found[1]).read_bytes()).decode()}"'

    page = re.sub(r'<link rel="stylesheet" href="([\w./-]+)">', style, page)
    return re.sub(r'src="(charter/[\w.-]+)"', picture, page)
