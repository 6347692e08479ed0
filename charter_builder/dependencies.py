"""What the program stands on: the libraries that come with it, their licences, and the pins of a release.

Knows the metadata of installed distributions and the reports of pip. Which libraries, and why each, is in pyproject.toml. `python -m
charter_builder.dependencies` lists them as pins; with reports of pip, it writes `constraints.txt` (`make constraints`).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PROGRAM = "charter-builder"
_CLASSIFIER = "License :: OSI Approved :: "
#: A few names of the same licence, as its identifier (SPDX). What metadata says otherwise is shown as it is.
_KNOWN = {
    "MIT License": "MIT",
    "The MIT License (MIT)": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}


def libraries() -> dict[str, tuple[Distribution, tuple[str, ...]]]:
    """Every library that an installation brings, by name, with those that ask for it. What only another system wants, or an extra, is
    left out.
    """
    found: dict[str, tuple[Distribution, tuple[str, ...]]] = {}
    waiting = [(name, _PROGRAM) for name in _wanted(distribution(_PROGRAM))]
    while waiting:
        name, asked_by = waiting.pop(0)
        if name in found:
            library, before = found[name]
            found[name] = library, tuple(sorted({*before, asked_by}))
            continue
        try:
            library = distribution(name)
        except PackageNotFoundError:
            continue
        found[name] = library, (asked_by,)
        waiting += [(other, name) for other in _wanted(library)]
    return dict(sorted(found.items()))


def _wanted(library: Distribution) -> Iterator[str]:
    from packaging.requirements import Requirement

    for line in library.requires or ():
        asked = Requirement(line)
        if asked.marker is None or asked.marker.evaluate({"extra": ""}):
            yield canonical(asked.name)


def canonical(name: str) -> str:
    """A name as indexes write it: lower case, dashes."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(library: Distribution) -> str:
    """The licence that a library says it has."""
    told = library.metadata
    if "License-Expression" in told:
        return told["License-Expression"]
    classes = [line.removeprefix(_CLASSIFIER) for line in told.get_all("Classifier") or () if line.startswith(_CLASSIFIER)]
    written = (told["License"] or "").strip() if "License" in told else ""
    said = classes or ([written] if written and "\n" not in written and len(written) < 60 else [])
    return ", ".join(_KNOWN.get(name, name) for name in said) or "?"


def licences_page() -> str:
    """docs/licences.md: each library, its licence, and who asks for it."""
    rows = "".join(f"| {name} | {licence(library)} | {', '.join(asked)} |\n" for name, (library, asked) in libraries().items())
    return (
        "# Licences of the libraries\n\n<!-- Made by `make reference` from the metadata of the installed libraries. -->\n\n"
        "What `pip install charter-builder` brings. The studio carries the texts of the licences of what it holds, in `licences.txt`.\n"
        "[constraints.txt](../constraints.txt) has the version and the digests of each.\n\n"
        f"| library | licence | asked for by |\n|---|---|---|\n{rows}"
    )


def pins(reports: Iterable[Mapping[str, Any]]) -> str:
    """The versions of a release, with the digests of the files that pip would take on each system that a report was made for."""
    files: dict[str, tuple[str, set[str]]] = {}
    for report in reports:
        for item in report["install"]:
            digest = item["download_info"].get("archive_info", {}).get("hashes", {}).get("sha256")
            name = canonical(item["metadata"]["name"])
            if digest and name != _PROGRAM:
                version, digests = files.setdefault(name, (item["metadata"]["version"], set()))
                if version != item["metadata"]["version"]:
                    raise ValueError(f"{name}: {version} and {item['metadata']['version']}")
                digests.add(digest)
    lines = [
        f"{name}=={version} \\\n" + " \\\n".join(f"    --hash=sha256:{digest}" for digest in sorted(digests)) + "\n"
        for name, (version, digests) in sorted(files.items())
    ]
    return (
        "# The libraries with which this version was tried. Made by `make constraints`.\n"
        "# pip install --require-hashes -r constraints.txt && pip install --no-deps charter-builder\n" + "".join(lines)
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(pins(json.loads(Path(name).read_text("utf-8")) for name in sys.argv[1:]))
    else:
        sys.stdout.writelines(f"{name}=={library.version}\n" for name, (library, _) in libraries().items())
