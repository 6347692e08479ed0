"""The kinds of data, and the colour of each in a tool or a use that may receive no more than one of them."""

from __future__ import annotations

from charter_builder.charter import Light

#: Kinds of data, from the least to the most protected.
DATA = ("publiques", "internes", "personnelles", "sensibles")


def lamp(kind: int, most: int) -> Light:
    """What is internal is already orange: the strict minimum."""
    return "red" if kind > most else "orange" if kind >= DATA.index("internes") else "green"
