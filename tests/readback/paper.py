"""The words of a PDF in the order of its tags, as a screen reader says them: footnotes apart, without running heads or contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

from readback import Words, without_annex_number

_BLOCKS = {"/H1", "/H2", "/H3", "/P", "/LI", "/TH", "/TD", "/Caption", "/Title"}
#: The numbers of notes and the signs of lists; tables of contents.
_CHROME = {"/Lbl", "/TOC"}
#: The number of a paragraph, which only paper has.
_PARAGRAPH = re.compile(r"^\d+\.\d+\.\d+(?=\D)")


def read(path: Path) -> Words:
    """The first heading that begins with a number, or an annex, begins the body."""
    reader = pypdf.PdfReader(path)
    said = {page.indirect_reference.idnum: _marked(page, reader) for page in reader.pages if page.indirect_reference}
    found = Words()
    runs: list[tuple[str, str]] = []
    _walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], None, "", said, runs, found.notes)  # type: ignore[index]
    for kind, run in runs:
        if not found.body and not (kind == "/H1" and re.match(r"1\.\s|Annexe?\s\d", run)):
            found.front += run + "\n"
        else:
            found.body.append(without_annex_number(run) if kind == "/H1" else _PARAGRAPH.sub("", run))
    return found


def _walk(node: Any, page: Any, kind: str, said: dict[int, dict[int, str]], runs: list[tuple[str, str]], notes: list[str]) -> None:
    """Add the words below a node of the structure to the last run, or to a new one."""
    if isinstance(node, int):
        if not runs:
            runs.append((kind, ""))
        runs[-1] = (runs[-1][0], runs[-1][1] + said[page].get(node, ""))
        return
    inside = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(inside, list):
        for item in inside:
            _walk(item, page, kind, said, runs, notes)
        return
    assert isinstance(inside, DictionaryObject)
    if "/Pg" in inside:
        page = inside.raw_get("/Pg").idnum
    tag = inside.get("/S", "")
    if tag in _CHROME or inside.get("/Type") == "/OBJR":
        return
    if "/MCID" in inside:
        _walk(int(inside["/MCID"]), page, kind, said, runs, notes)
    elif tag == "/Note":
        apart: list[tuple[str, str]] = []
        _walk(inside["/K"], page, "/Note", said, apart, notes)
        notes.append("".join(run for _, run in apart))
    elif "/K" in inside:
        if tag in _BLOCKS:
            runs.append((tag, ""))
        _walk(inside["/K"], page, tag, said, runs, notes)


def _marked(page: pypdf.PageObject, reader: pypdf.PdfReader) -> dict[int, str]:
    """The words of a page by the number of their mark."""
    fonts = {name: _characters(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}  # type: ignore[attr-defined]
    found: dict[int, str] = {}
    open_marks: list[tuple[int | None, str | None]] = []
    known: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        match operator:
            case b"BDC" | b"BMC":
                given = operands[1] if len(operands) > 1 and isinstance(operands[1], DictionaryObject) else {}
                open_marks.append((given.get("/MCID"), given.get("/ActualText")))
                if "/ActualText" in given:
                    _add(found, open_marks[:-1], str(given["/ActualText"]))
            case b"EMC":
                open_marks.pop()
            case b"Tf":
                known = fonts[operands[0]]
            case b"Tj" | b"TJ":
                if not any(text is not None for _, text in open_marks):
                    _add(found, open_marks, "".join(_spelled(operands[0], known)))
    return found


def _add(found: dict[int, str], open_marks: list[tuple[int | None, str | None]], text: str) -> None:
    number = next((number for number, _ in reversed(open_marks) if number is not None), None)
    if number is not None:  # else it is an artifact
        found[int(number)] = found.get(int(number), "") + text


def _spelled(shown: Any, known: dict[int, str]) -> Iterator[str]:
    for piece in shown if isinstance(shown, list) else [shown]:
        if isinstance(piece, str | bytes):
            codes = getattr(piece, "original_bytes", piece)
            yield from (known.get(int.from_bytes(codes[at : at + 2], "big"), "") for at in range(0, len(codes), 2))


def _characters(font: Any) -> dict[int, str]:
    """What each code of a font is read as."""
    table = font["/ToUnicode"].get_object().get_data().decode("ascii")
    found: dict[int, str] = {}
    for lines in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found |= {int(code, 16): _text(said) for code, said in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", lines)}
    for lines in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, said in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", lines):
            start = _text(said)
            found |= {int(first, 16) + at: start[:-1] + chr(ord(start[-1]) + at) for at in range(int(last, 16) - int(first, 16) + 1)}
    return found


def _text(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")
