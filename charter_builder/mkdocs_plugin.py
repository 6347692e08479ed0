"""The MkDocs plugin `charter`: the site of a charter, by the same composition as the command line.

With `profile: profil.yml` in mkdocs.yml, `mkdocs serve` shows the charter and rebuilds when the profile or a clause changes.
`charter build` puts a charter already composed in `adapter`. All work is in `writers.site.adapter` and `app`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from charter_builder.writers.site.adapter import Adapter


class CharterConfig(Config):  # type: ignore[no-untyped-call]
    profile = config_options.Type(str, default="")


class CharterPlugin(BasePlugin[CharterConfig]):  # type: ignore[no-untyped-call]
    """Thin: one call to the adapter for each event."""

    adapter: Adapter | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self.current = self.adapter or self._composed(config)
        self.current.configure(config)
        return config

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        return self.current.add_files(files, config)

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        ours = self.current.content(page)
        return html if ours is None else ours

    def _composed(self, config: MkDocsConfig) -> Adapter:
        from charter_builder import app, resources
        from charter_builder.messages import chosen_language, screen
        from charter_builder.problems import CharterError

        profile = Path(config.config_file_path).parent / self.config.profile
        watched: list[Any] = [str(profile), str(resources.CLAUSES), str(resources.SITE_TEMPLATE)]
        config.watch.extend(watched)
        try:
            return app.site_adapter(profile)
        except CharterError as error:
            raise PluginError(screen(error.problems, chosen_language())) from error
