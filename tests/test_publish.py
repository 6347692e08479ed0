"""Publishing: in one step, never over a stranger's folder, the previous output alive after any failure."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from helpers import write_tree

from charter_builder import publish as publishing
from charter_builder.guard import Known, digest
from charter_builder.problems import CharterError
from charter_builder.publish import create, publish, refuse_foreign

PAGE = '<!doctype html><html lang="fr"><head><title>Charte</title></head><body><h1>Charte</h1>{}</body></html>'


def write_page(text: str, **more: str):
    def write(folder: Path) -> None:
        write_tree(folder, {"index.html": PAGE.format(text), **more})

    return write


def codes(error: pytest.ExceptionInfo[CharterError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def left_beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir() if path != target)


def test_a_new_folder_holds_the_pages_and_a_manifest(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "public"
    publish(target, write_page("Un"), {"version": "0"})
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    assert set(manifest["files"]) == {"index.html"}
    assert manifest["tool"] == "charter-builder"
    assert left_beside(target) == []


def test_a_second_build_replaces_the_first_and_stale_pages_go(tmp_path: Path) -> None:
    target = tmp_path / "public"
    publish(target, write_page("Un", **{"vieille.html": PAGE.format("Vieille")}), {})
    publish(target, write_page("Deux"), {})
    assert sorted(path.name for path in target.iterdir()) == ["index.html", "manifest.json"]
    assert "Deux" in (target / "index.html").read_text("utf-8")
    assert left_beside(target) == []


@pytest.mark.parametrize("exchange", [True, False])
def test_without_an_exchange_of_folders_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool) -> None:
    if not exchange:
        monkeypatch.setattr(publishing, "_exchange", lambda one, other: False)
    target = tmp_path / "public"
    publish(target, write_page("Un"), {})
    publish(target, write_page("Deux"), {})
    assert "Deux" in (target / "index.html").read_text("utf-8")
    assert left_beside(target) == []


def test_a_stop_between_two_renames_is_mended_by_the_next_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "public"
    publish(target, write_page("Un"), {})
    target.rename((tmp_path / ".public.old-abc").joinpath("before") if (tmp_path / ".public.old-abc").mkdir() is None else target)

    def fail(folder: Path) -> None:
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        publish(target, fail, {})
    assert "Un" in (target / "index.html").read_text("utf-8")


def test_a_failing_writer_leaves_everything_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "public"
    publish(target, write_page("Un"), {})

    def fail(folder: Path) -> None:
        write_page("Deux")(folder)
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        publish(target, fail, {})
    assert "Un" in (target / "index.html").read_text("utf-8")
    assert left_beside(target) == []


def test_a_full_disk_is_a_message_and_the_old_site_stays(tmp_path: Path) -> None:
    target = tmp_path / "public"
    publish(target, write_page("Un"), {})

    def fail(folder: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(CharterError) as error:
        publish(target, fail, {})
    assert codes(error) == ["E504"]
    assert "Un" in (target / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"these.docx": "ma thèse"}, "E501"),
        ({"manifest.json": "{}", "photo.jpg": "…"}, "E501"),
        ({"manifest.json": '{"tool": "charter-builder", "files": {}}', "photo.jpg": "…"}, "E502"),
    ],
)
def test_a_folder_that_is_not_ours_is_not_touched(tmp_path: Path, files: dict[str, str], code: str) -> None:
    target = write_tree(tmp_path / "documents", files)
    with pytest.raises(CharterError) as error:
        publish(target, write_page("Un"), {})
    assert codes(error) == [code]
    assert sorted(path.name for path in target.iterdir()) == sorted(files)


@pytest.fixture
def amended(tmp_path: Path) -> Path:
    """A folder that the program made, in which somebody then wrote by hand."""
    target = tmp_path / "public"
    publish(target, write_page("Un"), {})
    (target / "index.html").write_text("Un, relu par la secrétaire", "utf-8")
    return target


def test_a_page_amended_by_hand_stops_the_next_build_which_names_it(amended: Path) -> None:
    for again in (lambda: publish(amended, write_page("Deux"), {}), lambda: refuse_foreign(amended)):
        with pytest.raises(CharterError) as error:
            again()
        (problem,) = error.value.problems
        assert (problem.code, problem.place.file) == ("E530", str(amended))
        assert problem.params == {"folder": str(amended), "files": ("index.html",)}
        assert (amended / "index.html").read_text("utf-8") == "Un, relu par la secrétaire"
    assert left_beside(amended) == []


def test_whoever_says_so_loses_what_was_amended_even_during_the_build(amended: Path) -> None:
    def write(folder: Path) -> None:
        write_page("Deux")(folder)
        (amended / "index.html").write_text("Encore un mot", "utf-8")

    publish(amended, write, {}, force=True)
    assert "Deux" in (amended / "index.html").read_text("utf-8")
    assert left_beside(amended) == []


def test_a_file_or_a_link_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("x")
    (tmp_path / "vrai").mkdir()
    (tmp_path / "lien").symlink_to(tmp_path / "vrai")
    for name in ("fichier", "lien"):
        with pytest.raises(CharterError) as error:
            publish(tmp_path / name, write_page("Un"), {})
        assert codes(error) == ["E503"]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<p>Bonjour {{ nom }}</p>", "E505"),
        ("<h2> </h2>", "E505"),
        ('<a href="absente.html">x</a>', "E506"),
        ('<a href="#absente">x</a>', "E506"),
        ('<a href="javascript:alert(1)">x</a>', "E506"),
        ('<a href="/racine.html">x</a>', "E506"),
        ('<script src="https://example.org/a.js"></script>', "E507"),
        ('<link rel="stylesheet" href="//example.org/a.css">', "E507"),
        ('<img alt="" src="http://example.org/a.png">', "E507"),
        ('<a href="../autre/index.html">x</a>', "E506"),
        ('<a href="https://[abc">x</a>', "E506"),
    ],
)
def test_a_faulty_page_is_never_published(tmp_path: Path, page: str, code: str) -> None:
    target = tmp_path / "public"
    publish(target, write_page("Un"), {})
    with pytest.raises(CharterError) as error:
        publish(target, write_page("Deux" + page), {})
    assert set(codes(error)) == {code}
    assert "Un" in (target / "index.html").read_text("utf-8")


def test_an_answer_may_hold_any_letters(tmp_path: Path) -> None:
    publish(tmp_path / "public", write_page("L'atelier {{x}}"), {}, Known(answers=frozenset({"L'atelier {{x}}"})))


def test_a_folder_that_appears_during_the_build_is_not_touched(tmp_path: Path) -> None:
    target = tmp_path / "public"

    def write(folder: Path) -> None:
        write_page("Un")(folder)
        write_tree(target, {"precieux.txt": "à moi"})

    with pytest.raises(CharterError) as error:
        publish(target, write, {})
    assert codes(error) == ["E501"]
    assert (target / "precieux.txt").read_text("utf-8") == "à moi"


def test_a_second_rename_that_fails_brings_the_old_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "public"
    publish(target, write_page("Un"), {})
    monkeypatch.setattr(publishing, "_exchange", lambda one, other: False)
    rename = Path.rename

    def refuse(self: Path, new: Path) -> Path:
        if ".public.new-" in self.name:
            raise OSError(errno.EACCES, "refusé")
        return rename(self, new)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(CharterError):
        publish(target, write_page("Deux"), {})
    assert "Un" in (target / "index.html").read_text("utf-8")


def test_the_current_folder_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (".", "..", str(tmp_path)):
        with pytest.raises(CharterError) as error:
            publish(Path(name), write_page("Un"), {})
        assert codes(error) == ["E510"]


def test_a_name_too_long_for_the_disk_is_a_message(tmp_path: Path) -> None:
    with pytest.raises(CharterError) as error:
        publish(tmp_path / ("x" * 300), write_page("Un"), {})
    assert codes(error) == ["E504"]


def test_a_cache_that_cannot_be_written_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fichier").write_text("x")
    monkeypatch.setenv("CHARTER_CACHE", str(tmp_path / "fichier" / "cache"))
    publish(tmp_path / "public", write_page("Un"), {})
    assert (tmp_path / "public" / "index.html").exists()


def test_a_style_that_fetches_is_never_published(tmp_path: Path) -> None:
    style = "@import url(https://example.org/b.css);"
    with pytest.raises(CharterError) as error:
        publish(tmp_path / "public", write_page("Un", **{"a.css": style}), {}, Known(frozenset({digest(style)})))
    assert codes(error) == ["E507"]


def test_a_folder_is_created_whole_or_not_at_all(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        write_page("Un")(folder)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(CharterError) as error:
        create(tmp_path / "charte", fail)
    assert codes(error) == ["E513"]
    assert list(tmp_path.iterdir()) == []


def test_what_comes_in_the_meantime_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "charte"

    def write(folder: Path) -> None:
        write_page("Un")(folder)
        write_tree(target, {"notes.txt": "à moi"})

    with pytest.raises(CharterError) as error:
        create(target, write)
    assert codes(error) == ["E511"]
    assert [path.name for path in target.iterdir()] == ["notes.txt"]
    assert left_beside(target) == []
