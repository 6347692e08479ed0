"""What must agree between the files of a pack: relations between clauses, links in texts, labels of everything that has a name.

Knows names and the places where they are written. Adds problems; changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from charter_builder.conditions import FactTest, near, tests
from charter_builder.library import Clause, Fact, Question, QuestionField
from charter_builder.problems import Place, Problems
from charter_builder.reading.yamlfile import Node


def check_relations(clauses: Mapping[str, Clause], known: set[str], nodes: Mapping[str, Node], problems: Problems) -> None:
    """`requires`, `conflicts` and `replaces` name other clauses that exist, and lead nobody back to itself."""
    for clause in clauses.values():
        node = nodes[f"{clause.id}/clause.yml"]
        for relation in ("requires", "conflicts", "replaces"):
            for position, other in enumerate(getattr(clause, relation)):
                if other not in known or (other == clause.id and relation == "conflicts"):  # other loops are said below
                    place = node.at(relation, position).place
                    problems.add("E314", place, got=other, near=near(other, known - {clause.id}))
    for relation in ("requires", "replaces"):
        for name in _looping({clause.id: getattr(clause, relation) for clause in clauses.values()}):
            place = nodes[f"{name}/clause.yml"].at(relation, 0).place
            problems.add("E317", place, clause=name, relation=relation)


def check_facts(facts: Mapping[str, Fact], node: Node, problems: Problems) -> None:
    """No fact rests on itself."""
    named = {name: {test.fact for test in tests(fact.when) if isinstance(test, FactTest)} for name, fact in facts.items()}
    for position, name in enumerate(facts):
        if name in _looping(named):
            problems.add("E317", node.at("facts", position, "when").place, clause=name, relation="when")


def check_references(references: Iterable[tuple[str, Place]], clauses: set[str], annexes: set[str], problems: Problems) -> None:
    """Every link of a text leads to a clause or an annex."""
    for target, place in references:
        if target not in clauses | annexes:
            problems.add("E314", place, got=target, near=near(target, clauses))


def check_labels(
    labels: Mapping[str, dict[str, Any] | None],
    wanted: Mapping[str, set[str]],
    asked: Mapping[str, Question],
    nodes: Mapping[str, Node],
    problems: Problems,
) -> None:
    """Each language names everything that has a name, down to the values of answers, and nothing else."""
    for language, content in labels.items():
        if content is None:
            continue
        node = nodes[f"texts/{language}.yml"]
        for section, names in wanted.items():
            _same_names(section, names, content.get(section, {}), node.at(section), problems)
        for question in asked.values():
            label = content.get("questions", {}).get(question.id, {})
            here = node.at("questions", question.id)
            _same_names(question.id, set(question.values), label.get("values", {}), here.at("values"), problems)
            _same_names(question.id, {f.id for f in question.fields}, label.get("fields", {}), here.at("fields"), problems)
            for field in question.fields:
                values = label.get("fields", {}).get(field.id, {}).get("values", {})
                place = here.at("fields", field.id, "values")
                _same_names(f"{question.id}.{field.id}", set(field.values), values, place, problems)
                _named_by(label.get("fields", {}).get(field.id, {}).get("values_by", {}), field, asked, here, problems)


def _named_by(named: Mapping[str, Any], field: QuestionField, asked: Mapping[str, Question], here: Node, problems: Problems) -> None:
    """Names that values take under the answer to a question of one choice: all of these exist."""
    choices = {question.id for question in asked.values() if question.type == "choice"}
    _known(named, choices, here.at("fields", field.id, "values_by"), problems)
    for question in choices & set(named):
        node = here.at("fields", field.id, "values_by", question)
        _known(named[question], set(asked[question].values), node, problems)
        for answer, values in named[question].items():
            _known(values, set(field.values), node.at(answer), problems)


def _known(found: Iterable[str], known: set[str], node: Node, problems: Problems) -> None:
    for name in sorted(set(found) - known):
        problems.add("E324", node.keys.get(name, node.place), got=name, near=near(name, known))


def _same_names(section: str, wanted: set[str], found: Mapping[str, Any], node: Node, problems: Problems) -> None:
    """One mistake, one message: a name that is nearly right is not also said to be missing."""
    missing = wanted - set(found)
    meant = {name: near(name, missing) for name in sorted(set(found) - wanted)}
    for name in sorted(missing - set(meant.values())):
        problems.add("E316", node.place, section=section, name=name)
    for name, likely in meant.items():
        problems.add("E324", node.keys.get(name, node.place), got=name, near=likely)


def _looping(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """The clauses that lead back to themselves."""
    looping = []
    for start in graph:
        seen: set[str] = set()
        ahead = list(graph[start])
        while ahead:
            name = ahead.pop()
            if name not in seen:
                seen.add(name)
                ahead += graph.get(name, ())
        if start in seen:
            looping.append(start)
    return looping
