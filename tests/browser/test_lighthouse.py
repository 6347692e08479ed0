"""Lighthouse on three pages of the commune, as a middling phone sees them. `make lighthouse` shows the table."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from browser.fixtures import CHROMIUM
from browser.limits import LIGHTHOUSE, LIGHTHOUSE_WISHED
from browser.sites import part_page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", ["home", "part", "puis-je"])
def test_lighthouse(tool, built, served, tmp_path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    name = {"home": "index.html", "puis-je": "puis-je.html", "part": part_page(built("commune"))}[kind]
    command = [
        *("node", str(tool("lighthouse/cli/index.js")), f"{served('commune')}/{name}"),
        *("--quiet", "--output=json", f"--output-path={tmp_path / 'report.json'}", "--no-enable-error-reporting"),
        f"--only-categories={','.join([*LIGHTHOUSE, *LIGHTHOUSE_WISHED])}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update",
    ]
    run = subprocess.run(command, capture_output=True, text=True, timeout=180, env={**os.environ, "CHROME_PATH": CHROMIUM})
    assert run.returncode == 0, run.stderr[-2000:]
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert "runtimeError" not in report, report["runtimeError"]
    scores = {category: round(100 * (found["score"] or 0)) for category, found in report["categories"].items()}
    below = [f"{category} is below {limit}" for category, limit in LIGHTHOUSE_WISHED.items() if scores[category] < limit]
    with capsys.disabled():
        print(f"\nlighthouse {name:18}", *(f"{category} {score:>3}" for category, score in scores.items()), *below, sep="  ")
    failed = [
        f"{category}: {audit['id']}: {audit['title']}: " + "; ".join(_where(item) for item in audit.get("details", {}).get("items", [])[:3])
        for category in LIGHTHOUSE
        for reference in report["categories"][category]["auditRefs"]
        if reference["weight"] and (audit := report["audits"][reference["id"]])["score"] not in (None, 1)
    ]
    assert all(scores[category] >= limit for category, limit in LIGHTHOUSE.items()), "\n".join(failed)


def _where(item: dict) -> str:
    return str(item.get("node", {}).get("selector") or item.get("description") or item.get("source") or "")[:160]
