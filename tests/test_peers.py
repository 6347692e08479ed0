"""The table of `make peers` rests on these: what counts as a place, as live, as kept; nothing is said of what was not run."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.peers import __main__ as peers
from benchmarks.peers import installs, judge
from benchmarks.peers.inputs import FAULTS, PEERS, SCRIPT


@pytest.fixture
def fault(tmp_path: Path) -> judge.Fault:
    path = tmp_path / "answers.yml"
    path.write_text('nom: "Saint-Étienne"\neffectif: douze\n', "utf-8")
    return judge.Fault(path, 2, ("effectif", "douze"))


def test_a_message_is_near_the_fault_when_it_gives_the_file_and_the_line(fault: judge.Fault) -> None:
    said = {
        "answers.yml, ligne 2, colonne 11": "file and line",
        "answers.yml:2:11: not a number": "file and line",
        'in "/tmp/x/answers.yml", position 32': "file and line",
        'in "/tmp/x/answers.yml", line 12': "",
        "at line 2": "line, not the file",
        "Config value 'effectif': not a number": "named",
        "invalid literal for int() with base 10: 'douze'": "named",
        "effectifs is unknown": "",
    }
    assert {message: judge.place(message, fault) for message in said} == said


def test_the_lines_of_the_program_are_not_a_place(fault: judge.Fault) -> None:
    said = (
        'Traceback (most recent call last):\n  File "/lib/answers.yml.py", line 2, in read\n    effectif = int(text)\n'
        "ValueError: invalid literal\n    at read (/lib/answers.yml.js:2:7)\n"
    )
    assert judge.stack_shown(said)
    assert judge.place(said, fault) == ""
    assert judge.place(said + '  in "answers.yml", line 2, column 3\n', fault) == "file and line"


def test_a_script_is_live_however_it_is_laid_out(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for text, live in (
        (f"<h1>{SCRIPT}</h1>", True),
        ("<h1>\n <script>\n  alert(7)\n </script>\n</h1>", True),
        ("<h1>&lt;script&gt;alert(7)&lt;/script&gt;</h1>", False),
    ):
        page.write_text(text, "utf-8")
        assert judge.live(tmp_path, SCRIPT) is live


def test_what_becomes_of_the_file_of_somebody_else(tmp_path: Path) -> None:
    path, before = tmp_path / "page.html", b"<html><body><p>Written by hand.</p></body></html>"
    assert judge.fate(path, before) == "deleted"
    for after, fate in (
        (before, "kept"),
        (b"<html><body>\n<p>\nWritten by hand.\n</p>\n<p>A list</p></body></html>", "added to"),
        (b"<html><body>A page</body></html>", "replaced"),
    ):
        path.write_bytes(after)
        assert judge.fate(path, before) == fate


def test_a_program_that_cannot_be_had_is_left_out_and_the_table_stays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_client(*_: object, **__: object) -> None:
        raise FileNotFoundError("npm")

    others = [peer for peer in PEERS if peer.client]
    monkeypatch.setattr(installs.subprocess, "run", no_client)
    monkeypatch.setattr(installs, "HOUSE", tmp_path / "peers")
    monkeypatch.setattr(peers, "PEERS", others)
    monkeypatch.setattr(peers, "PAGE", peers.ROOT / "docs" / "absent.md")
    assert peers.main() == 0
    assert not peers.PAGE.exists()
    said = capsys.readouterr().err
    assert [peer.name for peer in others if f"{peer.name} {peer.version} cannot be had here" in said] == [peer.name for peer in others]


def test_the_page_has_a_row_for_each_fault_and_a_column_for_each_program() -> None:
    rows = [line for line in (peers.ROOT / "docs" / "peers.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows[1:-1]] == list(FAULTS.values())
    assert [name for peer, name in zip(PEERS, rows[0].strip("| ").split(" | "), strict=True) if peer.name not in name] == []
