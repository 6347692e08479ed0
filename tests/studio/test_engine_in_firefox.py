"""The studio in Firefox, which another protocol drives than Chromium: it starts from a host and from a disk, decides the same, is walked
through with a keyboard, and breaks no rule of accessibility.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser.accessibility import RUN
from browser.limits import AXE_RULES, DESK, PHONE
from browser.serving import Host
from browser.visiting import STEPS
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


#: Where the focus is: on the title of a step or on what it lacks, else on what has a name.
FOCUS = """(() => {
  const focus = document.activeElement, step = focus.closest('.step')?.id.replace('step-', '');
  return focus.id || `${step}: ${focus.className || focus.tagName.toLowerCase()}`;
})()"""
SETTLED = {"wait": "!document.documentElement.dataset.busy"}


def test_the_steps_are_walked_with_a_keyboard(studio: Path, loopback: Host, firefox: Callable[..., list[Any]], tmp_path: Path) -> None:
    """From the top of the page to the documents, step after step, by Tab, Space and Enter alone. What a step lacks is told once."""
    desk = Desk(our_library("fr"), "fr", tmp_path)
    missing = desk.look([("nom", "Le Fournil"), ("famille", "entreprise")], False, "")["missing"]
    lacking = {desk.library.questions[name].block for name in missing}
    onward = [{"tab": "#next"}, {"press": "Enter"}]
    walk: list[dict[str, Any]] = [{"goto": f"{loopback.publish(studio / 'hosted')}/"}, READY]
    walk += [{"tab": "[name=nom]"}, {"keys": "Le Fournil"}, {"tab": "[name=famille]"}, {"press": " "}]
    for here, there in pairwise(STEPS):
        walk += [SETTLED, *onward]
        walk += [{"evaluate": FOCUS}, *onward] if here in lacking else []
        walk += [{"wait": f"!document.getElementById('step-{there}').hidden", "seconds": 5}, {"evaluate": FOCUS}]
    walk += [{"tab": "[data-take=answers]"}, {"tab": "#erase"}, {"press": "Enter"}, {"evaluate": FOCUS}]
    walk += [{"tab": "#erase-not"}, {"press": "Enter"}, {"evaluate": FOCUS}]
    results = firefox(*walk)
    assert not [step for step, result in zip(walk, results, strict=True) if "tab" in step and result == "none"], "the focus is shown"
    told = [one for here, there in pairwise(STEPS) for one in ([f"{here}: summary"] if here in lacking else []) + [f"{there}: h2"]]
    assert [result for step, result in zip(walk, results, strict=True) if step == {"evaluate": FOCUS}] == [*told, "erasing", "erase"]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_no_step_breaks_a_rule_of_accessibility(
    viewport: dict[str, int], studio: Path, loopback: Host, firefox: Callable[..., list[Any]], tool: Callable[[str], Path]
) -> None:
    source = tool("axe-core/axe.min.js").read_text("utf-8")
    measure = {
        "evaluate": f"({RUN})({json.dumps(list(AXE_RULES))}).then(found => found.violations.map(one => "
        "`${one.id}: ${one.nodes.map(node => node.target).join(', ')}`))"
    }
    walk: list[dict[str, Any]] = [{"viewport": list(viewport.values())}, {"goto": f"{loopback.publish(studio / 'hosted')}/"}, READY]
    walk += [{"evaluate": f"{source}; 0"}, measure, {"type": ["[name=nom]", "Le Fournil"]}, {"click": "#next"}, SETTLED, measure]
    for step in STEPS:
        walk += [{"click": f'.steps a[href="#step-{step}"]'}, {"wait": f"!document.querySelector('#step-{step}').hidden"}, SETTLED, measure]
    walk += [{"click": "#erase"}, measure]
    results = firefox(*walk)
    found = [result for step, result in zip(walk, results, strict=True) if step is measure]
    assert len(found) == len(STEPS) + 3 and found == [[]] * len(found)
