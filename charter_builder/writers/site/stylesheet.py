"""Of Material's style sheet, the rules that our pages can meet: a tenth of it.

Knows how a minified style sheet is written (CSS Syntax Level 3: rules, grouped rules, strings), and the names of Material that our
theme uses. A rule that asks for another class, or for an attribute that our pages do not have, can never apply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

#: The classes of Material that our theme gives to its elements.
USED = frozenset({"md-typeset", "md-content__inner"})

_BRACES = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[{}]")
_COMMA = re.compile(r",(?![^(\[]*[)\]])")
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
_ABSENT = re.compile(r"\[(?:data-md-|dir=)|::?-ms-|:-moz-|#")
_VALUE = re.compile(r"(--md-[\w-]+):(?:\"[^\"]*\"|[^;}\"])*;?")
_ASKED = re.compile(r"var\((--md-[\w-]+)")
_GROUPS = ("@media", "@supports")


_CREDIT = "/* From Material for MkDocs (MIT licence, Martin Donath): the rules that these pages use. */\n"


@lru_cache(maxsize=1)
def needed_style(css: str) -> str:
    """The file that goes with a site."""
    return _CREDIT + needed_rules(css) + "\n"


def needed_rules(css: str) -> str:
    """The style sheet without the rules that cannot apply, and without what only those used: animations, values, comments."""
    kept = "".join(_needed(css))
    asked = set(_ASKED.findall(kept))
    return _VALUE.sub(lambda found: found[0] if found[1] in asked else "", kept)


def _needed(css: str) -> Iterator[str]:
    for head, body in _rules(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if head.startswith(_GROUPS):
            if inside := needed_rules(body):
                yield f"{head}{{{inside}}}"
        elif head.startswith("@"):
            continue  # keyframes, fonts, pages: none is ours
        elif selectors := [selector for selector in _COMMA.split(head) if _can_apply(selector)]:
            yield f"{','.join(selectors)}{{{body}}}"


def _can_apply(selector: str) -> bool:
    return USED.issuperset(_CLASS.findall(selector)) and not _ABSENT.search(selector)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Each rule of this level: what stands before its braces, and between them."""
    start = depth = opened = 0
    for found in _BRACES.finditer(css):
        if found[0] == "{":
            opened, depth = (found.start() if depth == 0 else opened), depth + 1
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].rpartition(";")[2].strip(), css[opened + 1 : found.start()]
                start = found.end()
