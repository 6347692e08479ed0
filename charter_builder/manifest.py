"""The manifest: what is in a folder that this program made, and whether it is still so.

Knows `manifest.json`: the program's words about a build, and the SHA-256 of each file. It tells a slip of the hand, a lost file, a bad
copy; somebody who changes a file on purpose can change the manifest as well. Leaves what to do about it to `publish` and `app`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charter_builder.problems import Place, Problems

MANIFEST = "manifest.json"
TOOL = "charter-builder"
_OUTSIDE = re.compile(r"[\\/]|[A-Za-z]:|(?:.*[\\/])?\.\.(?:[\\/]|$)")


@dataclass(frozen=True)
class Changes:
    """The files of a folder that are no longer as they were made, by name."""

    touched: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]


def manifest_of(folder: Path, about: dict[str, Any]) -> dict[str, Any]:
    """What is in a folder: the program's words about it, and the SHA-256 of each file."""
    files = {name: _digest(folder / name) for name in sorted(walk(folder)) if name != MANIFEST}
    return {"tool": TOOL, **about, "files": files}


def write_manifest(folder: Path, about: dict[str, Any]) -> None:
    """Write it, down to the disk."""
    text = json.dumps(manifest_of(folder, about), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    with (folder / MANIFEST).open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def files_of(folder: Path) -> Mapping[str, str] | None:
    """The files that the manifest of a folder names, with their digests; None when this program did not make the folder."""
    path = folder / MANIFEST
    if path.is_symlink() or not path.is_file():
        return None
    try:
        content = json.loads(path.read_text("utf-8"))
        files = content["files"] if content["tool"] == TOOL else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(files, dict) or any(not isinstance(digest, str) or _OUTSIDE.match(name) for name, digest in files.items()):
        return None
    return files


def changes(folder: Path, files: Mapping[str, str]) -> Changes:
    """What differs between a folder and what its manifest names. A link is never followed: it is not what was made."""
    there = {name for name in walk(folder) if name != MANIFEST}
    touched = [name for name in sorted(there & files.keys()) if not _is_as_made(folder / name, files[name])]
    return Changes(tuple(touched), tuple(sorted(files.keys() - there)), tuple(sorted(there - files.keys())))


def verify(folder: Path) -> int:
    """The number of files of a folder, all as they were made. Raises CharterError with each one that is not."""
    problems = Problems()
    files = files_of(folder)
    if files is None:
        problems.add("E534", Place(str(folder)), folder=str(folder))
        problems.stop_if_errors()
    assert files is not None
    found = changes(folder, files)
    for code, names in (("E531", found.touched), ("E532", found.missing), ("E533", found.added)):
        for name in names:
            problems.add(code, Place(str(folder / name)), file=name)
    problems.stop_if_errors()
    return len(files)


def walk(folder: Path) -> Iterator[str]:
    """The files of a folder, and its links to folders, by path from the folder."""
    for where, folders, names in os.walk(folder, followlinks=False):
        links = [name for name in folders if os.path.islink(os.path.join(where, name))]
        for name in names + links:
            yield os.path.relpath(os.path.join(where, name), folder).replace(os.sep, "/")


def _is_as_made(path: Path, digest: str) -> bool:
    try:
        return not path.is_symlink() and path.is_file() and _digest(path) == digest
    except OSError:
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
