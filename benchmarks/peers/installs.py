"""The other programs, at the versions compared, by their ordinary clients, into build/peers/. Knows nothing of what they are for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.peers.inputs import ROOT, Peer

HOUSE = ROOT / "build" / "peers"
PATIENCE = 600  # seconds for one installation


def install(peer: Peer) -> Path | None:
    """The folder where the program is, or nothing when it cannot be had here. What is already there is kept."""
    if not peer.client:
        return Path(sys.executable).parent
    folder = HOUSE / f"{peer.name.rpartition('/')[2]}-{peer.version}"
    done = folder / ".installed"
    if done.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for command in commands(peer, folder):
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE, cwd=folder)
        except (OSError, subprocess.SubprocessError):
            return None
    done.touch()
    return folder


def commands(peer: Peer, folder: Path) -> tuple[list[str], ...]:
    if peer.client == "npm":
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        return (["npm", "install", "--prefix", str(folder), *quiet, f"{peer.name}@{peer.version}"],)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return ([sys.executable, "-m", "venv", str(folder)], [*pip, f"{peer.name}=={peer.version}"])
