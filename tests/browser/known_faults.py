"""Faults of today's site that wait to be mended: the test that finds each, and its cause.

Each is a strict expectation. Who mends one sees its test fail with XPASS, and deletes its line here.
"""

from __future__ import annotations

KNOWN: dict[str, str] = {}
