"""Random texts, from the reader to every document: no exception, no word lost.

Sizes are modest here; FUZZ=1000 tries a thousand of each. What the readers make of unsound files: test_fuzz_readers.py.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from xml.etree import ElementTree

import pypdf
from conftest import ROOT
from fuzz.mangling import MANY
from helpers import words
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from charter_builder import app, resources
from charter_builder.charter import Block, Charter, Paragraph, When
from charter_builder.conditions import ALWAYS
from charter_builder.library import PLACEHOLDERS
from charter_builder.problems import CharterError, Problems
from charter_builder.reading.texts import TextReader
from charter_builder.writers.data import write_json
from charter_builder.writers.html import write_print_page
from charter_builder.writers.office.docx import write_docx
from charter_builder.writers.office.odt import write_odt
from charter_builder.writers.pdf import prepared, write_complete_pdf
from charter_builder.writers.textfile import write_markdown

DAY = date(2027, 1, 11)


@cache
def composed() -> Charter:
    return app.examine(ROOT / "examples" / "boulangerie" / "profil.yml").compose("fr")


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
    for name, found in documents(charter_of(article)).items():
        assert_said(article, found, name)


@settings(MANY, max_examples=max(4, MANY.max_examples // 10))
@given(article=ARTICLE)
def test_typst_prints_the_words_of_a_text(article: str) -> None:
    """Compiled for good: the words of the PDF, but those signs that its letters cannot draw."""
    pdf, undrawn = write_complete_pdf(charter_of(article), resources.SITE_TEMPLATE, DAY)
    assert_said(article, "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages), "pdf", undrawn)


def charter_of(article: str) -> Charter:
    part = composed().parts[0]
    clause = replace(part.articles[0], content=blocks_of(article))
    return replace(composed(), parts=(replace(part, articles=(clause,)),), annexes=())


def assert_said(article: str, found: str, name: str, undrawn: str = "") -> None:
    parser = MarkdownIt("commonmark").enable("table")
    rest = letters(found)
    for token in parser.parse(article):
        if token.type == "inline":  # paragraphs are numbered in some documents
            run = letters("".join(sign for sign in words(parser.renderInline(token.content)) if sign not in undrawn))
            before, met, rest = rest.partition(run)
            assert met, f"{name}: {run} is not after {before[-80:]}"


def documents(charter: Charter) -> dict[str, str]:
    """The words of a charter in each format whose writer takes it alone."""
    html = write_print_page(charter, resources.SITE_TEMPLATE, app._compiled())
    markdown = write_markdown(charter)
    found = {"html": words(html), "json": json_words(json.loads(write_json(charter)))}
    found["typst"] = json_words(prepared(charter))
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
