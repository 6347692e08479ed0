"""`make bench`: what the bakery's charter costs, in CPU time of fresh processes, against `mkdocs build` of the same pages.

The peer is given the pages that our writer made, as Markdown files that hold their HTML, with the same menu, in Material as it comes.
Runs alternate, so that a busy machine weighs on both; each figure is a median, and what counts is the ratio.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from charter_builder import app, resources
from charter_builder.writers.site.pages import Page, write_pages

ROOT = Path(__file__).resolve().parents[1]
PROFILE = ROOT / "examples" / "boulangerie" / "profil.yml"
CHARTER = Path(sys.executable).with_name("charter")
MKDOCS = Path(sys.executable).with_name("mkdocs")
RUNS = int(os.environ.get("BENCH_RUNS", "9"))
COMPOSE = f"""
import sys
from pathlib import Path
from charter_builder import app
app.examine(Path({str(PROFILE)!r})).compose("fr")
"""


#: All the documents of an organisation after those of another, in seconds on standard output.
DOCUMENTS = f"""
import tempfile, time
from dataclasses import replace
from pathlib import Path
from charter_builder import app
from charter_builder.problems import Problems
case = app.examine(Path({str(PROFILE)!r}))
for name in "Le premier fournil", "Le second":
    profile = replace(case.profile, answers={{**case.profile.answers, "nom": name}})
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        charter = replace(case, profile=profile).compose("fr")
        app._write(charter, Path(folder), ("pdf", "docx", "odt", "md", "json", "print"), case.selection.on, Problems())
        took = time.process_time() - start
print(took)
"""

#: The slowest question of an interview, from its first to its last, in milliseconds on standard output.
ASK = f"""
import time
from pathlib import Path
from charter_builder import app
from charter_builder.session import open_session
case = app.examine(Path({str(PROFILE)!r}))
session = open_session(Path("nowhere.yml"), language="fr", full=True)
asking, slowest = session.interview, 0.0
while True:
    start = time.process_time()
    step = asking.next()
    if step is None:
        break
    asking.give(step.question.id, case.profile.answers[step.question.id])
    slowest = max(slowest, time.process_time() - start)
print(slowest * 1000)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        warm = {**usual, "CHARTER_CACHE": str(folder / "cache"), "NO_MKDOCS_2_WARNING": "1"}
        config = export(folder / "peer")
        commands = {
            "mkdocs build, the same pages": [str(MKDOCS), "build", "-q", "-f", str(config), "-d", str(folder / "peer-site")],
            "charter build --formats site": [str(CHARTER), "build", str(PROFILE), "-o", str(folder / "site"), "--formats", "site"],
            "charter build (every document)": [str(CHARTER), "build", str(PROFILE), "-o", str(folder / "all")],
            "load + select + compose, with the cache": [sys.executable, "-c", COMPOSE],
            "charter --help": [str(CHARTER), "--help"],
        }
        for command in commands.values():
            cpu(command, warm)
        times: dict[str, list[float]] = {label: [] for label in commands}
        for _ in range(RUNS):
            for label, command in commands.items():
                times[label].append(cpu(command, warm))
        cold = []
        for _ in range(RUNS):
            shutil.rmtree(folder / "cache", ignore_errors=True)
            cold.append(cpu([sys.executable, "-c", COMPOSE], warm))
        times["load + select + compose, without it"] = cold
        inspect = [str(CHARTER), "check", "--pack", str(resources.CLAUSES)]
        times["charter check --pack (the whole library)"] = [cpu(inspect, warm) for _ in range(RUNS)]
        times["every document, warm"] = [told(DOCUMENTS, warm) for _ in range(RUNS)]
        asked = [told(ASK, warm) for _ in range(RUNS)]
    report(times)
    print(f"{'next question, the slowest of an interview':44}{statistics.median(asked):7.1f}ms{min(asked):7.1f}ms{'':8}{'CPU ≤ 20 ms':>16}")


def export(folder: Path) -> Path:
    """The bakery's pages as an ordinary MkDocs project. Returns its mkdocs.yml."""
    charter = app.examine(PROFILE).compose("fr")
    pages = write_pages(charter, (), resources.SITE_TEMPLATE, resources.cache_folder() / "templates")
    docs = folder / "docs"
    shutil.copytree(resources.SITE_TEMPLATE / "assets", docs)
    for page in pages:
        (docs / page.path.replace(".html", ".md")).write_text(f"---\ntitle: {page.title!r}\n---\n\n{page.html}\n", "utf-8")
    config = yaml.safe_load(resources.MKDOCS_YML.read_text("utf-8"))
    config |= {"docs_dir": str(docs), "site_dir": str(folder / "site"), "site_name": charter.title, "nav": list(menu(pages))}
    config |= {"plugins": ["search"], "theme": {"name": "material", "language": "fr", "font": False}}
    path = folder / "mkdocs.yml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), "utf-8")
    return path


def menu(pages: list[Page]) -> list[dict[str, object]]:
    first = [{page.title: page.path.replace(".html", ".md")} for page in pages if not page.menu]
    menus = dict.fromkeys(page.menu for page in pages if page.menu)
    return first + [{menu: [{p.title: p.path.replace(".html", ".md")} for p in pages if p.menu == menu]} for menu in menus]


def cpu(command: list[str], environment: dict[str, str]) -> float:
    """Seconds of CPU, user and system, of one fresh process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def told(script: str, environment: dict[str, str]) -> float:
    """The number that a script prints, in a fresh process."""
    return float(subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True).stdout)


def report(times: dict[str, list[float]]) -> None:
    limits = {
        "charter build --formats site": ("ratio", 1.0),
        "every document, warm": ("seconds", 1.2),
        "load + select + compose, with the cache": ("seconds", 0.15),
        "load + select + compose, without it": ("seconds", 0.6),
        "charter --help": ("seconds", 0.15),
        "charter check --pack (the whole library)": ("seconds", 5.0),
    }
    peer = times["mkdocs build, the same pages"]
    print(f"CPU of fresh processes, median of {RUNS}; ratios are medians of pairs run one after the other\n")
    print(f"{'':44}{'median':>9}{'lowest':>9}{'ratio':>8}{'limit':>16}")
    for label, values in times.items():
        ratio = statistics.median(own / other for own, other in zip(values, peer, strict=True))
        kind, limit = limits.get(label, ("", 0.0))
        aim = f"{'ratio' if kind == 'ratio' else 'CPU'} ≤ {limit:g}{' s' if kind == 'seconds' else ''}" if kind else ""
        print(f"{label:44}{statistics.median(values):8.3f}s{min(values):8.3f}s{ratio:8.2f}{aim:>16}")


if __name__ == "__main__":
    main()
