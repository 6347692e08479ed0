"""`make fuzz`: coverage-guided fuzzing of one reader (atheris), from the kept corpus. `python fuzz.py READER [libFuzzer options]`.

New inputs go to build/fuzz/READER. The few that reach what the corpus does not are kept: `-set_cover_merge=1 FOLDER corpus/READER
build/fuzz/READER` copies them into a folder. An input that breaks a promise is written to build/fuzz, and becomes a case of tests/hostile
once mended.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

with atheris.instrument_imports(include=["charter_builder", "ruamel", "markdown_it", "mdit_py_plugins"]):
    from fuzz import readers

    for read in readers.READERS.values():  # the parsers are imported by the first text that they read
        read(b"# a")


def main() -> None:
    name, *options = sys.argv[1:]
    made = HERE.parents[1] / "build" / "fuzz" / name
    made.mkdir(parents=True, exist_ok=True)
    limits = ["-max_len=4096", "-timeout=10", "-rss_limit_mb=1024", f"-artifact_prefix={made.parent}/{name}-"]
    folders = [] if any("merge" in option for option in options) else [str(made), str(HERE / "corpus" / name)]
    again = f"{sys.executable} {__file__} {name}"  # a merge starts itself anew after each input that ends it
    atheris.Setup([again, *limits, *options, *folders], readers.READERS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
