"""The command line: contract, exit status, shapes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import EXAMPLES, ROOT
from helpers import bakery, words

from charter_builder import app
from charter_builder.cli import main

BAKERY = str(ROOT / "examples" / "boulangerie" / "profil.yml")


def run(*arguments: str, **environment: str):
    return CliRunner().invoke(main, list(arguments), env=environment)


def test_help(golden) -> None:
    for command in ((), ("new",), ("build",), ("check",), ("explain",), ("reference",), ("studio",), ("verify",)):
        done = run(*command, "--help")
        assert done.exit_code == 0
        golden(ROOT / "tests" / "golden" / "help" / f"{'-'.join(command) or 'charter'}.txt", done.output)


def test_check_says_what_would_be_kept_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("check", BAKERY)
    assert done.exit_code == 0
    assert done.output.startswith("Le profil est complet\N{NO-BREAK SPACE}: 42 articles retenus")
    assert list(tmp_path.iterdir()) == []


def test_build_says_where_and_how_many(tmp_path: Path) -> None:
    done = run("build", BAKERY, "-o", str(tmp_path / "public"), "--formats", "json")
    assert done.exit_code == 0
    assert "La charte est prête" in done.output
    assert re.search(r"42 articles retenus, \d+ laissés de côté", done.output)
    assert sorted(p.name for p in (tmp_path / "public").iterdir()) == ["charte.json", "charte.schema.json", "manifest.json"]


def test_a_faulty_profile_is_exit_1_and_nothing_is_written(tmp_path: Path) -> None:
    profile = tmp_path / "profil.yml"
    profile.write_text(bakery(tmp_path).replace("famille: entreprise", "famille: entreprize"), "utf-8")
    done = run("build", str(profile), "-o", str(tmp_path / "public"))
    assert done.exit_code == 1
    assert "E204" in done.output and "À faire" in done.output and "la charte n’a pas été produite" in done.output
    assert not (tmp_path / "public").exists()


def test_messages_in_english(tmp_path: Path) -> None:
    for done in (
        run("check", str(tmp_path / "absent.yml"), "--lang", "en"),
        run("check", str(tmp_path / "absent.yml"), CHARTER_LANG="en_GB.UTF-8"),
    ):
        assert done.exit_code == 1
        assert "does not exist" in done.output and "To do:" in done.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("build",),
        ("build", BAKERY, "--formats", "epub"),
        ("check", BAKERY, "--on", "hier"),
        ("explain", BAKERY, "donnees/absente"),
        ("new",),
        ("new", "charte", "--from", "boulangeri"),
        ("new", "charte", "--recipe", "pigeon"),
        ("check",),
        ("check", BAKERY, "--pack", "clauses"),
        ("check", BAKERY, "--cover", "ici"),
        ("check", "--explain", "E999"),
        ("check", "--explain", "clause"),
        ("reference", "--lang", "de"),
        ("verify",),
        ("verify", "public", "autre"),
        ("inconnue",),
    ],
)
def test_a_wrong_command_is_exit_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("example", EXAMPLES)
def test_explain_json(example: str) -> None:
    done = run("explain", str(ROOT / "examples" / example / "profil.yml"), "--json")
    assert done.exit_code == 0
    data = json.loads(done.output)
    assert {"id", "decision", "topics", "reasons"} <= set(data["clauses"][0])
    assert {item["decision"] for item in data["clauses"]} == {"selected", "left_out"}
    assert all(item["reasons"] and all(isinstance(reason, str) for reason in item["reasons"]) for item in data["clauses"])


def test_explain_for_a_person() -> None:
    done = run("explain", BAKERY, "travail/cse")
    assert done.exit_code == 0
    assert "l’effectif est de 8 personnes (moins de 50)" in done.output.replace("\N{NO-BREAK SPACE}", " ")


def test_explain_speaks_of_an_unfinished_profile(tmp_path: Path) -> None:
    profile = tmp_path / "profil.yml"
    profile.write_text('format: 1\nanswers:\n  nom: "Essai"\n  famille: association\n  effectif: 2\n', "utf-8")
    data = json.loads(run("explain", str(profile), "--json").output)
    decisions = {item["id"]: item["decision"] for item in data["clauses"]}
    assert decisions["usages/code"] == "undecided"
    assert decisions["travail/cse"] == "left_out"
    assert "usages" in data["missing"]


def test_a_draft_is_built_with_visible_blanks(tmp_path: Path) -> None:
    profile = tmp_path / "profil.yml"
    lines = bakery(tmp_path).splitlines()
    profile.write_text("\n".join(line for line in lines if not line.startswith(("  usages:", "  prudence:"))) + "\n", "utf-8")
    assert run("build", str(profile), "-o", str(tmp_path / "public")).exit_code == 1
    done = run("build", str(profile), "-o", str(tmp_path / "public"), "--draft")
    assert done.exit_code == 0, done.output
    assert "à confirmer" in done.output
    assert "Projet, à compléter" in (tmp_path / "public" / "index.html").read_text("utf-8")


def test_a_fault_of_the_program_leaves_a_report_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(app, "examine", fail)
    done = run("check", BAKERY)
    assert done.exit_code == 1
    assert "Ce n’est pas votre faute" in done.output and "secret detail" not in done.output
    report = Path(done.output.split(":")[-1].strip())
    assert "ZeroDivisionError" in report.read_text("utf-8")
    report.unlink()


def test_help_imports_no_heavy_library() -> None:
    code = "import sys, charter_builder.cli; print(sorted({'mkdocs', 'ruamel', 'markdown_it', 'typst', 'jinja2'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_reader_that_stops_early_is_no_fault() -> None:
    command = f"{sys.executable} -m charter_builder.cli explain {BAKERY} | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.stdout.startswith("Le Fournil Perdriault")
    assert "faute" not in done.stderr and "Traceback" not in done.stderr


def test_a_reason_or_a_name_is_shown_as_it_was_written(tmp_path: Path) -> None:
    name, reason = "L'Atelier ... d'ici : là", "Traité par l'outil {{interne}} ..."
    text = bakery(tmp_path).replace('"Le Fournil Perdriault"', json.dumps(name))
    (tmp_path / "profil.yml").write_text(f"{text}\nchanges:\n  leave_out:\n    sobriete/principe: {json.dumps(reason)}\n", "utf-8")
    done = run("build", str(tmp_path / "profil.yml"), "-o", str(tmp_path / "public"))
    assert done.exit_code == 0, done.output
    shown = words((tmp_path / "public" / "imprimer.html").read_text("utf-8"))
    assert shown.count(reason) >= 2 and name in shown and "L’Atelier" not in shown


@pytest.mark.parametrize("epoch", ["garbage", "99999999999999999999", "²", ""])
def test_a_clock_that_makes_no_sense_is_passed_over(tmp_path: Path, epoch: str) -> None:
    done = run("build", BAKERY, "-o", str(tmp_path / "public"), "--formats", "site", SOURCE_DATE_EPOCH=epoch)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("year", ["0207", "9999"])
def test_a_year_that_cannot_be_is_said(tmp_path: Path, year: str) -> None:
    (tmp_path / "profil.yml").write_text(bakery(tmp_path).replace("date: 2027", f"date: {year}"), "utf-8")
    done = run("check", str(tmp_path / "profil.yml"))
    assert done.exit_code == 1 and "E126" in done.output


def test_an_old_adoption_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "profil.yml").write_text(bakery(tmp_path).replace("date: 2027", "date: 2017"), "utf-8")
    done = run("check", str(tmp_path / "profil.yml"))
    assert done.exit_code == 0 and "W212" in done.output


def test_a_console_without_our_spaces_still_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "charter_builder.cli", "explain", BAKERY]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "cp1252:strict"})
    assert done.returncode == 0, done.stderr


PACK = str(ROOT / "tests" / "errors" / "_pack")


def test_check_a_pack_says_how_much_is_proved(tmp_path: Path) -> None:
    done = run("check", "--pack", PACK)
    assert done.exit_code == 0
    said = done.output.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert re.fullmatch(r"Le recueil tient debout. Clauses : 3 ; annexes : 1 ; usages : 1 ; conditions prouvées : 6, en \d+,\d s.\n", said)
    done = run("check", "--pack", PACK, "--cover", str(tmp_path / "ici"), "--on", "2027-01-11", "--lang", "en")
    assert done.exit_code == 0
    names = sorted(path.name for path in (tmp_path / "ici").iterdir())
    assert names and all(name in done.output for name in names)


def test_a_pack_with_a_fault_is_shown_and_covers_nothing(tmp_path: Path) -> None:
    pack = shutil.copytree(PACK, tmp_path / "recueil")
    clause = pack / "usages" / "images" / "clause.yml"
    clause.write_text(clause.read_text("utf-8").replace("requires: [usages/relecture]", "conflicts: [donnees/noms]"), "utf-8")
    done = run("check", "--pack", str(pack), "--cover", str(tmp_path / "ici"))
    assert done.exit_code == 1
    assert "E352" in done.output and "usages: [images]" in done.output
    assert not (tmp_path / "ici").exists()
