"""Random texts, from the reader to every document: no exception, no word lost.

The readers are those of fuzz/readers.py, that `make fuzz` takes further. Sizes are modest here; FUZZ=1000 tries a thousand of each.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT
from fuzz.readers import READERS
from helpers import words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from charter_builder import app
from charter_builder.charter import Block, Charter, Paragraph, When
from charter_builder.conditions import ALWAYS
from charter_builder.library import PLACEHOLDERS
from charter_builder.problems import CharterError, Place, Problems
from charter_builder.reading.model import FILES, read_models
from charter_builder.reading.picture import check_picture
from charter_builder.reading.texts import TextReader
from charter_builder.typed import day, number, spaced
from charter_builder.writers.data import write_json
from charter_builder.writers.office.docx import write_docx
from charter_builder.writers.office.odt import write_odt
from charter_builder.writers.textfile import write_markdown

MANY = settings(
    max_examples=int(os.environ.get("FUZZ", "40")),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
CORPUS = Path(__file__).parent / "fuzz" / "corpus"
DAY = date(2027, 1, 11)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="a"><path d="M0 0h9"/></g><use href="#a"/></svg>'


def mangled(samples: list[bytes]) -> st.SearchStrategy[bytes]:
    """A sample with some of its bytes changed, taken out, or put in."""
    changes = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=8)), max_size=6)

    def change(sample: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
        for where, length, put in changes:
            at = int(where * len(sample))
            sample = sample[:at] + put + sample[at + length :]
        return sample

    return st.builds(change, st.sampled_from(samples), changes)


@pytest.mark.parametrize("reader", READERS)
@MANY
@given(data=st.data())
def test_a_reader_keeps_its_promises(reader: str, data: st.DataObject) -> None:
    samples = [path.read_bytes() for path in sorted((CORPUS / reader).iterdir())]
    READERS[reader](data.draw(mangled(samples) | st.binary(max_size=200) | st.text(max_size=200).map(str.encode)))


@MANY
@given(content=mangled([SVG, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"]), kind=st.sampled_from(["svg", "png"]))
def test_a_picture_is_sound_or_refused(content: bytes, kind: str) -> None:
    problems = Problems()
    check_picture(content, kind, Place("profil.yml", 3), "logo." + kind, problems)
    assert content != SVG or kind != "svg" or not len(problems)


@cache
def composed() -> Charter:
    return app.examine(ROOT / "examples" / "boulangerie" / "profil.yml").compose("fr")


@cache
def document(write: Callable[[Charter, date], bytes]) -> bytes:
    return write(composed(), DAY)


@pytest.mark.parametrize(("kind", "write"), [("docx", write_docx), ("odt", write_odt)])
@MANY
@given(data=st.data())
def test_a_model_is_sound_or_refused(kind: str, write: Callable[[Charter, date], bytes], data: st.DataObject, tmp_path: Path) -> None:
    """Damaged as a whole, or in one part."""
    whole = document(write)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if data.draw(st.booleans()):
        content = data.draw(mangled([whole]))
    else:
        name = data.draw(st.sampled_from(sorted(parts)))
        parts[name] = data.draw(mangled([parts[name]]))
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            for part, bare in parts.items():
                archive.writestr(part, bare)
        content = written.getvalue()
    (tmp_path / FILES[kind]).write_bytes(content)  # type: ignore[index]
    problems = Problems()
    assert (kind in read_models(tmp_path, problems)) == (not problems.errors)


@MANY
@given(st.text(max_size=30))
def test_what_is_typed_is_read_or_not(typed: str) -> None:
    assert spaced(spaced(typed)) == spaced(typed)
    assert number(typed, 0, 9) in (None, *range(10))
    assert day(typed) is None or day(typed).isoformat()  # type: ignore[union-attr]


# --------------------------------------------------------------------------------------- text → tree → every document

WORD = st.text(st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F), min_size=1, max_size=8)
#: Signs that one format or another would take for its own.
SIGN = st.sampled_from(["&", "<", "#", "$", "@", "~", "=", "\\\\", "%", "»", "'", '"', "+", "//", "{", "|", "/*", ">", "^", "—"])
PLAIN = st.lists(WORD | SIGN, min_size=1, max_size=5).map(" ".join).map(lambda text: f"mot {text} fin")
INLINE = st.one_of(
    PLAIN,
    PLAIN.map(lambda text: f"**{text}**"),
    PLAIN.map(lambda text: f"*{text}*"),
    PLAIN.map(lambda text: f"[{text}](https://exemple.example/a?b=c&d)"),
)
SENTENCE = st.lists(INLINE, min_size=1, max_size=3).map(" ".join).map(lambda text: text.replace("|", "\\|"))
LIST = st.lists(SENTENCE, min_size=1, max_size=3)
BLOCK = st.one_of(
    SENTENCE,
    LIST.map(lambda items: "\n".join(f"- {item}" for item in items)),
    LIST.map(lambda items: "\n".join(f"{rank}. {item}" for rank, item in enumerate(items, 1))),
    st.tuples(SENTENCE, SENTENCE).map(lambda cells: f"| {cells[0]} | b |\n|---|---|\n| c | {cells[1]} |"),
)
ARTICLE = st.lists(BLOCK, min_size=1, max_size=4).map("\n\n".join)
HEAD, TAIL = "# Titre\nRègle.\n\n## Article\n", "\n\n## En pratique\n- OK : oui\n\n## Pourquoi\nRaison.\n"


def blocks_of(article: str) -> tuple[Block, ...]:
    problems = Problems()
    reader = TextReader(HEAD + article + TAIL, "fr.md", "fr", frozenset(PLACEHOLDERS), frozenset(), lambda written, place: ALWAYS, problems)
    blocks = reader.clause().article
    assert not len(problems), [problem for problem in problems]
    return blocks


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


@MANY
@given(article=ARTICLE)
def test_a_text_keeps_its_words_in_every_document(article: str) -> None:
    """The words of an article, as a CommonMark parser finds them, stand in each document, in their order."""
    parser = MarkdownIt("commonmark").enable("table")
    said = [letters(words(parser.renderInline(token.content))) for token in parser.parse(article) if token.type == "inline"]
    part = composed().parts[0]
    clause = replace(part.articles[0], content=blocks_of(article))
    charter = replace(composed(), parts=(replace(part, articles=(clause,)),), annexes=())
    for name, found in documents(charter).items():
        rest = letters(found)
        for run in said:  # paragraphs are numbered in some documents
            before, met, rest = rest.partition(run)
            assert met, f"{name}: {run} is not after {before[-80:]}"


def documents(charter: Charter) -> dict[str, str]:
    """The words of a charter in each format whose writer takes it alone."""
    from charter_builder import resources
    from charter_builder.writers.html import write_print_page

    html = write_print_page(charter, resources.SITE_TEMPLATE, app._compiled())
    markdown = write_markdown(charter)
    found = {"html": words(html), "json": json_words(json.loads(write_json(charter)))}
    found["md"] = words(MarkdownIt("commonmark").enable("table").render(markdown))
    for name, write, part in (("docx", write_docx, "word/document.xml"), ("odt", write_odt, "content.xml")):
        with zipfile.ZipFile(io.BytesIO(write(charter, DAY))) as archive:
            found[name] = "".join(ElementTree.fromstring(archive.read(part)).itertext())
    return found


def json_words(value: object) -> str:
    if isinstance(value, dict):
        own = str(value.get("value", "")) if value.get("type") in ("text", "superscript") else ""
        return own + "".join(json_words(item) for item in value.values() if not isinstance(item, str))
    return "".join(map(json_words, value)) if isinstance(value, list) else ""


@MANY
@given(st.text(st.sampled_from("ab *_`[]()<>!|#-+1.:{}&;\\\n\t~^$/@'\"é\u00a0"), max_size=120))
def test_any_text_gives_blocks_or_a_place(article: str) -> None:
    problems = Problems()
    try:
        TextReader(HEAD + article + TAIL, "fr.md", "fr", frozenset(PLACEHOLDERS), frozenset(), lambda w, p: ALWAYS, problems).clause()
    except CharterError as error:
        problems = error.problems
    assert all(problem.place.line or problem.code == "E307" for problem in problems)


def test_a_passage_is_part_of_the_dialect() -> None:
    """The random texts above have none, for it depends on answers."""
    assert blocks_of("::: when {effectif: 8}\nMot.\n:::") == (When(ALWAYS, (Paragraph(blocks_of("Mot.")[0].content),)),)  # type: ignore[union-attr]
