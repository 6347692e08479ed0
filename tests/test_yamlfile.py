"""The YAML reader: what is dumped comes back with its places, and no file, however mangled, does more than be refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter_builder import resources
from charter_builder.problems import Place, Problems
from charter_builder.reading.yamlfile import FORBIDDEN, MAX_BYTES, MAX_DEPTH, MAX_VALUES, Node, read, read_yaml

ROOT = resources.CLAUSES.parent
REAL = [
    (ROOT / "examples" / "boulangerie" / "profil.yml").read_text("utf-8"),
    (resources.CLAUSES / "facts.yml").read_text("utf-8"),
    (resources.CLAUSES / "travail" / "cse" / "clause.yml").read_text("utf-8"),
]
STEADY = settings(derandomize=True, deadline=None, max_examples=200)


def understood(text: str) -> Node:
    problems = Problems()
    node = read_yaml(text, "profil.yml", problems)
    assert node is not None, [problem.code for problem in problems]
    return node


def refused(text: str) -> Place:
    """The place of the only problem of a text that is not understood."""
    return refusal(text)[1]


def refusal(text: str) -> tuple[str, Place]:
    problems = Problems()
    node = read_yaml(text, "profil.yml", problems)
    assert node is None or problems.errors
    (problem,) = problems
    return problem.code, problem.place


# ------------------------------------------------------------------------------------------------------ data come back

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters='"\\\n\r\t\x85\u2028\u2029'), max_size=12).filter(
    lambda text: not FORBIDDEN.search(text)
)
KEYS = st.from_regex(r"[a-zé]{1,6}", fullmatch=True)
DATA = st.recursive(
    TEXTS | st.integers(-(10**14), 10**14) | st.booleans(),
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(KEYS, inner, min_size=1, max_size=4),
    max_leaves=12,
)


def dumped(value: Any) -> str:
    """One value on one line, texts between double quotes."""
    match value:
        case bool() | int():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case list():
            return f"[{', '.join(map(dumped, value))}]"
        case _:
            return f"{{{', '.join(f'{key}: {dumped(item)}' for key, item in value.items())}}}"


def leaves(node: Node) -> list[Node]:
    if isinstance(node.value, (list, dict)):
        inner = node.value.values() if isinstance(node.value, dict) else node.value
        return [leaf for item in inner for leaf in leaves(item)]
    return [node]


def pointed(place: Place) -> str:
    return place.text[place.column - 1 : place.column - 1 + place.width]


@STEADY
@given(st.dictionaries(KEYS, DATA, min_size=1, max_size=4))
def test_what_is_dumped_comes_back_with_its_places(data: dict[str, Any]) -> None:
    node = understood("".join(f"{key}: {dumped(value)}\n" for key, value in data.items()))
    assert node.plain() == data
    assert [pointed(place) for place in node.keys.values()] == list(data)
    for leaf in leaves(node):
        assert pointed(leaf.place) == dumped(leaf.value)


@STEADY
@given(st.lists(DATA, min_size=1, max_size=4))
def test_a_list_comes_back_line_by_line(data: list[Any]) -> None:
    node = understood("".join(f"- {dumped(value)}\n" for value in data))
    assert node.plain() == data
    assert [item.place.line for item in node.value] == list(range(1, len(data) + 1))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("oui", "oui"), ("non", "non"), ("no", "no"), ("on", "on"), ("true", True), ("false", False), ("True", "True"),
        ("2027-01-11", "2027-01-11"), ("12:30", "12:30"), ("0o17", "0o17"), ("017", "017"), ("1e3", "1e3"), ("0x1F", "0x1F"),
        ("8", 8), ("-8", -8), ('"8"', "8"), ("'8'", "8"), ("1.5", 1.5), ("1_000", "1_000"), ("1234567890123456", "1234567890123456"),
        ("~", None), ("null", None), ("", None), ("L'atelier", "L'atelier"), ("a # b", "a"), ("a#b", "a#b"),
    ],
)  # fmt: skip
def test_words_stay_words(written: str, value: Any) -> None:
    assert understood(f"a: {written}\n").plain() == {"a": value}


def test_a_blank_value_stands_at_its_name() -> None:
    assert understood("a: 1\nb:\nc: 2\n").at("b").place.line == 2


def test_a_path_leads_to_its_value_or_as_far_as_it_goes() -> None:
    node = understood("a:\n  - b: 1\n")
    assert node.at("a", 0, "b").value == 1
    assert node.at("a", 3, "b") is node.at("a")
    assert pointed(node.place_of(("a", 0, "b"), key=True)) == "b"


# ------------------------------------------------------------------------------------------------------ files refused


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("E101", "nom: Le Fournil : Perdriault\n"),
        ("E134", "a: 1\n   b: 2\n"),
        ("E134", "a:\n  b: 2\n    # c\n    d: 1\n"),
        ("E102", "a: %x\n"),
        ("E103", "a:\n\tb: 1\n"),
        ("E109", "a: 1\na: 2\n"),
        ("E110", "a: &x 1\n"),
        ("E110", "a: *x\n"),
        ("E110", "<<: {a: 1}\n"),
        ("E110", "&x a: 1\n"),
        ("E110", "? *x\n: 1\n"),
        ("E111", "a: !!python/object:os.system 1\n"),
        ("E111", "!!str a: 1\n"),
        ("E112", "%YAML 1.1\n---\na: 1\n"),
        ("E113", ""),
        ("E113", "# rien\n"),
        ("E114", "a: 1\n---\nb: 2\n"),
        ("E115", "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)),
        ("E116", "- 1\n" * MAX_VALUES),
        ("E117", "{a: 1}: 2\n"),
        ("E117", "a: {{ nom }}\n"),
        ("E118", f'a: "{"x" * 70_000}"\n'),
        ("E120", "effectif\N{NO-BREAK SPACE}: 8\n"),
        ("E120", "nom: a\neffectif:\N{NARROW NO-BREAK SPACE}8\nsuite: b\n"),
        ("E108", 'a: "\\0"\n'),
        ("E108", 'a: "\\u202e"\n'),
        ("E131", "nom: 'L'Atelier'\n"),
        ("E132", 'nom: "Le Fournil\n'),
        ("E132", 'nom: "Le Fournil\neffectif: 8\nville: "Brest"\n'),
        ("E133", "a: [1, 2\nb: 3\n"),
        ("E133", "a: {b: 1\n"),
    ],
)
def test_each_refusal_has_its_code(code: str, text: str) -> None:
    assert refusal(text)[0] == code


def test_the_line_proposed_in_place_of_a_colon_trap_is_read() -> None:
    for text in ("nom: Le Fournil : Perdriault", 'nom: Le "Fournil" : Perdriault   # le nom', "nom: 'L'Atelier du Fournil'"):
        problems = Problems()
        read_yaml(text + "\n", "profil.yml", problems)
        (problem,) = problems
        assert understood(str(problem.params["fixed"])).plain()["nom"].startswith(("Le ", "L'"))


def test_a_merge_bomb_is_refused_at_its_first_sign() -> None:
    lines = ["a: &a {k: v}"] + [
        f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 9)}]}}" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    code, place = refusal("\n".join(lines))
    assert (code, place.line) == ("E110", 1)


def test_a_quote_left_open_is_shown_where_it_opens() -> None:
    place = refused('nom: "Le Fournil\neffectif: 8\nville: "Brest"\n')
    assert (place.line, place.column) == (1, 6)


def test_a_condition_in_a_text_is_placed_in_its_text() -> None:
    line = "::: when effectif: {at_least: 50}"
    node = read_yaml("effectif: {at_least: 50}", "fr.md", Problems(), within=Place("fr.md", 7, 10, 24, line))
    assert node is not None
    assert node.at("effectif", "at_least").place.line == 7
    assert pointed(node.at("effectif", "at_least").place) == "50"


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("E106", b"a: 1\n" * MAX_BYTES),
        ("E107", "nom: Café\n".encode("latin-1")),
        ("E108", "nom: Caf\u202eé\n".encode()),
        ("E108", b"nom: a\0b\n"),
        ("E113", b""),
    ],
)
def test_a_file_that_is_no_text_is_refused(code: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "profil.yml").write_bytes(content)
    problems = Problems()
    assert read(tmp_path / "profil.yml", problems) is None
    assert [problem.code for problem in problems] == [code]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfnom: a\n", b"nom: a\r\n", b"nom: a\r", b"nom: a"])
def test_marks_and_line_ends_of_other_systems_are_read(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "profil.yml").write_bytes(content)
    node = read(tmp_path / "profil.yml", Problems())
    assert node is not None and node.plain() == {"nom": "a"}


# ------------------------------------------------------------------------------------------------------ files mangled

SCRAPS = [
    "\t",
    '"',
    "'",
    "[",
    "]",
    "{",
    "}",
    ":",
    ": ",
    "#",
    "- ",
    "\n",
    "&a ",
    "*a",
    "<<: ",
    "!!x ",
    "%",
    "---\n",
    "|",
    ">",
    "\\",
    "é",
    "\u202e",
    "\xa0",
    "?",
    ",",
]


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.sampled_from(REAL), st.data())
def test_a_mangled_file_is_read_or_refused_with_a_place_inside_it(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        text = text[:start] + data.draw(st.sampled_from(SCRAPS)) + text[start + data.draw(st.integers(0, 30)) :]
    problems = Problems()
    node = read_yaml(text, "profil.yml", problems)
    assert node is not None or problems.errors
    lines = text.split("\n")
    for problem in problems:
        place = problem.place
        assert place.file == "profil.yml"
        assert place.line <= len(lines)
        if place.line:
            assert place.text == lines[place.line - 1]
            assert 1 <= place.column <= len(place.text) + 1
    if node is not None:
        assert all(0 <= leaf.place.line <= len(lines) for leaf in leaves(node))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(st.sampled_from("ab: -[]{}\"'#&*!|>%@`,?\n\t\\"), max_size=40))
def test_any_signs_are_read_or_refused(text: str) -> None:
    problems = Problems()
    assert read_yaml(text, "profil.yml", problems) is not None or problems.errors


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "profil.yml"
    path.write_bytes(content)
    problems = Problems()
    assert read(path, problems) is not None or problems.errors
