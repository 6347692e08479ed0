"""`make bench-studio`: what a visitor of the studio waits for, in Chromium on this machine, from a loopback host that compresses nothing.

A baker answers the core questions; each answer is timed in the page, from the input to the charter on the screen. The whole library is
there. The peer, in the same run, is the same work done by the terminal's Python.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser.visiting import BAKERY, answer, step, take  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from charter_builder.app import our_library  # noqa: E402
from charter_builder.studio.build import write_studio  # noqa: E402
from charter_builder.studio.desk import Desk  # noqa: E402

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        sizes = write_studio(Path(name, "studio"), language="fr")
        handler = functools.partial(_Quiet, directory=f"{name}/studio/hosted")
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page()
            visit(page, f"http://127.0.0.1:{server.server_port}/", sizes.first)
            browser.close()
            server.shutdown()


def visit(page: Page, address: str, first: int) -> None:
    start = time.perf_counter()
    page.goto(address)
    readable = time.perf_counter() - start
    page.wait_for_selector("html[data-engine=ready]", state="attached", timeout=120_000)
    ready = time.perf_counter() - start
    took = []
    for entry in BAKERY:
        answer(page, [entry])
        took.append(int(page.get_attribute("html", "data-took") or 0))
    start = time.perf_counter()
    take(page, "site")
    cold = time.perf_counter() - start
    start = time.perf_counter()
    take(page, "site")
    site = time.perf_counter() - start
    step(page, "identite")
    print(f"{'fetched before the first charter':44}{first / 1e6:8.2f} MB  (≤ 7 MB)")
    print(f"{'form readable / first charter':44}{readable:8.2f} s  {ready:.2f} s")
    median = statistics.median(took)
    print(f"{'an answer, to the charter on the screen':44}{median:8.0f} ms (median of {len(took)}, ≤ 100 ms; highest {max(took)})")
    print(f"{'the same, in the terminal’s Python':44}{statistics.median(terminal()):8.0f} ms")
    print(f"{'the site as a ZIP':44}{site:8.2f} s  (≤ 5 s; the first time {cold:.2f} s)")


def terminal() -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        desk, given, took = Desk(our_library("fr"), "fr", Path(folder)), [], []
        for entry in BAKERY:
            given.append(entry)
            start = time.perf_counter()
            desk.look(given, False, "")
            took.append((time.perf_counter() - start) * 1000)
    return took


if __name__ == "__main__":
    main()
