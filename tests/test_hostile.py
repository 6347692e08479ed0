"""The hostile corpus: what a stranger, a typo or a bad disk can give, each case with what it must come to.

A case is an entry of hostile/FAMILY.toml, run by hostile/run.py in a process that may take 512 MiB of memory, and ten seconds of the
processor for each. It ends in messages with their place (`codes`), in a wrong command (`usage`), or in words without harm (`harmless`);
never in a fault of the program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hostile.run import shape

FOLDER = Path(__file__).parent / "hostile"
FAMILIES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
ALONE = [(family, name) for family, cases in FAMILIES.items() for name, case in cases.items() if "alone" in case]
#: So many cases, at most, one after the other in a process.
TOGETHER = 25
RUNS = [(family, first) for family, cases in FAMILIES.items() for first in range(0, len(cases), TOGETHER)]
ENDS = ("codes", "usage", "harmless")


def outcomes(family: str, names: list[str], folder: Path) -> dict[str, dict[str, Any]]:
    """What each case came to; one that ended the process came to nothing, and those after it are run anew."""
    found: dict[str, dict[str, Any]] = {}
    environment = os.environ | {"CHARTER_LANG": "fr", "CHARTER_CACHE": str(folder / "cache"), "TMPDIR": str(folder)}
    while left := [name for name in names if name not in found]:
        # Large trees of files are made in memory where there is such a place.
        with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else folder) as place:
            ran = subprocess.run(
                [sys.executable, FOLDER / "run.py", family, *left], cwd=place, env=environment, capture_output=True, text=True, timeout=600
            )
        said = [json.loads(line) for line in ran.stdout.splitlines()]
        found |= {result["name"]: result for result in said if "status" in result}
        if ran.returncode:
            reached = said[-1]["name"] if said else left[0]
            found.setdefault(reached, {"ended": ran.returncode, "said": ran.stderr[-1000:]})
    return found


def wrong(case: dict[str, Any], found: dict[str, Any]) -> str:
    """What a case came to that it should not have; nothing when all is well."""
    if "ended" in found:
        return f"the process ended with {found['ended']}: {found['said']}"
    if "report" in found or "Traceback" in found["said"]:
        return found.get("report", found["said"])
    if found["unlocated"]:
        return f"without a place: {found['unlocated']}"
    expected = (2, []) if "usage" in case else (int(bool(case.get("codes"))), case.get("codes", []))
    if (found["status"], found["codes"]) != expected:
        return f"status {found['status']}, {found['codes']}: {found['said'][:500]}"
    return "; ".join(found.get("harm", ()))


@pytest.mark.parametrize(("family", "first"), RUNS)
def test_each_case_of_a_family_ends_as_it_should(family: str, first: int, tmp_path: Path) -> None:
    names = [name for name, case in FAMILIES[family].items() if "alone" not in case][first : first + TOGETHER]
    found = outcomes(family, names, tmp_path)
    faults = {name: said for name in names if (said := wrong(FAMILIES[family][name], found[name]))}
    assert not faults, "\n".join(f"{name}: {said}" for name, said in faults.items())


@pytest.mark.parametrize(("family", "name"), ALONE)
def test_a_large_case_ends_as_it_should(family: str, name: str, tmp_path: Path) -> None:
    assert not (said := wrong(FAMILIES[family][name], outcomes(family, [name], tmp_path)[name])), said


def test_the_corpus_is_large_and_each_case_says_its_end() -> None:
    assert sum(map(len, FAMILIES.values())) >= 500
    assert {
        (family, name) for family, cases in FAMILIES.items() for name, case in cases.items() if sum(end in case for end in ENDS) != 1
    } == set()


@pytest.mark.parametrize("greedy", ["while True: pass", "[0] * (1 << 28)"])
def test_the_limits_hold(greedy: str, tmp_path: Path) -> None:
    """A case that never ends, or that takes a gigabyte, ends the process."""
    script = (
        f"import run\ndef greedy(command):\n    {greedy}\n    return 0, ''\nrun.SECONDS, run.run = 1, greedy\nrun.main('new', ['here'])"
    )
    environment = os.environ | {"PYTHONPATH": str(FOLDER)}
    ran = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert ran.returncode and ran.stdout.splitlines() == ['{"name": "here"}'], ran.stdout


def test_harm_would_be_seen(tmp_path: Path) -> None:
    page = '<p onclick="x"><a href="JavaScript:alert(1)">x</a><script>1</script><img src="data:image/png;base64,A"></p>'
    (tmp_path / "index.html").write_text(page, "utf-8")
    assert shape(tmp_path)["active"]["index.html"] == ["on: onclick", "leads to JavaScript:", "script", "img", "leads to data:"]
