"""A PDF as Typst writes it, opened as its numbered objects, to be mended and written again.

Knows the frame of such a file: objects one after the other, dictionaries in clear text, one table of their places at the end. Leaves what
they say to `tags` and `forms`. A library reads any PDF and takes ten times as long: these files have one author.
"""

from __future__ import annotations

import re

_PLACE = re.compile(rb"(\d{10}) 00000 n")
#: Compressed data that happens to end with a carriage return: a checker of PDF/A takes that byte for a part of the line end and
#: finds the stream one byte short (ISO 19005-2, 6.1.7.1). A line end of two bytes, allowed too, leaves no doubt.
_AMBIGUOUS, _CLEAR = b"\r\nendstream", b"\r\r\nendstream"


class PdfFile:
    """`objects`: what stands between « 7 0 obj » and « endobj », by number; the first, which is free in any PDF, is empty here."""

    def __init__(self, content: bytes) -> None:
        table = int(content.rsplit(b"startxref", 1)[1].split()[0])
        places, trailer = content[table:].split(b"trailer", 1)
        starts = [int(place) for place in _PLACE.findall(places)]
        self.head = content[: starts[0]]
        self.objects = [b""]
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], table], strict=True), 1):
            opening, closing = b"%d 0 obj\n" % number, b"\nendobj\n"
            one = content[start:end].rstrip() + b"\n"
            if not (one.startswith(opening) and one.endswith(closing)):
                raise ValueError(f"object {number} does not stand where the table of this PDF says")
            self.objects.append(one[len(opening) : -len(closing)])
        self.trailer = trailer.split(b"startxref")[0]

    def add(self, content: bytes) -> int:
        """A new object; its number."""
        self.objects.append(content)
        return len(self.objects) - 1

    def number_of(self, kind: bytes) -> int:
        """The only object of a kind: its dictionary begins with « /Type/Catalog »."""
        (number,) = (number for number, one in enumerate(self.objects) if one.startswith(b"<</Type/" + kind))
        return number

    def written(self) -> bytes:
        parts, at, starts = [self.head], len(self.head), []
        for number, one in enumerate(self.objects[1:], 1):
            starts.append(at)
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, one.replace(_AMBIGUOUS, _CLEAR)))
            at += len(parts[-1])
        parts.append(b"xref\n0 %d\n0000000000 65535 f\r\n" % len(self.objects))
        parts += [b"%010d 00000 n\r\n" % start for start in starts]
        trailer = re.sub(rb"/Size \d+", b"/Size %d" % len(self.objects), self.trailer, count=1)
        parts.append(b"trailer%sstartxref\n%d\n%%%%EOF" % (trailer, at))
        return b"".join(parts)


def string(words: str) -> bytes:
    """Words as a string of a PDF."""
    return b"<FEFF" + words.encode("utf-16-be").hex().encode().upper() + b">"
