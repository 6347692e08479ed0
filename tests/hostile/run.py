"""The corpus run as its victims would: each case is a command, in a process that may not take much.

`python run.py FAMILY NAME…` reads FAMILY.toml and prints, for each of these cases, one line of JSON before it (`name`) and one after
(what it came to, in which time of the processor). Memory is limited for the whole process, time for each case. Knows how a case is laid
out and what is looked for in the documents; leaves to `test_hostile.py` what each should have come to, and to `makers` the files too
large to be kept.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

MEMORY = 512 * 1024 * 1024
SECONDS = 10
BAKERY = HERE.parents[1] / "examples" / "boulangerie"
SMALL_PACK = HERE.parent / "errors" / "_pack"
SENTENCE = "Chez {{ organisation.nom }}, la personne qui envoie un texte en répond."
HOST = "the page of a host"
#: What a screen says of a code: the file above it, with the line when the fault has one.
_SAID = re.compile(r"^([EW]\d{3}) — ", re.MULTILINE)
_REPORT = re.compile(r"\S*charter-\S+\.txt")
_RUNS = {"script", "style", "iframe", "object", "embed", "base", "form", "svg", "math", "img", "link", "meta"}
_LEADS = ("http:", "https:", "mailto:", "webcal:")


def main(family: str, names: list[str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    cases = tomllib.loads((HERE / f"{family}.toml").read_text("utf-8"))
    home = Path.cwd()
    for name in names:
        print(json.dumps({"name": name}), flush=True)
        place = tempfile.mkdtemp(dir=home)
        os.chdir(place)
        found = measured(family, cases[name])
        os.chdir(home)
        subprocess.run(["rm", "-rf", place], check=True)  # some are deeper than Python can follow
        print(json.dumps({"name": name, **found}), flush=True)


def measured(family: str, case: dict[str, Any]) -> dict[str, Any]:
    """A case laid out, then run: only the program is timed."""
    command = FAMILIES[family](Path.cwd(), case)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # the signal that follows ends the process
    start = time.process_time()
    status, said = run(command)
    took = time.process_time() - start
    signal.setitimer(signal.ITIMER_PROF, 0)
    found: dict[str, Any] = {"status": status, "said": said[:4000], "seconds": round(took, 2)}
    found["codes"] = sorted({code for code in _SAID.findall(said) if code.startswith("E")})
    found["unlocated"] = unlocated(said)
    if report := _REPORT.search(said):
        found["report"] = Path(report[0]).read_text("utf-8")[-1500:]
    if status == 0 and "harmless" in case:
        found["harm"] = harm(family, case)
    return found


def run(command: list[str]) -> tuple[int, str]:
    """The exit status of `charter`, and everything it said."""
    from charter_builder.cli import main

    if command == [HOST]:
        return host_page()
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            main(command, prog_name="charter")
        except SystemExit as end:
            return int(end.code or 0), said.getvalue()
    return 0, said.getvalue()


def host_page() -> tuple[int, str]:
    from charter_builder import app
    from charter_builder.messages import screen
    from charter_builder.problems import CharterError, Problems
    from charter_builder.studio.host import read_host
    from charter_builder.studio.page import write_page

    library, problems = app.our_library("fr"), Problems()
    try:
        host = read_host(Path("studio.yml"), library, "fr", problems)
        problems.stop_if_errors()
    except CharterError as error:
        return 1, screen(error.problems, "fr")
    Path("public").mkdir()
    page = write_page(library, "fr", host, style="", scripts="", policy="", config={})
    Path("public", "index.html").write_text(page, "utf-8")
    return 0, ""


def unlocated(said: str) -> list[str]:
    """The codes that no file stands above."""
    blocks = [block for block in said.split("\n\n") if _SAID.search(block)]
    return [block for block in blocks if _SAID.match(block.lstrip())]


# -------------------------------------------------------------------------------------------------------- cases laid out


def profile(folder: Path, case: dict[str, Any]) -> list[str]:
    """A bakery with a name (`nom`), other lines (`lines`, by what they begin with), or another file (`text`, `bytes`, `make`)."""
    shutil.copy(BAKERY / "logo.svg", folder)
    text = (BAKERY / "profil.yml").read_text("utf-8")
    lines = dict(case.get("lines", {}))
    if "nom" in case:
        lines["  nom:"] = "  nom: " + json.dumps(case["nom"], ensure_ascii=False)
    for begin, line in lines.items():
        text, count = re.subn(rf"(?m)^{re.escape(begin)}.*$", lambda _, line=line: line, text, count=1)
        assert count, f"no line begins with {begin!r}"
    write(folder / "profil.yml", case, text)
    if "harmless" in case:
        return ["build", "profil.yml", "-o", "public", "--formats", "print,md,json,docx"]
    return ["check", "profil.yml"]


def pack(folder: Path, case: dict[str, Any]) -> list[str]:
    """The small pack with another sentence in an article (`article`), or another `file`."""
    shutil.copytree(SMALL_PACK, folder / "clauses")
    if "article" in case:
        text = folder / "clauses" / "usages" / "relecture" / "fr.md"
        written = text.read_text("utf-8")
        assert SENTENCE in written
        text.write_text(written.replace(SENTENCE, case["article"]), "utf-8")
    elif "file" in case:
        write(folder / "clauses" / case["file"], case, "")
    else:
        make(folder, case)
    return ["reference", "--pack", "clauses", "-o", "public"] if "harmless" in case else ["check", "--pack", "clauses"]


def logo(folder: Path, case: dict[str, Any]) -> list[str]:
    """The bakery with another logo."""
    name = case.get("name", "logo.svg")
    text = (BAKERY / "profil.yml").read_text("utf-8").replace('"logo.svg"', json.dumps(name))
    (folder / "profil.yml").write_text(text, "utf-8")
    write(folder / case.get("file", "logo.svg"), case, "")
    return ["build", "profil.yml", "-o", "public", "--formats", "print,docx"] if "harmless" in case else ["check", "profil.yml"]


def model(folder: Path, case: dict[str, Any]) -> list[str]:
    """The bakery with a model of Word or LibreOffice beside it: a sound one, in which `part` is another, or one made."""
    from hostile.makers import sound_model

    shutil.copy(BAKERY / "logo.svg", folder)
    shutil.copy(BAKERY / "profil.yml", folder)
    kind = case.get("kind", "docx")
    target = folder / {"docx": "modele.docx", "odt": "modele.ott"}[kind]
    if "make" in case:
        make(folder, case)
    else:
        parts = sound_model(kind)
        old, new = case.get("replaced", ["", ""])
        name = case["part"]
        content = case.get("text", "")
        if old:
            content = parts[name].decode()
            assert old in content
            content = content.replace(old, new, 1)
        parts[name] = content.encode()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, bare in parts.items():
                archive.writestr(part, bare)
    return ["check", "profil.yml"]


def studio(folder: Path, case: dict[str, Any]) -> list[str]:
    """The file of a host. Its page is written alone: the engine that comes with it is large, and holds nothing of the host."""
    write(folder / "studio.yml", case, "")
    return [HOST]


def new(folder: Path, case: dict[str, Any]) -> list[str]:
    """A new folder."""
    if "make" in case:
        make(folder, case)
    return ["new", *case["arguments"]]


FAMILIES = {"profiles": profile, "packs": pack, "logos": logo, "models": model, "studios": studio, "new": new}


def write(path: Path, case: dict[str, Any], otherwise: str) -> None:
    if "make" in case:
        make(path, case)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    content = bytes.fromhex(case["bytes"]) if "bytes" in case else case.get("text", otherwise).encode(case.get("encoding", "utf-8"))
    path.write_bytes(content)


def make(path: Path, case: dict[str, Any]) -> None:
    from hostile import makers

    getattr(makers, case["make"])(path)


# ------------------------------------------------------------------------------------------------- what documents hold


def harm(family: str, case: dict[str, Any]) -> list[str]:
    """What is wrong in the documents: words lost, or anything that a plain text would not have made."""
    if family == "new":
        return []
    plain = baseline(family)
    found = shape(Path("public"))
    wrong = []
    if case["harmless"]:
        said = " ".join(case["harmless"].split())
        wrong += [f"{name} does not say it" for name, words in found["words"].items() if said not in words]
    for name, made in found["active"].items():
        wrong += [f"{name} has {what}" for what in Counter(made) - Counter(plain["active"].get(name, ()))]
    if not case.get("free"):
        wrong += [f"{name} is made otherwise" for name, made in found["shape"].items() if made != plain["shape"].get(name, made)]
    return wrong


def baseline(family: str) -> dict[str, Any]:
    if family not in _plain:
        with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
            status, said = run(FAMILIES[family](Path(place), {"harmless": "", **PLAIN[family]}))
            assert status == 0, said
            _plain[family] = shape(Path("public"))
    return _plain[family]


#: A case of each family that means no harm.
PLAIN: dict[str, dict[str, str]] = {
    "profiles": {"nom": "Le Fournil"},
    "packs": {"article": "Une phrase."},
    "logos": {"make": "plain_logo"},
    "studios": {"text": "format: 1\nname: Le Fournil\nanswers: {}\n"},
}
_plain: dict[str, dict[str, Any]] = {}


def shape(folder: Path) -> dict[str, Any]:
    """The words, the elements and what is active, of each document."""
    from markdown_it import MarkdownIt
    from readback import office, pages, text, tree

    found: dict[str, dict[str, Any]] = {"words": {}, "active": {}, "shape": {}}
    for path in sorted(folder.rglob("*.html")):
        page = _Page()
        page.feed(path.read_text("utf-8"))
        name = str(path.relative_to(folder))
        found["active"][name], found["shape"][name] = page.active, page.shape
        if not (folder / "charte.json").exists():
            found["words"]["site"] = found["words"].get("site", "") + " ".join("".join(page.said).split())
    readers = {"charte.json": tree.read, "charte.md": text.read, "imprimer.html": pages.read_print_page}
    readers |= {"documents/charte.docx": office.read_docx}
    if (folder / "charte.json").exists():
        for name, read in readers.items():
            words = read(folder)
            found["words"][name] = " ".join(" ".join([words.front, *words.body, *words.notes]).split())
        found["shape"]["charte.json"] = kinds(json.loads((folder / "charte.json").read_text("utf-8")))
        tokens = MarkdownIt("commonmark").enable("table").parse((folder / "charte.md").read_text("utf-8"))
        found["shape"]["charte.md"] = [token.type for token in tokens]
    with contextlib.suppress(FileNotFoundError), zipfile.ZipFile(folder / "documents" / "charte.docx") as archive:
        parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        found["shape"]["charte.docx"] = {name: [e.tag for e in ElementTree.fromstring(archive.read(name)).iter()] for name in parts}
    return found


def kinds(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: kinds(item) for key, item in value.items()}
    return [kinds(item) for item in value] if isinstance(value, list) else type(value).__name__


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.shape: list[tuple[str, ...]] = []
        self.active: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, *[name for name, _ in attrs]))
        self.active += [tag] if tag in _RUNS else []
        for name, value in attrs:
            if name.startswith("on"):
                self.active.append(f"on: {name}")
            scheme = re.match(r"\s*([^/?#\s]*:)", value or "")
            if name in ("href", "src", "action", "formaction") and scheme and not scheme[1].lower().startswith(_LEADS):
                self.active.append(f"leads to {scheme[1]}")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
