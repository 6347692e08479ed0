"""What a host needs beside the page of the studio: how to install it, how to keep it for later, how to serve it.

Knows the servers that small organisations meet, and the words by which a browser offers to install a page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

MANIFEST, ICON = "studio.webmanifest", "icon.svg"
#: In the head of the hosted page.
LINKS = f'<link rel="manifest" href="{MANIFEST}">'

#: A visitor's answers stay in the page; no address is told to the sites that it links to.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_FOR_EVER, _ASKED_AGAIN = "public, max-age=31536000, immutable", "no-cache"

_NETLIFY = (
    "/*\n"
    + "".join(f"  {name}: {value}\n" for name, value in _HEADERS.items())
    + f"/assets/*\n  Cache-Control: {_FOR_EVER}\n/offline.js\n  Cache-Control: {_ASKED_AGAIN}\n"
    + f"/{MANIFEST}\n  Content-Type: application/manifest+json\n"
)
_APACHE = (
    "# Apache reads this file by itself.\n"
    "AddCharset utf-8 .html .css .js .txt .webmanifest\n"
    "AddType text/javascript .js\nAddType application/manifest+json .webmanifest\nAddType application/octet-stream .bin\n"
    "<IfModule mod_headers.c>\n"
    + "".join(f'  Header always set {name} "{value}"\n' for name, value in _HEADERS.items())
    + f'  <FilesMatch "\\.bin$">\n    Header set Cache-Control "{_FOR_EVER}"\n  </FilesMatch>\n'
    + f'  <FilesMatch "^offline\\.js$">\n    Header set Cache-Control "{_ASKED_AGAIN}"\n  </FilesMatch>\n</IfModule>\n'
)
SERVER_FILES = {"_headers": _NETLIFY, ".htaccess": _APACHE}


def web_manifest(name: str, language: str) -> str:
    """What lets a browser install the page as an application."""
    told = {
        "name": name,
        "short_name": name,
        "lang": language,
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "icons": [{"src": ICON, "sizes": "any", "type": "image/svg+xml"}],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def offline(script: str, files: Mapping[str, bytes], addresses: Sequence[str]) -> str:
    """The script that keeps the studio for a visit without network; it changes whenever a file does."""
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        digest.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\0".encode())
    return script.replace("@@VERSION@@", digest.hexdigest()[:16]).replace("@@FILES@@", json.dumps(list(addresses)))
