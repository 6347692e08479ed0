"""The page of a studio: a form that says every question, before any script runs."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT

from charter_builder.library import Library
from charter_builder.messages import screen
from charter_builder.problems import Problems
from charter_builder.studio.entries import in_form
from charter_builder.studio.host import Host, read_host
from charter_builder.studio.page import embed, form, write_page


class Seen(HTMLParser):
    """The tags of a page, those of its templates too."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def page_of(library: Library, host: Host, language: str = "fr") -> str:
    return write_page(library, language, host, style="", scripts="", policy="default-src 'none'", config={"size": 7})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_question_has_its_inputs(language: str, library: Library) -> None:
    page = page_of(library, Host("Studio"), language)
    inputs = [attributes for tag, attributes in Seen(page).tags if tag == "input"]
    values = {(one.get("name"), one.get("value")) for one in inputs}
    for question in library.questions.values():
        for path, asked in [
            (question.id, question),
            *((f"{question.id}.{'0.' if question.type == 'records' else ''}{f.id}", f) for f in question.fields),
        ]:
            if not in_form(question):
                assert not any(name == path for name, _ in values)
            elif asked.values:
                assert all((path, value) in values for value in asked.values)
            elif asked is not question or not question.fields:
                assert any(name == path for name, _ in values)
        if in_form(question):
            assert library.labels[language].questions[question.id]["question"][:20] in page.replace("&#39;", "'")


def test_the_languages_offered_are_those_in_which_a_charter_can_be_made(library: Library) -> None:
    asked = {one.id: one for _, questions in form(library, "fr", {}, ("fr",)) for one in questions}
    assert [choice.value for choice in asked["langues"].inputs[0].choices if choice.offered] == ["fr", "fr_falc"]
    both = {one.id: one for _, questions in form(library, "fr", {}) for one in questions}
    assert [choice.value for choice in both["langues"].inputs[0].choices if choice.offered] == ["fr", "fr_falc", "en"]


def test_ids_are_unique_and_labels_lead_somewhere(library: Library) -> None:
    tags = Seen(re.sub(r"<template.*?</template>", "", page_of(library, Host("Studio")), flags=re.DOTALL)).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    led = [attributes[name] for _, attributes in tags for name in ("for", "aria-describedby", "aria-labelledby") if name in attributes]
    assert led and set(led) <= set(ids)


def test_a_host_is_named_and_its_answers_stand_already(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "studio.yml"
    file.write_text(
        'format: 1\nname: "L\'IA <ensemble>"\nanswers:\n  famille: association\n  effectif: 3\n'
        "site: {publisher: Réseau des associations, host: Un hébergeur, url: 'https://studio.example/', main_colour: '#553366'}\n",
        "utf-8",
    )
    problems = Problems()
    host = read_host(file, library, "fr", problems)
    assert not len(problems)
    page = page_of(library, host)
    assert "L&#39;IA &lt;ensemble&gt;" in page and "Réseau des associations" in page
    assert 'name="famille" value="association" checked' in page and 'name="effectif" value="3"' in page
    assert embed(host, "fr").count("https://studio.example/") == 2


def test_the_file_of_a_host_is_checked_like_a_profile(library: Library, tmp_path: Path, golden) -> None:
    file = tmp_path / "studio.yml"
    file.write_text("format: 1\nnom: Studio\nanswers:\n  famille: boulangerie\nsite: {main_colour: '#ffff00', logo: absent.png}\n", "utf-8")
    problems = Problems()
    read_host(file, library, "fr", problems)
    golden(ROOT / "tests" / "golden" / "studio" / "host.txt", screen(problems, "fr").replace(f"{tmp_path}/", ""))


def test_the_words_for_the_script_are_data(library: Library) -> None:
    page = page_of(library, Host("</script><script>alert(1)</script>"))
    config = re.search(r'<script type="application/json" id="config">(.*?)</script>', page, re.DOTALL)
    assert config and json.loads(config[1])["title"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in page


def test_the_form_follows_the_blocks(library: Library) -> None:
    blocks = form(library, "fr", {})
    assert [block for block, _ in blocks] == list(library.blocks)
    assert sum(len(questions) for _, questions in blocks) == sum(map(in_form, library.questions.values()))
    law = {asked.id: asked.law for _, questions in blocks for asked in questions}
    assert any("L2312" in fact for fact in law["effectif"])
