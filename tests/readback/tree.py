"""The words of `charte.json`: what every other format is held against."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from charter_builder.messages import in_force, long_date, sentence
from readback import Words


def read(folder: Path, *, papers: tuple[str, ...] = ("charter", "annexes", "site"), articles: bool = True) -> Words:
    """All the words; or those of the annexes of some papers only, with the articles or without."""
    return _Tree(json.loads((folder / "charte.json").read_text("utf-8"))).words(papers, articles)


class _Tree:
    def __init__(self, data: dict[str, Any]) -> None:
        self.data, self.language = data, data["language"]
        self.notes: list[str] = []

    def say(self, name: str, **params: object) -> str:
        return sentence(name, self.language, **params)

    def words(self, papers: tuple[str, ...], articles: bool) -> Words:
        data = self.data
        body: list[str] = []
        for part in data["parts"] if articles else ():
            body.append(f"{part['number']}. {part['title']}")
            for article in part["articles"]:
                body += self.article(article)
        for annex in data["annexes"]:
            if annex["paper"] in papers:
                body += [annex["title"], *self.blocks(annex["introduction"]), *self.blocks(annex["content"])]
                if annex["citations"]:
                    body += [self.say("sources"), *map(self.cited, annex["citations"])]
        front = [data["title"], data["organisation"]]
        if articles:
            front += [data["subtitle"], data["contact"]["function"], data["contact"]["address"], data["notice"]]
        return Words("\n".join(front), body, self.notes)

    def article(self, article: dict[str, Any]) -> Iterator[str]:
        yield from (f"{article['number']} {article['title']}", article["force_label"])
        if article["prepare_for"]:
            yield self.say("prepare", date=self.day(article["prepare_for"]))
        if article["to_confirm"]:
            yield self.say("to_confirm")
        yield self.run(article["rule"])
        self.notes += map(self.cited, article["citations"])
        yield from self.blocks(article["content"])
        if article["practice"]:
            yield from (self.say("in_practice"), *self.blocks(article["practice"]))
        yield from (self.say("why"), *self.blocks(article["why"]), self.say("why_here"), " ".join(article["reasons"]))
        yield self.say("owner", owner=article["owner"])

    def blocks(self, blocks: list[dict[str, Any]]) -> Iterator[str]:
        for block in blocks:
            yield from self.block(block)

    def block(self, block: dict[str, Any]) -> Iterator[str]:
        match block["type"]:
            case "heading" | "paragraph":
                yield self.run(block["content"])
            case "bullets" | "numbered":
                for item in block["items"]:
                    yield from self.blocks(item)
            case "table":
                yield self.run(block["caption"])
                for row in (block["head"], *block["rows"]):
                    yield from (self.run(cell["content"]) for cell in row)
            case "calendar":
                yield from self.block(block["table"])
            case "lookup":
                for group in block["groups"]:
                    yield from (group["title"], *self.block(group["table"]))
            case "examples":
                for example in block["items"]:
                    yield from (self.say("good" if example["good"] else "bad"), self.run(example["content"]))
                    if example["instead"]:
                        yield from (self.say("instead"), self.run(example["instead"]))
            case "definitions":
                for definition in block["items"]:
                    yield from (definition["term"], *self.blocks(definition["content"]))
            case "timeline":
                yield self.say("timeline_here", date=self.day(block["here"]))
                for entry in block["entries"]:
                    yield self.day(entry["day"])
                    if entry["day"] > block["here"]:
                        yield self.say("timeline_to_come")
                    yield entry["label"]
                    if entry["articles"]:
                        yield from (self.say("timeline_articles"), *(self.run(article["content"]) for article in entry["articles"]))
            case unknown:
                raise AssertionError(f"no words for a block of type {unknown}")

    def run(self, inlines: list[dict[str, Any]]) -> str:
        """The words of inlines; a note is put aside."""
        said = ""
        for inline in inlines:
            if inline["type"] == "note":
                self.notes.append(self.run(inline["content"]))
            else:
                said += inline.get("value") or self.run(inline.get("content", []))
        return said

    def cited(self, citation: dict[str, Any]) -> str:
        since = date.fromisoformat(citation["applies_from"]) if citation["applies_from"] else None
        return f"{citation['label']}, {citation['pinpoint']} {citation['subject']} " + in_force(
            SimpleNamespace(**citation | {"applies_from": since}), self.language
        )

    def day(self, day: str) -> str:
        return long_date(date.fromisoformat(day), self.language)
