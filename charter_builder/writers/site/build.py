"""Driving MkDocs in this process: the root mkdocs.yml, one site, an empty folder of ours. A warning is a failure."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from charter_builder.writers.site.adapter import Adapter

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # before Material is imported: it prints its own news otherwise


def write_site(adapter: Adapter, config_file: Path, into: Path, day: date) -> list[str]:
    """Build the site of the adapter into an empty folder. `day` dates what MkDocs dates.

    Returns MkDocs' warnings: there must be none. `into` must be a folder of ours, since MkDocs empties it first.
    """
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    warnings: list[str] = []
    with _dated(day), _listening(warnings):
        config = load_config(str(config_file), site_dir=str(into))
        plugin: Any = config.plugins["charter"]
        plugin.adapter = adapter
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    for leftover in ("sitemap.xml", "sitemap.xml.gz"):  # empty without an address
        (into / leftover).unlink(missing_ok=True)
    return warnings


@contextlib.contextmanager
def _dated(day: date) -> Iterator[None]:
    """MkDocs reads its clock from SOURCE_DATE_EPOCH."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]


@contextlib.contextmanager
def _listening(warnings: list[str]) -> Iterator[None]:
    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            warnings.append(record.getMessage())

    logger = logging.getLogger("mkdocs")
    listener = Listener(logging.WARNING)
    logger.addHandler(listener)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate
