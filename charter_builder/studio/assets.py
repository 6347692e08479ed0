"""What the page unpacks: the engine of the live charter, then all that its documents need. The same files as those of the terminal.

Knows which parts of the program and of its libraries each of the two archives holds. Leaves to `supply` where they are, and to `build`
how they are packed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from charter_builder import resources
from charter_builder.library import Library
from charter_builder.librarycache import read_already, to_json
from charter_builder.messages import LANGUAGES
from charter_builder.studio.supply import descriptions, package_files

#: Distributions that the live charter needs, with the files of each.
_ENGINE: dict[str, tuple[str, ...]] = {
    "ruamel.yaml": ("ruamel/*.py",),
}

#: Distributions that a site is built with. Of those with thousands of files, the few that a build opens.
_DOCUMENTS: dict[str, tuple[str, ...]] = {
    "babel": ("babel/*.py", "babel/global.dat", "babel/locale-data/root.dat", "babel/locale-data/en.dat", "babel/locale-data/fr.dat"),
    "click": ("click/*.py",),
    "colorama": ("colorama/*.py",),
    "jinja2": ("jinja2/*.py",),
    "markupsafe": ("markupsafe/*.py",),
    "filelock": ("filelock/*.py",),
    "fontpkg-atkinson-hyperlegible": ("fontpkg_atkinson_hyperlegible/*",),
    "markdown": ("markdown/*.py",),
    "markdown-it-py": ("markdown_it/*.py",),
    "mdit-py-plugins": ("mdit_py_plugins/__init__.py", "mdit_py_plugins/utils.py", "*/container/*.py", "*/footnote/*.py"),
    "mdurl": ("mdurl/*.py",),
    "mergedeep": ("mergedeep/*.py",),
    "mkdocs": ("mkdocs/[!tl]*.py", "mkdocs/localization.py", "mkdocs/theme.py", "mkdocs/templates/*"),
    "mkdocs-material": ("material/__init__.py", "material/templates/__init__.py", "*/mkdocs_theme.yml", "*/stylesheets/main.*.css"),
    "pathspec": ("pathspec/*.py",),
    "pygments": (
        "pygments/__init__.py",
        "pygments/modeline.py",
        "pygments/plugin.py",
        "pygments/util.py",
        "*/__init__.py",
        "*/_mapping.py",
    ),
    "pyyaml": ("yaml/*.py",),
    "pyyaml-env-tag": ("yaml_env_tag*",),
    "segno": ("segno/*.py",),
    "typing_extensions": ("typing_extensions.py",),
}
#: Every distribution of which something is in the page.
DISTRIBUTIONS = (*_ENGINE, *_DOCUMENTS)

#: Parts of the program that documents need, and the live charter does not.
_LATER = (
    *("guard/", "manifest.py", "mkdocs_plugin.py", "publish.py", "studio/fitting.py", "studio/poster.py"),
    *(f"writers/{name}" for name in ("calendar.py", "data.py", "forms.py", "markdown.py", "office/", "pdf.py", "pdffile.py", "poster.py")),
    *("writers/schema.py", "writers/site/", "writers/tags.py", "writers/textfile.py"),
)
#: Parts of the program that no page has a use for: other commands, the checks of a pack, the making of a studio.
_NEVER = (
    *(
        "cli.py",
        "cover.py",
        "data/",
        "dependencies.py",
        "generated.py",
        "inspection.py",
        "linking.py",
        "loading.py",
        "questionnaire.py",
        "reference/",
    ),
    *("schemas.py", "screens.py", "session.py", "starter.py", "terminal.py", "translations.py"),
    *(f"messages/{name}.py" for name in ("codes", "fields", "reference")),
    *(f"studio/{name}.py" for name in ("assets", "build", "host", "hosting", "licences", "own", "page", "supply")),
)
#: The one template of the studio that documents need.
_POSTER = "studio/affiche.html.j2"
_PACKAGE, _DATA = "charter_builder", "charter_builder/data"


def engine_files(libraries: Mapping[str, Library], language: str) -> dict[str, bytes]:
    """What the first charter on the screen needs. The pack is there as the terminal reads it, its checks done."""
    program = {name: content for name, content in _program().items() if not name.startswith(_later(language))}
    return package_files(_ENGINE) | _placed(program, {}) | _pressed(libraries, [language])


def document_files(libraries: Mapping[str, Library], language: str) -> dict[str, bytes]:
    """What the documents need beside the engine: MkDocs, the writers, the templates, and the pack in its other languages."""
    program = {name: content for name, content in _program().items() if name.startswith(_later(language))}
    settings = {f"{_DATA}/mkdocs.yml": resources.MKDOCS_YML.read_bytes()}
    told = descriptions((*DISTRIBUTIONS, "charter-builder"))
    others = [other for other in libraries if other != language]
    return package_files(_DOCUMENTS) | told | settings | _placed(program, _templates()) | _pressed(libraries, others)


def _later(language: str) -> tuple[str, ...]:
    """With the sentences of the other languages: a charter may have a twin in another one."""
    return (*_LATER, *(f"messages/{other}.py" for other in LANGUAGES if other != language))


def _program() -> dict[str, bytes]:
    files = _under(resources.PACKAGE)
    return {name: content for name, content in files.items() if name.endswith(".py") and not name.startswith(_NEVER)}


def _templates() -> dict[str, bytes]:
    """The site template without the page of the studio itself, nor what `charter new` writes."""
    files = {name: content for name, content in _under(resources.SITE_TEMPLATE).items() if not name.startswith("starter/")}
    return {name: content for name, content in files.items() if not name.startswith("studio/") or name == _POSTER}


def _under(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _placed(program: Mapping[str, bytes], templates: Mapping[str, bytes]) -> dict[str, bytes]:
    placed = {f"{_PACKAGE}/{name}": content for name, content in program.items()}
    return placed | {f"{_DATA}/site_template/{name}": content for name, content in templates.items()}


def _pressed(libraries: Mapping[str, Library], languages: Iterable[str]) -> dict[str, bytes]:
    """The pack as `librarycache` reads it: already checked, one file a language."""
    return {f"{_DATA}/clauses/{read_already(language)}": to_json(libraries[language]) for language in languages}


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP, not compressed: packed as a whole afterwards, it becomes much smaller. The same files make the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, content in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()
