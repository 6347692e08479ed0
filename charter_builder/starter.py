"""The starter: what a new folder holds, so that a charter can be filled in, made and put online from it.

Knows its files by name and language; their texts are in site_template/starter/. Leaves the profile to `questionnaire`, and the
placing of the folder to `publish`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from charter_builder import __version__, resources
from charter_builder.library import Library
from charter_builder.messages import sentence
from charter_builder.questionnaire import questionnaire, written_answers
from charter_builder.typography import polish

PROFILE = "profil.yml"
#: How a charter can be put online, in the order in which the instructions follow each other.
RECIPES = ("gitlab", "github", "ftp")
README = {"fr": "LISEZMOI.md", "en": "README.md"}
#: Recipe → its source in site_template/starter/<language>/, and its name in the new folder.
_RECIPE_FILES = {
    "gitlab": ("gitlab.yml", {"fr": ".gitlab-ci.yml", "en": ".gitlab-ci.yml"}),
    "github": ("github.yml", {"fr": ".github/workflows/charte.yml", "en": ".github/workflows/charter.yml"}),
    "ftp": ("ftp.sh", {"fr": "publier.sh", "en": "publish.sh"}),
}
_SOURCES = resources.SITE_TEMPLATE / "starter"
_PLACEHOLDER = re.compile(r"\[\[(\w+)\]\]")
#: Where words for a reader stand. In a page, outside the code; in a recipe, in the comments and in what the script says.
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_SAID = re.compile(r'^\s*#(?!!).*$|(?<=\bstop ")[^"]+|(?<=\bsay ")[^"]+', re.MULTILINE)


def examples() -> tuple[str, ...]:
    """The names of the example profiles that come with the program."""
    return tuple(sorted(path.parent.name for path in resources.EXAMPLES.glob(f"*/{PROFILE}")))


def contents(library: Library, language: str, *, example: str = "", recipes: Sequence[str] = ()) -> dict[str, str]:
    """The files of a new folder, by path: a profile to fill in, or that of an example, and the recipes asked for."""
    files = {
        PROFILE: _profile(library, language, example),
        README[language]: _readme(language, example, recipes),
        ".gitignore": _text("gitignore", language),
    }
    for recipe in RECIPES:
        if recipe in recipes:
            source, names = _RECIPE_FILES[recipe]
            files[names[language]] = _text(f"{language}/{source}", language, version=__version__)
    return files


def write(files: dict[str, str], folder: Path) -> None:
    """Write these files; a script can be run."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        if name.endswith(".sh"):
            path.chmod(0o755)


def _profile(library: Library, language: str, example: str) -> str:
    names = ("profile_head", "profile_from") if example else ("profile_head", "profile_how", "profile_ask")
    head = tuple(sentence(name, language, readme=README[language], example=example) for name in names)
    given = written_answers(resources.EXAMPLES / example / PROFILE) if example else {}
    return questionnaire(library, language, head, given)


def _readme(language: str, example: str, recipes: Sequence[str]) -> str:
    start = _text(f"{language}/start-example.md" if example else f"{language}/start.md", language, example=example)
    chosen = [_text(f"{language}/{recipe}.md", language) for recipe in RECIPES if recipe in recipes]
    parts = {"start": start.rstrip("\n"), "recipes": "\n".join(["", *chosen]), "version": __version__}
    return _text(f"{language}/readme.md", language, **parts)


def _text(source: str, language: str, **words: str) -> str:
    """A text of the starter, its typography done and its words put in."""
    path = _SOURCES / source
    polished = _polished(path.read_text("utf-8"), language, path.suffix)
    return _PLACEHOLDER.sub(lambda found: words[found[1]], polished)


def _polished(text: str, language: str, suffix: str) -> str:
    if suffix == ".md":
        return "".join(piece if piece.startswith("`") else polish(piece, language) for piece in _CODE.split(text))
    return _SAID.sub(lambda found: polish(found[0], language), text)
