"""The catalogue of the pack: topics × clauses × examples, what each clause weighs, and what still rests on unverified law.

`python -m charter_builder.catalogue` writes docs/catalogue.fr.md and docs/catalogue.md (`make coverage-report`). A test holds them
fresh. Knows a library and the example profiles; measures, and judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

from charter_builder import app, resources
from charter_builder.charter import Bullets, Cell, Heading, Numbered, Paragraph, Table, When
from charter_builder.library import AnnexEntry, Clause, Fact, Library

_SAID: dict[str, tuple[str, str]] = {
    "title": ("Catalogue du recueil", "Catalogue of the pack"),
    "made": (
        "Cette page est produite par `make coverage-report` ; ne pas la modifier à la main.",
        "This page is made by `make coverage-report`; do not edit it by hand.",
    ),
    "counts": (
        "{clauses} clauses, {annexes} annexes, {uses} usages, {topics} thèmes. Les exemples : {examples}.",
        "{clauses} clauses, {annexes} annexes, {uses} uses, {topics} topics. The examples: {examples}.",
    ),
    "topics": ("Les thèmes", "Topics"),
    "head_topics": ("| Thème | Clauses et annexes |", "| Topic | Clauses and annexes |"),
    "clauses": ("Les clauses", "Clauses"),
    "readability": (
        "Longueur : les mots de l'article, tous passages compris. LIX (Björnsson, 1968) : mots par phrase, plus le pourcentage de mots de"
        " plus de six lettres. Moyenne du recueil : {lix}.",
        "Length: the words of the article, all passages included. LIX (Björnsson, 1968): words per sentence, plus the percentage of words"
        " of more than six letters. Average of the pack: {lix}.",
    ),
    "head_clauses": (
        "| Clause | Force | Thèmes | Mots | LIX | Exemples |",
        "| Clause | Force | Topics | Words | LIX | Examples |",
    ),
    "unverified": ("Ce qui reste à vérifier dans le droit", "What remains to be checked in the law"),
    "unverified_lead": (
        "Sources que le registre marque `unverified`. Aucune n'est le seul appui d'une obligation.",
        "Sources that the register marks `unverified`. None is the only support of a duty.",
    ),
    "head_unverified": ("| Source | Texte | Clauses, annexes et faits |", "| Source | Text | Clauses, annexes and facts |"),
    "left_out": ("Ce que le recueil laisse de côté est dans", "What the pack leaves out is in"),
}


@dataclass(frozen=True)
class Topic:
    code: str
    label: str
    family: str


def topics(pack: Path, language: str) -> list[Topic]:
    """The list of topics of a pack, in order: `## A. Family`, then `- A1: label`."""
    found: list[Topic] = []
    family = ""
    for line in (pack / "topics" / f"{language}.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            family = line.removeprefix("## ")
        elif entry := re.fullmatch(r"- ([A-Z]\d+) ?: (.+)", line):
            found.append(Topic(entry[1], entry[2], family))
    return found


def treated_by(library: Library) -> dict[str, list[str]]:
    """What treats each topic: ids of clauses, then of annexes."""
    found: dict[str, list[str]] = {}
    entries: tuple[Clause | AnnexEntry, ...] = (*library.clauses.values(), *library.annexes)
    for entry in entries:
        for topic in entry.topics:
            found.setdefault(topic, []).append(entry.id)
    return found


def lix(text: str) -> int:
    """The readability index of Björnsson: words per sentence plus percentage of words of more than six letters."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = max(1, len(re.findall(r"[.!?:;](?:\s|$)", text)))
    return round(len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / max(1, len(words)))


def plain(value: object) -> str:
    """The words of a text before composition, passages included, each block closed as a sentence."""
    if isinstance(value, str):
        return value
    if isinstance(value, When):
        return plain(value.blocks)
    if isinstance(value, tuple):
        return "".join(plain(item) for item in value)
    if isinstance(value, (Paragraph, Heading)):
        return plain(value.content).strip().rstrip(".:;") + ". "
    if isinstance(value, (Bullets, Numbered)):
        return plain(value.items)
    if isinstance(value, (Table, Cell)) or is_dataclass(value):
        names = ("value", "content", "instead", "items", "head", "rows")
        return "".join(plain(getattr(value, f.name)) for f in fields(value) if f.name in names)
    return ""


def page(library: Library, examples: dict[str, app.Case], language: str) -> str:
    """The catalogue in one language."""
    return "\n".join(_lines(library, examples, language)) + "\n"


def _lines(library: Library, examples: dict[str, app.Case], language: str) -> Iterator[str]:
    def say(name: str, **params: object) -> str:
        return _SAID[name][("fr", "en").index(language)].format(**params)

    known = topics(resources.CLAUSES, language)
    treated = treated_by(library)
    kept = {name: {clause.id for clause in case.selection.articles()} for name, case in examples.items()}
    columns = "".join(f" {name} |" for name in examples)
    counts = {"clauses": len(library.clauses), "annexes": len(library.annexes), "uses": len(library.uses), "topics": len(known)}
    yield from (f"# {say('title')}", "", say("made"), "", say("counts", **counts, examples=", ".join(examples)), "")
    yield from (f"{say('left_out')} [clauses/LEFT_OUT.md](../clauses/LEFT_OUT.md).", "", f"## {say('topics')}")
    family = ""
    for topic in known:
        if topic.family != family:
            family = topic.family
            yield from ("", f"### {family}", "", say("head_topics") + columns, "|---|---|" + "---|" * len(examples))
        names = treated.get(topic.code, [])
        present = "".join(f" {'●' if set(names) & kept[name] or _annexed(names, case) else '–'} |" for name, case in examples.items())
        yield f"| {topic.code} {topic.label} | {', '.join(f'`{name}`' for name in names)} |{present}"
    words = {name: plain(text.article) for name, text in library.texts[language].items()}
    measured = {name: lix(text) for name, text in words.items()}
    yield from ("", f"## {say('clauses')}", "", say("readability", lix=round(sum(measured.values()) / len(measured))), "")
    yield from (say("head_clauses"), "|---|---|---|---|---|---|")
    for clause in library.clauses.values():
        where = ", ".join(name for name in examples if clause.id in kept[name])
        length = len(re.findall(r"[^\W_]+", words[clause.id]))
        force = library.labels[language].forces[clause.force]
        yield f"| `{clause.id}` | {force} | {' '.join(clause.topics)} | {length} | {measured[clause.id]} | {where} |"
    yield from ("", f"## {say('unverified')}", "", say("unverified_lead"), "", say("head_unverified"), "|---|---|---|")
    label = library.labels[language]
    entries: tuple[Clause | AnnexEntry | Fact, ...] = (*library.clauses.values(), *library.annexes, *library.facts.values())
    for source in library.sources.values():
        if source.verified == "unverified":
            users = (f"`{entry.id}`" for entry in entries if source.id in {cited.source for cited in entry.citations})
            yield f"| `{source.id}` | {label.instruments[source.instrument]}, {label.sources[source.id]['pinpoint']} | {', '.join(users)} |"


def _annexed(names: list[str], case: app.Case) -> bool:
    annexes = {annex.id: annex for annex in case.library.annexes}
    return any(name in annexes and case.selection.evaluate(annexes[name].applies_when).outcome is not False for name in names)


def files(library: Library, root: Path) -> dict[str, str]:
    """The pages, by path from the root of the project."""
    examples = {folder.name: app.examine(folder / "profil.yml") for folder in sorted((root / "examples").iterdir()) if folder.is_dir()}
    return {"docs/catalogue.fr.md": page(library, examples, "fr"), "docs/catalogue.md": page(library, examples, "en")}


if __name__ == "__main__":
    from charter_builder.loading import load_library

    root = resources.CLAUSES.parent
    for path, text in files(load_library(resources.CLAUSES), root).items():
        (root / path).write_text(text, "utf-8")
