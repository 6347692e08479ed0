"""Sound files made unsound: bytes changed, lines changed. For the properties of tests/test_fuzz*.py."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

#: How many of each: forty at each run, a thousand with FUZZ=1000.
MANY = settings(
    max_examples=int(os.environ.get("FUZZ", "40")),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
#: What a value of YAML could be instead.
VALUES = (
    "", "~", "oui", "0", "-12", "1.10", "[]", "{}", "[a, [b]]", "{a: {b: c}}", "« é »", "'", "2027-02-30", "&a x", "*a", "a: b", "x" * 500,
)  # fmt: skip


def mangled(samples: list[bytes]) -> st.SearchStrategy[bytes]:
    """A sample with some of its bytes changed, taken out, or put in."""
    changes = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=8)), max_size=6)

    def change(sample: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
        for where, length, put in changes:
            at = int(where * len(sample))
            sample = sample[:at] + put + sample[at + length :]
        return sample

    return st.builds(change, st.sampled_from(samples), changes)


def amended(sample: str) -> st.SearchStrategy[bytes]:
    """A sample with another value after a name, a line twice, or a line less."""
    lines = sample.split("\n")
    named = [rank for rank, line in enumerate(lines) if ": " in line and not line.lstrip().startswith("#")] or [0]
    value = st.sampled_from(VALUES) | st.text(max_size=12)
    changes = st.lists(st.tuples(st.sampled_from(named), st.sampled_from(("value", "twice", "less")), value), min_size=1, max_size=3)

    def change(changes: list[tuple[int, str, str]]) -> bytes:
        found = list(lines)
        for rank, how, put in changes:
            name, colon, _ = lines[rank].partition(": ")
            found[rank] = {"value": f"{name}{colon}{put}", "twice": f"{lines[rank]}\n{lines[rank]}", "less": "#"}[how]
        return "\n".join(found).encode("utf-8", "surrogatepass")

    return st.builds(change, changes)
