"""`charter verify`, and builds over a folder that somebody changed by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from helpers import write_tree

from charter_builder import app, manifest, resources
from charter_builder.cli import main
from charter_builder.manifest import verify
from charter_builder.problems import CharterError
from charter_builder.publish import publish

BAKERY = str(ROOT / "examples" / "boulangerie" / "profil.yml")


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


def spoken(text: str) -> str:
    return re.sub(r"[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", text)


@pytest.fixture
def public(tmp_path: Path) -> Path:
    target = tmp_path / "public"
    publish(target, lambda folder: write_tree(folder, {"index.html": "<p>Charte</p>", "en/index.html": "<p>Charter</p>"}) and None, {})
    return target


def codes(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(CharterError) as error:
        verify(folder)
    return [(problem.code, Path(problem.place.file).relative_to(folder).as_posix()) for problem in error.value.problems]


def test_a_folder_as_it_was_made(public: Path) -> None:
    done = run("verify", str(public))
    assert done.exit_code == 0
    assert spoken(done.output) == f"« {public} » est tel que le programme l’a fait : 2 fichiers.\n"


def test_what_was_touched_is_missing_or_was_added_is_said(public: Path) -> None:
    (public / "index.html").write_text("<p>Autre</p>")
    (public / "en" / "index.html").unlink()
    (public / "en" / "notes.txt").write_text("à moi")
    assert sorted(codes(public)) == [("E531", "index.html"), ("E532", "en/index.html"), ("E533", "en/notes.txt")]
    done = run("verify", str(public))
    assert done.exit_code == 1
    assert f"{public}/index.html\nE531" in done.output and spoken(done.output).count("À faire :") == 3
    assert "3 erreurs — le dossier n’est pas tel que le programme l’a fait." in spoken(done.output)
    assert "is no longer as the program made it" in run("verify", str(public), "--lang", "en").output


def test_a_link_is_not_the_file_that_was_made(public: Path) -> None:
    (public / "index.html").rename(public.parent / "page.html")
    (public / "index.html").symlink_to(public.parent / "page.html")
    assert codes(public) == [("E531", "index.html")]


@pytest.mark.parametrize(
    "manifest",
    [
        None,
        "",
        "[]",
        '{"tool": "autre", "files": {}}',
        '{"tool": "charter-builder", "files": []}',
        '{"tool": "charter-builder", "files": {"a": 1}}',
        '{"tool": "charter-builder", "files": {"../secret": "0"}}',
        '{"tool": "charter-builder", "files": {"/etc/hostname": "0"}}',
        "[" * 100_000,
    ],
)
def test_a_folder_of_somebody_else_says_nothing_to_compare_with(manifest: str | None, tmp_path: Path) -> None:
    folder = write_tree(tmp_path / "a", {"manifest.json": manifest} if manifest is not None else {"photo.jpg": "…"})
    assert codes(folder) == [("E534", ".")]


def test_a_message_names_the_folder_as_it_was_given_and_the_file_as_it_stands_in_it(public: Path) -> None:
    (public / "en" / "index.html").write_text("<p>Other</p>")
    for folder, named in ((public, {"file": "en/index.html"}), (public.parent, {"folder": str(public.parent)})):
        with pytest.raises(CharterError) as error:
            verify(folder)
        assert [problem.params for problem in error.value.problems] == [named]


def test_a_file_that_cannot_be_read_is_not_said_to_be_as_it_was_made(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(manifest, "_digest", refused)
    assert codes(public) == [("E531", "en/index.html"), ("E531", "index.html")]


def test_an_absent_folder_is_a_message(tmp_path: Path) -> None:
    done = run("verify", str(tmp_path / "absent"))
    assert done.exit_code == 1 and "E534" in done.output


def test_a_page_changed_by_hand_is_not_lost_without_a_word(tmp_path: Path) -> None:
    target = tmp_path / "public"
    build = ("build", BAKERY, "-o", str(target), "--formats", "json,md")
    assert run(*build).exit_code == 0
    text = target / "charte.md"
    text.write_text("# Notre charte, relue par Jeanne\n", "utf-8")
    done = run(*build)
    assert done.exit_code == 1
    assert "E530" in done.output and "• charte.md" in done.output and "--force" in done.output
    assert text.read_text("utf-8") == "# Notre charte, relue par Jeanne\n"
    assert [path.name for path in tmp_path.iterdir()] == ["public"]
    assert run(*build, "--force").exit_code == 0
    assert run("verify", str(target)).exit_code == 0


def test_force_is_no_leave_to_remove_a_strangers_file(tmp_path: Path) -> None:
    target = tmp_path / "public"
    build = ("build", BAKERY, "-o", str(target), "--formats", "json", "--force")
    assert run(*build).exit_code == 0
    (target / "notes.txt").write_text("à moi")
    done = run(*build)
    assert done.exit_code == 1 and "E502" in done.output
    assert (target / "notes.txt").read_text() == "à moi"


def test_a_file_that_somebody_removed_comes_back(tmp_path: Path) -> None:
    build = ("build", BAKERY, "-o", str(tmp_path / "public"), "--formats", "json")
    assert run(*build).exit_code == 0
    (tmp_path / "public" / "charte.json").unlink()
    assert run(*build).exit_code == 0
    assert run("verify", str(tmp_path / "public")).exit_code == 0


def test_a_reference_and_a_studio_are_kept_as_well(public: Path) -> None:
    from charter_builder.studio import build

    (public / "index.html").write_text("<p>Autre</p>")
    for make in (
        lambda: app.reference(resources.CLAUSES, public, language="fr"),
        lambda: build.write_studio(public, language="fr"),
    ):
        with pytest.raises(CharterError) as error:
            make()
        assert [problem.code for problem in error.value.problems] == ["E530"]
    assert (public / "index.html").read_text() == "<p>Autre</p>"


def test_a_change_during_the_build_is_seen(public: Path) -> None:
    def write(folder: Path) -> None:
        write_tree(folder, {"index.html": "<p>Deux</p>"})
        (public / "index.html").write_text("<p>Entre-temps</p>")

    with pytest.raises(CharterError) as error:
        publish(public, write, {})
    assert [problem.code for problem in error.value.problems] == ["E530"]
    assert (public / "index.html").read_text() == "<p>Entre-temps</p>"


def test_the_manifest_names_what_is_there(public: Path) -> None:
    written = json.loads((public / "manifest.json").read_text("utf-8"))
    assert sorted(written["files"]) == ["en/index.html", "index.html"]
