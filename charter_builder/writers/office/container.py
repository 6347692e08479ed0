"""What both formats are made of: XML in a ZIP whose bytes depend on nothing but its parts and the day.

Knows which characters XML 1.0 can hold. Knows nothing of documents. Nothing is compressed: the bytes would depend on the machine's zlib.
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
    """The parts in their order, all of one date, as they are. `first` is a part that stands before them, so that the kind of file can be
    read from its first bytes.
    """
    stamp = (min(max(day.year, 1980), 2107), day.month, day.day, 0, 0, 0)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
        for name, content in (*((first,) if first else ()), *parts.items()):
            entry = zipfile.ZipInfo(name, stamp)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            packed.writestr(entry, content)
    return stream.getvalue()
