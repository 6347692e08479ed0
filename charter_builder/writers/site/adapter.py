"""The thin layer between our pages and MkDocs: virtual files, menu, escaped names, and a theme that starts fast.

Knows the events of MkDocs and the files of Material. MkDocs lays out; it never parses a text of a charter or of a pack, whose HTML
is put in place after MkDocs has converted an empty page.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc

from charter_builder.writers.site.pages import Site

#: Theme files that our sites never use: source maps, and word cutting for languages that it does not speak.
_UNUSED = ("*.map", "assets/javascripts/lunr/*")


class Adapter:
    """What the plugin does at each event, for one site."""

    def __init__(self, site: Site, compiled: Path) -> None:
        self.site, self.compiled = site, compiled
        self.pages = {page.path.replace(".html", ".md"): page for page in site.pages}

    def configure(self, config: MkDocsConfig) -> None:
        """Name, language and menu. MkDocs prints them without escaping: whatever comes from an answer or a pack is escaped here."""
        site = self.site
        config.site_name = Markup(escape(site.name))
        config.site_description = Markup(escape(site.description))
        config.copyright = Markup(site.footer)
        config.theme["language"] = site.language
        if site.logo:
            config.theme["logo"] = site.logo
        search: Any = config.plugins.get("material/search")
        if search is not None:  # what Material would compile a template to ask; no word is left out of the index
            search.config.lang, search.config.pipeline = [site.language], []
        config.theme.static_templates = set()  # a 404 page with addresses of its own comes with hosting
        config.nav = list(self._menu())
        config.theme.get_env = FastTheme(config, self.compiled).environment  # type: ignore[method-assign]

    def _menu(self) -> Iterator[dict[str, Any]]:
        menus: dict[str, list[dict[str, str]]] = {}
        for path, page in self.pages.items():
            entry = {str(escape(page.title)): path}
            if not page.menu:
                yield entry
            else:
                menus.setdefault(page.menu, []).append(entry)
        for menu, entries in menus.items():
            yield {str(escape(menu)): entries}

    def add_files(self, files: Files, config: MkDocsConfig) -> Files:
        language = f"assets/javascripts/lunr/min/lunr.{self.site.language}.min.js"
        kept = {language, "assets/javascripts/lunr/min/lunr.stemmer.support.min.js"}
        for file in list(files):
            if file.src_uri not in kept and any(fnmatch(file.src_uri, pattern) for pattern in _UNUSED):
                files.remove(file)
        for path, content in self.site.files.items():
            if standing := files.get_file_from_path(path):
                files.remove(standing)
            files.append(File.generated(config, path, content=content))
        for path in self.pages:
            files.append(File.generated(config, path, content=""))
        return files

    def content(self, page: MkDocsPage) -> str | None:
        """The page's own HTML, and its headings for the table of contents; None for a page that is not ours."""
        ours = self.pages.get(page.file.src_uri)
        if ours is None:
            return None
        page.meta["title"] = escape(ours.title)
        tokens: list[Any] = [
            {"level": 2, "id": a.id, "name": str(escape(a.title)), "html": str(escape(a.title)), "children": []} for a in ours.anchors
        ]
        page.toc = get_toc(tokens)
        return ours.html


class FastTheme:
    """The theme's templates, compiled once into the cache folder, and its asset list without the 14,000 icons."""

    def __init__(self, config: MkDocsConfig, compiled: Path) -> None:
        self.config, self.compiled, self.make = config, compiled, config.theme.get_env

    def environment(self) -> Environment:
        made = self.make()
        made.bytecode_cache = FileSystemBytecodeCache(str(self.compiled)) if self.compiled.is_dir() else None
        made.list_templates = self._assets  # type: ignore[method-assign]
        return made

    def _assets(self, extensions: Any = None, filter_func: Any = None) -> list[str]:
        found: set[str] = set()
        for folder in self.config.theme.dirs:
            if os.path.basename(folder) == "templates" and os.path.basename(os.path.dirname(folder)) == "mkdocs":
                continue  # MkDocs' own templates hold no asset of Material
            assets = os.path.join(folder, "assets")
            for where, _, names in os.walk(assets):
                for name in names:
                    found.add(os.path.relpath(os.path.join(where, name), folder).replace(os.sep, "/"))
        return sorted(name for name in found if filter_func is None or filter_func(name))
