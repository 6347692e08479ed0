"""A session: the interview about one profile file, from its opening to its saving.

Knows what the file said and what it says now; nothing that a person answered is ever lost, nor anything else that the file holds. Leaves
what to ask to `interview`, and the asking to `terminal` or to another profile.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from charter_builder.app import our_library, today
from charter_builder.interview import Interview, say_missing
from charter_builder.library import Library
from charter_builder.messages import sentence
from charter_builder.problems import Place, Problems
from charter_builder.profile import load_profile
from charter_builder.profilefile import amended, written
from charter_builder.publish import refuse_unwritable, replace_file
from charter_builder.reading.yamlfile import read_text


@dataclass(frozen=True)
class Session:
    """An interview about the profile of one file. `resumed`: how many answers the file had."""

    path: Path
    library: Library
    language: str
    interview: Interview
    resumed: int


def open_session(profile_path: Path, *, language: str, on: date | None = None, full: bool = False) -> Session:
    """An interview that goes on from a profile, or begins one. Raises CharterError when the profile has problems of its own; a default
    that does not go with the answers is none: it will be asked.
    """
    library = our_library(language)
    problems = Problems()
    given: dict[str, Any] = {}
    hidden = profile_path.parent.is_dir() and not os.access(profile_path.parent, os.X_OK)
    if hidden or os.path.lexists(profile_path):
        text = read_text(profile_path, problems) or ""
        given = _given(profile_path, library, problems) if text.strip() else {}
    refuse_unwritable(profile_path, problems)
    adopted = given.get("adoption", {}).get("date")
    asking = Interview(library, language, on or adopted or today(), given, full=full)
    if any(problem.code != "E203" for problem in problems.errors) or asking.broken():  # E203 with a default: it will be asked
        problems.stop_if_errors()
    return Session(profile_path, library, language, asking, len(given))


def answer_from(session: Session, source: Path | None, *, full: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Answer what is asked from the answers of another profile. Returns the names of its answers on which nothing depends, then of those
    that the profile had already, otherwise. Raises CharterError with every answer that is missing: in quick mode, of the core
    questions alone.
    """
    problems = Problems()
    given = _given(source, session.library, problems) if source else {}
    problems.stop_if_errors()
    asking = session.interview
    silent = {name: answer for name, answer in given.items() if session.library.questions[name].silent}
    asking.answers = silent | asking.answers
    asking.ask_all(True)  # an answer that is given is better than a default
    while name := next((name for name in asking.open() if name in given), ""):
        asking.give(name, given[name])
    asking.ask_all(full)
    if missing := [name for name in session.library.questions if name in asking.open()]:
        say_missing(asking, missing, str(source or session.path), problems)
    problems.stop_if_errors()
    unused = tuple(name for name in given if name not in asking.answers)
    return unused, tuple(name for name in given if name in asking.answers and asking.answers[name] != given[name])


def save_answers(session: Session, *, finished: bool = True) -> Problems:
    """Write the answers into the profile, beside whatever else it holds; what deserves a look. Raises CharterError, and nothing is
    written: answers that do not go together, a file that cannot be written. The file is replaced in one step.

    Before the end of an interview, a default that does not fit is no reason to lose the answers. A file whose form is too unusual to be
    completed stays as it is: the answers go to a file of their own beside it.
    """
    answers, path = session.interview.answers, session.path
    problems = Problems()
    given = None
    text = read_text(path, Problems()) or "" if path.is_file() else ""  # as it is now: it may have been edited in the meantime
    before = text
    if text.strip() or (path.is_file() and path.stat().st_size):
        try:
            text = amended(text, session.library, session.language, answers)
            given, problems = _read_back(text, session)
        except ValueError:
            given = None
        if given != answers:
            path = path.with_name(f"{path.stem}-reponses.yml")
    if given != answers:
        text = written(session.library, session.language, answers, sentence("profile_asked", session.language, where=path))
        _, problems = _read_back(text, session)
        if path != session.path:
            problems.add("W516", Place(str(session.path)), file=str(session.path), other=str(path))
    if finished or any(problem.code != "E203" for problem in problems.errors):
        problems.stop_if_errors()
    if path != session.path or text != before:
        replace_file(path, text, like=session.path)
    return problems


def _read_back(text: str, session: Session) -> tuple[dict[str, Any], Problems]:
    """The answers of a profile that is not written yet, and its problems under the name of the file that it will be."""
    problems = Problems()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / session.path.name
        copy.write_text(text, "utf-8")
        return _given(copy, session.library, problems, shown=str(session.path)), problems


def _given(path: Path, library: Library, problems: Problems, *, shown: str = "") -> dict[str, Any]:
    """The answers that stand in a profile, without the defaults. `shown`: the name to give it in problems."""
    profile = load_profile(path, library, problems, shown=shown)
    return dict(profile.given or {}) if profile else {}
