"""Fixtures of the studio as files: what it is made from, and a Firefox driven by the protocol of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from charter_builder.messages import screen
from charter_builder.problems import CharterError
from charter_builder.resources import cache_folder
from charter_builder.studio.supply import PYODIDE, pyodide_files, typst_wheel

FIREFOX = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox") or ""


@pytest.fixture(scope="session")
def runtime() -> Path:
    """The file of the Python runtime, kept by the program."""
    obtained(pyodide_files)
    return cache_folder() / PYODIDE.file


@pytest.fixture(scope="session")
def typst() -> None:
    """Typst for a page, kept by the program."""
    obtained(typst_wheel)


def obtained(read: Callable[[None], object]) -> None:
    """A developer who has neither the file nor a network skips what needs it; CI does not."""
    try:
        read(None)
    except CharterError as error:
        said = screen(error.problems, "en")
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)


@pytest.fixture
def firefox(tool: Callable[[str], Path]) -> Callable[..., list[Any]]:
    """Drive Firefox through steps (see firefox.mjs) and get the result of each. Nothing may be said on its console."""
    if not FIREFOX:
        pytest.fail("no Firefox") if os.environ.get("CI") else pytest.skip("Firefox is not installed (Debian: apt install firefox-esr).")
    driver = Path(__file__).with_name("firefox.mjs")
    modules = tool("puppeteer-core/package.json").parents[1]

    def drive(*steps: dict[str, Any]) -> list[Any]:
        done = subprocess.run(
            ["node", str(driver), str(modules), FIREFOX], input=json.dumps(steps), capture_output=True, text=True, timeout=180, check=False
        )
        told = json.loads(done.stdout) if done.stdout else {"error": done.stderr}
        assert "error" not in told, told
        assert not told["said"], told["said"]
        results: list[Any] = told["results"]
        return results

    return drive
