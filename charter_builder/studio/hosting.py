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

#: What no server may give to a browser without asking again: an older one would lead to files that are not there any more.
_ASKED = ("/", "/index.html", "/studio.js", "/engine.js", "/studio.css", "/offline.js")
_TYPES = {"js": "text/javascript", "webmanifest": "application/manifest+json", "bin": "application/octet-stream"}


def server_files(policy: str, path: str) -> dict[str, str]:
    """What each kind of server reads, to say the policy, how long a browser may keep a file and of which kind it is. `path`: where the
    folder stands on its host.
    """
    headers = {"Content-Security-Policy": policy, **_HEADERS}
    return {"_headers": _netlify(headers), ".htaccess": _apache(headers), "nginx.conf": _nginx(headers, path)}


def _netlify(headers: Mapping[str, str]) -> str:
    """`_headers`, read by Netlify, Cloudflare Pages and others. Where two rules match, both are said."""
    asked = "".join(f"{address}\n  Cache-Control: {_ASKED_AGAIN}\n" for address in _ASKED)
    return (
        "/*\n"
        + "".join(f"  {name}: {value}\n" for name, value in headers.items())
        + f"/assets/*\n  Cache-Control: {_FOR_EVER}\n{asked}"
        + f"/{MANIFEST}\n  Content-Type: {_TYPES['webmanifest']}\n"
    )


def _apache(headers: Mapping[str, str]) -> str:
    return (
        "# Apache reads this file by itself.\n"
        "AddCharset utf-8 .html .css .js .txt .webmanifest\n"
        + "".join(f"AddType {kind} .{ending}\n" for ending, kind in _TYPES.items())
        + "<IfModule mod_headers.c>\n"
        + "".join(f'  Header always set {name} "{value}"\n' for name, value in headers.items())
        + f'  Header set Cache-Control "{_ASKED_AGAIN}"\n'
        + f'  <FilesMatch "\\.bin$">\n    Header set Cache-Control "{_FOR_EVER}"\n  </FilesMatch>\n</IfModule>\n'
        + "<IfModule mod_deflate.c>\n  AddOutputFilterByType DEFLATE text/html text/css text/javascript\n</IfModule>\n"
    )


def _nginx(headers: Mapping[str, str], path: str) -> str:
    """A block inside another has none of the headers of the outer one: each says them all."""

    def said(kept: str, indent: str) -> str:
        return "".join(f'{indent}add_header {name} "{value}" always;\n' for name, value in (*headers.items(), ("Cache-Control", kept)))

    def inner(ending: str, kept: str) -> str:
        return f"  location ~ \\.{ending}$ {{\n    types {{ }}\n    default_type {_TYPES[ending]};\n{said(kept, '    ')}  }}\n"

    return (
        f"# To put inside « server {{ … }} », with the root or alias of this folder.\nlocation {path} {{\n  index index.html;\n"
        "  charset utf-8;\n  charset_types text/css text/plain text/javascript application/manifest+json;\n"
        f"  gzip on;\n  gzip_types text/css text/javascript;\n{said(_ASKED_AGAIN, '  ')}"
        f"{inner('js', _ASKED_AGAIN)}{inner('webmanifest', _ASKED_AGAIN)}{inner('bin', _FOR_EVER)}}}\n"
    )


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
