"""Folders and files put in place: what is refused and in which words, what a stop leaves and the next run mends, one file replaced."""

from __future__ import annotations

import codecs
import ctypes
import errno
import hashlib
import os
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers import write_tree

from charter_builder import publish as publishing
from charter_builder.problems import CharterError, Place, Problems
from charter_builder.publish import create, file_system_refusals, publish, refuse_unwritable, replace_file

PAGE = '<!doctype html><html lang="fr"><head><title>Charte</title></head><body><h1>Charte</h1>{}</body></html>'


def page(text: str, **more: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        write_tree(folder, {"index.html": PAGE.format(text), **more})

    return write


def refused(run: Callable[[], None]) -> dict[str, Any]:
    """The one problem of a run that is refused: its code, the file of its place, its words."""
    with pytest.raises(CharterError) as error:
        run()
    (problem,) = error.value.problems
    return {"code": problem.code, "place": problem.place, **problem.params}


def said(code: str, folder: Path | str, **more: str) -> dict[str, Any]:
    return {"code": code, "place": Place(str(folder)), "folder": str(folder), **more}


def left_beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir() if path != target)


# ------------------------------------------------------------------------------------------------------------ the refusals


def test_a_refusal_names_the_folder_and_the_strangers_file(tmp_path: Path) -> None:
    write_tree(tmp_path / "these", {"these.docx": "ma thèse"})
    assert refused(lambda: publish(tmp_path / "these", page("Un"), {})) == said("E501", tmp_path / "these")
    target = tmp_path / "public"
    publish(target, page("Un"), {})
    write_tree(target, {"photos/mai/vue.jpg": "…"})
    assert refused(lambda: publish(target, page("Deux"), {})) == said("E502", target, extra="photos/mai/vue.jpg")
    (tmp_path / "fichier").write_text("x")
    assert refused(lambda: publish(tmp_path / "fichier", page("Un"), {})) == said("E503", tmp_path / "fichier")


def test_a_folder_is_named_as_it_was_typed_where_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_tree(tmp_path / "these", {"these.docx": "ma thèse"})
    assert refused(lambda: publish(Path(), page("Un"), {})) == said("E510", tmp_path)
    assert refused(lambda: create(Path("these"), page("Un"))) == said("E511", "these")


def test_a_link_among_our_files_is_a_strangers_and_is_not_followed(tmp_path: Path) -> None:
    write_tree(tmp_path / "albums", {"mai.jpg": "…"})
    target = tmp_path / "public"
    publish(target, page("Un"), {})
    (target / "liens").mkdir()
    (target / "liens" / "albums").symlink_to(tmp_path / "albums")
    assert refused(lambda: publish(target, page("Deux"), {})) == said("E502", target, extra="liens/albums")
    assert (tmp_path / "albums" / "mai.jpg").exists()


def test_the_manifest_of_another_program_makes_nothing_ours(tmp_path: Path) -> None:
    text = '{"tool": "autre", "files": {"index.html": ""}}'
    target = write_tree(tmp_path / "public", {"manifest.json": text, "index.html": "…"})
    assert refused(lambda: publish(target, page("Un"), {})) == said("E501", target)
    ours = write_tree(tmp_path / "nous", {"manifest.json": '{"tool": "charter-builder", "files": {"index.html": ""}}'})
    (target / "manifest.json").unlink()
    (target / "manifest.json").symlink_to(ours / "manifest.json")
    assert refused(lambda: publish(target, page("Un"), {})) == said("E501", target)


def test_the_reason_of_the_file_system_is_given(tmp_path: Path) -> None:
    def full(folder: Path) -> None:
        raise OSError(errno.ENOSPC, "Plus de place")

    assert refused(lambda: publish(tmp_path / "public", full, {})) == said("E504", tmp_path / "public", reason="Plus de place")
    assert refused(lambda: create(tmp_path / "charte", full)) == said("E513", tmp_path / "charte", reason="Plus de place")
    with pytest.raises(CharterError) as error, file_system_refusals(tmp_path):
        raise OSError("sans numéro")
    assert next(iter(error.value.problems)).params["reason"] == "sans numéro"
    assert isinstance(error.value.__cause__, OSError)


# ------------------------------------------------------------------------------------------------------------ a new folder


def test_a_new_folder_is_whole_can_be_read_by_a_server_and_has_its_parents(tmp_path: Path) -> None:
    for number, make in enumerate((lambda target: create(target, page("Un")), lambda target: publish(target, page("Un"), {}))):
        target = tmp_path / f"a{number}" / "b" / "charte"
        make(target)
        assert "Un" in (target / "index.html").read_text("utf-8")
        assert stat.S_IMODE(target.stat().st_mode) == 0o755
        assert left_beside(target) == []


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "charte").mkdir()
    create(tmp_path / "charte", page("Un"))
    assert [path.name for path in (tmp_path / "charte").iterdir()] == ["index.html"]
    (tmp_path / "public").mkdir()
    publish(tmp_path / "public", page("Un"), {})
    assert sorted(path.name for path in (tmp_path / "public").iterdir()) == ["index.html", "manifest.json"]


def test_a_new_folder_takes_the_place_of_no_file_no_link_and_not_of_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fichier").write_text("x")
    (tmp_path / "vide").mkdir()
    (tmp_path / "lien").symlink_to(tmp_path / "vide")
    (tmp_path / "perdu").symlink_to(tmp_path / "absent")
    for name in ("fichier", "lien", "perdu"):
        assert refused(lambda name=name: create(tmp_path / name, page("Un"))) == said("E512", tmp_path / name)  # type: ignore[misc]
    monkeypatch.chdir(tmp_path / "vide")
    assert refused(lambda: create(Path(), page("Un"))) == said("E514", ".")
    create(Path("sous-dossier"), page("Un"))
    assert (tmp_path / "vide" / "sous-dossier" / "index.html").exists()


# ------------------------------------------------------------------------------------------------------------ the manifest


def test_the_manifest_can_be_read_by_a_person(tmp_path: Path) -> None:
    target = tmp_path / "public"
    publish(target, page("Un", **{"images/été.md": "é", "a.md": "a"}), {"version": "0", "organisation": "L'Été"})
    text = (target / "manifest.json").read_bytes().decode("utf-8")
    files = {name: hashlib.sha256((target / name).read_bytes()).hexdigest() for name in ("a.md", "images/été.md", "index.html")}
    lines = [f'  "{name}": "{digest}"' for name, digest in files.items()]
    assert text == (
        '{\n "files": {\n' + ",\n".join(lines) + '\n },\n "organisation": "L\'Été",\n "tool": "charter-builder",\n "version": "0"\n}\n'
    )


# -------------------------------------------------------------------------------------------------- stopped, and mended


@pytest.mark.parametrize("name", ["public", "charte [2027]"])
def test_a_stop_between_two_renames_is_mended_by_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    target = tmp_path / name
    publish(target, page("Un"), {})
    rename = Path.rename

    def stopped(self: Path, new: Path) -> Path:
        if ".new-" in self.name:
            raise KeyboardInterrupt
        return rename(self, new)

    with monkeypatch.context() as without:
        without.setattr(publishing, "_exchange", lambda one, other: False)
        without.setattr(Path, "rename", stopped)
        with pytest.raises(KeyboardInterrupt):
            publish(target, page("Deux"), {})
    assert not target.exists(), "the stop came between the two renames"

    def fail(folder: Path) -> None:
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        publish(target, fail, {})
    assert "Un" in (target / "index.html").read_text("utf-8")
    assert left_beside(target) == []
    publish(target, page("Trois"), {})
    assert "Trois" in (target / "index.html").read_text("utf-8")
    assert left_beside(target) == []


@pytest.mark.parametrize("name", ["public", "charte [2027]"])
def test_what_a_killed_build_left_is_removed_and_nothing_else(tmp_path: Path, name: str) -> None:
    left = {f".{name}.new-abc/index.html": "…", f".{name}.old-abc/before/index.html": "…", f".{name}.old-def/autre.txt": "…"}
    others = {f".{name}.newer/x": "…", ".autre.new-abc/x": "…", f"{name}.new-abc/x": "…"}
    publish(tmp_path / name, page("Un"), {})
    write_tree(tmp_path, {**left, **others})
    publish(tmp_path / name, page("Deux"), {})
    assert left_beside(tmp_path / name) == sorted(path.partition("/")[0] for path in others)


@pytest.mark.parametrize("exchange", [True, False])
def test_what_cannot_be_removed_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool) -> None:
    """On Windows, a file that a virus scanner reads cannot be removed in that instant."""

    def in_use(path: Path, ignore_errors: bool = False) -> None:
        if not ignore_errors:
            raise PermissionError(errno.EACCES, "utilisé", str(path))

    monkeypatch.setattr(publishing.shutil, "rmtree", in_use)
    if not exchange:
        monkeypatch.setattr(publishing, "_exchange", lambda one, other: False)
    for text in ("Un", "Deux", "Trois"):
        publish(tmp_path / "public", page(text), {})
        assert text in (tmp_path / "public" / "index.html").read_text("utf-8")


def test_what_is_there_is_never_given_up_for_what_a_stop_left(tmp_path: Path) -> None:
    target = tmp_path / "public"
    publish(target, page("Un"), {})
    write_tree(tmp_path, {".public.old-abc/before/index.html": "vieux"})

    def fail(folder: Path) -> None:
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        publish(target, fail, {})
    assert "Un" in (target / "index.html").read_text("utf-8")


def test_two_builds_of_one_folder_wait_for_each_other(tmp_path: Path) -> None:
    target, inside, most = tmp_path / "public", [], []

    def write(folder: Path) -> None:
        inside.append(folder)
        most.append(len(inside))
        threading.Event().wait(0.2)
        page("Un")(folder)
        inside.remove(folder)

    builds = [threading.Thread(target=publish, args=(target, write, {})) for _ in range(3)]
    for build in builds:
        build.start()
    for build in builds:
        build.join()
    assert most == [1, 1, 1]
    assert left_beside(target) == []


# ------------------------------------------------------------------------------------------------- one exchange of folders


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    write_tree(tmp_path, {"un/un.txt": "1", "deux/deux.txt": "2"})
    return tmp_path / "un", tmp_path / "deux"


def names(*folders: Path) -> list[list[str]]:
    return [[path.name for path in folder.iterdir()] for folder in folders]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="renameat2 is of Linux")
def test_two_folders_are_exchanged_in_one_step(two: tuple[Path, Path]) -> None:
    assert publishing._exchange(*two) is True
    assert names(*two) == [["deux.txt"], ["un.txt"]]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="renameat2 is of Linux")
def test_an_exchange_that_fails_says_why(two: tuple[Path, Path]) -> None:
    with pytest.raises(FileNotFoundError) as error:
        publishing._exchange(two[0], two[1] / "absent")
    assert (error.value.errno, error.value.strerror) == (errno.ENOENT, os.strerror(errno.ENOENT))
    assert error.value.filename == str(two[1] / "absent")
    assert names(*two) == [["un.txt"], ["deux.txt"]]


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EINVAL, errno.ENOTSUP])
def test_a_disk_without_an_exchange_is_no_error(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    class Library:
        def renameat2(self, *_: object) -> int:
            ctypes.set_errno(number)
            return -1

    monkeypatch.setattr(publishing.sys, "platform", "linux")
    monkeypatch.setattr(publishing.ctypes, "CDLL", lambda *_, **__: Library())
    assert publishing._exchange(*two) is False
    assert names(*two) == [["un.txt"], ["deux.txt"]]


def test_a_system_without_an_exchange_is_no_error(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as old_library:
        old_library.setattr(publishing.sys, "platform", "linux")
        old_library.setattr(publishing.ctypes, "CDLL", lambda *_, **__: object())
        assert publishing._exchange(*two) is False
    monkeypatch.setattr(publishing.sys, "platform", "darwin")
    assert publishing._exchange(*two) is False
    assert names(*two) == [["un.txt"], ["deux.txt"]]


# ----------------------------------------------------------------------------------------------------------------- one file


def test_a_file_is_replaced_with_the_line_ends_and_the_mark_of_the_one_before(tmp_path: Path) -> None:
    windows, plain = tmp_path / "windows.yml", tmp_path / "plain.yml"
    windows.write_bytes(codecs.BOM_UTF8 + b"nom: Ancien\r\n")
    plain.write_bytes(b"nom: Ancien\n")
    for like, expected in ((windows, codecs.BOM_UTF8 + "nom: Été\r\n".encode()), (plain, "nom: Été\n".encode())):
        replace_file(like, "nom: Été\n", like=like)
        assert like.read_bytes() == expected
        other = tmp_path / "a" / "b" / like.name
        replace_file(other, "nom: Été\n", like=like)
        assert other.read_bytes() == expected
    replace_file(tmp_path / "seul.yml", "nom: Été\n", like=tmp_path / "absent.yml")
    assert (tmp_path / "seul.yml").read_bytes() == "nom: Été\n".encode()


def test_a_file_keeps_its_rights_and_its_link(tmp_path: Path) -> None:
    path, link, new = tmp_path / "profil.yml", tmp_path / "lien.yml", tmp_path / "nouveau.yml"
    path.write_text("a", "utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    replace_file(link, "b", like=link)
    assert link.is_symlink() and path.read_text("utf-8") == "b"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    replace_file(new, "c", like=path)
    assert stat.S_IMODE(new.stat().st_mode) == 0o644
    assert sorted(each.name for each in tmp_path.iterdir()) == ["lien.yml", "nouveau.yml", "profil.yml"]


@pytest.mark.parametrize(("error", "reason"), [(OSError(errno.ENOSPC, "Plus de place"), "Plus de place"), (OSError("rien"), "rien")])
def test_a_file_that_cannot_be_replaced_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("profil.yml").write_text("a", "utf-8")

    def full(aside: str, _: Path) -> None:
        assert Path(aside).parent == tmp_path and Path(aside).name.startswith(".profil.yml."), "on the same disk, and hidden"
        raise error

    monkeypatch.setattr(publishing.os, "replace", full)
    found = refused(lambda: replace_file(Path("profil.yml"), "b", like=Path("profil.yml")))
    assert found == {"code": "E515", "place": Place("profil.yml"), "file": "profil.yml", "reason": reason}
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("profil.yml", "a")]


def test_a_file_under_a_file_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x")
    found = refused(lambda: replace_file(tmp_path / "fichier" / "profil.yml", "b", like=tmp_path / "absent"))
    assert (found["code"], found["reason"]) == ("E515", os.strerror(errno.EEXIST))


def test_a_place_that_cannot_be_written_is_known_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "profil.yml").write_text("a", "utf-8")
    asked: list[tuple[str, int]] = []

    def access(path: object, mode: int) -> bool:
        asked.append((str(path), mode))
        return False

    monkeypatch.setattr(publishing.os, "access", access)
    monkeypatch.chdir(tmp_path)
    for path in ("profil.yml", "a/b/profil.yml"):
        problems = Problems()
        refuse_unwritable(Path(path), problems)
        (problem,) = problems
        assert (problem.code, problem.place) == ("E515", Place(path))
        assert problem.params == {"file": path, "reason": os.strerror(errno.EACCES)}
        refuse_unwritable(Path(path), problems)
    assert asked[0] == ("profil.yml", os.W_OK) and asked[2] == (str(tmp_path), os.W_OK)


def test_a_file_that_cannot_be_read_is_not_said_to_be_unwritable_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing.os, "access", lambda *_: False)
    problems = Problems()
    problems.add("E119", Place("profil.yml"), reason="refusé")
    refuse_unwritable(tmp_path, problems)
    assert [problem.code for problem in problems] == ["E119"]
    monkeypatch.setattr(publishing.os, "access", lambda *_: True)
    writable = Problems()
    refuse_unwritable(tmp_path, writable)
    assert list(writable) == []
