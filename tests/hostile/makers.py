"""The files of the corpus that are too large, or too odd, to be kept as text. Each maker is given the path to write at."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from datetime import date
from pathlib import Path

_BAKERY = Path(__file__).resolve().parents[2] / "examples" / "boulangerie"
_PARTS: dict[str, dict[str, bytes]] = {}


def sound_model(kind: str) -> dict[str, bytes]:
    """The parts of a sound model: those of a charter."""
    if kind not in _PARTS:
        from charter_builder import app
        from charter_builder.writers.office.docx import write_docx
        from charter_builder.writers.office.odt import write_odt

        charter = app.examine(_BAKERY / "profil.yml").compose("fr")
        archive = zipfile.ZipFile(io.BytesIO({"docx": write_docx, "odt": write_odt}[kind](charter, date(2027, 1, 11))))
        _PARTS[kind] = {name: archive.read(name) for name in archive.namelist()}
    return dict(_PARTS[kind])


# --------------------------------------------------------------------------------------------------------------- profiles


def _profile(path: Path, answers: str) -> None:
    path.write_text("format: 1\nanswers:\n" + answers, "utf-8")


def megabyte_string(path: Path) -> None:
    _profile(path, f'  nom: "{"A" * 1_000_000}"\n')


def long_string(path: Path) -> None:
    _profile(path, f'  nom: "{"A" * 100_000}"\n')


def many_keys(path: Path) -> None:
    _profile(path, "".join(f"  q{rank}: 1\n" for rank in range(15_000)))


def many_items(path: Path) -> None:
    _profile(path, "  usages: [" + "a, " * 30_000 + "a]\n")


def many_blank_answers(path: Path) -> None:
    _profile(path, "".join(f"  n{rank}\N{NO-BREAK SPACE}: 1\n" for rank in range(10_000)))


def deep_brackets(path: Path) -> None:
    _profile(path, "  nom: " + "[" * 100_000)


def deep_mapping(path: Path) -> None:
    path.write_text("".join(" " * rank + "a:\n" for rank in range(600)), "utf-8")


def spaces_after_a_colon(path: Path) -> None:
    _profile(path, "  nom: a: " + " " * 200_000 + "b\n")


def zeros(path: Path) -> None:
    path.write_bytes(b"\0" * 200_000)


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def link_to_itself(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)


def endless(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("/dev/zero")


def dangling(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to("nowhere")


# ------------------------------------------------------------------------------------------------------------------ packs


def _clause(path: Path, article: str) -> None:
    path.write_text(f"# Relire\nUne personne relit.\n\n## Article\n{article}\n\n## En pratique\n- OK : a\n\n## Pourquoi\nb\n", "utf-8")


def ten_megabytes(path: Path) -> None:
    _clause(path, "mot " * 2_500_000)


def private_file(path: Path) -> None:
    """A link to a text that is sound, outside the pack."""
    private = path.parents[3] / "prive.md"
    private.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(private)


def private_folder(folder: Path) -> None:
    pack = folder / "clauses"
    (pack / "usages" / "relecture").rename(folder / "ailleurs")
    (pack / "usages" / "relecture").symlink_to(folder / "ailleurs")


def folder_within_itself(folder: Path) -> None:
    (folder / "clauses" / "usages" / "encore").symlink_to("..")


def hundred_thousand_clauses(folder: Path) -> None:
    for rank in range(100_000):
        (folder / "clauses" / "usages" / f"c{rank}").mkdir()


def nine_hundred_empty_clauses(folder: Path) -> None:
    for rank in range(900):
        (folder / "clauses" / "usages" / f"c{rank}").mkdir()


def annex_named_in_markup(folder: Path) -> None:
    (folder / "clauses" / "annexes" / "textes").rename(folder / "clauses" / "annexes" / "<b>")


def deep_folders(folder: Path) -> None:
    """As many folders, one inside the other, as a path can be long."""
    here = Path.cwd()
    os.chdir(folder / "clauses" / "usages" / "relecture")
    for _ in range(1500):
        Path("d").mkdir()
        os.chdir("d")
    os.chdir(here)


def twins_but_for_case(folder: Path) -> None:
    original = folder / "clauses" / "usages" / "relecture"
    twin = folder / "clauses" / "usages" / "Relecture"
    twin.mkdir()
    for path in original.iterdir():
        (twin / path.name).write_bytes(path.read_bytes())


def not_a_folder(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder / "clauses")
    (folder / "clauses").write_text("pack", "utf-8")


def pipe_beside(folder: Path) -> None:
    os.mkfifo(folder / "clauses" / "usages" / "relecture" / "lisez-moi.txt")


def one_gigabyte_beside(folder: Path) -> None:
    """A file that takes no room, and a gigabyte to read."""
    with (folder / "clauses" / "photo.bin").open("wb") as stream:
        stream.truncate(1 << 30)


def _prose(name: str, article: str) -> None:
    globals()[name] = lambda path: _clause(path, article)


_N = 49_000
for _name, _article in {
    "braces": "{{" * (_N // 2),
    "braces_and_spaces": "{{ " * (_N // 3),
    "spaces": "a" + " " * _N + "b",
    "brackets": "[" * _N,
    "notes_never_closed": "[^a" * (_N // 3),
    "notes_never_called": "".join(f"[^{rank}]: x\n\n" for rank in range(_N // 12)),
    "references": "".join(f"[{rank}]: x\n" for rank in range(_N // 10)),
    "emphasis": "*a **b " * (_N // 7),
    "backticks": "".join("`" * (rank % 300) + " " for rank in range(300)),
    "quotes": ">" * _N,
    "tags": "<b>" * (_N // 3),
    "links_never_closed": "[a](" * (_N // 4),
    "images_never_closed": "![a" * (_N // 3),
    "lines_of_brackets": "[a\n" * (_N // 3),
    "list_of_brackets": "- [a\n" * (_N // 5),
    "fences": ":::\n" * (_N // 4),
    "headings": "## a\n" * (_N // 5),
    "entities": "&#x202e;" * (_N // 8),
    "table_cells": "|" * 1000 + "\n" + "|-" * 1000 + "|\n" + ("|" * 1000 + "\n") * 45,
    "backslashes": "\\" * _N,
    "newlines": "a" + "\n" * (_N // 2) + "b",
    "comments": "<!--" * (_N // 4),
}.items():
    _prose(_name, _article)


def deep_list(path: Path) -> None:
    _clause(path, "".join("  " * rank + f"- niveau {rank}\n" for rank in range(60)))


def blanks_to_fill_in(path: Path) -> None:
    """In an annex, whose text may have them."""
    path.write_text("# Textes\n" + "____ " * 9_000 + "\n", "utf-8")


# ------------------------------------------------------------------------------------------------------------------ logos


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(width: int, height: int, rows: bytes | None = None, end: bytes = b"", more: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    points = zlib.compress(b"\0" * (height * (1 + 3 * width)) if rows is None else rows, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + more + _chunk(b"IDAT", points) + _chunk(b"IEND", b"") + end


def plain_logo(path: Path) -> None:
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>', "utf-8")


def png_sound(path: Path) -> None:
    path.write_bytes(_png(8, 8))


def png_wide(path: Path) -> None:
    path.write_bytes(_png(20_000, 1))


def png_claims_wide(path: Path) -> None:
    path.write_bytes(_png(20_000, 20_000, b"\0"))


def png_bomb(path: Path) -> None:
    """Says 8 × 8, unpacks to 100 MB."""
    path.write_bytes(_png(8, 8, b"\0" * 100_000_000))


def png_cut(path: Path) -> None:
    path.write_bytes(_png(8, 8)[:-20])


def png_and_page(path: Path) -> None:
    path.write_bytes(_png(8, 8, end=b"<script>alert(1)</script>"))


def png_and_zip(path: Path) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("a.html", "<script>alert(1)</script>")
    path.write_bytes(_png(8, 8, end=kept.getvalue()))


def png_zero(path: Path) -> None:
    path.write_bytes(_png(0, 8, b""))


def png_wrong_sum(path: Path) -> None:
    content = bytearray(_png(8, 8))
    content[20] ^= 1
    path.write_bytes(content)


def png_unknown_part(path: Path) -> None:
    path.write_bytes(_png(8, 8, more=_chunk(b"EVIL", b"x")))


def png_text_bomb(path: Path) -> None:
    path.write_bytes(_png(8, 8, more=_chunk(b"zTXt", b"a\0\0" + zlib.compress(b"A" * 50_000_000, 9))))


def png_of_600_kb(path: Path) -> None:
    path.write_bytes(_png(8, 8, more=_chunk(b"tEXt", b"a\0" + b"b" * 600_000)))


def svg_deep(path: Path) -> None:
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + "<g>" * 20_000 + "</g>" * 20_000 + "</svg>", "utf-8")


def svg_use_bomb(path: Path) -> None:
    groups = ['<g id="a0"><path d="M0 0h9"/></g>']
    groups += [f'<g id="a{rank}">' + f'<use href="#a{rank - 1}"/>' * 10 + "</g>" for rank in range(1, 12)]
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + "".join(groups) + "</svg>", "utf-8")


def svg_many_faults(path: Path) -> None:
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + '<a onclick="x"/>\n' * 30_000 + "</svg>", "utf-8")


def svg_one_megabyte(path: Path) -> None:
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + " " * 1_000_000 + "</svg>", "utf-8")


def svg_long_path(path: Path) -> None:
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0{"h1" * 200_000}"/></svg>', "utf-8")


def laughs(path: Path) -> None:
    entities = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    path.write_text(f'<?xml version="1.0"?>\n<!DOCTYPE svg [{entities}]>\n<svg xmlns="http://www.w3.org/2000/svg">&j;</svg>', "utf-8")


def logo_link_out(path: Path) -> None:
    (path.parent.parent / "prive.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', "utf-8")
    path.symlink_to("../prive.svg")


# ----------------------------------------------------------------------------------------------------------------- models


def _zip(path: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _docx(folder: Path, **more: bytes) -> None:
    _zip(folder / "modele.docx", sound_model("docx") | {name.replace("__", "/"): content for name, content in more.items()})


def model_bomb(folder: Path) -> None:
    """Unpacks to 300 MB."""
    with zipfile.ZipFile(folder / "modele.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sound_model("docx").items():
            archive.writestr(name, content)
        with archive.open("word/media/a.png", "w") as stream:
            for _ in range(300):
                stream.write(b"\0" * 1_000_000)


def model_bomb_that_lies(folder: Path) -> None:
    """The styles unpack to 100 MB, and the list of the archive says 1 kB."""
    parts = sound_model("docx")
    parts["word/styles.xml"] = parts["word/styles.xml"] + b" " * 100_000_000
    _zip(folder / "modele.docx", parts)
    content = bytearray((folder / "modele.docx").read_bytes())
    real = struct.pack("<I", len(parts["word/styles.xml"]))
    while (at := content.find(real)) >= 0:
        content[at : at + 4] = struct.pack("<I", 1024)
    (folder / "modele.docx").write_bytes(content)


def model_large(folder: Path) -> None:
    with (folder / "modele.docx").open("wb") as stream:
        stream.truncate(1 << 30)


def model_many_parts(folder: Path) -> None:
    _zip(folder / "modele.docx", sound_model("docx") | {f"word/a{rank}.rels": b"<a/>" for rank in range(20_000)}, zipfile.ZIP_STORED)


def model_traversal(folder: Path) -> None:
    _docx(folder, **{"../../evade.txt": b"x", "/etc/evade": b"x"})
    assert not (folder.parent / "evade.txt").exists()


def model_macros(folder: Path) -> None:
    _docx(folder, word__vbaProject_bin=b"x", **{"word/vbaProject.bin": b"x"})


def model_activex(folder: Path) -> None:
    _docx(folder, **{"word/activeX/activeX1.xml": b"<a/>"})


def model_cut(folder: Path) -> None:
    _docx(folder)
    path = folder / "modele.docx"
    path.write_bytes(path.read_bytes()[:-400])


def model_scrambled(folder: Path) -> None:
    _docx(folder)
    path = folder / "modele.docx"
    content = bytearray(path.read_bytes())
    content[200:2000] = bytes(1800)
    path.write_bytes(content)


def model_encrypted(folder: Path) -> None:
    _docx(folder)
    path = folder / "modele.docx"
    content = bytearray(path.read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(sign, at + 4)
    path.write_bytes(content)


def model_empty(folder: Path) -> None:
    (folder / "modele.docx").write_bytes(b"")


def model_page(folder: Path) -> None:
    (folder / "modele.docx").write_text("<html><script>alert(1)</script></html>", "utf-8")


def model_empty_archive(folder: Path) -> None:
    _zip(folder / "modele.docx", {})


def model_deep(folder: Path) -> None:
    """Opens 100,000 elements, one inside the other."""
    body = b"<a>" * 100_000 + b"</a>" * 100_000
    _docx(folder, **{"word/document.xml": body})


def model_laughs(folder: Path) -> None:
    laughs(folder / "laughs.xml")
    _docx(folder, **{"word/styles.xml": (folder / "laughs.xml").read_bytes()})


def ott_basic(folder: Path) -> None:
    _zip(folder / "modele.ott", sound_model("odt") | {"Basic/Standard/Module1.xml": b"<a/>"})


def ott_scripts(folder: Path) -> None:
    _zip(folder / "modele.ott", sound_model("odt") | {"Scripts/python/a.py": b"import os"})


def ott_laughs(folder: Path) -> None:
    laughs(folder / "laughs.xml")
    _zip(folder / "modele.ott", sound_model("odt") | {"styles.xml": (folder / "laughs.xml").read_bytes()})


def ott_without_content(folder: Path) -> None:
    parts = sound_model("odt")
    del parts["content.xml"]
    _zip(folder / "modele.ott", parts)


def ott_sound(folder: Path) -> None:
    _zip(folder / "modele.ott", sound_model("odt"))


def docx_sound(folder: Path) -> None:
    _docx(folder)


# -------------------------------------------------------------------------------------------------------------- new folders


def taken_file(folder: Path) -> None:
    (folder / "pris").write_text("mon texte", "utf-8")


def taken_folder(folder: Path) -> None:
    (folder / "pris").mkdir()
    (folder / "pris" / "photo").write_text("x", "utf-8")


def taken_link(folder: Path) -> None:
    (folder / "pris").symlink_to("nulle-part")


def taken_pipe(folder: Path) -> None:
    os.mkfifo(folder / "pris")


def taken_loop(folder: Path) -> None:
    (folder / "pris").symlink_to("pris")
