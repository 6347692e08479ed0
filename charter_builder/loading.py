"""The files of a pack → a `Library`, all problems at once.

Knows where each file of a pack stands. Leaves the content of a single file to `reading`, what must agree between files to
`linking`, and what was already found sound to `librarycache`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from charter_builder.charter import Heading, Inline, Paragraph
from charter_builder.conditions import ALWAYS, Condition, Domain, Fault, near, parse
from charter_builder.library import (
    PLACEHOLDERS,
    SLOTS,
    AnnexEntry,
    Cited,
    Clause,
    Fact,
    Labels,
    Library,
    Pack,
    Question,
    QuestionField,
    Rule,
    Source,
    Use,
    UseText,
    Weight,
    domains,
)
from charter_builder.linking import check_facts, check_labels, check_references, check_relations
from charter_builder.problems import Place, Problems
from charter_builder.reading import fields
from charter_builder.reading.kinds import ID, Record
from charter_builder.reading.prose import MAX_PROSE
from charter_builder.reading.texts import ClauseText, PageText, TextReader
from charter_builder.reading.yamlfile import Node, read, read_text, read_yaml
from charter_builder.typography import polish

#: What Windows keeps for its devices.
_WINDOWS = r"con|prn|aux|nul|(com|lpt)[0-9]"
#: A thousand are read in some seconds; nobody reads more.
MAX_CLAUSES = 1000
_RESERVED = {"texts", "glossary", "annexes", "uses", "schemas", "topics"}
#: Names of the site's own pages and folders.
_PAGES = ("index", "imprimer", "404", "search", "assets", "charter", "documents")


def load_library(root: Path, language: str = "") -> Library:
    """Read a pack, in one of its languages or, by default, in all. Raises `CharterError` with everything that is wrong in it."""
    problems = Problems()
    library = PackReader(root, problems, language).library()
    problems.stop_if_errors()
    assert library is not None
    return library


class PackReader:
    """Reads one pack folder, file by file, then links the files."""

    def __init__(self, root: Path, problems: Problems, language: str = "") -> None:
        self.root, self.problems, self.language = root, problems, language
        self.nodes: dict[str, Node] = {}
        self.asked: dict[str, Question] = {}
        self.facts: dict[str, Fact] = {}
        self.fact_names: list[str] = []
        self.sources: dict[str, Source] = {}
        self.domains: dict[str, dict[str, Domain]] = {}
        self.references: list[tuple[str, Place]] = []
        self.conditions: dict[str, Condition] = {}

    def library(self) -> Library | None:
        if not self.root.is_dir():
            self.problems.add("E320", Place(str(self.root)), folder=str(self.root))
            return None
        files = {name: self._file(f"{name}.yml", fields.FILES[name]) for name in ("pack", "parts", "questions", "facts", "sources")}
        if any(content is None for content in files.values()):
            return None
        pack, parts, questions, facts, sources = (
            cast("dict[str, Any]", files[name]) for name in ("pack", "parts", "questions", "facts", "sources")
        )
        languages = tuple(name for name in pack.get("languages", ()) if self.language in ("", name))
        labels = {language: self._file(f"texts/{language}.yml", fields.TEXTS) for language in languages}
        self._sources(sources)
        self.asked = {q["id"]: self._question(q) for q in questions.get("questions", ()) if "id" in q and "type" in q}
        self._asked_when(questions)
        self.fact_names = [fact["id"] for fact in facts.get("facts", ()) if "id" in fact]
        self._facts(facts)
        rules = tuple(self._rules(questions))
        part_ids = tuple(parts.get("parts", ()))
        folders = self._clause_folders(part_ids)
        clauses = {clause.id: clause for clause in (self._clause(folder) for folder in folders) if clause}
        annexes = [annex for annex in (self._annex(folder) for folder in self._folders("annexes") if self._is_named(folder)) if annex]
        for annex in annexes:
            if annex.id in {*part_ids, *_PAGES}:  # both would be the same page of the site
                self.problems.add("E325", Place(self._shown(f"annexes/{annex.id}")), got=annex.id)
        known = {f"{folder.parent.name}/{folder.name}" for folder in folders}
        uses = self._uses(known) if (self.root / "uses.yml").exists() else ()
        texts = {language: self._texts(folders, language) for language in languages}
        use_texts = {language: self._use_texts(uses, language) for language in languages}
        pages = {language: self._pages(annexes, language) for language in languages}
        check_labels(labels, self._wanted_labels(part_ids, questions), self.asked, self.nodes, self.problems)
        check_facts(self.facts, self.nodes["facts.yml"], self.problems)
        check_relations(clauses, known, self.nodes, self.problems)
        check_references(self.references, known, {annex.id for annex in annexes}, self.problems)
        if any(p.is_error for p in self.problems):
            return None
        rank = {part: position for position, part in enumerate(part_ids)}
        ordered = sorted(clauses.values(), key=lambda c: (rank[c.part], c.force == "advice", c.order, c.id))
        return Library(
            Pack(pack["id"], pack["edition"], pack["licence"], languages),
            part_ids,
            tuple(questions["blocks"]),
            self.asked,
            rules,
            self.facts,
            self.sources,
            {clause.id: clause for clause in ordered},
            tuple(sorted(annexes, key=lambda annex: (annex.order, annex.id))),
            tuple(uses),
            {language: _labels(cast("dict[str, Any]", content), language) for language, content in labels.items()},
            {language: {name: text.title for name, text in found.items()} for language, found in texts.items()},
            texts,
            pages,
            use_texts,
        )

    # ------------------------------------------------------------------------------------------------------------- files

    def _shown(self, relative: str) -> str:
        return f"{self.root.name}/{relative}"

    def _inside(self, relative: str) -> bool:
        """Whether a file of the pack is inside it: a link could bring in any file of the person who builds."""
        try:
            inside = (self.root / relative).resolve().is_relative_to(self.root.resolve())
        except (OSError, RuntimeError):  # a link that leads back to itself
            inside = False
        if not inside:
            self.problems.add("E346", Place(self._shown(relative)), file=self._shown(relative))
        return inside

    def _file(self, relative: str, table: Record) -> dict[str, Any] | None:
        if not self._inside(relative):
            return None
        if not (self.root / relative).exists():
            self.problems.add("E327", Place(self._shown(relative)), file=self._shown(relative))
            return None
        node = read(self.root / relative, self.problems, shown=self._shown(relative))
        if node is None:
            return None
        self.nodes[relative] = node
        return table.check(node, self.problems)

    def _folders(self, name: str) -> list[Path]:
        folder = self.root / name
        return sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")) if folder.is_dir() else []

    def _clause_folders(self, parts: tuple[str, ...]) -> list[Path]:
        found: list[Path] = []
        for folder in self._folders("."):
            if folder.name in _RESERVED:
                continue
            if folder.name not in parts:
                self.problems.add("E312", Place(self._shown(folder.name)), folder=folder.name, known=", ".join(parts))
                continue
            for clause in self._folders(folder.name):
                if self._is_named(clause):
                    found.append(clause)
        if len(found) > MAX_CLAUSES:
            self.problems.add("E347", Place(str(self.root)), count=len(found), limit=MAX_CLAUSES)
            self.problems.stop_if_errors()
        return found

    def _is_named(self, folder: Path) -> bool:
        """Whether a folder can give its name to a page, on every system."""
        if re.fullmatch(ID, folder.name) and not re.fullmatch(_WINDOWS, folder.name):
            return True
        self.problems.add("E127", Place(self._shown(f"{folder.parent.name}/{folder.name}")), got=folder.name)
        return False

    # -------------------------------------------------------------------------------------------------------- conditions

    def _condition(self, node: Node, *, each: str = "") -> Condition:
        if each not in self.domains:
            self.domains[each] = domains(self.asked, each=each)
        condition, faults = parse(node.plain(), self.domains[each], self.fact_names)
        self._report(faults, node)
        return condition

    def _report(self, faults: Iterable[Fault], node: Node) -> None:
        for fault in faults:
            place = node.place_of(fault.path, key=fault.on_key)
            params = {key: ", ".join(value) if isinstance(value, tuple) else value for key, value in fault.params.items()}
            self.problems.add(FAULT_CODES[fault.code], place, **params)

    def _condition_in_text(self, written: str, place: Place) -> Condition:
        if written not in self.conditions:
            before = len(self.problems)
            node = read_yaml(written, place.file, self.problems, within=place)
            condition = self._condition(node) if node else ALWAYS
            if len(self.problems) > before:
                return condition  # to be said again at its next place
            self.conditions[written] = condition
        return self.conditions[written]

    def _citations(self, found: list[dict[str, Any]], node: Node) -> tuple[Cited, ...]:
        cited = []
        for position, citation in enumerate(found):
            source = citation.get("source", "")
            if source and source not in self.sources:
                self._unknown("E315", node.at(position, "source").place, source, self.sources)
            when = citation.get("when")
            cited.append(Cited(source, self._condition(when) if when else ALWAYS, citation.get("beside", False)))
        return tuple(cited)

    def _unknown(self, code: str, place: Place, name: str, known: Iterable[str], **params: object) -> None:
        self.problems.add(code, place, got=name, near=near(name, known), **params)

    # ---------------------------------------------------------------------------------------------- questions, facts, law

    def _question(self, q: dict[str, Any]) -> Question:
        known = [f for f in q.get("fields", ()) if "id" in f and "type" in f]
        return Question(
            id=q["id"],
            block=q.get("block", ""),
            type=q["type"],
            values=tuple(q.get("values", ())),
            min=q.get("min", 0),
            max=q.get("max", 1_000_000_000 if q["type"] == "number" else 400),
            none=q.get("none", ""),
            fields=tuple(QuestionField(f["id"], f["type"], tuple(f.get("values", ())), f.get("min", 1), f.get("max", 400)) for f in known),
            core=q.get("core", False),
            default=_answer(q.get("default")),
            if_not_asked=_answer(q.get("if_not_asked")),
            asked_when=None,
            top="at" in q,
            silent=q.get("silent", False),
        )

    def _asked_when(self, questions: dict[str, Any]) -> None:
        from dataclasses import replace

        for position, q in enumerate(questions.get("questions", ())):
            node = self.nodes["questions.yml"].at("questions", position)
            question = self.asked.get(q.get("id", ""))
            if question is None:
                continue
            if q.get("block") not in questions.get("blocks", ()):
                self._unknown("E319", node.at("block").place, q.get("block", ""), questions.get("blocks", ()))
            if not question.core and question.default is None:
                self.problems.add("E321", node.place, question=question.id)
            elif "asked_when" in q and question.default is None and question.if_not_asked is None:
                self.problems.add("E344", node.at("asked_when").place, question=question.id)
            for name, value in (("default", question.default), ("if_not_asked", question.if_not_asked)):
                if value is not None and not _answers(question, value):
                    self.problems.add("E328", node.at(name).place, question=question.id)
            if "asked_when" in q:
                self.asked[question.id] = replace(question, asked_when=self._condition(q["asked_when"]))

    def _facts(self, facts: dict[str, Any]) -> None:
        for position, fact in enumerate(facts.get("facts", ())):
            if "when" in fact and "id" in fact:
                node = self.nodes["facts.yml"].at("facts", position, "citations")
                cited = self._citations(fact["citations"], node) if fact.get("citations") else ()
                self.facts[fact["id"]] = Fact(fact["id"], self._condition(fact["when"]), cited)

    def _rules(self, questions: dict[str, Any]) -> Iterable[Rule]:
        for position, rule in enumerate(questions.get("rules", ())):
            if {"id", "level", "when", "about"} <= rule.keys():
                node = self.nodes["questions.yml"].at("rules", position)
                named: list[tuple[tuple[str | int, ...], str]] = [(("about", rank), name) for rank, name in enumerate(rule["about"])]
                named += [(("then", name), name) for name in rule.get("then", {})] + ([(("each",), rule["each"])] if "each" in rule else [])
                for path, name in named:
                    if name not in self.asked:
                        self._unknown("E323", node.at(*path).place, name, self.asked)
                when = self._condition(rule["when"], each=rule.get("each", ""))
                yield Rule(rule["id"], rule["level"], when, tuple(rule["about"]), rule.get("each", ""), rule.get("then", {}))

    def _sources(self, sources: dict[str, Any]) -> None:
        for position, source in enumerate(sources.get("sources", ())):
            if not {"id", "instrument", "status", "binding", "verified", "url"} <= source.keys():
                continue
            node = self.nodes["sources.yml"].at("sources", position)
            if source["id"] in self.sources:
                self.problems.add("E322", node.at("id").place, got=source["id"])
            first, last = source.get("applies_from"), source.get("applies_until")
            if first and last and last < first:
                self.problems.add("E313", node.at("applies_until").place, first=first.isoformat(), last=last.isoformat())
            self.sources[source["id"]] = Source(
                source["id"],
                source["instrument"],
                source["status"],
                source["binding"],
                source["verified"],
                first,
                last,
                source.get("read_on"),
                source["url"],
            )

    # ----------------------------------------------------------------------------------------------------------- clauses

    def _clause(self, folder: Path) -> Clause | None:
        relative = f"{folder.parent.name}/{folder.name}"
        content = self._file(f"{relative}/clause.yml", fields.CLAUSE)
        if content is None:
            return None
        node = self.nodes[f"{relative}/clause.yml"]
        citations = self._citations(content.get("citations", []), node.at("citations"))
        condition = self._condition(content["applies_when"]) if "applies_when" in content else ALWAYS
        poster = tuple(
            Weight(w["points"], self._condition(w["when"]) if "when" in w else ALWAYS) for w in content.get("poster", ()) if "points" in w
        )
        if not {"edition", "order", "force", "topics", "applies_when", "owner"} <= content.keys():
            return None
        sound = all(c.source in self.sources for c in citations)  # else an unknown source is the mistake to mend
        supports = [self.sources[c.source] for c in citations if sound and not c.beside]
        if content["force"] == "law" and sound and not any(s.binding and s.verified != "unverified" for s in supports):
            self.problems.add("E318", node.at("force").place, clause=relative)
        return Clause(
            relative, folder.parent.name, content["edition"], content["order"], content["force"], tuple(content["topics"]),
            condition, content.get("if_unanswered", "include"), citations, tuple(content.get("requires", ())),
            tuple(content.get("conflicts", ())), tuple(content.get("replaces", ())), poster, content["owner"],
            content.get("calendar", ""),
        )  # fmt: skip

    def _annex(self, folder: Path) -> AnnexEntry | None:
        content = self._file(f"annexes/{folder.name}/annex.yml", fields.ANNEX)
        if content is None or not {"order", "kind", "paper"} <= content.keys():
            return None
        when = content.get("applies_when")
        return AnnexEntry(
            folder.name, content["order"], content["kind"], content["paper"], self._condition(when) if when else ALWAYS,
            tuple(content.get("topics", ())),
            self._citations(content.get("citations", []), self.nodes[f"annexes/{folder.name}/annex.yml"].at("citations")),
            content.get("calendar", ""),
        )  # fmt: skip

    # -------------------------------------------------------------------------------------------------------------- uses

    def _uses(self, clauses: set[str]) -> tuple[Use, ...]:
        content = self._file("uses.yml", fields.USES) or {}
        trades = self.asked["secteurs"].values if "secteurs" in self.asked else ()
        found: dict[str, Use] = {}
        for position, use in enumerate(content.get("uses", ())):
            node = self.nodes["uses.yml"].at("uses", position)
            for name, known, code in (("trades", trades, "E341"), ("clauses", clauses, "E314")):
                for rank, value in enumerate(use.get(name, ())):
                    if value not in known:
                        self._unknown(code, node.at(name, rank).place, value, known, question="secteurs")
            when = self._condition(use["applies_when"]) if "applies_when" in use else ALWAYS
            citations = self._citations(use.get("citations", []), node.at("citations"))
            if use.get("id") in found:
                self.problems.add("E129", node.at("id").place, got=use["id"])
            if {"id", "light", "class", "data"} <= use.keys():
                found[use["id"]] = Use(
                    use["id"], tuple(use.get("trades", ())), when, use["light"], use["class"], use["data"],
                    tuple(use.get("clauses", ())), citations,
                )  # fmt: skip
        return tuple(found.values())

    def _use_texts(self, uses: tuple[Use, ...], language: str) -> dict[str, UseText]:
        """The three paragraphs under the heading of each use."""
        relative = f"uses/{language}.md"
        reader = self._prose(relative, language) if uses else None
        if reader is None:
            return {}
        written: dict[str, list[tuple[Inline, ...]]] = {}
        for block in reader.page().blocks:
            if isinstance(block, Heading):
                written["".join(getattr(inline, "value", "") for inline in block.content)] = []
            elif isinstance(block, Paragraph) and written:
                written[list(written)[-1]].append(block.content)
        self.references += reader.references
        for name in sorted({use.id for use in uses} ^ set(written)):
            self.problems.add("E342", Place(self._shown(relative)), got=name)
        for name, paragraphs in written.items():
            if len(paragraphs) != 3:
                self.problems.add("E343", Place(self._shown(relative)), got=name)
        return {name: UseText(*paragraphs) for name, paragraphs in written.items() if len(paragraphs) == 3}

    def _texts(self, folders: list[Path], language: str) -> dict[str, ClauseText]:
        found = {}
        for folder in folders:
            relative = f"{folder.parent.name}/{folder.name}"
            if reader := self._prose(f"{relative}/{language}.md", language):
                found[relative] = reader.clause()
                self.references += reader.references
        return found

    def _pages(self, annexes: list[AnnexEntry], language: str) -> dict[str, PageText]:
        names = {annex.id: f"annexes/{annex.id}/{language}.md" for annex in annexes} | {"glossary": f"glossary/{language}.md"}
        return {name: reader.page() for name, relative in names.items() if (reader := self._prose(relative, language, frozenset(SLOTS)))}

    def _prose(self, relative: str, language: str, slots: frozenset[str] = frozenset()) -> TextReader | None:
        if not self._inside(relative):
            return None
        if not (self.root / relative).exists():
            self.problems.add("E311", Place(self._shown(relative)), file=self._shown(relative), language=language)
            return None
        text = read_text(self.root / relative, self.problems, shown=self._shown(relative), limit=MAX_PROSE)
        if text is None:
            return None
        return TextReader(text, self._shown(relative), language, frozenset(PLACEHOLDERS), slots, self._condition_in_text, self.problems)

    def _wanted_labels(self, parts: tuple[str, ...], questions: dict[str, Any]) -> dict[str, set[str]]:
        """The names that each section of a texts file must have, no more and no fewer."""
        return {
            "parts": set(parts),
            "forces": {"law", "commitment", "advice"},
            "roles": set(fields.ROLES),
            "blocks": set(questions.get("blocks", ())),
            "questions": set(self.asked),
            "facts": set(self.fact_names),
            "classes": set(fields.AI_CLASSES) if (self.root / "uses.yml").exists() else set(),
            "rules": {rule["id"] for rule in questions.get("rules", ()) if "id" in rule},
            "instruments": {source.instrument for source in self.sources.values()},
            "sources": set(self.sources),
        }


#: The problem codes of faults in conditions.
FAULT_CODES = {
    "condition_expected": "E330", "too_deep": "E331", "too_many_tests": "E331", "list_expected": "E332", "unknown_fact": "E333",
    "unknown_question": "E334", "unknown_operator": "E335", "two_expected": "E336", "empty_interval": "E337", "one_expected": "E338",
    "number_expected": "E339", "out_of_range": "E340", "unknown_value": "E341",
}  # fmt: skip


def _answers(question: Question, value: Any) -> bool:
    """Whether a value is an answer that the question can have."""
    match question.type:
        case "number":
            return type(value) is int and question.min <= value <= question.max
        case "choice":
            return value in question.values
        case "choices":
            return isinstance(value, tuple) and bool(value) and set(value) <= set(question.values)
    return True


def _answer(written: Node | None) -> Any:
    """A default as an answer: lists are tuples."""
    value = written.plain() if written else None
    return tuple(value) if isinstance(value, list) else value


def _labels(content: dict[str, Any], language: str) -> Labels:
    def polished(value: Any) -> Any:
        return {key: polished(item) for key, item in value.items()} if isinstance(value, dict) else polish(value, language)

    texts = polished(content)
    questions = dict(texts["questions"])
    for name, label in texts["questions"].items():
        for field_name, field_label in label.get("fields", {}).items():
            questions[f"{name}.{field_name}"] = field_label
    return Labels(
        texts["charter"], texts["parts"], texts["forces"], texts["roles"], texts["blocks"], questions, texts["facts"],
        texts.get("classes", {}), texts["rules"], texts["instruments"], texts["sources"],
    )  # fmt: skip
