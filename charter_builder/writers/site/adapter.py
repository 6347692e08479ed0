"""The thin layer between our pages and MkDocs: virtual files, menu, and a theme that starts fast.

Knows the events of MkDocs and the files of Material. MkDocs lays out; it never parses a text of a charter or of a pack, whose HTML
is put in place after MkDocs has converted an empty page. Material gives its style sheet; our theme, in site_template/theme/, gives
the skeleton of the pages, and escapes whatever it shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from charter_builder.messages import sentence
from charter_builder.writers.site.own import material_style
from charter_builder.writers.site.pages import Site
from charter_builder.writers.site.searchindex import SEARCH_INDEX, search_index
from charter_builder.writers.site.stylesheet import needed_style

#: Where a site has what it needs of Material's style sheet.
MATERIAL_STYLE = "charter/material.css"


class Adapter:
    """What the plugin does at each event, for one site."""

    def __init__(self, site: Site, compiled: Path) -> None:
        self.site, self.compiled = site, compiled
        self.pages = {page.path.replace(".html", ".md"): page for page in site.pages}

    def configure(self, config: MkDocsConfig) -> None:
        """Name, language and menu."""
        config.site_name, config.site_description = self.site.name, self.site.description
        config.theme["language"] = self.site.language
        config.theme.static_templates = set()  # the 404 page is written with the files for the host
        config.nav = list(self._menu())
        config.theme.get_env = FastTheme(config, self.site, self.compiled).environment  # type: ignore[method-assign]

    def _menu(self) -> Iterator[dict[str, Any]]:
        menus: dict[str, list[dict[str, str]]] = {}
        for path, page in self.pages.items():
            if not page.menu:
                yield {page.title: path}
            else:
                menus.setdefault(page.menu, []).append({page.title: path})
        yield from ({menu: entries} for menu, entries in menus.items())

    def add_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Our pages, what their search looks through, and what stands beside them."""
        for path, content in self.site.files.items():
            if standing := files.get_file_from_path(path):
                files.remove(standing)
            files.append(File.generated(config, path, content=content))
        for path in self.pages:
            files.append(File.generated(config, path, content=""))
        files.append(File.generated(config, MATERIAL_STYLE, content=needed_style(_style_of(config).read_text("utf-8"))))
        files.append(File.generated(config, SEARCH_INDEX, content=search_index(self.site.pages)))
        return files

    def content(self, page: MkDocsPage) -> str | None:
        """The page's own HTML, and its headings for the table of contents; None for a page that is not ours."""
        ours = self.pages.get(page.file.src_uri)
        if ours is None:
            return None
        page.meta["title"] = ours.title
        tokens: list[Any] = [{"level": 2, "id": a.id, "name": a.title, "html": a.title, "children": []} for a in ours.anchors]
        page.toc = get_toc(tokens)
        return ours.html


class FastTheme:
    """The theme's templates, compiled once into the cache folder; none of Material's 14,000 files is copied."""

    def __init__(self, config: MkDocsConfig, site: Site, compiled: Path) -> None:
        self.config, self.site, self.compiled, self.make = config, site, compiled / "theme", config.theme.get_env

    def environment(self) -> Environment:
        made = self.make()
        made.bytecode_cache = self._cache()
        made.autoescape, made.trim_blocks, made.lstrip_blocks = True, True, True
        language = self.site.language
        made.globals |= {
            "site": self.site,
            "say": lambda name, **params: sentence(name, language, **params),
            "material_style": MATERIAL_STYLE,
        }
        made.list_templates = lambda *_, **__: []  # type: ignore[method-assign]
        return made

    def _cache(self) -> FileSystemBytecodeCache | None:
        try:
            self.compiled.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        return FileSystemBytecodeCache(str(self.compiled))


def _style_of(config: MkDocsConfig) -> Path:
    """Material's style sheet, whose name holds a digest of its content."""
    folders = [Path(folder) for folder in config.theme.dirs if Path(folder, "assets", "stylesheets").is_dir()]
    return material_style(folders[0] if folders else Path())
