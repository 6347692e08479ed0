"""A small host on the loopback: each site in a sub-folder, compressed, with the header lines of its own `_headers`.

Knows the file `_headers` of static hosts and keeps what it answered, to the byte. Leaves to the tests what to make of it.
"""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from browser.limits import POLICY

COMPRESSED = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")


@dataclass(frozen=True)
class Answer:
    path: str
    status: int
    size: int  # the status line, the headers and the body as sent


def header_lines(text: str) -> list[tuple[str, str, str]]:
    """The rules of a `_headers` file: a pattern of addresses, then its header lines, indented.

    >>> header_lines("/*\\n  X-Frame-Options: DENY\\n")
    [('/*', 'X-Frame-Options', 'DENY')]
    """
    rules, pattern = [], ""
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line[0].isspace():
            name, _, value = line.strip().partition(":")
            rules.append((pattern, name.strip(), value.strip()))
        else:
            pattern = line.strip()
    return rules


class Host(ThreadingHTTPServer):
    """Serves `folder` at `/un/sous-dossier/<its name>/`, for every folder given to `publish`."""

    daemon_threads = True
    prefix = "/un/sous-dossier/"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folders: dict[str, Path] = {}
        self.rules: dict[str, list[tuple[str, str, str]]] = {}
        self.answers: list[Answer] = []

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def publish(self, folder: Path) -> str:
        """The address of a folder, without a slash at its end."""
        own = folder / "_headers"
        self.folders[folder.name] = folder
        self.rules[folder.name] = header_lines(own.read_text("utf-8")) if own.exists() else [("/*", "Content-Security-Policy", POLICY)]
        return f"{self.origin}{self.prefix}{folder.name}"


@contextmanager
def host() -> Iterator[Host]:
    with Host() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Host

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path == "/favicon.ico":  # asked by Chromium itself for a page without an icon: it is outside of the sites
            self._answer(path, HTTPStatus.NO_CONTENT, {}, b"")
            return
        site, _, inside = path.removeprefix(self.server.prefix).partition("/")
        folder = self.server.folders.get(site) if path.startswith(self.server.prefix) else None
        if folder is None:
            self._answer(path, HTTPStatus.NOT_FOUND, {"Content-Type": "text/plain"}, b"")
            return
        status, file = HTTPStatus.OK, folder / (inside or "index.html")
        if not file.is_file():
            status, file = HTTPStatus.NOT_FOUND, folder / "404.html"
        body = file.read_bytes() if file.is_file() else b"Not found"
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if kind == "text/javascript":  # as hosts say it, whatever the machine's own table
            kind = "application/javascript"
        charset = "; charset=utf-8" if kind.startswith(COMPRESSED) else ""
        headers = {"Content-Type": kind + charset}
        headers |= {name: value for pattern, name, value in self.server.rules[site] if fnmatchcase(f"/{inside}", pattern)}
        if kind.startswith(COMPRESSED) and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = "gzip"
        self._answer(path, status, headers, body)

    def _answer(self, path: str, status: HTTPStatus, headers: dict[str, str], body: bytes) -> None:
        lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
        sent = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode("latin-1") + body
        self.server.answers.append(Answer(path, status.value, len(sent)))
        self.wfile.write(sent)

    def log_message(self, *arguments: object) -> None:
        pass
