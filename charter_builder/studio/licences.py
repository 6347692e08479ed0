"""The licences of all that the page of the studio holds, in one text.

Knows what Pyodide, Python and Typst ask for, since the files that the page gets carry no licence themselves. Those of the libraries
are taken from the installed packages.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator

from charter_builder import resources
from charter_builder.messages import sentence
from charter_builder.studio.assets import DISTRIBUTIONS
from charter_builder.studio.supply import PYODIDE, TYPST, licences_of

_TEXTS = resources.SITE_TEMPLATE / "studio" / "licences"
_LINE = "=" * 78
_PYODIDE = f"""Copyright (C) the Pyodide contributors and Mozilla.
Mozilla Public License 2.0. The four files are those that their authors published, unmodified.
Source: https://github.com/pyodide/pyodide/tree/{PYODIDE.version}
Made with Emscripten: https://github.com/emscripten-core/emscripten (MIT or University of Illinois/NCSA)."""
_TYPST = """Copyright the contributors of Typst and of typst-py. Apache License 2.0.
Source: https://github.com/typst/typst and https://github.com/messense/typst-py
It holds letters: Libertinus Serif (SIL Open Font License 1.1), New Computer Modern (GUST Font License) and
DejaVu Sans Mono (Bitstream Vera licence, changes in the public domain)."""


def licences(language: str, *, pdf: bool) -> str:
    """Who made what, under which licence. `pdf`: with Typst."""
    said = sentence("studio_licences", language)
    return "\n\n".join([said, *(f"{_LINE}\n{name}\n{_LINE}\n\n{text}" for name, text in _sections(pdf=pdf))]) + "\n"


def _sections(*, pdf: bool) -> Iterator[tuple[str, str]]:
    for name in ("charter-builder", *sorted(DISTRIBUTIONS)):
        version = importlib.metadata.version(name)
        if not (texts := licences_of(name)):
            raise RuntimeError(f"{name}: no text of a licence")
        yield f"{name} {version}", "\n\n".join(texts)
    yield f"Pyodide {PYODIDE.version}", f"{_PYODIDE}\n\n{_text('MPL-2.0')}"
    yield "Python", _text("PSF-2.0")
    if pdf:
        yield f"Typst {TYPST.version}", "\n\n".join([_TYPST, *licences_of("typst")])


def _text(name: str) -> str:
    return (_TEXTS / f"{name}.txt").read_text("utf-8").strip()
