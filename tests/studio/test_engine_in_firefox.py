"""The studio in Firefox, which another protocol drives than Chromium: it starts from a host and from a disk, and decides the same."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.serving import Host
from conftest import ROOT

from charter_builder.app import our_library
from charter_builder.studio.desk import PROFILE, Desk

pytestmark = pytest.mark.browser
READY = {"wait": "document.documentElement.dataset.engine", "seconds": 120}
STATE = {"evaluate": "[document.documentElement.dataset.engine, document.documentElement.dataset.thread ?? 'worker']"}


@pytest.mark.parametrize("way", ["hosted", "single"])
def test_the_engine_starts_in_a_worker(way: str, studio: Path, loopback: Host, firefox: Callable[..., list[Any]]) -> None:
    address = f"{loopback.publish(studio / 'hosted')}/" if way == "hosted" else (studio / "studio.html").as_uri()
    *_, state, count = firefox({"goto": address}, READY, STATE, {"evaluate": "document.getElementById('count').textContent"})
    assert state == ["ready", "worker"]
    assert int(count.strip("() ").split()[0]) > 0


def test_the_charter_is_that_of_the_terminal(studio: Path, loopback: Host, firefox: Callable[..., list[Any]], tmp_path: Path) -> None:
    profile = base64.b64encode((ROOT / "examples" / "association" / PROFILE).read_bytes()).decode()
    asking = f"""(async () => {{
      const {{ startEngine }} = await import(new URL('engine.js', document.baseURI).href);
      const call = await startEngine(JSON.parse(document.getElementById('config').textContent));
      await call.documents();
      const opened = await call('open', 'fr', [['{PROFILE}', '{profile}']]);
      await call('look', 'fr', opened.entries, false, '');
      return new TextDecoder().decode(await call('document', 'fr', 'json'));
    }})()"""
    *_, charter = firefox({"goto": f"{loopback.publish(studio / 'hosted')}/"}, READY, {"evaluate": asking})
    desk = Desk(our_library("fr"), "fr", tmp_path)
    desk.look(desk.open([(PROFILE, profile)])["entries"], False, "")
    assert charter == desk.document("json").decode()
