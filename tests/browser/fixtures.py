"""Fixtures of the measures, for every test: one Chromium and one host for each process, the tools from npm, the studio built once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import run_folder
from filelock import FileLock
from playwright.sync_api import Browser, Page, sync_playwright

from browser.limits import DESK
from browser.serving import Host, host

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
TOOLS = Path(__file__).parents[2] / "build" / "measures" / "node_modules"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page in a context of its own, without movement; closed at the end of the test."""
    contexts = []

    def new(viewport: dict[str, int] = DESK, **options: object) -> Page:
        context = browser.new_context(viewport=viewport, locale="fr-FR", reduced_motion="reduce", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page whose errors and requests are kept."""
    page = open_page()
    page.requested, page.faults = [], []  # type: ignore[attr-defined]
    page.on("request", lambda request: page.requested.append(request.url))  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
    return page


@pytest.fixture(scope="session")
def loopback() -> Iterator[Host]:
    with host() as server:
        yield server


@pytest.fixture
def served(loopback: Host, built: Callable[..., Path]) -> Callable[..., str]:
    """The address of an example's site, in a sub-folder of a loopback host."""
    return lambda example, language="fr": loopback.publish(built(example, language))


@pytest.fixture(scope="session")
def tool() -> Callable[[str], Path]:
    """A file of the tools that `make tools` installs. Without them a developer's measure is skipped; in CI it fails."""

    def path(name: str) -> Path:
        file = TOOLS / name
        if not file.exists():
            message = f"{name.partition('/')[0]} is not installed: `make tools` (needs npm) installs it in build/measures."
            pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
        return file

    return path


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The studio as the command line makes it, built once for all workers. Its runtime comes from the cache, or by npm."""
    from charter_builder.problems import CharterError
    from charter_builder.studio.build import write_studio

    folder = run_folder(tmp_path_factory) / "studio"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            try:
                write_studio(folder, language="fr")
            except CharterError as refused:
                message = f"the studio cannot be built here: {refused}"
                pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return folder


@pytest.fixture
def visit(open_page: Callable[..., Page], studio: Path, loopback: Host) -> Callable[..., Page]:
    """A visitor's page on the hosted studio, its engine started. `at`: what stands after the address."""

    def opened(viewport: dict[str, int] = DESK, at: str = "", **options: object) -> Page:
        page = open_page(viewport, **options)
        page.goto(f"{loopback.publish(studio / 'hosted')}/{at}")
        page.wait_for_selector("html[data-engine]", state="attached", timeout=90_000)
        assert page.get_attribute("html", "data-engine") == "ready", page.inner_text("#old")
        return page

    return opened
