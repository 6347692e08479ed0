"""Every program meets every fault in a folder of its own; the table goes to the screen and to docs/peers.md."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import charter_builder
from benchmarks.peers import judge
from benchmarks.peers.inputs import FAULTS, OWN_WORDS, PEERS, ROOT, SCRIPT, STRANGER, Edit, Peer
from benchmarks.peers.installs import HOUSE, install

PAGE = ROOT / "docs" / "peers.md"


@dataclass(frozen=True)
class Outcome:
    cell: str
    good: bool  # stopped and showed the place; a script shown as text; every file of somebody else kept


@dataclass(frozen=True)
class Run:
    status: int
    said: str
    out: Path

    def left(self) -> list[Path]:
        return [path for path in self.out.rglob("*") if path.is_file()]


def main() -> int:
    table: dict[Peer, dict[str, Outcome]] = {}
    for peer in PEERS:
        installed = install(peer)
        if installed is None:
            print(f"{peer.name} {peer.version} cannot be had here by {peer.client}: left out.", file=sys.stderr)
            continue
        table[peer] = outcomes(peer, installed)
    text = page(table)
    print(text)
    if len(table) < len(PEERS):
        print(f"{PAGE.relative_to(ROOT)} is left as it was: it is written when every program was run.", file=sys.stderr)
        return 0
    PAGE.write_text(text, "utf-8")
    return 0


def outcomes(peer: Peer, installed: Path) -> dict[str, Outcome]:
    with tempfile.TemporaryDirectory() as name:
        sound = run(peer, installed, project(peer, installed, Path(name) / "sound"))
        if sound.status or not (sound.out / peer.page).exists():
            raise SystemExit(f"{peer.name} does not build its sound project: nothing can be compared.\n{sound.said}")
        keep(peer, "sound", sound)
        return {fault: outcome(peer, installed, Path(name) / fault, fault, sound) for fault in FAULTS}


def outcome(peer: Peer, installed: Path, folder: Path, fault: str, sound: Run) -> Outcome:
    """One cell: the exit status, what the message shows of the place, what is left."""
    files = project(peer, installed, folder)
    if fault == "stranger":
        return met_by_stranger(peer, installed, folder)
    if fault == "windows":
        main = files / peer.main
        text = main.read_text("utf-8")
        main.write_bytes(text.encode("cp1252"))
        first = next(at for at, sign in enumerate(text) if not sign.isascii())
        where = judge.Fault(main, text[:first].count("\n") + 1, (text[first],))
    elif fault in peer.edits:
        where = planted(files, peer.edits[fault], has_line=fault != "missing")
    else:
        return Outcome("— (it has no such thing)", False)
    result = run(peer, installed, files)
    keep(peer, fault, result)
    if fault == "script" and not result.status:
        live = judge.live(result.out, SCRIPT)
        return Outcome("exit 0 · **live script in the output**" if live else "exit 0 · shown as text", not live)
    said = judge.news(result.said, sound.said)
    place = judge.place(said, where)
    shown = {"named": "named, no line" if where.line else "named", "": "not said where"}.get(place, place)
    if judge.stack_shown(said):
        shown += ", in a stack trace"
    if not result.status and not place:
        shown = "**nothing said**"
    left = len(result.left())
    stopped = result.status != 0 and not left and place == ("file and line" if where.line else "named")
    return Outcome(f"exit {result.status} · {shown} · {count(left)}", stopped)


def count(left: int) -> str:
    return "nothing left" if not left else f"{left} file{'s' if left > 1 else ''} left"


def met_by_stranger(peer: Peer, installed: Path, folder: Path) -> Outcome:
    """A file that no program writes, and one with the name of a page that this one does."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    for name in (STRANGER, peer.page):
        (out / name).write_bytes(OWN_WORDS)
    result = run(peer, installed, folder)
    keep(peer, "stranger", result)
    fates = {name: judge.fate(out / name, OWN_WORDS) for name in (STRANGER, peer.page)}
    words = "both kept" if set(fates.values()) == {"kept"} else ", ".join(f"`{name}` {fate}" for name, fate in fates.items())
    if judge.stack_shown(result.said):
        words += ", with a stack trace"
    return Outcome(f"exit {result.status} · {words}", set(fates.values()) == {"kept"})


def project(peer: Peer, installed: Path, folder: Path) -> Path:
    for name, text in peer.files(installed).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    if peer.arguments[-1].startswith("out/"):
        (folder / "out").mkdir()
    return folder


def planted(folder: Path, edit: Edit, *, has_line: bool) -> judge.Fault:
    """The fault put in its file, and its line there."""
    path = folder / edit.path
    text = path.read_text("utf-8")
    if text.count(edit.old) != 1:
        raise SystemExit(f"{edit.path} holds {text.count(edit.old)} times: {edit.old!r}")
    path.write_text(text.replace(edit.old, edit.new), "utf-8")
    start = text.index(edit.old) + max(edit.new.find(edit.words[0]), 0)
    line = path.read_text("utf-8")[:start].count("\n") + 1
    return judge.Fault(path, line if has_line else None, edit.words)


def run(peer: Peer, installed: Path, folder: Path) -> Run:
    arguments = [argument.format(installed=installed) for argument in peer.arguments]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "COLUMNS": "200", "CHARTER_CACHE": str(HOUSE / "cache")}
    command = [str(installed / peer.program), *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    said = (done.stdout + done.stderr).decode("utf-8", errors="replace")
    return Run(done.returncode, said, folder / "out")


def keep(peer: Peer, fault: str, result: Run) -> None:
    """What was said, kept in build/peers/said/, so that a cell can be read again."""
    folder = HOUSE / "said" / peer.name.rpartition("/")[2]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{fault}.txt").write_text(f"exit {result.status}, {len(result.left())} files left\n\n{result.said}", "utf-8")


def page(table: dict[Peer, dict[str, Outcome]]) -> str:
    names = {peer: f"{peer.name} {peer.version or charter_builder.__version__}" for peer in table}
    rows = ["| | " + " | ".join(names.values()) + " |", "|---" * (len(names) + 1) + "|"]
    rows += [f"| {title} | " + " | ".join(cells[fault].cell for cells in table.values()) + " |" for fault, title in FAULTS.items()]
    sums = (f"{sum(o.good for o in cells.values())} of {sum('—' not in o.cell for o in cells.values())}" for cells in table.values())
    rows.append("| **harmless, and the place shown** | " + " | ".join(sums) + " |")
    purposes = [f"- {names[peer]}: {peer.purpose}." for peer in table]
    return PREFACE.format(day=datetime.date.today().isoformat(), purposes="\n".join(purposes), rows="\n".join(rows))


PREFACE = """\
# The same nine bad inputs, side by side

Written by `make peers`, on {day}: each program meets each fault in its own format, from a project that it builds without fault.

{purposes}

{rows}

How to read it. A good cell stops, says the file and the line (the name, for what is missing), and leaves nothing behind; a script in a name
may also be shown as text; a stranger's files must both be there afterwards. « Named » means that the message holds the word at fault.
Lines of a stack trace that belong to the program do not count as a place. What each run said is kept in `build/peers/said/`.

In fairness. These programs do other work than ours, and some of these outcomes are choices of theirs. copier writes files of any kind,
so it does not escape what it puts in them; a template that wants it asks for it. deon adds to a file that exists, and says so in its
help; it knows no reference from one item to another. mkdocs says that it cleans the folder it writes. A message in a stack trace counts
as a message. The inputs were chosen by us, who had ours in mind: they say how each meets a mistake in typing, and nothing about how well
it does its own work.
"""


if __name__ == "__main__":
    shutil.rmtree(HOUSE / "said", ignore_errors=True)
    raise SystemExit(main())
