"""What both formats are made of: XML in a ZIP whose bytes depend on nothing but its parts and the day.

Knows ZIP and which characters XML 1.0 can hold. Knows nothing of documents. Python's own writer of ZIP would use the machine's zlib.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape

from charter_builder.writers.office.deflate import deflate

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Characters that no XML document may hold (XML 1.0, 2.2). A profile cannot hold them either; each is shown as U+FFFD.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What a reader must know (2.0), that the names are UTF-8, and how a part is kept.
_NEEDS, _UTF8, _STORED, _DEFLATED = 20, 1 << 11, 0, 8
#: Made on UNIX; a plain file, which others may read.
_MADE_BY, _RIGHTS = 3 << 8 | _NEEDS, 0o100644 << 16


def text(value: str) -> str:
    """A text as XML, in content or between double quotes."""
    return escape(_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", value), {'"': "&quot;"})


def archive(parts: Mapping[str, str | bytes], day: date, *, first: tuple[str, str] | None = None) -> bytes:
    """The parts in their order, all of one date: texts made smaller, pictures as they are. `first` is a part that stands before them,
    as it is, so that the kind of file can be read from its first bytes.
    """
    stamp = (min(max(day.year, 1980), 2107) - 1980) << 9 | day.month << 5 | day.day
    files, listed, at = [], [], 0
    for name, given in (*((first,) if first else ()), *parts.items()):
        content = given.encode() if isinstance(given, str) else given
        kept = content if isinstance(given, bytes) or (first and name == first[0]) else deflate(content)
        method, path = _STORED if kept is content else _DEFLATED, name.encode()
        told = struct.pack("<5H3L2H", _NEEDS, _UTF8, method, 0, stamp, zlib.crc32(content), len(kept), len(content), len(path), 0)
        listed.append(b"PK\1\2" + struct.pack("<H", _MADE_BY) + told + struct.pack("<3H2L", 0, 0, 0, _RIGHTS, at) + path)
        files.append(b"PK\3\4" + told + path + kept)
        at += len(files[-1])
    directory = b"".join(listed)
    end = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, len(files), len(files), len(directory), at, 0)
    return b"".join((*files, directory, end))
