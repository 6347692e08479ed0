"""Where the files that come with the program are: the French pack, the site template, the examples, the root mkdocs.yml.

In a clone they stand at the root; an installed wheel carries them beside the package.
"""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE / "data" if (_PACKAGE / "data").is_dir() else _PACKAGE.parent

CLAUSES = _ROOT / "clauses"
SITE_TEMPLATE = _ROOT / "site_template"
EXAMPLES = _ROOT / "examples"
MKDOCS_YML = _ROOT / "mkdocs.yml"
PACKAGE = _PACKAGE


def cache_folder() -> Path:
    """The folder of what can be made again: CHARTER_CACHE, else charter-builder in the user's cache folder. Safe to delete."""
    chosen = os.environ.get("CHARTER_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "charter-builder"
