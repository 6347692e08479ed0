"""`make bench-memory`: what one process keeps when it builds all the documents of 300 different organisations, one after the other.

The six examples in turn, each time with another name, other people, other tools and another size: what a server does in a day. Memory is
that of the whole process, after each organisation; it may grow until the caches are full, and must then stay.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from charter_builder import app
from charter_builder.problems import Problems
from charter_builder.selection import select

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ("boulangerie", "commune", "association", "usine", "ville", "federation")
ORGANISATIONS = int(os.environ.get("BENCH_ORGANISATIONS", "300"))
SHOWN = {1, 20, 50, 100, 150, 200, 250, 300, ORGANISATIONS}
#: Of what it is after the first third, memory may take this much more at the end.
MOST = 1.05


def main() -> None:
    """Print the memory as it goes; fail when it grew."""
    kept = []
    with tempfile.TemporaryDirectory() as name:
        for rank, case in zip(range(1, ORGANISATIONS + 1), organisations(), strict=False):
            app._write(case.compose("fr"), Path(name), ("pdf", "docx", "odt", "md", "json", "print"), case.selection.on, Problems())
            kept.append(resident())
            if rank in SHOWN:
                print(f"{rank:4} organisations{kept[-1]:8.0f} MB", flush=True)
    grown = kept[-1] / kept[len(kept) // 3 - 1]
    print(f"from a third of the way to the end: × {grown:.2f} (limit {MOST})")
    raise SystemExit(grown > MOST)


def organisations() -> Iterator[app.Case]:
    """Examples in turn, no two alike."""
    cases = [app.examine(ROOT / "examples" / example / "profil.yml") for example in EXAMPLES]
    for rank, case in enumerate(cycle(cases), 1):
        answers = dict(case.profile.answers)
        answers["nom"] = f"{answers['nom']} {rank}"
        answers["referent_ia"] = answers["referent_ia"] | {"nom": f"Camille Durand {rank}"}
        answers["outils"] = tuple(tool | {"nom": f"{tool['nom']} {rank}"} for tool in answers["outils"])
        answers["effectif"] += rank % 3
        profile = replace(case.profile, answers=answers)
        yield replace(case, profile=profile, selection=select(case.library, profile, case.selection.on))


def resident() -> float:
    """Megabytes that the process holds, as Linux counts them."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
