"""Faults of the machine: whatever happens during a build, what was there before is still there, and a message says what to do.

Here are the faults that want a process, a disk or rights of their own. Those that a small publication shows are in test_publish.py: a
failing writer, a full disk, a folder of somebody else, a stranger's file in ours, a file or a link as target, a stop between two
renames, a second rename that fails, a cache that cannot be written, a folder or a file that appears in the meantime. A page changed by
hand is in test_manifest.py.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from helpers import write_tree

from charter_builder import app, resources
from charter_builder.manifest import verify
from charter_builder.problems import CharterError
from charter_builder.publish import publish

BAKERY = ROOT / "examples" / "boulangerie" / "profil.yml"
KILLS = int(os.environ.get("CHARTER_KILLS", "40"))
SEED = 20270111


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def charter(*arguments: str, before: str = "", **more: object) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own; `before` is a shell command that limits it."""
    command = [sys.executable, "-m", "charter_builder.cli", *arguments]
    if before:
        command = ["sh", "-c", f'{before}; exec "$@"', "sh", *command]
    return subprocess.run(command, capture_output=True, text=True, **more)  # type: ignore[call-overload, no-any-return]


def codes(error: pytest.ExceptionInfo[CharterError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


# ------------------------------------------------------------------------------------------------------------ power and disk


@pytest.mark.parametrize(("what", "kills"), [("whole", KILLS // 2), ("small", KILLS - KILLS // 2)])
def test_a_build_killed_at_any_instant_harms_nothing(what: str, kills: int, tmp_path: Path) -> None:
    """Half of the kills fall in whole builds, half in small ones, where the exchange of folders takes a larger share."""
    (tmp_path / "there").mkdir()
    command = [sys.executable, str(Path(__file__).with_name("killing.py")), what, str(tmp_path / "there"), str(kills), str(SEED)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "CHARTER_CACHE": str(tmp_path / "cache")})
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["broken"] == []
    assert seen["killed"] > 0 and seen["left"] > 0, "no kill came in the middle of a build"


def test_readers_never_find_a_page_absent(tmp_path: Path) -> None:
    target, stop = tmp_path / "public", tmp_path / "stop"
    pages = ("index.html", "en/index.html", "en/deep/index.html")
    reading = (
        "import sys; from pathlib import Path; target, stop, pages = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]; count = 0\n"
        "while not stop.exists():\n    for page in pages:\n        assert (target / page).read_bytes()\n        count += 1\nprint(count)"
    )

    def publish_number(number: int) -> None:
        publish(target, lambda folder: write_tree(folder, dict.fromkeys(pages, f"<p>{number}</p>")) and None, {"format": 1})

    publish_number(0)
    readers = [
        subprocess.Popen([sys.executable, "-c", reading, str(target), str(stop), *pages], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for number in range(100):
        publish_number(number)
    time.sleep(0.2)
    stop.touch()
    for reader in readers:
        said, refused = reader.communicate(timeout=60)
        assert reader.returncode == 0, refused.decode()
        assert int(said) > 100


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB, where this machine lets one be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if not shutil.which("mount") or os.getuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_up_during_a_build(tiny_disk: Path) -> None:
    target = tiny_disk / "public"
    assert charter("build", str(BAKERY), "-o", str(target), "--formats", "json").returncode == 0
    before = files_of(target)
    done = charter("build", str(BAKERY), "-o", str(target))
    assert done.returncode == 1, done.stderr
    assert "E504" in done.stderr and "Traceback" not in done.stderr
    assert files_of(target) == before
    assert names(tiny_disk) == ["public"]


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """The limit of a host on the size of files: EFBIG stands for any write that fails half-way."""
    target = tmp_path / "there" / "public"
    assert charter("build", str(BAKERY), "-o", str(target), "--formats", "print").returncode == 0
    before = files_of(target)
    done = charter("build", str(BAKERY), "-o", str(target), "--formats", "site,json", before="ulimit -f 100")
    assert done.returncode == 1, done.stderr
    assert "E504" in done.stderr and "Traceback" not in done.stderr
    assert files_of(target) == before
    assert names(target.parent) == ["public"]


def test_builds_at_once_wait_for_each_other(tmp_path: Path) -> None:
    target = tmp_path / "there" / "public"
    command = [sys.executable, "-m", "charter_builder.cli", "build", str(BAKERY), "-o", str(target), "--formats", "print,json"]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(4)]
    for process in running:
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said.decode()
    assert verify(target) > 0
    assert names(target.parent) == ["public"]


@pytest.mark.parametrize("when", [0, 4_000_000_000])
def test_a_clock_that_was_wrong_changes_nothing(when: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The profile, what was published and the cache were written in 1970, or will be in 2096."""
    monkeypatch.setenv("CHARTER_CACHE", str(tmp_path / "cache"))
    shutil.copytree(BAKERY.parent, tmp_path / "profil")
    target = tmp_path / "public"
    for _ in range(2):
        app.build(tmp_path / "profil" / "profil.yml", target, formats=("site", "json"), language="fr")
        built = files_of(target)
        for path in tmp_path.rglob("*"):
            os.utime(path, (when, when))
    app.build(tmp_path / "profil" / "profil.yml", target, formats=("site", "json"), language="fr")
    assert files_of(target) == built
    text = (tmp_path / "profil" / "profil.yml").read_text("utf-8")
    (tmp_path / "profil" / "profil.yml").write_text(text.replace("Le Fournil Perdriault", "Le Four Neuf"), "utf-8")
    os.utime(tmp_path / "profil" / "profil.yml", (when, when))
    app.build(tmp_path / "profil" / "profil.yml", target, formats=("site", "json"), language="fr")
    assert "Le Four Neuf" in (target / "index.html").read_text("utf-8")


# -------------------------------------------------------------------------------------------------------------------- rights

#: Whoever is root reads and writes everything: the work is done by nobody, once all that it imports is there.
_BY_NOBODY = """
import os, sys
from pathlib import Path
from charter_builder import app
from charter_builder.messages import screen
from charter_builder.problems import CharterError
what, subject, target, warm = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
def work(target, subject):
    if what == "build":
        app.build(subject, target, formats=("print", "json"), language="fr")
    else:
        app.reference(subject, target, language="fr")
work(warm, subject if what == "build" else app.resources.CLAUSES)
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    work(target, subject)
except CharterError as error:
    sys.stdout.write(screen(error.problems, "fr"))
"""


def by_nobody(what: str, subject: Path, target: Path, tmp_path: Path) -> str:
    command = [sys.executable, "-c", _BY_NOBODY, what, str(subject), str(target), str(tmp_path / "warm")]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "CHARTER_CACHE": str(tmp_path / "cache")})
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def open_to_all(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody reaches: the temporary folders of pytest are for their owner alone."""
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_folder_without_the_right_to_write(open_to_all: Path) -> None:
    shutil.copytree(BAKERY.parent, open_to_all / "profil")
    target = open_to_all / "closed" / "public"
    app.build(BAKERY, target, formats=("json",), language="fr")
    before = files_of(target)
    target.parent.chmod(0o555)
    said = by_nobody("build", open_to_all / "profil" / "profil.yml", target, open_to_all)
    target.parent.chmod(0o755)
    assert "E504" in said and "Permission denied" in said
    assert files_of(target) == before
    assert names(target.parent) == ["public"]


def test_a_clause_that_cannot_be_read(open_to_all: Path) -> None:
    pack = open_to_all / "clauses"
    shutil.copytree(resources.CLAUSES, pack)
    clause = next(pack.glob("usages/*/fr.md"))
    clause.chmod(0)
    (open_to_all / "there").mkdir()
    (open_to_all / "there").chmod(0o777)
    said = by_nobody("reference", pack, open_to_all / "there" / "public", open_to_all)
    assert clause.relative_to(pack).as_posix() in said.splitlines()[0]
    assert "À faire" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert names(open_to_all / "there") == []


# --------------------------------------------------------------------------------------------------- a program that is not whole


@pytest.mark.parametrize(
    ("file", "formats"),
    [
        ("site_template/assets/charter/charter.js", ("site",)),
        ("site_template/assets/charter/imprimer.css", ("print",)),
        ("site_template/pages/article.html.j2", ("site",)),
        ("site_template/pages/404.css.j2", ("site",)),
        ("site_template/theme/base.html", ("site",)),
        ("site_template/print/imprimer.html.j2", ("print",)),
        ("site_template/print/charte.typ", ("pdf",)),
        ("site_template/print/icons/icons.json", ("pdf",)),
    ],
)
def test_a_missing_file_of_the_program_is_named(
    file: str, formats: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "there" / "public"
    app.build(BAKERY, target, formats=("json",), language="fr")
    before = files_of(target)
    program = tmp_path / "program"
    shutil.copytree(resources.SITE_TEMPLATE, program / "site_template")
    shutil.copy(resources.MKDOCS_YML, program)
    monkeypatch.setattr(resources, "SITE_TEMPLATE", program / "site_template")
    monkeypatch.setattr(resources, "MKDOCS_YML", program / "mkdocs.yml")
    monkeypatch.setenv("CHARTER_CACHE", str(tmp_path / "cache"))
    (program / file).unlink()
    with pytest.raises(CharterError) as error:
        app.build(BAKERY, target, formats=formats, language="fr")
    assert codes(error) == ["E540"]
    (problem,) = error.value.problems
    assert str(problem.params["file"]).endswith(file.rpartition("/")[2])
    assert files_of(target) == before
    assert names(target.parent) == ["public"]


def test_a_missing_letter_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typst would draw the poster with the letters that it has, and say nothing."""
    stat = Path.stat

    def gone(self: Path, **more: bool) -> os.stat_result:
        if self.name == "AtkinsonHyperlegible-Bold.ttf":
            raise FileNotFoundError(2, "No such file or directory", str(self))
        return stat(self, **more)

    monkeypatch.setattr(Path, "stat", gone)
    with pytest.raises(CharterError) as error:
        app.build(BAKERY, tmp_path / "there" / "public", formats=("pdf",), language="fr")
    assert codes(error) == ["E540"]
    assert not (tmp_path / "there").exists()


def test_every_file_that_nothing_else_would_miss_is_looked_for() -> None:
    found = {path.relative_to(resources.SITE_TEMPLATE).as_posix() for path in resources.SITE_TEMPLATE.rglob("*") if path.is_file()}
    looked_for = {path for paths in resources.NEEDED.values() for path in paths}
    assert looked_for == {path for path in found if path.startswith("theme/") or path.endswith((".typ", "icons.json"))}
