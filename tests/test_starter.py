"""A new folder: what it holds, and its recipes, run for real in it. Only the step that installs the program is passed over."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import EXAMPLES, ROOT
from helpers import write_tree

from charter_builder import __version__, app, resources
from charter_builder.cli import main
from charter_builder.library import Library
from charter_builder.messages import LANGUAGES
from charter_builder.problems import CharterError, Problems
from charter_builder.profile import load_profile
from charter_builder.questionnaire import OWN
from charter_builder.reading.yamlfile import read
from charter_builder.starter import README, RECIPES, contents, examples
from charter_builder.typography import polish

GOLDEN = ROOT / "tests" / "golden" / "new"
BIN = Path(sys.executable).parent
INSTALL = f"python -m pip install charter-builder=={__version__}"
SCRIPT = {"fr": "publier.sh", "en": "publish.sh"}
#: A name such as people give: the commands must stand it.
NAME = "Ma charte d'été"
PASSWORD = 'mot "de" pa\\sse $HOME à1'
ACCOUNT = {"CHARTER_FTP_HOST": "ftp.asso.example", "CHARTER_FTP_USER": "asso", "CHARTER_FTP_PASSWORD": PASSWORD}


def new(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["new", *arguments])


def made(folder: Path, *, example: str = "", recipes: tuple[str, ...] = (), language: str = "fr") -> Path:
    app.new(folder / NAME, language=language, example=example, recipes=recipes)
    return folder / NAME


def run(command: str, folder: Path, *, path: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """A command in the new folder, as a person or a server would run it: `charter` is on the path."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("CHARTER_FTP_")}
    environment = {**known, "PATH": path or f"{BIN}{os.pathsep}{os.environ['PATH']}", **variables}
    return subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True)


def plain(path: Path) -> Any:
    problems = Problems()
    node = read(path, problems)
    assert node is not None and not len(problems)
    return node.plain()


def break_profile(folder: Path) -> None:
    profile = folder / "profil.yml"
    profile.write_text(profile.read_text("utf-8").replace("famille: entreprise", "famille: entreprize"), "utf-8")


# ------------------------------------------------------------------------------------------------------------- the folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_in_the_folder(tmp_path: Path, golden, language: str) -> None:
    folder = made(tmp_path, recipes=RECIPES, language=language)
    found = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    golden(GOLDEN / f"files.{language}.txt", "".join(f"{path.as_posix()}\n" for path in found))
    golden(GOLDEN / f"readme.{language}.md", (folder / README[language]).read_text("utf-8"))
    golden(GOLDEN / f"profil.{language}.yml", (folder / "profil.yml").read_text("utf-8"))
    golden(GOLDEN / f"ftp.{language}.sh", (folder / SCRIPT[language]).read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readme_of_an_example_says_what_to_change(tmp_path: Path, golden, language: str) -> None:
    readme = (made(tmp_path, example="commune", language=language) / README[language]).read_text("utf-8")
    golden(GOLDEN / f"readme-example.{language}.md", readme)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_is_left(library: Library, language: str) -> None:
    for example in ("", *EXAMPLES):
        for name, text in contents(library, language, example=example, recipes=RECIPES).items():
            assert "[[" not in text, name


def test_what_is_read_has_french_typography_and_what_is_typed_has_none(library: Library) -> None:
    for name, text in contents(library, "fr", example="ville", recipes=RECIPES).items():
        code = re.findall(r"(?s)```.*?```|`[^`\n]*`", text) if name.endswith(".md") else re.findall(r"(?m)^[^#\n]+$", text)
        prose = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", text) if name.endswith(".md") else "\n".join(re.findall(r"(?m)^ *# .*$", text))
        assert prose == polish(prose, "fr"), name
        assert name == "publier.sh" or not re.search("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", "".join(code)), name


def test_the_command_says_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden) -> None:
    monkeypatch.chdir(tmp_path)
    shown = new("Ma charte", "--from", "boulangerie", "--recipe", "ftp").output
    shown += "----\n" + new("charter", "--lang", "en", "--recipe", "github", "--recipe", "gitlab", "--from", "ville").output
    golden(GOLDEN / "screen.txt", shown)
    for command in re.findall(r"(?m)^  charter (?:check|build) .*$", shown.partition("----")[0]):
        assert run(command, tmp_path).returncode == 0


def test_words_unknown_are_refused_with_the_nearest(tmp_path: Path) -> None:
    for arguments, said in (
        (("--from", "boulangeri"), "Vouliez-vous dire « boulangerie »"),
        (("--from", "../boulangerie/x"), "Exemples : association, boulangerie, commune, federation, usine, ville."),
        (("--from", ""), "il n’y a pas d’exemple"),
        (("--recipe", "gitlb"), "Vouliez-vous dire « gitlab »"),
        (("--recipe", "pigeon"), "Recettes : gitlab, github, ftp."),
    ):
        done = new(str(tmp_path / "charte"), *arguments)
        assert done.exit_code == 2 and said in done.output.replace("\N{NO-BREAK SPACE}", " ")
    assert list(tmp_path.iterdir()) == []


def test_the_help_names_every_example_and_every_recipe() -> None:
    assert set(examples()) == set(EXAMPLES)
    shown = new("--help").output
    assert all(name in shown for name in (*EXAMPLES, *RECIPES))


# ------------------------------------------------------------------------------------------------------ never over anything


@pytest.mark.parametrize("there", [{"notes.txt": "à moi"}, {".git/config": ""}])
def test_a_folder_that_holds_something_is_refused(tmp_path: Path, there: dict[str, str]) -> None:
    folder = write_tree(tmp_path / "charte", there)
    done = new(str(folder))
    assert done.exit_code == 1 and "E511" in done.output and "rien n’a été écrit" in done.output
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [Path(name).name for name in there]


def test_an_empty_folder_is_filled_and_nothing_is_left_beside(tmp_path: Path) -> None:
    (tmp_path / "charte").mkdir()
    assert new(str(tmp_path / "charte")).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["charte"]
    assert (tmp_path / "charte").stat().st_mode & 0o777 == 0o755


def test_the_current_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = new(".")
    assert done.exit_code == 1 and "E514" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    done = new(str(tmp_path / "fichier" / "charte"))
    assert done.exit_code == 1 and "E513" in done.output


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "charte").symlink_to(tmp_path / "ailleurs")
    done = new(str(tmp_path / "charte"))
    assert done.exit_code == 1 and "E512" in done.output
    assert list((tmp_path / "ailleurs").iterdir()) == []


# ------------------------------------------------------------------------------------------------------------ the profile


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_profile_to_fill_in_lacks_its_answers_and_nothing_else(tmp_path: Path, library: Library, language: str) -> None:
    folder = made(tmp_path, language=language)
    with pytest.raises(CharterError) as error:
        app.examine(folder / "profil.yml", language=language)
    (problem,) = error.value.problems
    assert problem.code == "E202"
    core = [question.id for question in library.questions.values() if question.core and question.asked_when is None]
    assert [re.findall(r"\((\w+)\)", item["fr"] if language == "fr" else item["en"])[-1] for item in problem.params["items"]] == core  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_there_with_its_possible_answers(tmp_path: Path, library: Library, language: str) -> None:
    text = (made(tmp_path, language=language) / "profil.yml").read_text("utf-8")
    said = re.sub(r"\n *# ", " ", text)
    labels = library.labels[language]
    for question in library.questions.values():
        assert labels.questions[question.id]["question"] in said and labels.questions[question.id]["help"] in said
        asked = [(question.id, value) for value in question.values]
        asked += [(f"{question.id}.{field.id}", value) for field in question.fields for value in field.values]
        for path, value in asked:
            assert re.search(rf"(?m)^ *# +{value}( — {re.escape(labels.value(path, value))})?$", text), value
    in_order = sorted(library.questions.values(), key=lambda question: (question.top, library.blocks.index(question.block)))
    places = [text.index(f"#{question.id}:") for question in in_order]
    assert places == sorted(places)


def test_taking_the_signs_away_leaves_a_file_that_reads(tmp_path: Path, library: Library) -> None:
    """What a person does with an editor: every `#` taken away before an answer, some of them completed, others not yet."""
    profile = made(tmp_path) / "profil.yml"
    profile.write_text(re.sub(r"(?m)^( *)#(?=\w+:|  - \w+:|(?:  |    )\w+:)", r"\1", profile.read_text("utf-8")), "utf-8")
    assert set(plain(profile)["answers"]) == {question.id for question in library.questions.values() if not question.top}
    problems = Problems()
    load_profile(profile, library, problems)
    answers, site = {"E126", "E204", "E205", "E208", "E210", "E213"}, {"E123", "E126", "E130", "E214", "E226"}
    start = profile.read_text("utf-8").split("\n").index("site:")
    for problem in problems:
        assert problem.code in (site if problem.place.line > start else answers), problem


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_profile_of_an_example_keeps_its_answers(tmp_path: Path, library: Library, example: str) -> None:
    for language in LANGUAGES:
        text = contents(library, language, example=example)["profil.yml"]
        (tmp_path / "profil.yml").write_text(text, "utf-8")
        kept = {name: value for name, value in plain(resources.EXAMPLES / example / "profil.yml").items() if name != "site"}
        assert plain(tmp_path / "profil.yml") == kept  # a logo and colours are nobody else's
        assert "$schema" not in text and "examples/" not in text


@pytest.mark.parametrize(("language", "mark"), [("fr", "À CHANGER"), ("en", "TO CHANGE")])
def test_what_belongs_to_nobody_else_is_marked(library: Library, language: str, mark: str) -> None:
    text = contents(library, language, example="usine")["profil.yml"].replace("\N{NO-BREAK SPACE}", " ")
    marked = re.findall(rf"(?m)^ *# {mark} ?:.*\n(?: *#.*\n)*^ *(\w+):", text)
    assert tuple(marked) == OWN
    assert mark not in contents(library, language)["profil.yml"]


# ------------------------------------------------------------------------------------------------------------ the recipes


def steps_of(folder: Path, recipe: str) -> list[str]:
    """The commands of a recipe, in order, without the one that installs the program, which must come first."""
    if recipe == "gitlab":
        found = plain(folder / ".gitlab-ci.yml")["pages"]["script"]
    elif recipe == "github":
        found = [step["run"] for step in plain(folder / ".github/workflows/charte.yml")["jobs"]["build"]["steps"] if "run" in step]
    else:
        return ["sh publier.sh"]
    assert found[0] == INSTALL
    return list(found[1:])


def follow(folder: Path, recipe: str, **variables: str) -> int:
    """Run a recipe as a server does: it stops at the first command that fails."""
    for command in steps_of(folder, recipe):
        done = run(command, folder, **variables)
        if done.returncode:
            return done.returncode
    return 0


@pytest.fixture
def curl(tmp_path: Path) -> Iterator[Path]:
    """A folder with a `curl` that sends nothing, and writes down what it was asked."""
    folder = tmp_path / "stub"
    write_tree(folder, {"curl": f'#!/bin/sh\nprintf "%s\\n" "$@" >"{folder}/arguments"\ncat >"{folder}/input"\nexit "${{CURL_EXIT:-0}}"\n'})
    (folder / "curl").chmod(0o755)
    yield folder


def with_curl(stub: Path) -> str:
    return os.pathsep.join([str(stub), str(BIN), os.environ["PATH"]])


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_each_recipe_builds_in_the_new_folder(tmp_path: Path, curl: Path, example: str, recipe: str) -> None:
    folder = made(tmp_path, example=example, recipes=(recipe,))
    assert follow(folder, recipe, path=with_curl(curl), **ACCOUNT) == 0
    for name in ("index.html", "imprimer.html", "documents/charte.pdf", "manifest.json"):
        assert (folder / "public" / name).is_file()
    assert (curl / "input").exists() == (recipe == "ftp")
    assert (folder / ".gitignore").read_text("utf-8") == "/public/\n"


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_faulty_profile_publishes_nothing(tmp_path: Path, curl: Path, recipe: str) -> None:
    folder = made(tmp_path, example="boulangerie", recipes=(recipe,))
    break_profile(folder)
    assert follow(folder, recipe, path=with_curl(curl), **ACCOUNT) == 1
    assert not (folder / "public").exists() and not (curl / "input").exists()


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_build_that_fails_publishes_nothing(tmp_path: Path, curl: Path, recipe: str) -> None:
    """The profile is sound, and the folder to publish holds a file of somebody else."""
    folder = made(tmp_path, example="boulangerie", recipes=(recipe,))
    write_tree(folder / "public", {"photo.jpg": "…"})
    assert follow(folder, recipe, path=with_curl(curl), **ACCOUNT) == 1
    assert not (curl / "input").exists()


def test_gitlab_publishes_what_was_built_and_only_from_the_default_branch(tmp_path: Path) -> None:
    recipe = plain(made(tmp_path, recipes=("gitlab",)) / ".gitlab-ci.yml")
    assert list(recipe) == ["pages"]
    assert recipe["pages"]["artifacts"] == {"paths": ["public"]}
    assert recipe["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert "allow_failure" not in recipe["pages"]


def test_github_gives_each_job_the_least_it_needs(tmp_path: Path) -> None:
    workflow = plain(made(tmp_path, recipes=("github",)) / ".github/workflows/charte.yml")
    build, deploy = workflow["jobs"]["build"], workflow["jobs"]["deploy"]
    assert workflow["permissions"] == {}
    assert build["permissions"] == {"contents": "read"}
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"} and deploy["needs"] == "build"
    assert build["steps"][-1] == {"uses": "actions/upload-pages-artifact@v5", "with": {"path": "public"}}
    for step in build["steps"] + deploy["steps"]:
        assert "continue-on-error" not in step and "if" not in step
        assert "run" in step or re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"])


def test_both_languages_have_the_same_recipes(library: Library) -> None:
    """Once the comments and the sentences are taken away, and the language of the charter."""

    def code(text: str) -> str:
        text = re.sub(r"(?m)^#.*$|^name: .*$", "", text.replace("--lang en", "--lang fr"))
        return re.sub(r'(?<=\bstop ")[^"]*|(?<=\bsay ")[^"$][^"]*', "…", text)

    french, english = (list(contents(library, language, recipes=RECIPES).values())[2:] for language in LANGUAGES)
    assert [code(text) for text in french] == [code(text) for text in english]


# ----------------------------------------------------------------------------------------------------------------- by FTP


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_is_plain_sh_and_can_be_run(tmp_path: Path, language: str) -> None:
    script = made(tmp_path, recipes=("ftp",), language=language) / SCRIPT[language]
    assert run(f"sh -n {SCRIPT[language]}", script.parent).returncode == 0
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_sends_every_file_and_nothing_else(tmp_path: Path, curl: Path, language: str) -> None:
    folder = made(tmp_path, example="association", recipes=("ftp",), language=language)
    variables = {**ACCOUNT, "CHARTER_FTP_FOLDER": "www/charte/"}
    done = run(f"sh {shlex.quote(folder.name)}/{SCRIPT[language]}", tmp_path, path=with_curl(curl), **variables)
    assert done.returncode == 0, done.stderr
    user, *pairs = (curl / "input").read_text("utf-8").splitlines()
    assert user == 'user = "asso:mot \\"de\\" pa\\\\sse $HOME à1"'
    files = sorted(path.relative_to(folder).as_posix() for path in (folder / "public").rglob("*") if path.is_file())
    assert pairs == [
        line
        for name in files
        for line in (f'upload-file = "{name}"', f'url = "ftp://ftp.asso.example/www/charte/{name.removeprefix("public/")}"')
    ]
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in files), "an address would need more than this script does"
    arguments = (curl / "arguments").read_text("utf-8").splitlines()
    assert {"--ssl-reqd", "--fail-early", "--tls-max"} <= set(arguments) and "mot" not in " ".join(arguments)
    assert re.search(rf"{len(files)} (fichiers envoyés vers|files sent to) ftp://ftp.asso.example/www/charte/", done.stdout)
    assert 'lang="fr"' in (folder / "public/index.html").read_text("utf-8") or language == "en"
    for path in folder.rglob("*"):
        assert path.is_dir() or PASSWORD.encode() not in path.read_bytes()


@pytest.mark.parametrize(("language", "option"), [("fr", "--essai"), ("fr", "--dry-run"), ("en", "--dry-run")])
def test_a_trial_sends_nothing_and_needs_no_account(tmp_path: Path, curl: Path, language: str, option: str) -> None:
    folder = made(tmp_path, example="boulangerie", recipes=("ftp",), language=language)
    done = run(f"sh {SCRIPT[language]} {option}", folder, path=with_curl(curl))
    assert done.returncode == 0, done.stderr
    assert ("rien n’a été envoyé" if language == "fr" else "nothing was sent") in done.stdout
    assert "ftp://CHARTER_FTP_HOST/" in done.stdout and "public/index.html" in done.stdout
    assert not (curl / "input").exists()


def refusals(language: str) -> list[tuple[str, Mapping[str, str], str]]:
    french = language == "fr"
    return [
        ("--force", ACCOUNT, "« --force » n’est pas connu" if french else "“--force” is not known"),
        ("", {}, "CHARTER_FTP_HOST"),
        ("", {"CHARTER_FTP_HOST": "ftp.asso.example"}, "CHARTER_FTP_USER"),
        ("", {**ACCOUNT, "CHARTER_FTP_PASSWORD": ""}, "CHARTER_FTP_PASSWORD"),
        ("", {**ACCOUNT, "CHARTER_FTP_HOST": 'a.example"\nurl = "b'}, "une adresse simple" if french else "a plain address"),
        ("", {**ACCOUNT, "CHARTER_FTP_FOLDER": "www/ma charte"}, "sans espace ni accent" if french else "without spaces or accents"),
        ("", {**ACCOUNT, "CHARTER_FTP_FOLDER": "été"}, "sans espace ni accent" if french else "without spaces or accents"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_says_what_it_lacks_before_anything_is_made(tmp_path: Path, curl: Path, language: str) -> None:
    folder = made(tmp_path, example="boulangerie", recipes=("ftp",), language=language)
    for argument, variables, said in refusals(language):
        done = run(f"sh {SCRIPT[language]} {argument}", folder, path=with_curl(curl), **variables)
        assert done.returncode == 2 and said in done.stderr.replace("\N{NO-BREAK SPACE}", " "), said
    assert not (folder / "public").exists() and not (curl / "input").exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("absent", ["curl", "charter"])
def test_the_script_says_which_program_is_missing(tmp_path: Path, curl: Path, language: str, absent: str) -> None:
    folder = made(tmp_path, example="boulangerie", recipes=("ftp",), language=language)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname", "find", "sort", "sed", "tr", "wc"):
        (tools / name).symlink_to(shutil.which(name) or name)
    if absent == "charter":
        shutil.copy(curl / "curl", tools)
    done = run(f"sh {SCRIPT[language]}", folder, path=str(tools), **ACCOUNT)
    assert done.returncode == 2 and f"{absent} {'manque' if language == 'fr' else 'is missing'}" in done.stderr
    assert (INSTALL in done.stderr) == (absent == "charter")


@pytest.mark.parametrize(("language", "said"), [("fr", "L’envoi s’est arrêté en route"), ("en", "The upload stopped on its way")])
def test_an_upload_that_stops_is_said(tmp_path: Path, curl: Path, language: str, said: str) -> None:
    folder = made(tmp_path, example="boulangerie", recipes=("ftp",), language=language)
    done = run(f"sh {SCRIPT[language]}", folder, path=with_curl(curl), CURL_EXIT="67", **ACCOUNT)
    assert done.returncode == 1 and said in done.stderr


@pytest.mark.parametrize(("language", "said"), [("fr", "rien n’a été envoyé"), ("en", "nothing was sent")])
def test_a_failure_says_that_nothing_was_sent(tmp_path: Path, curl: Path, language: str, said: str) -> None:
    folder = made(tmp_path, example="boulangerie", recipes=("ftp",), language=language)
    break_profile(folder)
    done = run(f"sh {SCRIPT[language]}", folder, path=with_curl(curl), **ACCOUNT)
    assert done.returncode == 1 and "E204" in done.stderr and said in done.stderr
