"""What a studio may run, be styled with or carry: told to the guard, which refuses anything else.

Made from the program's scripts and styles, the colours and the logo of the host, and the files of the pinned runtime.
No label of a pack has a part in it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping

from charter_builder.guard import Known, digest
from charter_builder.studio.host import Host
from charter_builder.studio.page import icon_address, logo_address, style_of


def known(host: Host, scripts: Iterable[str], packed: Mapping[str, bytes], *texts: bytes) -> Known:
    """`scripts`: those of the studio, as files and as they stand in the single page; `packed`: the assets, which that page holds too;
    `texts`: those to read beside them.
    """
    held = (base64.b64encode(data).decode() for data in packed.values())
    addresses = (icon_address(host), logo_address(host), host.site.url)
    own: tuple[str | bytes, ...] = (*scripts, style_of(host), *texts, *packed.values(), *held, *addresses)
    words = {host.name, *(value for value in vars(host.site).values() if isinstance(value, str))}
    return Known(frozenset(map(digest, own)), frozenset(words))
