"""Stand-in, until the page of the studio is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

from charter_builder.library import Library
from charter_builder.studio.host import Host


def write_page(library: Library, language: str, host: Host, *, style: str, scripts: str, policy: str, config: Mapping[str, object]) -> str:
    told = json.dumps(config, sort_keys=True).replace("<", "\\u003c")
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n<title>Studio</title>\n{style}\n</head>\n<body>\n'
        f'<h1>Studio</h1><button id="start">start</button><p role="status"></p>\n'
        f'<script type="application/json" id="config">{told}</script>\n{scripts}\n</body>\n</html>\n'
    )
