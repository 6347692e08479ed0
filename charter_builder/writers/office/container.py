"""What both formats are made of: XML in a ZIP whose bytes depend on nothing but its parts and the day.

Knows ZIP and which characters XML 1.0 can hold. Knows nothing of documents.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Characters that no XML document may hold (XML 1.0, 2.2). A profile cannot hold them either; each is shown as U+FFFD.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text(value: str) -> str:
    """A text as XML, in content or between double quotes."""
    return escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", value), {'"': "&quot;"})


def archive(parts: Mapping[str, str | bytes], day: date, *, first: tuple[str, str] | None = None) -> bytes:
    """The parts in their order, all of one date. `first` is a part that stands before them, uncompressed, so that the kind of file can
    be read from its first bytes.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in (*((first,) if first else ()), *parts.items()):
            entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if first and name == first[0] else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return written.getvalue()
