"""The organisation profile: a person's answers, checked against the questions of the library.

Knows what may be answered, what is assumed when a question is not answered, and which answers do not go together. Leaves to
`selection` what follows from the answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from charter_builder.conditions import Condition, Evaluation, Test, evaluate, near, tests
from charter_builder.identity import NO_SECTION, SiteSection, read_site
from charter_builder.library import Library, Question, QuestionField, Rule
from charter_builder.problems import Place, Problems, Words
from charter_builder.reading import fields
from charter_builder.reading.kinds import Day, Record, shown, unseen
from charter_builder.reading.yamlfile import Node, read


@dataclass(frozen=True)
class Adjustment:
    """An answer completed by a coherence rule of level `automatic`, always shown in the charter."""

    rule: str
    question: str
    value: str


@dataclass(frozen=True)
class Profile:
    """Answers by question, defaults included: text, number, choice (text), choices (tuple), record (dict), records (tuple of dict).
    `given`: those that the file holds, before anything is assumed or completed; None: all of them. `title`: how a studio calls itself.
    """

    shown: str
    answers: Mapping[str, Any]
    assumed: tuple[str, ...]
    missing: tuple[str, ...]
    adjustments: tuple[Adjustment, ...]
    leave_out: Mapping[str, str]
    places: Mapping[str, Place]
    given: Mapping[str, Any] | None = None
    site: SiteSection = NO_SECTION
    title: str = ""

    @property
    def name(self) -> str:
        return str(self.answers.get("nom", ""))

    @property
    def adoption_date(self) -> date | None:
        found = self.answers.get("adoption", {}).get("date")
        return found if isinstance(found, date) else None


def load_profile(path: Path, library: Library, problems: Problems, *, shown: str = "", table: Record = fields.PROFILE) -> Profile | None:
    """Read and check a profile; every problem goes to `problems`. Core questions left without an answer are its `missing`.

    `shown`: the name of the file in problems, when `path` is a copy of it; the logo is beside it. `table`: what the file may hold beside
    answers. Returns None when the file cannot be
    understood well enough to go on.
    """
    node = read(path, problems, shown=shown or None)
    if node is None:
        return None
    if "answers" in node.keys and node.at("answers").value is None:
        node.at("answers").value = {}  # a profile to fill in: every answer is still behind its #
    if "site" in node.keys and node.at("site").value is None:
        node.at("site").value = {}
    content = table.check(node, problems)
    if content is not None and "answers" not in content:
        return None
    if content is None or not isinstance(node.at("answers").value, dict):
        if content is not None:
            problems.add("E123", node.at("answers").place, expected="mapping", got="")
        return None
    return _ProfileReader(shown or str(path), node, library, problems).profile(content)


class _ProfileReader:
    def __init__(self, shown: str, node: Node, library: Library, problems: Problems) -> None:
        self.shown, self.node, self.library, self.problems = shown, node, library, problems
        self.places: dict[str, Place] = {}
        self.faulty: set[str] = set()

    def profile(self, content: dict[str, Any]) -> Profile | None:
        given = self._given()
        answers, assumed, missing = completed(given, self.library, self.faulty)
        leave_out = content.get("changes", {}).get("leave_out", {})
        self._check_changes()
        adjustments = self._coherent(answers)
        section = self.node.value.get("site") if "site" in content else None
        site = read_site(section, content.get("site", {}), Path(self.shown).parent, self.problems)
        title = content.get("name", "")
        return Profile(self.shown, answers, assumed, missing, adjustments, leave_out, self.places, given, site, title)

    # ----------------------------------------------------------------------------------------------------------- answers

    def _given(self) -> dict[str, Any]:
        questions = self.library.questions
        written = self.node.at("answers")
        given: dict[str, Any] = {}
        for name, node in written.value.items():
            question = questions.get(name)
            if question is None or question.top:
                likely = name if question else near(name, [q.id for q in questions.values() if not q.top and q.id not in written.value])
                self.problems.add("E209" if question else "E201", written.keys[name], got=name, near=likely)
                self.faulty.add(likely)  # one mistake, one message: the question meant is not missing too
                continue
            self._take(question, node, given)
        for question in questions.values():
            if question.top and question.id in self.node.value:
                self._take(question, self.node.at(question.id), given)
        return given

    def _take(self, question: Question, node: Node, given: dict[str, Any]) -> None:
        self.places[question.id] = node.place
        before = len(self.problems)
        value = self._blank(question.id, node) if node.value is None else self._answer(question, node)
        if value is not None and len(self.problems) == before:
            given[question.id] = value
        else:
            self.faulty.add(question.id)

    def _blank(self, path: str, node: Node) -> Any:
        self.problems.add("E213", node.place, question=self._words(path), name=path.rpartition(".")[2])

    def _answer(self, question: Question, node: Node) -> Any:
        match question.type:
            case "choices":
                return self._choices(question, node)
            case "record":
                return self._record(question, node)
            case "records":
                if not isinstance(node.value, list):
                    return self._wrong_type(question.id, node, "list")
                return tuple(record for item in node.value if (record := self._record(question, item)) is not None)
            case _:
                return self._single(question.id, question, node)

    def _single(self, path: str, question: Question | QuestionField, node: Node) -> Any:
        match question.type:
            case "number":
                if type(node.value) is not int:
                    return self._wrong_type(path, node, "number")
                if not question.min <= node.value <= question.max:
                    self.problems.add(
                        "E206", node.place, question=self._words(path), min=question.min, max=question.max, unit=self._unit(path)
                    )
                return node.value
            case "choice":
                return self._choice(path, question.values, node)
            case "date":
                return Day().check(node, self.problems)
            case _:
                if not isinstance(node.value, str):
                    return self._wrong_type(path, node, "text")
                text = " ".join(node.value.split())
                if not question.min <= len(text) <= question.max:
                    self.problems.add("E208", node.place, question=self._words(path), min=question.min, max=question.max)
                elif sign := unseen(text):
                    self.problems.add("E108", node.place, character=f"U+{ord(sign):04X}")
                return text

    def _choice(self, path: str, values: tuple[str, ...], node: Node) -> str | None:
        if node.value not in values or not isinstance(node.value, str):
            got = shown(node)
            self.problems.add("E204", node.place, question=self._words(path), got=got, near=near(got, values), known=", ".join(values))
            return None
        return node.value

    def _choices(self, question: Question, node: Node) -> tuple[str, ...] | None:
        if not isinstance(node.value, list):
            self._wrong_type(question.id, node, "list")
            return None
        if not node.value:
            self.problems.add("E210", node.place, question=self._words(question.id), none=question.none or "")
        values: list[str] = []
        for item in node.value:
            value = self._choice(question.id, question.values, item)
            if value in values:
                self.problems.add("E129", item.place, got=value)
            elif value is not None:
                values.append(value)
        if question.none in values and len(values) > 1:
            place = next(item.place for item in node.value if item.value == question.none)
            self.problems.add("E211", place, question=self._words(question.id), none=question.none)
        return tuple(v for v in question.values if v in values)

    def _record(self, question: Question, node: Node) -> dict[str, Any] | None:
        if not isinstance(node.value, dict):
            self._wrong_type(question.id, node, "mapping")
            return None
        known = {field.id: field for field in question.fields}
        meant = {name: near(name, [other for other in known if other not in node.value]) for name in node.value if name not in known}
        for name, likely in meant.items():
            self.problems.add("E121", node.keys[name], got=name, near=likely, known=", ".join(known))
        record = {}
        for field in question.fields:
            if field.id in node.value:
                path, answer = f"{question.id}.{field.id}", node.value[field.id]
                self.places[path] = answer.place
                record[field.id] = self._blank(path, answer) if answer.value is None else self._single(path, field, answer)
            elif field.id not in meant.values():
                self.problems.add("E122", node.place, name=field.id)
        return record

    def _wrong_type(self, path: str, node: Node, expected: str) -> Any:
        self.problems.add("E205", node.place, question=self._words(path), expected=expected, got=shown(node))
        return None

    # --------------------------------------------------------------------------------------------------------- coherence

    def _coherent(self, answers: dict[str, Any]) -> tuple[Adjustment, ...]:
        """Say which answers do not go together; those that a rule completes are, in place."""
        found = list(met(answers, self.library, self.library.rules))
        for rule, position in found:
            if rule.level == "automatic":
                continue
            name = "" if position is None else str(answers[rule.each][position].get("nom", ""))
            labels = self.library.labels
            fact = Words({lang: labels[lang].rules[rule.id]["fact"].replace("{nom}", name) for lang in labels})
            action = Words({lang: self._action(rule, lang).replace("{nom}", name) for lang in labels})
            self.problems.add("E203" if rule.level == "error" else "W203", self._place(rule, position), fact=fact, action=action)
        return _adjustments(found)

    def _place(self, rule: Rule, position: int | None) -> Place:
        if position is None:
            return next((self.places[name] for name in rule.about if name in self.places), Place(self.shown))
        asked = [test.question for test in tests(rule.when) if isinstance(test, Test)]
        last = [name.removeprefix(f"{rule.each}.") for name in asked if name.startswith(f"{rule.each}.")][-1:]
        return self.node.at("answers", rule.each, position, *last).place

    def _action(self, rule: Rule, language: str) -> str:
        """What to do, with the answers as a file says them: « choisissez « aide à l'étude des dossiers » (aide_instruction) »."""
        labels = self.library.labels[language]
        asked = {*rule.about, *self.library.questions_of(rule.when)}
        paths = [path for path in labels.questions if path.partition(".")[0] in asked]
        said = {label: value for path in paths for value, label in labels.questions[path].get("values", {}).items() if label != value}

        def written(quoted: re.Match[str]) -> str:
            return f"{quoted[0]} ({said[quoted[1]]})" if quoted[1] in said else quoted[0]

        return re.sub(r"[«“]\s?(.*?)\s?[»”]", written, labels.rules[rule.id]["action"])

    def _check_changes(self) -> None:
        changes = self.node.value.get("changes")
        left_out = changes.value.get("leave_out") if changes and isinstance(changes.value, dict) else None
        for name, place in left_out.keys.items() if left_out else ():
            self.places[name] = place
            if name not in self.library.clauses:
                self.problems.add("E207", place, got=name, near=near(name, self.library.clauses))

    def _words(self, path: str) -> Words:
        return Words({language: labels.question(path) for language, labels in self.library.labels.items()})

    def _unit(self, path: str) -> Words:
        return Words({language: labels.unit(path) for language, labels in self.library.labels.items()})


def profile_of(given: Mapping[str, Any], library: Library, before: Profile | None = None) -> Profile:
    """The profile that a file with these answers makes, each of them sound by itself; which ones do not go together is not looked at.
    `before`: the profile of the file as it was, for whatever else it says.
    """
    answers, assumed, missing = completed(given, library)
    adjustments = _adjustments(met(answers, library, library.rules))
    shown, leave_out, site = (before.shown, before.leave_out, before.site) if before else ("", {}, NO_SECTION)
    return Profile(shown, answers, assumed, missing, adjustments, leave_out, {}, given, site)


def _adjustments(found: Iterable[tuple[Rule, int | None]]) -> tuple[Adjustment, ...]:
    automatic = (rule for rule, _ in found if rule.level == "automatic")
    return tuple(Adjustment(rule.id, question, value) for rule in automatic for question, value in rule.then.items())


def completed(
    given: Mapping[str, Any], library: Library, faulty: Collection[str] = ()
) -> tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]:
    """The answers given with those that are assumed; the questions assumed; the core questions that stay open. A `faulty` question was
    answered, wrongly: nothing is assumed for it.
    """
    answers: dict[str, Any] = {}
    assumed: list[str] = []
    missing: list[str] = []
    for question in library.questions.values():
        if question.id in given:
            answers[question.id] = given[question.id]
            continue
        asked = question.asked_when is None or evaluated(question.asked_when, view_of(answers, library.questions), library).outcome
        if asked is False:
            answers[question.id] = question.default if question.if_not_asked is None else question.if_not_asked
        elif question.core:
            if question.id not in faulty and asked:
                missing.append(question.id)
        elif question.id not in faulty:
            answers[question.id] = question.default
            assumed += [] if question.silent else [question.id]
    return answers, tuple(assumed), tuple(missing)


def met(answers: dict[str, Any], library: Library, rules: Iterable[Rule]) -> Iterator[tuple[Rule, int | None]]:
    """Of these rules, those that the answers meet, each with the position of the record that meets it. One of level automatic completes
    the answers, in place, before the next rule looks at them.
    """
    view = view_of(answers, library.questions)
    for rule in rules:
        for position, situation in situations(rule, answers, view):
            if evaluated(rule.when, situation, library).outcome is not True:
                continue
            if rule.level == "automatic":
                for question, value in rule.then.items():
                    before = answers.get(question, ())
                    none = library.questions[question].none
                    others = tuple(v for v in before if v not in (value, none)) if isinstance(before, tuple) else ()
                    answers[question] = (value, *others) if isinstance(before, tuple) else value
                view = view_of(answers, library.questions)
            yield rule, position


def situations(rule: Rule, answers: Mapping[str, Any], view: Mapping[str, Any]) -> Iterator[tuple[int | None, Mapping[str, Any]]]:
    """The views that a rule looks at: the whole profile, or one record at a time, with its position."""
    if not rule.each:
        yield None, view
        return
    for position, record in enumerate(answers.get(rule.each, ())):
        yield position, {**view, **{f"{rule.each}.{key}": value for key, value in record.items()}}


def evaluated(condition: Condition, view: Mapping[str, Any], library: Library) -> Evaluation:
    """A condition under the answers of a view."""
    return evaluate(condition, view, lambda fact: evaluated(library.facts[fact].when, view, library))


def view_of(answers: Mapping[str, Any], questions: Mapping[str, Question]) -> dict[str, Any]:
    """The answers as conditions see them: `publics_fragiles.mineurs`, `outils.offre`. An unanswered question is absent."""
    return dict(_view(answers, questions))


def _view(answers: Mapping[str, Any], questions: Mapping[str, Question]) -> Iterator[tuple[str, Any]]:
    for name, value in answers.items():
        match questions[name].type:
            case "record":
                yield from ((f"{name}.{key}", item) for key, item in value.items() if item is not None)
            case "records":  # without a record: nothing of anything, which is an answer
                for field in questions[name].fields:
                    yield f"{name}.{field.id}", tuple(dict.fromkeys(record[field.id] for record in value if field.id in record))
            case _:
                yield name, value
