"""The studio as files: a folder for any static host, and one page that opens by double click. The same inputs give the same bytes.

Knows how the assets are packed, what a browser may do with them, and what a host needs beside them. Leaves their content to `assets`,
the two files made elsewhere to `supply`, and the page to `page`.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from charter_builder import __version__, resources
from charter_builder.app import NoSuchLanguage
from charter_builder.library import Library
from charter_builder.loading import load_library
from charter_builder.messages import LANGUAGES
from charter_builder.problems import Problems
from charter_builder.publish import file_system_refusals, publish, refuse_foreign
from charter_builder.studio import assets, hosting
from charter_builder.studio.host import Host, read_host
from charter_builder.studio.licences import licences
from charter_builder.studio.own import known
from charter_builder.studio.page import embed, icon_of, style_of, write_page
from charter_builder.studio.supply import LOCK, PYODIDE, RUNTIME, pyodide_files, typst_wheel

HOSTED, SINGLE, EMBED = "hosted", "studio.html", "integrer.html"
HOSTED_README = {"fr": "LISEZMOI.txt", "en": "README.txt"}
ENGINE, DOCUMENTS, TYPST, LICENCES = "engine.zip", "documents.zip", "typst.whl", "licences.txt"
_SOURCES = resources.SITE_TEMPLATE / "studio"
#: How the script of the page takes the engine in: from a file beside it, or from what stands before it in the same page.
_IMPORT = re.compile(r"^import \{([^}]*)\} from '\./engine\.js';$", re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function (\w+))", re.MULTILINE)

_CLOSED = "default-src 'none'; form-action 'none'; base-uri 'none'"
#: What the browser lets the page do: talk to its own host, to nobody else.
HOSTED_POLICY = (
    f"{_CLOSED}; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; manifest-src 'self'"
)
#: In one file, talk to nobody at all; `{script}` and `{style}` are the digests of the only ones that run.
SINGLE_POLICY = (
    f"{_CLOSED}; script-src {{script}} blob: 'wasm-unsafe-eval'; worker-src data: blob:; connect-src 'none'; style-src {{style}}; "
    "img-src data: blob:"
)


@dataclass(frozen=True)
class Sizes:
    """What a visitor's browser fetches, in bytes: before the first charter, quietly after, and for the PDF when asked."""

    first: int
    after: int
    pdf: int
    single: int


@dataclass(frozen=True)
class _Studio:
    library: Library
    language: str
    host: Host
    packed: Mapping[str, bytes]
    lock: Any
    spoken: tuple[str, ...]


def write_studio(
    target: Path,
    *,
    language: str,
    host: Path | None = None,
    pack: Path | None = None,
    pyodide: Path | None = None,
    pdf: bool = False,
    typst: Path | None = None,
    force: bool = False,
) -> Sizes:
    """Write `hosted/` and `studio.html` into a folder, in one step. Raises CharterError, and NoSuchLanguage.

    `pack` stands in the place of our own; `pdf` adds Typst to the hosted studio, which fetches it when somebody asks for a PDF. With
    `force`, changes that somebody made in the folder are lost.
    """
    with file_system_refusals(target):
        refuse_foreign(target, force=force)
    runtime = pyodide_files(pyodide)
    wheel = {TYPST: typst_wheel(typst)} if pdf else {}
    libraries = _libraries(pack or resources.CLAUSES, language)
    problems = Problems()
    received = read_host(host, libraries[language], language, problems)
    problems.stop_if_errors()
    content = {
        **{name: runtime[name] for name in RUNTIME},
        ENGINE: assets.archive(assets.engine_files(libraries, language)),
        DOCUMENTS: assets.archive(assets.document_files(libraries, language)),
        LICENCES: licences(language, pdf=pdf).encode(),
    }
    packed = {name: gzip.compress(data, 9, mtime=0) for name, data in content.items()}
    library = libraries[language]
    studio = _Studio(
        library,
        language,
        received,
        packed | wheel,
        json.loads(runtime[LOCK]),
        tuple(one for one in libraries if libraries[one].pack.languages),
    )
    files = _hosted(studio, content[LICENCES])
    files |= {SINGLE: _single(studio)}
    about = {
        "format": 1,
        "version": __version__,
        "pack": {"id": library.pack.id, "edition": library.pack.edition},
        "language": language,
        "pyodide": PYODIDE.version,
    }
    own = known(received, _scripts(files), studio.packed, content[LICENCES], files[f"{HOSTED}/{HOSTED_README[language]}"])
    publish(target, lambda folder: _write(files, folder), about, own, force=force)
    return _sizes(files)


def _libraries(pack: Path, language: str) -> dict[str, Library]:
    """The pack in each language of the program, read and checked anew: what is pressed is not what a cache holds. One that it does not
    speak has no texts, as for the command line.
    """
    if language not in load_library(pack).pack.languages:
        raise NoSuchLanguage(language)
    return {one: load_library(pack, one) for one in LANGUAGES}


def _hosted(studio: _Studio, told: bytes) -> dict[str, bytes]:
    """The folder for a host. Addresses carry a digest of what they lead to, so that a new version never mixes with an old one."""
    kept = {name: data for name, data in studio.packed.items() if name != LICENCES}
    placed = {f"assets/{name}.bin": data for name, data in kept.items()}
    engine, style = _source("engine.js"), style_of(studio.host)
    script = _linked(_source("studio.js"), engine)
    page = write_page(
        studio.library,
        studio.language,
        studio.host,
        style=f'<link rel="stylesheet" href="{_versioned("studio.css", style)}">\n{hosting.LINKS}',
        scripts=f'<script type="module" src="{_versioned("studio.js", script)}"></script>',
        policy=HOSTED_POLICY,
        spoken=studio.spoken,
        config=_config(studio, {name: _versioned(f"assets/{name}.bin", data) for name, data in kept.items()}),
    )
    shown = {
        "index.html": page,
        "studio.js": script,
        "engine.js": engine,
        "studio.css": style,
        "studio.webmanifest": hosting.web_manifest(studio.host.name, studio.language),
        "icon.svg": icon_of(studio.host).decode(),
    }
    files = {name: text.encode() for name, text in shown.items()} | placed | {LICENCES: told}
    addresses = ["./", *(_versioned(name, data) if _is_versioned(name) else name for name, data in files.items())]
    offline = hosting.offline(_source("offline.js"), files, [a for a in addresses if a != "index.html" and TYPST not in a])
    if studio.host.site.url:
        files[EMBED] = embed(studio.host, studio.language).encode()
    files |= {"offline.js": offline.encode(), HOSTED_README[studio.language]: _source(f"hosted.{studio.language}.txt").encode()}
    told_servers = hosting.server_files(HOSTED_POLICY, f"{urlsplit(studio.host.site.url).path.rstrip('/')}/")
    files |= {name: text.encode() for name, text in told_servers.items()}
    return {f"{HOSTED}/{name}": data for name, data in files.items()}


def _single(studio: _Studio) -> bytes:
    """One page that holds everything: opened from a disk, it has no host to ask."""
    engine, style = _source("engine.js"), style_of(studio.host)
    script = _together(engine, _source("studio.js"))
    kept = {name: data for name, data in studio.packed.items() if name != TYPST}
    held = "\n".join(
        f'<script type="text/plain" data-asset="{name}">{base64.b64encode(data).decode()}</script>' for name, data in kept.items()
    )
    return write_page(
        studio.library,
        studio.language,
        studio.host,
        style=f"<style>{style}</style>",
        scripts=f'{held}\n<script type="text/plain" id="engine-source">{engine}</script>\n<script type="module">{script}</script>',
        policy=SINGLE_POLICY.format(script=_hash(script), style=_hash(style)),
        spoken=studio.spoken,
        config=_config(studio, dict.fromkeys(kept, "")),
    ).encode()


def _scripts(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The scripts that may run: as files of the hosted page, whose offline one is a list of addresses more, and inside the single page."""
    engine, script = _source("engine.js"), _source("studio.js")
    return engine, _linked(script, engine), _together(engine, script), files[f"{HOSTED}/offline.js"].decode()


def _linked(script: str, engine: str) -> str:
    """The script of the hosted page, which takes the engine from the file beside it."""
    return _IMPORT.sub(rf"import {{\1}} from './{_versioned('engine.js', engine)}';", script)


def _together(engine: str, script: str) -> str:
    """The two scripts as one: a page from a disk can import no file. The names of the engine stay its own."""
    given = ", ".join(name for _, name in _EXPORT.findall(engine))
    own = _EXPORT.sub(r"\1", engine)
    return f"const engineOfThisPage = (() => {{\n{own}\nreturn {{ {given} }};\n}})();\n" + _IMPORT.sub(
        r"const {\1} = engineOfThisPage;", script
    )


def _config(studio: _Studio, addresses: Mapping[str, str]) -> dict[str, object]:
    """What the scripts of the page are told. A file without an address stands in the page itself."""
    return {
        "single": not any(addresses.values()),
        "assets": {name: {"file": file, "size": len(studio.packed[name])} for name, file in addresses.items()},
        "lock": studio.lock,
        "size": megabytes(sum(len(studio.packed[name]) for name in (*RUNTIME, ENGINE)), studio.language),
        "pdf": megabytes(len(studio.packed[TYPST]), studio.language) if TYPST in addresses else "",
    }


def _sizes(files: Mapping[str, bytes]) -> Sizes:
    size = {name.removeprefix(f"{HOSTED}/"): len(data) for name, data in files.items()}
    first = ["index.html", "studio.js", "engine.js", "studio.css", *(f"assets/{name}.bin" for name in (*RUNTIME, ENGINE))]
    return Sizes(
        first=sum(size[name] for name in first),
        after=size[f"assets/{DOCUMENTS}.bin"],
        pdf=size.get(f"assets/{TYPST}.bin", 0),
        single=size[SINGLE],
    )


def megabytes(size: int, language: str) -> str:
    """A size as people read it: « 6,8 »."""
    text = f"{size / 1_000_000:.1f}"
    return text.replace(".", ",") if language == "fr" else text


def _source(name: str) -> str:
    return (_SOURCES / name).read_text("utf-8")


def _is_versioned(name: str) -> bool:
    return name.startswith("assets/") or name in ("studio.js", "engine.js", "studio.css")


def _versioned(name: str, content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    return f"{name}?v={hashlib.sha256(data).hexdigest()[:12]}"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
