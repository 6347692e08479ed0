"""Scripts, styles, data, Markdown, calendars, and what is told to a host: files of plain text.

Knows what each may hold. A script or a style is known by its digest, or is data alone; the rest is read as its readers do.
"""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from typing import Any

from charter_builder.guard.known import Known, check_holes, decoded, digest, may_hold, may_lead, place, place_of
from charter_builder.problems import Place, Problems
from charter_builder.reading.yamlfile import FORBIDDEN
from charter_builder.writers.data import SCHEMA_FILE
from charter_builder.writers.schema import write_schema

#: A script that is a value and nothing else: what the search looks through.
_VALUE = re.compile(r"[a-zA-Z]+=(\[.*\]);\n", re.DOTALL)
_CSS_ADDRESS = re.compile(r"(?:@import\s*(?:url\()?|url\(|image-set\()\s*[\"']?([^\"')\s;]+)", re.IGNORECASE)
_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "boolean": bool, "array": list, "object": dict, "integer": int, "number": (int, float), "null": type(None),
}  # fmt: skip
#: The names under which a charter holds an address.
_LINKS = frozenset(("url", "link", "contact_link", "address"))
_MARKUP = re.compile(r"<(?<!\\<)(?!https?:|mailto:)[a-zA-Z/!?][^\n]{0,60}")
_MARKDOWN_LINK = re.compile(r"\](?<!\\\])\(\s*<?([^)\s>]*)|<(?<!\\<)((?:https?|mailto):[^>]*)>")
_POLICY_DIGEST = re.compile(r"'sha256-([A-Za-z0-9+/=]+)'")
_LOOSE = re.compile(r"'unsafe-[a-z-]+'|\s\*[\s;\"]|script-src[^;\n]*https?:[^;\s]*")


def check_script(name: str, content: bytes, known: Known, problems: Problems) -> None:
    """A script is one of ours to the byte, or a value alone."""
    if digest(content) in known.digests:
        return
    text = decoded(name, content, problems)
    value = _VALUE.fullmatch(text)
    entries = _read(value[1]) if value else None
    if not isinstance(entries, list) or not name.endswith("search/index.js"):
        problems.add("E522", Place(name), found=name)
    else:
        _check_texts(entries, name, text, known, problems)


def check_style(name: str, content: bytes, known: Known, problems: Problems) -> None:
    """A style is one of ours to the byte; and no style fetches anything."""
    text = decoded(name, content, problems)
    for found in _CSS_ADDRESS.finditer(text):
        if re.match(r"([a-z][a-z0-9+.-]*:|[\\/]{2})", found[1], re.IGNORECASE) and not found[1].startswith("data:image/"):
            problems.add("E507", place(name, text, found.start(1), len(found[1])), found=found[1])
    if digest(content) not in known.digests:
        problems.add("E521", Place(name), found=name)


def check_data(name: str, content: bytes, known: Known, problems: Problems) -> None:
    """JSON that its readers can read; a charter also has every part that its schema asks for, and addresses that may be followed."""
    text = decoded(name, content, problems)
    try:
        data = json.loads(text)
    except ValueError as error:
        at = error.pos if isinstance(error, json.JSONDecodeError) else 0
        problems.add("E523", place(name, text, at), found=text[at : at + 20] or name)
        return
    links: list[str] = []
    if digest(content) not in known.digests and not name.endswith(SCHEMA_FILE):
        links = _check_texts(data, name, text, known, problems)
    if name.endswith("charte.json"):
        for address in links:
            if ":" not in address or not may_lead(address):
                problems.add("E506", place_of(name, text, address), found=address[:80])
        for missing in _missing(data):
            problems.add("E525", Place(name), found=missing)


def _missing(data: Any) -> list[str]:
    """The first names of a charter that are absent, or hold a value of another type than the schema's."""
    schema = _schema()
    if not isinstance(data, dict):
        return ["format"]
    wrong = [name for name in schema["required"] if name not in data]
    for name, value in data.items():
        expected = schema["properties"].get(name, {})
        types = expected.get("type", [])
        allowed = [_TYPES[kind] for kind in ([types] if isinstance(types, str) else types)]
        if (allowed and not any(isinstance(value, kind) for kind in allowed)) or expected.get("const", value) != value:
            wrong.append(name)
    return wrong


@cache
def _schema() -> Any:
    return json.loads(write_schema())


def check_markdown(name: str, content: bytes, known: Known, problems: Problems) -> None:
    """Markdown without HTML, whose links are of a kind that a person may follow."""
    text = decoded(name, content, problems)
    for found in _MARKUP.finditer(text):
        problems.add("E520", place(name, text, found.start(), len(found[0])), found=found[0])
    for found in _MARKDOWN_LINK.finditer(text):
        if not may_lead(found[1] or found[2] or ""):
            problems.add("E506", place(name, text, found.start(), len(found[0])), found=found[1])
    check_holes(text.replace("\\", ""), _plain(known), lambda hole: place_of(name, text, hole), problems)


def _plain(known: Known) -> Known:
    """The texts of persons without the signs by which Markdown and calendars show a sign."""
    return Known(known.digests, frozenset(answer.replace("\\", "") for answer in known.answers))


def check_calendar(name: str, content: bytes, known: Known, problems: Problems) -> None:
    """A calendar whose every component is closed, and that fetches, sounds and sends nothing (RFC 5545)."""
    text = decoded(name, content, problems).replace("\r\n", "\n")
    around: list[str] = []
    for line in text.replace("\n ", "").split("\n"):
        key, _, value = line.partition(":")
        key = key.partition(";")[0]
        if key == "BEGIN":
            around.append(value)
        elif key == "END" and (not around or around.pop() != value):
            problems.add("E523", place_of(name, text, line), found=line)
            return
        elif key in ("ATTACH", "ACTION", "ORGANIZER", "ATTENDEE") or (key == "URL" and not may_lead(value)):
            problems.add("E520", place_of(name, text, line[:60]), found=line[:60])
    if around or not text.startswith("BEGIN:VCALENDAR\n") or not text.endswith("END:VCALENDAR\n"):
        problems.add("E523", Place(name), found=f"BEGIN:{around[-1] if around else 'VCALENDAR'}")
    said = text.replace("\n ", "").replace("\\n", " ").replace("\\", "")
    check_holes(said, _plain(known), lambda hole: place_of(name, text, hole), problems)


def check_host_file(name: str, content: bytes, known: Known, problems: Problems) -> None:
    """The policy told to a host lets nothing run or be styled but what the program knows."""
    text = decoded(name, content, problems)
    for found in _POLICY_DIGEST.finditer(text):
        if base64.b64decode(found[1] + "==").hex() not in known.digests:
            problems.add("E521", place(name, text, found.start(), len(found[0])), found=found[0])
    for found in _LOOSE.finditer(text):
        problems.add("E520", place(name, text, found.start(), len(found[0])), found=found[0].strip())
    check_holes(text, known, lambda hole: place_of(name, text, hole), problems)


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _check_texts(data: Any, name: str, text: str, known: Known, problems: Problems) -> list[str]:
    """Look for holes and control characters in the texts of some data; its addresses."""
    texts, links = _texts(data)
    whole = "\n".join(texts)
    if may_hold(whole):
        for said in texts:
            check_holes(said, known, lambda hole: place_of(name, text, hole), problems)
    if FORBIDDEN.search(whole):
        for said in texts:
            if found := FORBIDDEN.search(said):
                problems.add("E523", place_of(name, text, json.dumps(said, ensure_ascii=False)), found=f"U+{ord(found[0]):04X}")
    return links


def _texts(data: Any) -> tuple[list[str], list[str]]:
    """Every text of some data, names included; and those of which a reader of a charter would make links."""
    texts: list[str] = []
    links: list[str] = []
    left = [data]
    while left:
        value = left.pop()
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, list):
            left += value
        elif isinstance(value, dict):
            texts += value
            left += value.values()
            if not _LINKS.isdisjoint(value):  # the address of a contact is a text, as a person wrote it; a colour is named `link` too
                names = _LINKS if value.get("type") == "link" else _LINKS - {"address"}
                found = [value[name] for name in names if isinstance(value.get(name), str)]
                links += [address for address in found if address and not address.startswith("#")]
    return texts, links
