"""axe-core on a page: what it finds, and how that is said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from playwright.sync_api import Page

from browser.limits import AXE_RULES

RUN = "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})"


@dataclass(frozen=True)
class Violation:
    rule: str
    page: str
    selector: str
    excerpt: str
    said: str


def violations_of(page: Page, shown: str, source: str) -> list[Violation]:
    """WCAG 2.0 to 2.2, A and AA, and the best practices of axe. `source`: that of axe-core."""
    page.evaluate(source)
    return [
        Violation(
            found["id"], shown, " ".join(map(str, node["target"])), node["html"][:200], " ".join(node["failureSummary"].split())[:240]
        )
        for found in page.evaluate(RUN, list(AXE_RULES))["violations"]
        for node in found["nodes"]
    ]


def report(violations: list[Violation]) -> str:
    """The violations by rule: where, how many, and three excerpts."""
    rules: dict[str, list[Violation]] = defaultdict(list)
    for violation in violations:
        rules[violation.rule].append(violation)
    lines = []
    for rule, found in sorted(rules.items()):
        where = sorted({violation.page for violation in found})
        lines.append(f"{rule}: {len(found)} × on {len(where)} pages ({', '.join(where[:4])}{', …' if len(where) > 4 else ''})")
        seen: dict[str, Violation] = {}
        for violation in found:
            seen.setdefault(violation.selector, violation)
        lines += [f"    {one.page}  {one.selector}\n      {one.excerpt}\n      {one.said}" for one in list(seen.values())[:3]]
    return "\n".join(lines)
