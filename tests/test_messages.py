"""The sentences of the program: the same in both languages, one for each code, filled with the same words."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from charter_builder import resources
from charter_builder.messages import en, fr, message, screen
from charter_builder.problems import Place, Problem, Problems

CODE = re.compile(r'"([EW]\d{3})"')
WRITTEN = {path: path.read_text("utf-8") for path in sorted(resources.PACKAGE.rglob("*.py")) if path.parent.name != "messages"}
USED = {code for text in WRITTEN.values() for code in CODE.findall(text)}


def names(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_know_the_same_problems_and_sentences() -> None:
    assert fr.PROBLEMS.keys() == en.PROBLEMS.keys()
    assert fr.SENTENCES.keys() == en.SENTENCES.keys()


@pytest.mark.parametrize("code", fr.PROBLEMS)
def test_a_problem_is_filled_with_the_same_words_in_both_languages(code: str) -> None:
    assert names(*fr.PROBLEMS[code]) == names(*en.PROBLEMS[code])


@pytest.mark.parametrize("name", fr.SENTENCES)
def test_a_sentence_is_filled_with_the_same_words_in_both_languages(name: str) -> None:
    assert names(fr.SENTENCES[name]) == names(en.SENTENCES[name])


def test_every_code_has_its_message_and_every_message_its_use() -> None:
    assert {code.partition("_")[0] for code in fr.PROBLEMS} == USED


def test_a_message_never_speaks_like_a_programmer() -> None:
    for words in (fr, en):
        said = " ".join(text for pair in words.PROBLEMS.values() for text in pair) + " ".join(words.SENTENCES.values())
        assert not re.search(r"(?i)\b(yaml|parse\w*|null|exception|traceback|boolean|string|clé)\b", said)


def test_a_message_ends_with_a_gesture() -> None:
    for words in (fr, en):
        for code, (fact, action) in words.PROBLEMS.items():
            assert fact[-1] in ".?:}…" or fact.endswith("{construct}"), code
            assert action[0].islower() or action[0] in "{«“", code


def test_a_word_without_a_near_one_gets_another_advice() -> None:
    place = Place("profil.yml")
    assert "vouliez-vous" in message(Problem("E201", place, {"got": "effectifs", "near": "effectif"}), "fr")[1]
    assert "supprimez" in message(Problem("E201", place, {"got": "humeur", "near": ""}), "fr")[1]


def test_words_with_braces_are_only_words() -> None:
    fact, _ = message(Problem("E201", Place("profil.yml"), {"got": "{{ nom }} {0}", "near": ""}), "fr")
    assert "{{ nom }} {0}" in fact


def test_a_name_of_a_file_does_nothing_to_the_terminal_that_shows_it() -> None:
    problems = Problems()
    problems.add("E533", Place("public/a\x1b[31m\udce9"), file="a\x1b[31m\u202egnp.exe")
    said = screen(problems, "fr")
    assert "public/a�[31m�\n" in said and "a�[31m�gnp.exe" in said
    assert said.encode()


def test_a_screen_counts_what_it_shows() -> None:
    problems = Problems()
    problems.add("E113", Place("b.yml"))
    problems.add("E103", Place("a.yml", 7, 1, 1, "\tnom"))
    problems.add("W207", Place("b.yml"), clause="vie/sanctions")
    shown = screen(problems, "fr", outcome="not_built")
    assert shown.index("a.yml") < shown.index("b.yml")
    assert shown.endswith("2 erreurs, 1 avertissement — la charte n’a pas été produite.\n")


def test_the_caret_stands_under_the_word_of_a_long_line() -> None:
    text = "x" * 150 + "faute" + "y" * 150
    problems = Problems()
    problems.add("E103", Place("profil.yml", 3, 151, 5, text))
    excerpt, caret = screen(problems, "fr").splitlines()[1:3]
    assert excerpt[caret.index("^") : caret.rindex("^") + 1] == "faute"


def test_the_caret_stays_inside_its_line() -> None:
    problems = Problems()
    problems.add("E103", Place("profil.yml", 3, 4, 50, "nom: a"))
    excerpt, caret = screen(problems, "fr").splitlines()[1:3]
    assert len(caret) == len(excerpt)


def test_the_same_problem_is_said_once() -> None:
    problems = Problems()
    for _ in range(2):
        problems.add("E113", Place("a.yml"))
    assert len(problems) == 1
