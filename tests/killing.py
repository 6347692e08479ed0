"""A program of the tests: builds that are killed at random instants, one after the other.

Run as `python killing.py WHAT FOLDER KILLS SEED`. Each build is a process of its own, forked from one that is ready, so that many fit
in a test. After each kill, what was published must be whole; then a next run must leave nothing beside it. Prints what happened as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from charter_builder import app
from charter_builder.manifest import verify
from charter_builder.problems import CharterError
from charter_builder.publish import publish

PROFILE = Path(__file__).resolve().parents[1] / "examples" / "boulangerie" / "profil.yml"
FORMATS = ("site", "print", "docx", "json")


def small(target: Path) -> None:
    def write(folder: Path) -> None:
        for name in range(12):
            (folder / f"{name}.html").write_text(f"<p>{'x' * 20_000}</p>", "utf-8")

    publish(target, write, {"format": 1})


def whole(target: Path) -> None:
    app.build(PROFILE, target, formats=FORMATS, language="fr")


def in_a_process(work: Callable[[Path], None], target: Path) -> int:
    child = os.fork()
    if child == 0:
        work(target)
        os._exit(0)
    return child


def main(what: str, folder: Path, kills: int, seed: int) -> dict[str, object]:
    work = {"whole": whole, "small": small}[what]
    target, choose = folder / "public", random.Random(seed)
    work(target)
    start = time.monotonic()
    os.waitpid(in_a_process(work, target), 0)
    lasts = time.monotonic() - start
    broken: list[str] = []
    killed = left = 0
    for _ in range(kills):
        child = in_a_process(work, target)
        time.sleep(choose.uniform(0, lasts))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        left += len([*folder.iterdir()]) > 1
        try:
            verify(target)
        except CharterError as error:
            broken.append(str(error))
        small(target)
        if beside := [path.name for path in folder.iterdir() if path != target]:
            broken.append(f"left beside: {beside}")
    work(target)
    verify(target)
    return {"killed": killed, "left": left, "broken": broken}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))))
