"""`make mutation [MODULES="conditions typography"]`: faults are put in a module, one at a time, and its tests are asked to see each.

mutmut makes the faults and runs the tests, in a copy of the project under build/mutation/. This file says which tests hold which module,
and writes docs/mutation.md, with the reason of each fault that nobody saw (benchmarks/mutation.yml).
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "build" / "mutation"
PAGE = ROOT / "docs" / "mutation.md"
REASONS = ROOT / "benchmarks" / "mutation.yml"
MUTMUT = [sys.executable, "-m", "mutmut"]
GOAL = 90
TESTS = {
    "conditions": ("tests/test_conditions.py",),
    "typography": ("tests/test_typography.py",),
    "selection": ("tests/test_decisions.py",),
    "publish": ("tests/test_folders.py", "tests/test_publish.py"),
    "manifest": ("tests/test_manifest.py", "tests/test_folders.py"),
    "compose": ("tests/test_article.py", "tests/test_compose.py"),
}
#: Too slow to be asked about each fault.
LEFT_OUT = ("tests/test_compose.py::test_a_name_is_printed_letter_for_letter",)
#: `mutmut show` for many names at once: it reads its settings in the current folder.
SHOW = "import sys, json; from mutmut.__main__ import get_diff_for_mutant as show; print(json.dumps([show(n) for n in sys.argv[1:]]))"
ALIVE = (0, 5, 33)  # the tests passed; no test was found; none meets the function
COPIED = "clauses examples site_template docs benchmarks mkdocs.yml README.md README.fr.md LICENSE LICENCE-TEXTES.md".split()


@dataclass(frozen=True)
class Survivor:
    function: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Score:
    made: int
    tried: int
    killed: int
    survivors: tuple[Survivor, ...]


def main(modules: list[str]) -> int:
    for module in modules or TESTS:
        score = measure(module)
        HOUSE.joinpath(f"{module}.json").write_text(json.dumps(asdict(score), ensure_ascii=False, indent=1), "utf-8")
        print(f"{module}: {score.killed} of {score.tried} seen ({percent(score):.1f} %)", flush=True)
    scores = {module: read(HOUSE / f"{module}.json") for module in TESTS if (HOUSE / f"{module}.json").exists()}
    PAGE.write_text(page(scores, yaml.safe_load(REASONS.read_text("utf-8"))), "utf-8")
    return 0 if all(percent(score) >= GOAL for score in scores.values()) else 1


def measure(module: str) -> Score:
    folder = copy(module)
    environment = {**os.environ, "CHARTER_PROFILES": "2", "CHARTER_CACHE": str(HOUSE / "cache")}
    command = ["nice", "-n", "10", *MUTMUT, "run", "--max-children", "2"]
    with (HOUSE / f"{module}.log").open("wb") as log:
        subprocess.run(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT, check=False)
    return counted(folder, module)


def counted(folder: Path, module: str) -> Score:
    """What mutmut noted: a fault that ends the tests, by a failure or by running for ever, is seen."""
    results = json.loads((folder / "mutants" / "charter_builder" / f"{module}.py.meta").read_text("utf-8"))["exit_code_by_key"]
    tried = {name: code for name, code in results.items() if code is not None}
    alive = [name for name, code in tried.items() if code in ALIVE]
    return Score(len(results), len(tried), len(tried) - len(alive), tuple(survivors(folder, alive)))


def copy(module: str) -> Path:
    """The files of the project that git knows or would add, with what mutmut has to be told."""
    folder = HOUSE / module
    shutil.rmtree(folder, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        with contextlib.suppress(FileNotFoundError):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    settings = {
        "source_paths": ["charter_builder"],
        "only_mutate": [f"charter_builder/{module}.py"],
        "also_copy": list(COPIED),
        "track_dependencies": ["false"],
        "pytest_add_cli_args_test_selection": list(TESTS[module]),
        "pytest_add_cli_args": ["-oaddopts=", "-pno:cacheprovider", *(f"--deselect={test}" for test in LEFT_OUT)],
    }
    lines = ["[mutmut]", *(f"{key}=" + "".join(f"\n    {value}" for value in values) for key, values in settings.items())]
    (folder / "setup.cfg").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def survivors(folder: Path, names: list[str]) -> Iterator[Survivor]:
    command = [sys.executable, "-c", SHOW, *names]
    shown = json.loads(subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout)
    for name, difference in zip(names, shown, strict=True):
        lines = [line for line in difference.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
        was, becomes = (" ⏎ ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
        function = name.rpartition(".")[2].rpartition("__mutmut_")[0].removeprefix("x_").replace("xǁ", "").replace("ǁ", ".")
        yield Survivor(function, was, becomes)


def read(path: Path) -> Score:
    values = json.loads(path.read_text("utf-8"))
    return Score(values["made"], values["tried"], values["killed"], tuple(Survivor(**each) for each in values["survivors"]))


def percent(score: Score) -> float:
    return 100 * score.killed / score.tried


def page(scores: dict[str, Score], reasons: dict[str, list[dict[str, str]]]) -> str:
    lines = [PREFACE.format(day=datetime.date.today().isoformat(), goal=GOAL)]
    lines += ["| module | held by | faults made | tried | seen | |", "|---|---|---|---|---|---|"]
    for module, score in scores.items():
        held = ", ".join(f"`{path}`" for path in TESTS[module])
        lines.append(f"| `{module}` | {held} | {score.made} | {score.tried} | {score.killed} | {percent(score):.1f} % |")
    for module, score in scores.items():
        why = {(each["was"], each["becomes"]): each["why"] for each in reasons.get(module, [])}
        lines += ["", f"## {module}: {len(score.survivors)} not seen", ""]
        lines += [f"- {told(each, why.get((each.was, each.becomes), 'no reason yet: a test is missing'))}" for each in score.survivors]
    return "\n".join(lines) + "\n"


def told(each: Survivor, why: str) -> str:
    return f"`{each.function}`: {code(each.was)} → {code(each.becomes) if each.becomes else 'nothing'} — {why}"


def code(text: str) -> str:
    """A line of code in Markdown, whatever backquotes it holds."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


PREFACE = """\
# Faults put in the program, one at a time

Written by `make mutation`, on {day}. mutmut changes one thing in a function (a comparison, a constant, an argument, a branch), and the
tests of the module are run: a fault that none of them sees is either harmless, for the reason given, or a promise that nothing holds. The
goal is {goal} % for each of the modules that decide what a charter says. Values at the top of a module, such as the patterns of
`typography`, are not changed by mutmut. Only the quick tests of a module are run,
those of the table, so these figures are the least.
"""


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
