"""What is fuzzed: bytes in, nothing out. Each function gives a text to a reader and holds it to what it promises of any text."""

from __future__ import annotations

from charter_builder.conditions import ALWAYS, Condition, Domain, evaluate, parse
from charter_builder.library import PLACEHOLDERS, SLOTS
from charter_builder.problems import CharterError, Place, Problems
from charter_builder.reading.texts import TextReader
from charter_builder.reading.yamlfile import FORBIDDEN, read_yaml
from charter_builder.typography import polish

DOMAINS = {
    "effectif": Domain("number", (), 0, 1000),
    "famille": Domain("choice", ("entreprise", "collectivite")),
    "usages": Domain("choices", ("aucun", "redaction", "images")),
}
FACTS = ("petite-structure",)


def text_of(data: bytes) -> str:
    """The text that a file of these bytes would have, once past the door of `read_text`."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return FORBIDDEN.sub("?", text)


def yamlfile(data: bytes) -> None:
    """A node, or a problem inside the text."""
    text, problems = text_of(data), Problems()
    try:
        node = read_yaml(text, "f.yml", problems)
    except CharterError:
        return
    assert node is not None or problems.errors
    located(problems, text)


def prose(data: bytes) -> None:
    """A clause and a page: blocks, or a problem inside the text."""
    text = text_of(data)
    for kind, slots in (("clause", frozenset[str]()), ("page", frozenset(SLOTS))):
        problems = Problems()
        try:
            reader = TextReader(text, "f.md", "fr", frozenset(PLACEHOLDERS), slots, _condition, problems)
            getattr(reader, kind)()
        except CharterError:
            continue
        located(problems, text)
    assert polish(once := polish(text, "fr"), "fr") == once


def conditions(data: bytes) -> None:
    """A condition, whatever its file holds; a sound one has an outcome for any answers."""
    problems = Problems()
    try:
        node = read_yaml(text_of(data), "f.yml", problems)
    except CharterError:
        return
    if node is None:
        return
    condition, faults = parse(node.plain(), DOMAINS, FACTS)
    for fault in faults:
        assert node.place_of(fault.path, key=fault.on_key).line >= 0
    if not faults:
        for answers in ({}, {"effectif": 8, "famille": "entreprise", "usages": ("images",)}):
            assert evaluate(condition, answers, lambda fact: evaluate(ALWAYS, {}, lambda _: evaluate(ALWAYS, {}, _))).outcome in (
                True,
                False,
                None,
            )


def located(problems: Problems, text: str) -> None:
    lines = text.split("\n")
    for problem in problems:
        place = problem.place
        assert 0 <= place.line <= len(lines), problem
        assert place.column >= 0 and (not place.line or place.column <= len(lines[place.line - 1]) + 2), problem


def _condition(written: str, place: Place) -> Condition:
    return ALWAYS


READERS = {"yamlfile": yamlfile, "prose": prose, "conditions": conditions}
