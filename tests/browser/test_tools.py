"""The tools of the measures are pinned, and their lock file says nothing of the registry that one machine used."""

from __future__ import annotations

import json
from pathlib import Path

HERE = Path(__file__).parent


def test_the_lock_file_fits_the_pinned_tools_and_names_no_registry() -> None:
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["devDependencies"]
    packages = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, package in packages.items() if "resolved" in package] == [], "npm install --omit-lockfile-registry-resolved"
    assert all("integrity" in package for name, package in packages.items() if name)
