"""A cache of libraries already read and found sound: plain JSON, keyed by content, safe to delete.

Knows how to turn frozen values into lists and back. A library with a problem is never kept, so its messages never come from
here. A cache that cannot be read or written is passed over in silence: the library is read from its files.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from charter_builder import charter, conditions, library, resources
from charter_builder.library import Library
from charter_builder.reading import texts
from charter_builder.reading.yamlfile import MAX_BYTES

_CLASSES: dict[str, type] = {
    cls.__name__: cls
    for module in (charter, conditions, library, texts)
    for cls in vars(module).values()
    if isinstance(cls, type) and dataclasses.is_dataclass(cls)
}
_FIELDS = {cls: tuple(f.name for f in dataclasses.fields(cls)) for cls in _CLASSES.values()}
#: The code that decides what a library looks like once read: when it changes, older entries no longer count.
_CODE = (
    "library.py",
    "loading.py",
    "librarycache.py",
    "charter.py",
    "conditions.py",
    "typography.py",
    "reading/prose.py",
    "reading/texts.py",
    "reading/fields.py",
    "reading/kinds.py",
    "linking.py",
    "reading/yamlfile.py",
)


def load_cached(root: Path, language: str, load: Callable[[Path, str], Library]) -> Library:
    """The library of this folder in one language, from the cache when nothing in the folder has changed since it was found sound. A
    folder without a pack that holds a library already read, as the studio carries one, gives that one.
    """
    if not (root / "pack.yml").exists() and (root / read_already(language)).is_file():
        return from_json((root / read_already(language)).read_bytes())
    folder = resources.cache_folder()
    try:
        entry = folder / f"library-{language}-{_key(root, language)}.json"
        return from_json(entry.read_bytes())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        pass
    found = load(root, language)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = entry.with_suffix(f".{os.getpid()}")
        aside.write_bytes(to_json(found))
        aside.replace(entry)
        for old in sorted(folder.glob("library-*.json"), key=lambda p: p.stat().st_mtime)[:-8]:
            old.unlink(missing_ok=True)
    except (OSError, UnboundLocalError):
        pass
    return found


def read_already(language: str) -> str:
    """The name of the file that stands for a pack already read."""
    return f"library-{language}.json"


def to_json(library: Library) -> bytes:
    """A sound library as one file."""
    return json.dumps(encode(library), ensure_ascii=False, separators=(",", ":"), check_circular=False).encode()


def from_json(written: bytes) -> Library:
    """The library as `to_json` wrote it; its texts and sources are decoded one by one, when they are first asked for."""
    names = [f.name for f in dataclasses.fields(Library)]
    texts, pages, uses, labels, sources = (names.index(name) for name in ("texts", "pages", "use_texts", "labels", "sources"))
    _, *values = json.loads(written)
    lazy = {
        texts: {language: _Lazy(of) for language, of in values[texts].items()},
        pages: {language: _Lazy(of) for language, of in values[pages].items()},
        uses: {language: _Lazy(of) for language, of in values[uses].items()},
        labels: _Lazy(values[labels]),
        sources: _Lazy(values[sources]),
    }
    decoded: list[Any] = [lazy[rank] if rank in lazy else decode(value) for rank, value in enumerate(values)]
    return Library(*decoded)


class _Lazy(Mapping[str, Any]):
    """A mapping of encoded values, decoded on first use."""

    def __init__(self, written: dict[str, Any]) -> None:
        self._written = written
        self._decoded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._decoded:
            self._decoded[name] = decode(self._written[name])
        return self._decoded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


def _key(root: Path, language: str) -> str:
    """A digest of the code and of every file that says something in this language, or in all when none is named."""
    digest = hashlib.sha256()
    for name in _CODE:
        digest.update((resources.PACKAGE / name).read_bytes())
    start = len(str(root))
    for folder, folders, names in os.walk(root):
        deep = folder[start:].count(os.sep) > 1  # no file is read from further down
        folders[:] = () if deep else sorted(name for name in folders if name not in ("schemas", "topics") and not name.startswith("."))
        for name in sorted(names):
            if language and len(name.partition(".")[0]) == 2 and not name.startswith(language):  # fr.md, en.yml
                continue
            path = os.path.join(folder, name)
            known = os.lstat(path)
            if not stat.S_ISREG(known.st_mode) or known.st_size > MAX_BYTES:  # never sound: its problem is said each time
                raise OSError(path)
            with open(path, "rb") as stream:
                content = stream.read()
            digest.update(f"{path[start:]}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()[:32]


def encode(value: Any) -> Any:
    """Frozen values as JSON: `["Text", "bonjour"]` for a dataclass, `["", …]` for a tuple, `["date", "2027-01-11"]` for a day."""
    kind = type(value)
    if kind is str or kind is int:
        return value
    if kind in _FIELDS:
        return [kind.__name__, *[encode(getattr(value, name)) for name in _FIELDS[kind]]]
    if kind is tuple:
        return ["", *[encode(item) for item in value]]
    if kind is dict:
        return {key: encode(item) for key, item in value.items()}
    if kind is date:
        return ["date", value.isoformat()]
    return value


def decode(value: Any) -> Any:
    """What `encode` wrote. Raises KeyError or TypeError when it was not written by this version."""
    if type(value) is list:
        name = value[0]
        items = [decode(item) if type(item) in (list, dict) else item for item in value[1:]]
        return tuple(items) if name == "" else date.fromisoformat(items[0]) if name == "date" else _CLASSES[name](*items)
    if type(value) is dict:
        return {key: decode(item) for key, item in value.items()}
    return value
