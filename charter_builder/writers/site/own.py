"""What a site holds that no text of a pack or of a profile can change: its scripts and its styles.

Made anew from the program, Material and the colours, apart from the site that is being built: what differs from these is not ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from charter_builder.charter import Identity
from charter_builder.writers.identity import style
from charter_builder.writers.site.hosting import inline_styles
from charter_builder.writers.site.stylesheet import needed_style

_ASSETS = tuple(f"charter/{name}" for name in ("charter.js", "puis-je.js", "charter.css", "imprimer.css"))


def own_files(identities: Iterable[Identity], template_folder: Path, compiled: Path) -> Iterator[bytes]:
    """Each script and each style, as it stands in a file or inside a page. Raises FileNotFoundError when the program is not whole."""
    for name in _ASSETS:
        yield (template_folder / "assets" / name).read_bytes()
    yield needed_style(material_style(_material()).read_text("utf-8")).encode()
    for identity in identities:
        yield style(identity).encode()
        yield from (inside.encode() for inside in inline_styles(identity, template_folder, compiled))


def material_style(theme: Path) -> Path:
    """Material's style sheet, whose name holds a digest of its content. Raises FileNotFoundError."""
    for found in sorted((theme / "assets" / "stylesheets").glob("main.*.css")):
        return found
    raise FileNotFoundError(2, "Material's main style sheet", str(theme / "assets" / "stylesheets" / "main.css"))


def _material() -> Path:
    found = find_spec("material")
    return Path(((found and found.submodule_search_locations) or [""])[0]) / "templates"
