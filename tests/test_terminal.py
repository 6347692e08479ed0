"""The interview in a real terminal: keys typed, the screen read. Golden transcripts in both languages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT
from helpers import bakery

from charter_builder import app

pexpect = pytest.importorskip("pexpect", reason="needs a terminal of Unix kind", exc_type=ImportError)
pyte = pytest.importorskip("pyte", exc_type=ImportError)

WIDTH, HEIGHT = 100, 50
UP, DOWN, ENTER, SPACE, STOP = "\x1b[A", "\x1b[B", "\r", " ", "\x03"


class Terminal:
    """A terminal with a `charter ask` in it: wait for words, then type."""

    def __init__(self, folder: Path, *arguments: str, language: str = "fr") -> None:
        self.asked = (0, "")
        self.screen = pyte.HistoryScreen(WIDTH, HEIGHT, history=5_000)
        self.stream = pyte.Stream(self.screen)
        environment = os.environ | {"CHARTER_LANG": language, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "NO_COLOR": "1"}
        command = ["-m", "charter_builder.cli", "ask", *arguments]
        self.child = pexpect.spawn(
            sys.executable, command, cwd=str(folder), env=environment, dimensions=(HEIGHT, WIDTH), encoding="utf-8", timeout=30
        )

    def type(self, awaited: str, *keys: str) -> None:
        """Wait until a new question shows these words, then type: what is typed too early would be echoed."""
        self._until(lambda: any(awaited in last for last in self._questions()[-1:]) and (len(self._questions()), awaited) != self.asked)
        self.asked = (len(self._questions()), awaited)
        for key in keys:
            self.child.send(key)
            self._read(0.05)

    def end(self) -> str:
        """All that was shown, once the program has ended."""
        self._until(lambda: not self.child.isalive() and not self._read(0.05))
        self.child.close()
        return self.text()

    def text(self) -> str:
        above = ["".join(line[x].data for x in range(WIDTH)).rstrip() for line in self.screen.history.top]
        return "\n".join([*above, *(line.rstrip() for line in self.screen.display)]).strip() + "\n"

    def _questions(self) -> list[str]:
        """The questions shown so far, each with what stands below it."""
        return re.split(r"(?m)^\? ", clean(self.text()))[1:]

    def _until(self, done) -> None:
        limit = time.monotonic() + 20
        while not done():
            assert time.monotonic() < limit, self.text()
            self._read(0.1)

    def _read(self, wait: float) -> bool:
        try:
            self.stream.feed(self.child.read_nonblocking(65_536, wait))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        return True


def clean(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_an_interview_is_explained_taken_back_stopped_and_kept(tmp_path: Path, golden) -> None:
    terminal = Terminal(tmp_path, "profil.yml")
    terminal.type("Quel est le nom", "Le Fournil Perdriault", ENTER)
    terminal.type("De quelle famille", "?")
    terminal.type("De quelle famille", ENTER)
    terminal.type("Combien de salariés", "douze", ENTER)
    terminal.type("Combien de salariés", "\x7f" * 5, "1 200", ENTER)
    terminal.type("Dans quels secteurs", "<")
    terminal.type("Combien de salariés", "\x7f" * 4, "?", ENTER)
    terminal.type("Combien de salariés", "\x7f" * 4, "8", ENTER)
    terminal.type("Dans quels secteurs", ENTER)
    terminal.type("Dans quels secteurs", SPACE, ENTER)
    terminal.type("Quels secrets", SPACE, DOWN, SPACE, ENTER)
    terminal.type("Quels secrets", STOP)
    golden(ROOT / "tests" / "golden" / "ask" / "stopped.fr.txt", clean(terminal.end()))
    golden(ROOT / "tests" / "golden" / "ask" / "stopped.fr.yml", (tmp_path / "profil.yml").read_text("utf-8"))
    again = Terminal(tmp_path, "profil.yml")
    again.type("Quels secrets", STOP)
    assert "Reprise de profil.yml : 4 réponses sont déjà là" in clean(again.end()).replace("\n", " ")


def test_an_interview_in_english_to_its_end(tmp_path: Path, golden) -> None:
    """A profile that lacks little: the last questions, a tool refused for its data, then what was assumed."""
    source = bakery(tmp_path)
    lines = source.split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("  outils:"))
    kept = lines[:start] + lines[start + 3 :]
    kept = [line for line in kept if not line.startswith(("  prudence:", "  transcription_reunions:", "  publication:"))]
    (tmp_path / "profile.yml").write_text("\n".join(kept), "utf-8")
    terminal = Terminal(tmp_path, "profile.yml", language="en")
    terminal.type("Which AI tools", "ChatGPT", ENTER)
    terminal.type("which account", ENTER)
    terminal.type("For what", "the shop", ENTER)
    terminal.type("Up to which", DOWN, ENTER)
    terminal.type("Name of the tool", ENTER)  # refused, and offered again as it was typed
    terminal.type("With which account", ENTER)
    terminal.type("For what", ENTER)
    terminal.type("Up to which", UP, ENTER)
    terminal.type("Name of the tool", ENTER)
    terminal.type("level of caution", DOWN, ENTER)
    golden(ROOT / "tests" / "golden" / "ask" / "ended.en.txt", clean(terminal.end()))
    case = app.examine(tmp_path / "profile.yml", language="en")
    assert case.profile.answers["prudence"] == "equilibre"
    assert case.profile.answers["outils"] == (
        {"nom": "ChatGPT", "offre": "gratuit_perso", "services": "the shop", "donnees_max": "publiques"},
    )
    assert "prudence" not in case.profile.assumed and "transcription_reunions" in case.profile.assumed


def test_without_a_terminal_the_command_says_what_to_give(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "charter_builder.cli", "ask", "profil.yml"], cwd=tmp_path,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 2 and "--answers" in done.stderr
