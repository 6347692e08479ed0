"""XML made smaller, into the same bytes on every machine: DEFLATE (RFC 1951) with its fixed codes.

Knows that XML repeats its tags and its words. What `zlib` writes depends on which zlib a machine has; what it reads does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

#: What repeats: a tag, a word with the space after it. Every byte is in one of them.
_PIECES = re.compile(rb"<[^>]*>|[^< ]+ ?|.", re.DOTALL)
#: How far back a repetition may be, and how long (RFC 1951, 3.2.5).
_WINDOW, _SHORTEST, _LONGEST = 32768, 3, 258
#: How many bits follow the code of a length, and the first distance of each code, with its bits.
_LENGTH_BITS = [0] * 8 + [bits for bits in range(1, 6) for _ in range(4)]
_DISTANCES = [(0, 1)]
while len(_DISTANCES) < 30:
    _DISTANCES.append((max(0, len(_DISTANCES) // 2 - 1), _DISTANCES[-1][1] + (1 << _DISTANCES[-1][0])))
_FIRST = [first for _, first in _DISTANCES]


def deflate(content: bytes) -> bytes:
    """One block, in the order of the bits: each piece is said in full, or as far back as it was last met."""
    said, met = ["1", "10"], dict[bytes, int]()  # the last block; fixed codes
    at = length = back = 0
    for piece in _PIECES.findall(content):
        size, before = len(piece), met.get(piece)
        met[piece] = at
        if length and length + size <= _LONGEST and content.startswith(piece, at - back):
            length += size
        else:
            if length:
                said.append(_LENGTHS[length] + _distance(back))
            length = size if before is not None and _SHORTEST <= size <= _LONGEST and at - before <= _WINDOW else 0
            if length:
                back = at - (before or 0)
            else:
                said.append("".join(map(_SYMBOLS.__getitem__, piece)))
        at += size
    if length:
        said.append(_LENGTHS[length] + _distance(back))
    bits = "".join((*said, _SYMBOLS[256]))
    return int(bits[::-1], 2).to_bytes((len(bits) + 7) // 8, "little")


def _symbol(number: int) -> str:
    """The fixed code of a byte, of the end (256) or of a length (RFC 1951, 3.2.6)."""
    if number < 144:
        return f"{0x30 + number:08b}"
    if number < 256:
        return f"{0x190 + number - 144:09b}"
    return f"{number - 256:07b}" if number < 280 else f"{0xC0 + number - 280:08b}"


def _lengths() -> dict[int, str]:
    """For each length of a repetition, its bits; the longest has a code of its own."""
    found, first = {}, _SHORTEST
    for rank, bits in enumerate(_LENGTH_BITS):
        for more in range(1 << bits):
            found[first + more] = _symbol(257 + rank) + _reversed(more, bits)
        first += 1 << bits
    return found | {_LONGEST: _symbol(285)}


@cache
def _distance(back: int) -> str:
    code = bisect_right(_FIRST, back) - 1
    bits, first = _DISTANCES[code]
    return f"{code:05b}" + _reversed(back - first, bits)


def _reversed(value: int, bits: int) -> str:
    """Numbers go in from their lowest bit, codes from their highest."""
    return f"{value:0{bits}b}"[::-1] if bits else ""


_SYMBOLS = [_symbol(number) for number in range(288)]
_LENGTHS = _lengths()
