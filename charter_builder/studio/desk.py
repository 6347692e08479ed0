"""Stand-in, until the desk of the studio is there."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path


def answer(method: str, arguments: str) -> str | bytes:
    given = json.loads(arguments)
    if method == "ping":
        return json.dumps("pong")
    if method == "site":
        return _site(*given)
    raise ValueError(f"unknown: {method}")


def _site(profile: str, formats: list[str]) -> bytes:
    from charter_builder import app, librarycache, resources

    def pressed(root: Path, language: str, load: object) -> object:
        return librarycache._library(json.loads((root / f"library-{language}.json").read_bytes()))

    if (resources.CLAUSES / "library-fr.json").exists():
        vars(app)["load_cached"] = pressed

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "profil.yml").write_text(profile, "utf-8")
        app.build(folder / "profil.yml", folder / "public", formats=tuple(formats), language="fr")
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            for path in sorted(p for p in (folder / "public").rglob("*") if p.is_file()):
                packed.write(path, path.relative_to(folder / "public").as_posix())
        return out.getvalue()
