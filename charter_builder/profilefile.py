"""The profile as a file that people read: written whole with its questions as comments, or amended where an answer changes.

Knows how an answer is written and where it goes. An amended file keeps every other sign: the places of the strict reader say what
to replace, so comments, order and spaces stay the user's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from charter_builder.library import Library, Question
from charter_builder.problems import Place, Problems
from charter_builder.reading.yamlfile import Node, read_yaml

FORMAT = 1
#: A field of a record, as a comment under the name of its question.
_CONTINUED = re.compile(r"\s*# {2,}\S")


def written(library: Library, language: str, answers: Mapping[str, Any], head: str = "") -> str:
    """A whole profile: each question as a comment above its answer, by block. A question without an answer is not in it."""
    opening = "answers:" if any(not library.questions[name].top for name in answers) else "answers: {}"
    lines = [*(f"# {line}".rstrip() for line in head.splitlines()), f"format: {FORMAT}", opening]
    block = ""
    for question in library.questions.values():
        if question.id not in answers or question.top:
            continue
        lines += [f"  # ---- {library.labels[language].blocks[question.block]}"] if question.block != block else []
        lines += [f"  # {_asked(library, language, question)}", *_entry(question, answers[question.id], "  ")]
        block = question.block
    for question in library.questions.values():
        if question.top and question.id in answers:
            lines += ["", f"# {_asked(library, language, question)}", *_entry(question, answers[question.id], "")]
    return "\n".join(lines) + "\n"


def amended(text: str, library: Library, language: str, answers: Mapping[str, Any]) -> str:
    """The text of a profile with these answers, all of them, and nothing else changed: one that stands there already keeps its form.

    `text` must be a profile that the strict reader accepts, with « answers: ». A line that holds an answer as a comment, such as
    `# effectif:`, is where that answer goes.
    """
    root = read_yaml(text, "", Problems())
    if root is None or not isinstance(root.value, dict):
        raise ValueError("not a profile that can be read")
    found = root.value.get("answers")
    if found is None or (found.value is not None and not isinstance(found.value, dict)):
        raise ValueError("no answers in this profile")
    lines = text.split("\n")
    edits: list[Edit] = []
    indent = _indent(found)
    rewritten = found.flow or (found.value is None and re.search(r":\s*(~|null)(\s|$)", lines[root.keys["answers"].line - 1]) is not None)
    if rewritten:
        within = {name: answers[name] for name in answers if not library.questions[name].top}
        edits.append(_replaced(root, "answers", "\n" + "\n".join(_block(library, language, within)) if within else " {}", lines))
    first = root.keys["answers"].line
    inside = range(first, min((place.line - 1 for place in root.keys.values() if place.line > first), default=len(lines)))
    beside, texts = range(len(lines)), set(_texts(root))
    standing = {*root.keys, *(found.keys if found.value else ())}
    for question in sorted(library.questions.values(), key=lambda question: question.top):  # what stands beside comes after
        if question.id not in answers or (rewritten and not question.top):
            continue
        node = root if question.top else found
        entry = _entry(question, answers[question.id], "" if question.top else indent)
        if node.value and question.id in node.value:
            if not _same(question, node.value[question.id].plain(), _plain(answers[question.id])):
                edits += _changed(node, question, answers[question.id], "\n".join(entry).partition(":")[2], lines)
        elif (
            line := _commented(lines, question.id, "" if question.top else indent, beside if question.top else inside, texts)
        ) is not None:
            last = line
            while last + 1 < len(lines) and _CONTINUED.match(lines[last + 1]):
                last += 1
            edits.append(Edit((line + 1, 1), (last + 1, len(lines[last]) + 1), "\n".join(entry)))
        else:
            new = [f"{'' if question.top else indent}# {_asked(library, language, question)}", *entry]
            line = _before(library, question, root, found, lines)
            heading = f"{indent}# ---- {library.labels[language].blocks[question.block]}"
            if not question.top and heading in lines:
                line = max(line, lines.index(heading) + 1)
            elif not question.top and not any(library.questions[q].block == question.block for q in standing if q in library.questions):
                new.insert(0, heading)
            end = (line, len(lines[line - 1]) + 1)
            edits.append(Edit(end, end, "".join(f"\n{said}" for said in (["", *new] if question.top else new))))
        standing.add(question.id)
    return _edited(lines, edits)


def taken_back(text: str, library: Library, answers: Mapping[str, Any]) -> str:
    """The text of a profile without the answers of other questions than these: each becomes a comment, such as `# effectif:`."""
    root = read_yaml(text, "", Problems())
    if root is None or not isinstance(root.value, dict):
        raise ValueError("not a profile that can be read")
    lines = text.split("\n")
    edits: list[Edit] = []
    for question in library.questions.values():
        node = root if question.top else root.at("answers")
        if question.id not in answers and isinstance(node.value, dict) and question.id in node.value and not node.flow:
            key = node.keys[question.id]
            line, column = node.value[question.id].end
            while line > key.line and not lines[line - 1][: column - 1].strip():
                line -= 1
                column = len(lines[line - 1]) + 1
            edits.append(Edit((key.line, key.column), (line, len(lines[line - 1]) + 1), f"# {question.id}:"))
    return _edited(lines, edits)


def question_at(text: str, library: Library, place: Place) -> str:
    """The question whose answer stands at this place of a profile; nothing where none does."""
    root = read_yaml(text, "", Problems())
    if root is None:
        return ""
    for question in library.questions.values():
        node = root if question.top else root.at("answers")
        if isinstance(node.value, dict) and question.id in node.value:
            key = node.keys[question.id]
            if (key.line, key.column) <= (place.line, place.column) < node.value[question.id].end:
                return question.id
    return ""


# ------------------------------------------------------------------------------------------------------------------ entries


def _entry(question: Question, answer: Any, indent: str) -> list[str]:
    """`effectif: 8`, or several lines for a record."""
    if question.type == "record":
        fields = (f"{indent}  {field.id}: {_scalar(field.type, answer[field.id])}" for field in question.fields if field.id in answer)
        return [f"{indent}{question.id}:", *fields]
    if question.type == "records":
        records = [", ".join(f"{f.id}: {_scalar(f.type, record[f.id])}" for f in question.fields if f.id in record) for record in answer]
        return [f"{indent}{question.id}:{'' if records else ' []'}", *(f"{indent}  - {{{record}}}" for record in records)]
    if question.type == "choices":
        return [f"{indent}{question.id}: [{', '.join(answer)}]"]
    return [f"{indent}{question.id}: {_scalar(question.type, answer)}"]


def _scalar(type_: str, value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if type_ == "text" else value.isoformat() if isinstance(value, date) else str(value)


def _same(question: Question, old: Any, new: Any) -> bool:
    """Whether an answer is the one that stands already; the order of several values is the user's own."""
    if question.type == "choices" and isinstance(old, list) and all(isinstance(value, str) for value in old):
        return sorted(old) == sorted(new)
    return bool(old == new)


def _plain(answer: Any) -> Any:
    """An answer as the reader gives it back."""
    if isinstance(answer, (tuple, list)):
        return [_plain(item) for item in answer]
    if isinstance(answer, dict):
        return {key: _plain(item) for key, item in answer.items()}
    return answer.isoformat() if isinstance(answer, date) else answer


def _asked(library: Library, language: str, question: Question) -> str:
    return str(library.labels[language].questions[question.id]["question"])


def _block(library: Library, language: str, answers: Mapping[str, Any]) -> list[str]:
    return written(library, language, answers).split("answers:\n", 1)[1].rstrip("\n").split("\n") if answers else []


# -------------------------------------------------------------------------------------------------------------------- edits


class Edit(NamedTuple):
    """A text in place of what stands between two places: lines and columns, from 1."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def _changed(node: Node, question: Question, answer: Any, value: str, lines: list[str]) -> list[Edit]:
    """The fields that change, when a record has the same ones as before; else the whole value."""
    old = node.value[question.id]
    records = (
        [(old, answer)] if question.type == "record" else list(zip(old.value, answer, strict=False)) if question.type == "records" else []
    )
    alike = bool(records) and (question.type == "record" or (isinstance(old.value, list) and len(old.value) == len(answer)))
    if not alike or any(not isinstance(was.value, dict) or set(was.value) != set(now) for was, now in records):
        return [_replaced(node, question.id, value, lines)]
    types = {field.id: field.type for field in question.fields}
    return [
        _replaced(was, name, f" {_scalar(types[name], said)}", lines)
        for was, now in records
        for name, said in now.items()
        if was.value[name].plain() != _plain(said)
    ]


def _replaced(node: Node, name: str, value: str, lines: list[str]) -> Edit:
    """A value in place of the one that stands after `name:`."""
    key, old = node.keys[name], node.value[name]
    start = (key.line, lines[key.line - 1].index(":", key.column - 1 + len(name)) + 2)
    nothing = re.match(r"\s*(?:~|null)(?=\s|$)|", lines[key.line - 1][start[1] - 1 :])
    line, column = old.end
    if old.value is None:
        line, column = key.line, start[1] + (nothing.end() if nothing else 0)
    while line > key.line and not lines[line - 1][: column - 1].strip():  # a text in several lines ends on the next one
        line -= 1
        column = len(lines[line - 1]) + 1
    return Edit(start, max(start, (line, column)), value)


def _commented(lines: list[str], name: str, indent: str, inside: range, texts: set[int]) -> int | None:
    """The line that holds an answer as a comment: among the answers or, for what stands beside them, anywhere at its own level."""
    pattern = re.compile(rf"{indent}#\s?{re.escape(name)}:(\s.*)?$")
    return next((n for n in inside if pattern.match(lines[n]) and n + 1 not in texts), None)


def _texts(node: Node) -> Iterator[int]:
    """The lines in which a text of several lines goes on: what looks like a comment there is a part of it."""
    inner = node.value if isinstance(node.value, list) else node.value.values() if isinstance(node.value, dict) else ()
    for item in inner:
        yield from _texts(item)
    if isinstance(node.value, str):
        yield from range(node.place.line + 1, node.end[0] + 1)


def _indent(found: Node) -> str:
    return " " * (next(iter(found.keys.values())).column - 1) if found.value and not found.flow else "  "


def _before(library: Library, question: Question, root: Node, found: Node, lines: list[str]) -> int:
    """The line after which a new answer goes: the last one of the nearest question before it, else « answers: »; at the end, for a
    question that stands beside the answers.
    """
    if question.top:
        last = len(lines)
        while last > 1 and lines[last - 1].strip() in ("", "..."):
            last -= 1
        return last
    names = list(library.questions)
    nearest = next((name for name in reversed(names[: names.index(question.id)]) if found.value and name in found.value), "")
    if not nearest:
        return root.keys["answers"].line
    first = found.keys[nearest].line
    line, column = found.value[nearest].end
    line = line - 1 if line > first and not lines[line - 1][: column - 1].strip() else max(line, first)
    return int(line)


def _edited(lines: list[str], edits: list[Edit]) -> str:
    """The text with its edits, the last one first so that places stay true; of several at one place, the first stands first."""
    for _, edit in sorted(enumerate(edits), key=lambda item: (item[1].start, item[0]), reverse=True):
        (line, column), (last, end), value = edit
        text = lines[line - 1][: column - 1] + value + lines[last - 1][end - 1 :]
        lines[line - 1 : last] = text.split("\n")
    return "\n".join(lines)
