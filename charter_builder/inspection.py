"""The inspection of a pack: what a linter says of a program, said of a library of clauses.

Knows what makes a pack sound beyond its spelling: conditions that decide something, clauses that somebody gets, no coherent profile
with two clauses that contradict each other, texts and sources of this year. Decides by proof, over every profile at once. Leaves the
spelling to `loading`, and the proof to `situations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from charter_builder.conditions import ALWAYS, All, Any_, Condition, FactTest, Not, Test, tests
from charter_builder.library import Clause, Library, domains
from charter_builder.loading import PackReader
from charter_builder.messages import LANGUAGES, long_date
from charter_builder.problems import CharterError, Place, Problems, Words
from charter_builder.reading.prose import PASSAGE, plain
from charter_builder.situations import Situations
from charter_builder.solver import Solver, TooComplicated
from charter_builder.stakes import Stake, kept, stakes
from charter_builder.translations import stale

#: A rule stands on a poster: so many words at most.
RULE_WORDS = 25
#: A source is read again within a year.
SOURCE_DAYS = 366


@dataclass(frozen=True)
class Inspection:
    """What was found, and how much was proved: `conditions` each shown to be possible and useful."""

    library: Library | None
    problems: Problems
    conditions: int = 0


def inspect(root: Path, on: date) -> Inspection:
    """Everything wrong in a pack under the law of that day. Raises nothing; the logic is looked at once the files can be read."""
    problems = Problems()
    reader = PackReader(root, problems)
    try:
        library = reader.library()
    except CharterError:  # too many faults to read on
        return Inspection(None, problems)
    _translations(root, problems)
    if library is None:
        return Inspection(None, problems)
    inspector = _Inspector(library, reader, problems, on)
    inspector.inspect()
    return Inspection(library, problems, inspector.proved)


class _Inspector:
    def __init__(self, library: Library, reader: PackReader, problems: Problems, on: date) -> None:
        self.library, self.reader, self.problems, self.on = library, reader, problems, on
        self.situations = Situations(library, on)
        self.stakes = list(stakes(library, library.pack.languages[0]))
        self.proved = 0

    def inspect(self) -> None:
        if not self._coherent():
            return
        for stake in self.stakes:
            self._condition(stake)
        self._rules()
        for clause in self.library.clauses.values():
            self._reachable(clause)
            self._conflicts(clause)
            self._required(clause)
        self._values()
        self._unused()
        self._sources()
        self._rule_lengths()

    # -------------------------------------------------------------------------------------------------------- conditions

    def _coherent(self) -> bool:
        """Some profile is coherent: without one, nothing else can be proved."""
        try:
            if self.situations.find() is not None:
                return True
            self.problems.add("E354", self._place("questions.yml", "rules"))
        except TooComplicated:
            self.problems.add("W352", self._place("questions.yml", "rules"))
        return False

    def _condition(self, stake: Stake) -> None:
        """A condition that can hold where it counts, and that can fail there unless it says `always`."""
        self.proved += 1
        if stake.condition == ALWAYS:
            return
        try:
            inside = (stake.inside, True)
            if self.situations.find(inside) is None:
                return  # said of what it stands in
            if self.situations.find(inside, (stake.condition, True)) is None:
                self.problems.add("E350", self._written(stake))
            elif self.situations.find(inside, (stake.condition, False)) is None:
                self.problems.add("W350" if stake.kind == stake.of else "W351", self._written(stake))
            elif dead := next(self._dead(stake.condition, True, (inside,)), None):
                self.problems.add("W362", self._written(stake), part=", ".join(_said(test) for test in tests(dead)))
        except TooComplicated:
            self.problems.add("W352", self._written(stake))

    def _dead(self, condition: Condition, outcome: bool, around: tuple[tuple[Condition, bool], ...]) -> Iterator[Condition]:
        """The parts of a condition that can never come to what would make them count, given what holds around them."""
        if isinstance(condition, Not):
            yield from self._dead(condition.item, not outcome, around)
        elif isinstance(condition, (All, Any_)):
            together = isinstance(condition, All) is outcome
            for rank, item in enumerate(condition.items):
                others = tuple((other, outcome) for n, other in enumerate(condition.items) if n != rank) if together else ()
                if self.situations.find(*around, *others, (item, outcome)) is None:
                    yield item
                yield from self._dead(item, outcome, (*around, *others))

    def _written(self, stake: Stake) -> Place:
        """Where the condition of a stake is written."""
        file, path = self._file(stake)
        match stake.kind:
            case "citation":
                return self._place(file, *path, "citations", stake.rank, "when")
            case "points":
                return self._place(file, *path, "poster", stake.rank, "when")
            case "passage":
                return self._passage(file.rpartition("/")[0], stake.rank)
        return self._place(file, *path, {"question": "asked_when", "fact": "when"}.get(stake.of, "applies_when"))

    def _file(self, stake: Stake) -> tuple[str, tuple[str | int, ...]]:
        """The file of the owner of a stake, and where it stands in it."""
        library = self.library
        match stake.of:
            case "question":
                return "questions.yml", ("questions", _rank(library.questions, stake.owner))
            case "fact":
                return "facts.yml", ("facts", _rank(library.facts, stake.owner))
            case "use":
                return "uses.yml", ("uses", _rank((use.id for use in library.uses), stake.owner))
            case "annex":
                return f"annexes/{stake.owner}/annex.yml", ()
        return f"{stake.owner}/clause.yml", ()

    def _passage(self, folder: str, rank: int) -> Place:
        """The line that opens a passage of a text, in the first language of the pack."""
        name = f"{folder}/{self.library.pack.languages[0]}.md"
        lines = (self.reader.root / name).read_text("utf-8").splitlines()
        number = [number for number, line in enumerate(lines) if PASSAGE.match(line)][rank]
        start = lines[number].index("when") + 5
        return Place(f"{self.reader.root.name}/{name}", number + 1, start + 1, max(1, len(lines[number]) - start), lines[number])

    def _rules(self) -> None:
        """A coherence rule describes a situation that answers can make, other rules left aside."""
        named = {name: fact.when for name, fact in self.library.facts.items()}
        for position, rule in enumerate(self.library.rules):
            self.proved += 1
            place = self._place("questions.yml", "rules", position, "when")
            solver = Solver(domains(self.library.questions, each=rule.each), named, (), (rule.when,))
            try:
                if solver.find((rule.when, True)) is None:
                    self.problems.add("E350", place)
                elif solver.find((rule.when, False)) is None:
                    self.problems.add("W350", place)
            except TooComplicated:
                self.problems.add("W352", place)

    # ---------------------------------------------------------------------------------------------------------- relations

    def _reachable(self, clause: Clause) -> None:
        try:
            possible = self.situations.find((clause.applies_when, True))
            if possible is not None and self.situations.find((kept(clause.id), True)) is None:
                replacing = tuple(c.id for c in self.library.clauses.values() if clause.id in c.replaces)
                place = self._place(f"{clause.id}/clause.yml")
                self.problems.add("E351", place, clause=clause.id, items=replacing)
        except TooComplicated:
            self.problems.add("W352", self._place(f"{clause.id}/clause.yml"))

    def _conflicts(self, clause: Clause) -> None:
        for rank, other in enumerate(clause.conflicts):
            if clause.id > other and clause.id in self.library.clauses[other].conflicts:
                continue  # said once
            self._never("E352", clause, other, self._place(f"{clause.id}/clause.yml", "conflicts", rank), (kept(other), True))

    def _required(self, clause: Clause) -> None:
        """What a clause requires is there, or what replaces it."""
        for rank, other in enumerate(clause.requires):
            replacing = ((kept(c.id), False) for c in self.library.clauses.values() if other in c.replaces)
            place = self._place(f"{clause.id}/clause.yml", "requires", rank)
            self._never("E353", clause, other, place, (kept(other), False), *replacing)

    def _never(self, code: str, clause: Clause, other: str, place: Place, *wanted: tuple[Condition, bool]) -> None:
        """Add a problem, with the answers that show it, when some coherent profile has the clause and all that is wanted beside it."""
        try:
            situation = self.situations.find((kept(clause.id), True), *wanted)
        except TooComplicated:
            self.problems.add("W352", place)
            return
        if situation is not None:
            self.problems.add(code, place, clause=clause.id, other=other, items=self._answers(situation, (clause.id, other)))

    def _answers(self, situation: Mapping[str, Any], clauses: Iterable[str]) -> tuple[str, ...]:
        """The answers on which these clauses depend, as a profile writes them."""
        asked = {path for name in clauses for path in _paths(self.library, self.library.clauses[name].applies_when)}
        return tuple(f"{path}: {_typed(answer)}" for path, answer in situation.items() if path in asked)

    # ------------------------------------------------------------------------------------------- what serves, and what is old

    def _values(self) -> None:
        """Each question decides something, is shown, or says that it is silent; of the values that no condition names, one is enough."""
        named, deciding = self._named_values()
        for position, question in enumerate(self.library.questions.values()):
            node = ("questions.yml", "questions", position)
            paths = {question.id, *(f"{question.id}.{field.id}" for field in question.fields)}
            if question.silent:
                if paths & set(deciding):
                    self.problems.add("W361", self._place(*node, "silent"), question=question.id)
            elif question.id in self.library.shown or question.top:
                continue
            elif not paths & set(named):
                self.problems.add("W353", self._place(*node, "id"), question=question.id)
            elif not question.none or question.none not in named[question.id]:  # beside a named « none », any other value counts
                unnamed = [value for value in question.values if value not in named.get(question.id, ()) and value != question.none]
                if len(unnamed) > 1:
                    self.problems.add("W354", self._place(*node, "values"), question=question.id, items=tuple(unnamed))

    def _named_values(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """The constants that conditions compare each question with: in all of them, and in those that decide what a charter says."""
        deciding: dict[str, set[str]] = {}
        for stake in self.stakes:
            _constants(stake.condition, deciding)
            _constants(stake.inside, deciding)
        named = {name: set(values) for name, values in deciding.items()}
        for rule in self.library.rules:
            _constants(rule.when, named)
        return named, deciding

    def _unused(self) -> None:
        """A size that no condition uses, a source that nobody cites."""
        conditions = [stake.condition for stake in self.stakes] + [rule.when for rule in self.library.rules]
        used = {test.fact for condition in conditions for test in tests(condition) if isinstance(test, FactTest)}
        for position, fact in enumerate(self.library.facts.values()):
            if not fact.citations and fact.id not in used:
                self.problems.add("W355", self._place("facts.yml", "facts", position, "id"), fact=fact.id)
        cited = {c.source for entry in self._citing().values() for c in entry}
        for position, name in enumerate(self.library.sources):
            if name not in cited:
                self.problems.add("W356", self._place("sources.yml", "sources", position, "id"), source=name)

    def _citing(self) -> dict[tuple[str | int, ...], tuple[Any, ...]]:
        """What cites sources: the place of the citations in a file, and the citations."""
        library = self.library
        found: dict[tuple[str | int, ...], tuple[Any, ...]] = {}
        found |= {("facts.yml", "facts", n, "citations"): fact.citations for n, fact in enumerate(library.facts.values())}
        found |= {(f"{clause.id}/clause.yml", "citations"): clause.citations for clause in library.clauses.values()}
        found |= {(f"annexes/{annex.id}/annex.yml", "citations"): annex.citations for annex in library.annexes}
        return found | {("uses.yml", "uses", n, "citations"): use.citations for n, use in enumerate(library.uses)}

    def _sources(self) -> None:
        """Texts read again within a year; nothing that rests on an unverified one alone."""
        for position, source in enumerate(self.library.sources.values()):
            if source.read_on and (self.on - source.read_on).days > SOURCE_DAYS:
                place = self._place("sources.yml", "sources", position, "read_on")
                self.problems.add(
                    "W357", place, source=source.id, date=Words({lang: long_date(source.read_on, lang) for lang in LANGUAGES})
                )
        for (file, *path), citations in self._citing().items():
            if citations and all(self.library.sources[cited.source].verified == "unverified" for cited in citations):
                names = tuple(cited.source for cited in citations)
                self.problems.add("W358", self._place(str(file), *path), items=names)

    def _rule_lengths(self) -> None:
        for language, texts in self.library.texts.items():
            for name, text in texts.items():
                words = len(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", plain(text.rule)))
                if words > RULE_WORDS:
                    shown = f"{self.reader.root.name}/{name}/{language}.md"
                    lines = (self.reader.root / name / f"{language}.md").read_text("utf-8").splitlines()
                    number = next((n for n, line in enumerate(lines, 1) if n > 1 and line.strip()), 1)
                    place = Place(shown, number, 1, len(lines[number - 1]), lines[number - 1])
                    self.problems.add("W359", place, words=words, limit=RULE_WORDS)

    # -------------------------------------------------------------------------------------------------------------- tools

    def _place(self, file: str, *path: str | int) -> Place:
        return self.reader.nodes[file].at(*path).place


def _paths(library: Library, condition: Condition) -> set[str]:
    found: set[str] = set()
    for test in tests(condition):
        found |= {test.question} if isinstance(test, Test) else _paths(library, library.facts[test.fact].when)
    return found


def _constants(condition: Condition, found: dict[str, set[str]]) -> None:
    for test in tests(condition):
        if isinstance(test, Test):
            arguments = test.argument if isinstance(test.argument, tuple) else (test.argument,)
            found.setdefault(test.question, set()).update(map(str, arguments))


def _rank(names: Iterable[str], name: str) -> int:
    return list(names).index(name)


def _said(test: Test | FactTest) -> str:
    """A test as a pack writes it: « effectif: {at_least: 50} »."""
    return f"fact: {test.fact}" if isinstance(test, FactTest) else f"{test.question}: {{{test.operator}: {_typed(test.argument)}}}"


def _typed(answer: Any) -> str:
    return f"[{', '.join(map(str, answer))}]" if isinstance(answer, tuple) else str(answer)


def _translations(root: Path, problems: Problems) -> None:
    for path in stale(root) if root.is_dir() else ():
        problems.add("W360", Place(f"{root.name}/{path.relative_to(root).as_posix()}"), path=str(path))
