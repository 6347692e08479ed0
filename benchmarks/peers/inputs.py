"""A sound project of each program, and the nine faults as edits of it. Knows nothing of how they are run or judged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "<script>alert(7)</script>"
STRANGER = "deliberation.txt"
OWN_WORDS = b"<!DOCTYPE html><html><body><p>Written by hand, kept nowhere else.</p></body></html>\n"

FAULTS = {
    "missing": "a required answer is missing",
    "misspelt": "the name of an optional setting is misspelt",
    "twice": "the same name is given twice, with two values",
    "type": "a word stands where a number, a yes or no, or a list is expected",
    "quote": "a quote is opened and not closed",
    "windows": "the file is saved in the old encoding of Windows (cp1252), not in UTF-8",
    "script": "the name of the organisation holds a script",
    "unknown": "something that does not exist is referred to (clause, page, variable)",
    "stranger": "the output folder holds files of somebody else",
}


@dataclass(frozen=True)
class Edit:
    """`old` becomes `new`, once, in one file. A good message gives the line of the first of `words` in `new`, or names one of them."""

    path: str
    old: str
    new: str
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Peer:
    name: str
    client: str  # npm, pip, or nothing for ours
    version: str
    purpose: str
    program: str
    arguments: tuple[str, ...]  # run in the project; the output is expected in out/
    main: str  # the file that holds the answers, which is also the one saved in another encoding
    files: Callable[[Path], dict[str, str]]  # from the folder where it is installed
    edits: dict[str, Edit]
    page: str  # a file that it writes in out/: a stranger's file has the same name


DEON = """\
title: Liste de la commune de Saint-Étienne
sections:
  - title: Données
    section_id: A
    lines:
      - line_id: A.1
        line_summary: Accord
        line: Les personnes ont-elles donné leur accord ?
"""

COPIER = """\
nom:
  type: str
  help: Le nom de l'organisation
effectif:
  type: int
secteur:
  type: str
  choices: [prive, public]
  default: prive
"""

ANSWERS = """\
nom: "Commune de Saint-Étienne"
effectif: 12
secteur: public
"""

PAGE = """\
<h1>Charte de {{ nom }}</h1>
<p>{{ effectif }} personnes, secteur {{ secteur }}.</p>
"""

MKDOCS = """\
site_name: "Commune de Saint-Étienne"
copyright: "La commune"
use_directory_urls: false
nav:
  - index.md
  - donnees.md
"""


def psp_files(installed: Path) -> dict[str, str]:
    """The configuration that ships with the templates, every blank filled. It asks for more with HIPAA: left off."""
    shipped = installed / "node_modules/@jupiterone/security-policy-templates/templates/config.json"
    config = json.loads(shipped.read_text("utf-8"))
    for key, value in config["organization"].items():
        if value == "":
            config["organization"][key] = "https://commune.example/" if key.endswith("URL") else "Commune de Saint-Étienne"
    config["organization"]["needStandardHIPAA"] = False
    return {"config.json": json.dumps(config, indent=2, ensure_ascii=False) + "\n"}


def our_files(_: Path) -> dict[str, str]:
    folder = ROOT / "examples" / "boulangerie"
    return {name: (folder / name).read_text("utf-8") for name in ("profil.yml", "logo.svg")}


PEERS = (
    Peer(
        "charter-builder",
        "",
        "",
        "French charters for the use of AI, from an organisation profile and a library of clauses",
        "charter",
        ("build", "profil.yml", "-o", "out"),
        "profil.yml",
        our_files,
        {
            "missing": Edit("profil.yml", "  effectif: 8\n", "", ("effectif",)),
            "misspelt": Edit("profil.yml", "  automatisation: ", "  automatization: ", ("automatization",)),
            "twice": Edit("profil.yml", "  effectif: 8\n", "  effectif: 8\n  effectif: 80\n", ("effectif",)),
            "type": Edit("profil.yml", "effectif: 8", "effectif: douze", ("effectif", "douze")),
            "quote": Edit("profil.yml", '"Le Fournil Perdriault"', '"Le Fournil Perdriault', ("nom",)),
            "script": Edit("profil.yml", "Le Fournil Perdriault", SCRIPT, ("script",)),
            "unknown": Edit(
                "profil.yml", "\nadoption:", "\nchanges:\n  leave_out:\n    cuisine/levain: Hors sujet\nadoption:", ("cuisine/levain",)
            ),
        },
        "index.html",
    ),
    Peer(
        "@jupiterone/security-policy-builder",
        "npm",
        "4.2.0",
        "security policies as Markdown, from a configuration and Mustache templates",
        "node_modules/.bin/psp",
        ("build", "-n", "-c", "config.json", "-t", "{installed}/node_modules/@jupiterone/security-policy-templates/templates", "-o", "out"),
        "config.json",
        psp_files,
        {
            "missing": Edit("config.json", '    "companyFullName": "Commune de Saint-Étienne",\n', "", ("companyFullName",)),
            "misspelt": Edit(
                "config.json",
                '"name": "Security Program Overview",\n      "adopted"',
                '"name": "Security Program Overview",\n      "adoptd"',
                "adoptd",
            ),
            "twice": Edit(
                "config.json",
                '"name": "Security Program Overview",\n',
                '"name": "Security Program Overview",\n      "adopted": false,\n',
                "adopted",
            ),
            "type": Edit(
                "config.json",
                '"name": "Security Program Overview",\n      "adopted": true',
                '"name": "Security Program Overview",\n      "adopted": "douze"',
                ("adopted", "douze"),
            ),
            "quote": Edit(
                "config.json",
                '"companyShortName": "Commune de Saint-Étienne"',
                '"companyShortName": "Commune de Saint-Étienne',
                "companyShortName",
            ),
            "script": Edit(
                "config.json", '"companyShortName": "Commune de Saint-Étienne"', f'"companyShortName": "{SCRIPT}"', ("companyShortName",)
            ),
            "unknown": Edit("config.json", '        "cp-ism-scope",', '        "cp-cuisine-levain",', ("cp-cuisine-levain",)),
        },
        "program.md",
    ),
    Peer(
        "deon",
        "pip",
        "0.3.0",
        "an ethics checklist for data science, in several formats, from one YAML file",
        "bin/deon",
        ("-l", "checklist.yml", "-o", "out/checklist.html"),
        "checklist.yml",
        lambda _: {"checklist.yml": DEON},
        {
            "missing": Edit("checklist.yml", "  - title: Données\n    section_id", "  - section_id", ("title",)),
            "misspelt": Edit("checklist.yml", "line_summary: Accord", "line_sumary: Accord", ("line_sumary", "line_summary")),
            "twice": Edit("checklist.yml", "    section_id: A\n", "    section_id: A\n    section_id: B\n", ("section_id",)),
            "type": Edit("checklist.yml", DEON[DEON.index("    lines:") :], "    lines: douze\n", ("lines", "douze")),
            "quote": Edit("checklist.yml", "title: Liste de", 'title: "Liste de', ("title",)),
            "script": Edit("checklist.yml", "la commune de Saint-Étienne", SCRIPT, ("script",)),
        },
        "checklist.html",
    ),
    Peer(
        "copier",
        "pip",
        "9.19.1",
        "a project of any kind, from a template and answers, kept up to date",
        "bin/copier",
        ("copy", "--defaults", "--data-file", "answers.yml", "template", "out"),
        "answers.yml",
        lambda _: {"answers.yml": ANSWERS, "template/copier.yml": COPIER, "template/index.html.jinja": PAGE},
        {
            "missing": Edit("answers.yml", 'nom: "Commune de Saint-Étienne"\n', "", ("nom",)),
            "misspelt": Edit("answers.yml", "secteur:", "secteurr:", ("secteurr",)),
            "twice": Edit("answers.yml", "effectif: 12\n", "effectif: 12\neffectif: 120\n", ("effectif",)),
            "type": Edit("answers.yml", "effectif: 12", "effectif: douze", ("effectif", "douze")),
            "quote": Edit("answers.yml", 'Saint-Étienne"', "Saint-Étienne", ("nom",)),
            "script": Edit("answers.yml", "Commune de Saint-Étienne", SCRIPT, ("script",)),
            "unknown": Edit("template/index.html.jinja", "{{ nom }}", "{{ nom_complet }}", ("nom_complet",)),
        },
        "index.html",
    ),
    Peer(
        "mkdocs",
        "pip",
        "1.6.1",
        "a site from Markdown pages; run with `--strict`, its most careful way",
        "bin/mkdocs",
        ("build", "--strict", "-d", "out"),
        "mkdocs.yml",
        lambda _: {"mkdocs.yml": MKDOCS, "docs/index.md": "# Charte\n\nUne phrase.\n", "docs/donnees.md": "# Données\n\nUne phrase.\n"},
        {
            "missing": Edit("mkdocs.yml", 'site_name: "Commune de Saint-Étienne"\n', "", ("site_name",)),
            "misspelt": Edit("mkdocs.yml", "copyright:", "copyrigth:", ("copyrigth",)),
            "twice": Edit("mkdocs.yml", 'copyright: "La commune"\n', 'copyright: "La commune"\ncopyright: "Une autre"\n', ("copyright",)),
            "type": Edit("mkdocs.yml", "use_directory_urls: false", "use_directory_urls: douze", ("use_directory_urls", "douze")),
            "quote": Edit("mkdocs.yml", 'Saint-Étienne"', "Saint-Étienne", ("site_name",)),
            "script": Edit("mkdocs.yml", "Commune de Saint-Étienne", SCRIPT, ("script",)),
            "unknown": Edit("mkdocs.yml", "donnees.md", "cuisine.md", ("cuisine.md",)),
        },
        "index.html",
    ),
)
