"""What a host needs beside the pages: headers, a page for lost visitors, and a fragment for another site's page.

Knows the servers that small organisations meet: those that read `_headers`, Apache, nginx. The two pages here carry their own style,
named by its digest in the security policy (Content Security Policy Level 3, hash-source); every other page has none of its own. A
digest is that of the style drawn from the colours alone: a text that found its way into one would be refused by the browser.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from urllib.parse import urlsplit

from charter_builder.charter import Charter, Identity
from charter_builder.writers.html import HtmlWriter, charter_values, templates

_PAGES = ("404", "embed")


def host_files(charters: tuple[Charter, ...], template_folder: Path, compiled: Path) -> dict[str, str]:
    """The files by path. The first charter stands at the address of its site, each other in the folder of its language; without an
    address, the root of a host is supposed.
    """
    url = charters[0].site.url
    environment = templates(template_folder, compiled)
    root = url.rstrip("/") + "/"
    files: dict[str, str] = {}
    for charter in charters:
        folder = "" if charter is charters[0] else f"{charter.language}/"
        values = charter_values(charter, HtmlWriter(charter.language, lambda target: ""))
        values |= {"home": root + folder, "url": url and root + folder, "light": charter.identity.light, "dark": charter.identity.dark}
        for name in _PAGES:
            files[f"{folder}{name}.html"] = environment.get_template(f"pages/{name}.html.j2").render(values)
        if folder:
            files[f"{folder}.htaccess"] = f"ErrorDocument 404 {urlsplit(root).path}{folder}404.html\n"
    styles = {style for charter in charters for style in inline_styles(charter.identity, template_folder, compiled)}
    headers = _headers(sorted(styles), public=charters[0].public)
    path, folders = urlsplit(root).path, [f"{charter.language}/" for charter in charters[1:]]
    return files | {"_headers": _netlify(headers), ".htaccess": _apache(headers, path), "nginx.conf": _nginx(headers, path, folders)}


def inline_styles(identity: Identity, template_folder: Path, compiled: Path) -> tuple[str, ...]:
    """The styles that stand inside the two pages, to the byte: they depend on the colours and on nothing else."""
    environment = templates(template_folder, compiled)
    values = {"light": identity.light, "dark": identity.dark}
    return tuple(environment.get_template(f"pages/{name}.css.j2").render(values) for name in _PAGES)


def _headers(styles: list[str], *, public: bool) -> dict[str, str]:
    """Nothing but our own files, no form sent, no frame of another site around a page; and no address told to the sites linked to."""
    hashes = "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" for style in styles)
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self'{hashes}; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    found = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }
    return found if public else found | {"X-Robots-Tag": "noindex"}


def _netlify(headers: dict[str, str]) -> str:
    """`_headers`, read by Netlify, Cloudflare Pages and others."""
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())


def _apache(headers: dict[str, str], path: str) -> str:
    """`.htaccess`: directives of the class FileInfo only, which hosts allow most often. PDF readers inside a browser need their own styles,
    so the policy is for pages alone.
    """
    policy = headers["Content-Security-Policy"]
    others = "".join(f'  Header always set {name} "{value}"\n' for name, value in headers.items() if name != "Content-Security-Policy")
    return (
        f"# Apache reads this file by itself.\nErrorDocument 404 {path}404.html\nAddCharset utf-8 .html .css .js .json .ics\n"
        f'AddType text/calendar .ics\n<IfModule mod_headers.c>\n{others}  <FilesMatch "\\.html$">\n'
        f'    Header always set Content-Security-Policy "{policy}"\n  </FilesMatch>\n</IfModule>\n'
    )


def _nginx(headers: dict[str, str], path: str, folders: list[str]) -> str:
    """A block to put inside `server { … }`; each language has its own page for lost visitors, and PDF readers their own styles."""
    lines = "".join(f'  add_header {name} "{value}" always;\n' for name, value in headers.items())
    plain = "".join(f'    add_header {name} "{value}" always;\n' for name, value in headers.items() if name != "Content-Security-Policy")
    others = f"  location ~ \\.pdf$ {{\n{plain}  }}\n  location ~ \\.ics$ {{ types {{ }} default_type text/calendar; }}\n"
    others += "".join(f"  location {path}{folder} {{ error_page 404 {path}{folder}404.html; }}\n" for folder in folders)
    return (
        f"# To put inside « server {{ … }} », with the root or alias of this folder.\nlocation {path} {{\n"
        f"  index index.html;\n  charset utf-8;\n  error_page 404 {path}404.html;\n{lines}{others}}}\n"
    )
