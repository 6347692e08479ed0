"""The inspection of a pack: each planted fault is found, at its place, with its screen; a sound pack gives no alarm."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import ROOT

from charter_builder import resources, translations
from charter_builder.inspection import Inspection, inspect
from charter_builder.messages import LANGUAGES, screen

DAY = date(2026, 11, 26)
SOUND = ROOT / "tests" / "errors" / "_pack"
#: A fault: what to change, as (file, words to replace, new words), then the code, the file and the line where it is said.
FAULTS: dict[str, tuple[list[tuple[str, str, str]], str, str, int]] = {
    # ---- names, types, loops, links: what the files say of each other
    "unknown question": (
        [("usages/images/clause.yml", "{usages: images}", "{usage: images}")], "E334", "usages/images/clause.yml", 5,
    ),
    "unknown value": ([("usages/images/clause.yml", "{usages: images}", "{usages: image}")], "E341", "usages/images/clause.yml", 5),
    "unknown fact": ([("donnees/noms/clause.yml", "cse-a-consulter", "cse-a-consulte")], "E333", "donnees/noms/clause.yml", 5),
    "unknown source": ([("donnees/noms/clause.yml", "rgpd-art-5", "rgpd-art-6")], "E315", "donnees/noms/clause.yml", 6),
    "unknown clause": ([("usages/images/clause.yml", "usages/relecture", "usages/relectures")], "E314", "usages/images/clause.yml", 6),
    "wrong type": ([("usages/images/clause.yml", "order: 20", "order: vingt")], "E123", "usages/images/clause.yml", 2),
    "number in quotes": ([("donnees/noms/clause.yml", "at_least: 1}", 'at_least: "1"}')], "E339", "donnees/noms/clause.yml", 5),
    "loop of requires": (
        [("usages/relecture/clause.yml", "owner:", "requires: [usages/images]\nowner:")], "E317", "usages/images/clause.yml", 6,
    ),
    "loop of replaces": (
        [
            ("usages/relecture/clause.yml", "owner:", "replaces: [donnees/noms]\nowner:"),
            ("donnees/noms/clause.yml", "owner:", "replaces: [usages/relecture]\nowner:"),
        ],
        "E317", "donnees/noms/clause.yml", 7,
    ),
    "link that leads nowhere": ([("donnees/noms/fr.md", "#usages/relecture", "#usages/relire")], "E314", "donnees/noms/fr.md", 5),
    "duty without a text that binds": (
        [("sources.yml", "binding: true\n    verified: text-read", "binding: false\n    verified: text-read")],
        "E318", "donnees/noms/clause.yml", 3,
    ),
    # ---- what no reader of one file can see: proved over every profile
    "condition nobody meets": (
        [("usages/images/clause.yml", "{usages: images}", "{all: [{usages: images}, {usages: aucun}]}")],
        "E350", "usages/images/clause.yml", 5,
    ),
    "part of a condition that nobody meets": (
        [("donnees/noms/clause.yml", "{fact: cse-a-consulter}]}", "{all: [{effectif: {at_least: 50}}, {effectif: {at_most: 10}}]}]}")],
        "W362", "donnees/noms/clause.yml", 5,
    ),
    "condition that the coherence rules forbid": (
        [
            ("questions.yml", "default: [aucun]}", "default: [aucun]}\nrules:\n  - id: trop-petite\n    level: error\n"
             "    when: {famille: collectivite, effectif: {less_than: 5}}\n    about: [effectif]"),
            ("texts/fr.yml", "rules: {}", 'rules: {trop-petite: {fact: "Trop petite.", action: "corrigez."}}'),
            ("texts/en.yml", "rules: {}", 'rules: {trop-petite: {fact: "Too small.", action: "correct it."}}'),
            ("usages/images/clause.yml", "{usages: images}", "{famille: collectivite, effectif: 2, usages: images}"),
        ],
        "E350", "usages/images/clause.yml", 5,
    ),
    "passage never shown": (
        [("usages/images/fr.md", "sans cliquer.\n", "sans cliquer.\n\n::: when usages: aucun\nJamais.\n:::\n"),
         ("usages/images/en.md", "a click.\n", "a click.\n\n::: when usages: aucun\nNever.\n:::\n")],
        "E350", "usages/images/fr.md", 7,
    ),
    "citation that never counts": (
        [("donnees/noms/clause.yml", "[{source: rgpd-art-5}]", "[{source: rgpd-art-5, when: {effectif: 0}}, {source: rgpd-art-5}]")],
        "E350", "donnees/noms/clause.yml", 6,
    ),
    "rule that nothing can break": (
        [
            ("questions.yml", "default: [aucun]}", "default: [aucun]}\nrules:\n  - id: vide\n    level: error\n"
             "    when: {famille: {none_of: [entreprise, collectivite]}}\n    about: [famille]"),
            ("texts/fr.yml", "rules: {}", 'rules: {vide: {fact: "Rien.", action: "corrigez."}}'),
            ("texts/en.yml", "rules: {}", 'rules: {vide: {fact: "Nothing.", action: "correct it."}}'),
        ],
        "E350", "questions.yml", 10,
    ),
    "rules that leave nobody": (
        [
            ("questions.yml", "default: [aucun]}", "default: [aucun]}\nrules:\n  - {id: une, level: error, when: {famille: entreprise}, about: [famille]}\n"
             "  - {id: deux, level: error, when: {famille: collectivite}, about: [famille]}"),
            ("texts/fr.yml", "rules: {}", 'rules: {une: {fact: "Une.", action: "x."}, deux: {fact: "Deux.", action: "x."}}'),
            ("texts/en.yml", "rules: {}", 'rules: {une: {fact: "One.", action: "x."}, deux: {fact: "Two.", action: "x."}}'),
        ],
        "E354", "questions.yml", 8,
    ),
    "question without an answer for some": (
        [("questions.yml", "max: 1000, core: true}", "max: 1000, core: true, asked_when: {famille: entreprise}}")], "E344", "questions.yml", 5,
    ),
    "clause always replaced": (
        [("usages/relecture/clause.yml", "owner:", "replaces: [donnees/noms]\nowner:")], "E351", "donnees/noms/clause.yml", 0,
    ),
    "clause whose law has ended": (
        [("sources.yml", "applies_from: 2018-05-25", "applies_from: 2018-05-25\n    applies_until: 2026-01-01")],
        "E351", "donnees/noms/clause.yml", 0,
    ),
    "clauses that contradict each other": (
        [("usages/images/clause.yml", "requires: [usages/relecture]", "conflicts: [donnees/noms]")], "E352", "usages/images/clause.yml", 6,
    ),
    "requirement that is missing": (
        [
            ("usages/relecture/clause.yml", "applies_when: always", "applies_when: {usages: redaction}"),
            ("donnees/noms/clause.yml", "owner:", "replaces: [usages/images]\nowner:"),
            ("usages/relecture/clause.yml", "owner:", "requires: [usages/images]\nowner:"),
            ("usages/images/clause.yml", "requires: [usages/relecture]\n", ""),
            ("donnees/noms/clause.yml", "applies_when: {any", "applies_when: {famille: collectivite, any"),
            ("sources.yml", "applies_from: 2018-05-25", "applies_from: 2018-05-25\n    applies_until: 2026-01-01"),
            ("usages/images/clause.yml", "force: advice", "force: law"),
            ("usages/images/clause.yml", "owner:", "citations: [{source: rgpd-art-5}]\nowner:"),
        ],
        "E353", "usages/relecture/clause.yml", 6,
    ),
    "condition always true": (
        [("usages/images/clause.yml", "{usages: images}", "{famille: [entreprise, collectivite]}")], "W350", "usages/images/clause.yml", 5,
    ),
    "passage always shown": (
        [("usages/images/fr.md", "sans cliquer.\n", "sans cliquer.\n\n::: when usages: images\nToujours.\n:::\n"),
         ("usages/images/en.md", "a click.\n", "a click.\n\n::: when usages: images\nAlways.\n:::\n")],
        "W351", "usages/images/fr.md", 7,
    ),
    "question that decides nothing": (
        [
            ("questions.yml", "default: [aucun]}", "default: [aucun]}\n  - {id: humeur, block: identite, type: choice, values: [bonne, mauvaise], core: true}"),
            ("texts/fr.yml", "classes:", '  humeur: {label: "l\'humeur", question: "Quelle humeur ?", help: "Aucune.", values: {bonne: "bonne", mauvaise: "mauvaise"}}\nclasses:'),
            ("texts/en.yml", "classes:", '  humeur: {label: "the mood", question: "Which mood?", help: "None.", values: {bonne: "good", mauvaise: "bad"}}\nclasses:'),
        ],
        "W353", "questions.yml", 7,
    ),
    "question said to be silent": (
        [("questions.yml", "none: aucun, default: [aucun]}", "none: aucun, default: [aucun], silent: true}")], "W361", "questions.yml", 6,
    ),
    "values that change nothing": (
        [
            ("questions.yml", "[entreprise, collectivite]", "[entreprise, collectivite, association]"),
            ("texts/fr.yml", 'collectivite: "collectivité"}', 'collectivite: "collectivité", association: "association"}'),
            ("texts/en.yml", 'collectivite: "local authority"}', 'collectivite: "local authority", association: "association"}'),
        ],
        "W354", "questions.yml", 4,
    ),
    "size that serves nothing": (
        [
            ("facts.yml", "facts:", "facts:\n  - {id: grande, when: {effectif: {at_least: 200}}}"),
            ("texts/fr.yml", "facts: {", 'facts: {grande: "l\'organisation est grande", '),
            ("texts/en.yml", "facts: {", 'facts: {grande: "the organisation is large", '),
        ],
        "W355", "facts.yml", 2,
    ),
    "source that nobody cites": ([("facts.yml", "{source: travail-l2312-8}, ", "")], "W356", "sources.yml", 10),
    "source not read for a year": ([("sources.yml", "read_on: 2026-10-14", "read_on: 2025-11-20")], "W357", "sources.yml", 8),
    "nothing but unverified sources": ([("facts.yml", ", {source: rgpd-art-5}", "")], "W358", "facts.yml", 4),
    "rule that is too long": (
        [("usages/images/fr.md", "porte une mention.", "porte une mention" + " que chaque personne peut lire" * 5 + ".")],
        "W359", "usages/images/fr.md", 2,
    ),
    "translation older than its French": ([("usages/images/fr.md", "porte une mention", "porte une marque")], "W360", "usages/images/en.md", 0),
}  # fmt: skip


def planted(folder: Path, *names: str) -> Path:
    """The sound pack with these faults in it; a text that a fault changes is marked as read again, unless that is the fault."""
    pack = folder / "recueil"
    shutil.copytree(SOUND, pack)
    for name in names:
        for file, old, new in FAULTS[name][0]:
            path = pack / file
            text = path.read_text("utf-8")
            assert old in text, (name, file, old)
            path.write_text(text.replace(old, new, 1), "utf-8")
    if "translation older than its French" not in names:
        for path in translations.stale(pack):
            translations.mark(path)
    return pack


def said(found: Inspection) -> list[tuple[str, str, int]]:
    return [(p.code, p.place.file.removeprefix("recueil/"), p.place.line) for p in found.problems]


def test_our_pack_gives_no_alarm() -> None:
    found = inspect(resources.CLAUSES, DAY)
    assert said(found) == []
    assert found.conditions > 1_000


def test_the_small_pack_gives_no_alarm(tmp_path: Path) -> None:
    assert said(inspect(planted(tmp_path), DAY)) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_at_its_place(fault: str, tmp_path: Path) -> None:
    _, code, file, line = FAULTS[fault]
    assert (code, file, line) in said(inspect(planted(tmp_path, fault), DAY))


#: The other codes that a fault brings with it, by its nature: a law that has ended takes with it what rests on it.
TOGETHER: dict[str, set[str]] = {"clause whose law has ended": set(), "requirement that is missing": {"E351", "W362"}}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_raises_no_other_alarm(fault: str, tmp_path: Path) -> None:
    found = {code for code, _, _ in said(inspect(planted(tmp_path, fault), DAY))}
    assert found == {FAULTS[fault][1]} | TOGETHER.get(fault, set())


def test_the_faults_of_a_whole_pack_are_found_in_one_run(tmp_path: Path) -> None:
    """All that can be planted in one pack without hiding each other."""
    names = [
        "condition nobody meets", "citation that never counts", "question that decides nothing", "size that serves nothing",
        "source not read for a year", "rule that is too long", "translation older than its French", "values that change nothing",
    ]  # fmt: skip
    found = said(inspect(planted(tmp_path, *names), DAY))
    for name in names:
        _, code, file, _ = FAULTS[name]
        assert (code, file) in [(c, f) for c, f, _ in found], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contradiction_is_shown_with_a_profile(language: str, tmp_path: Path, golden) -> None:
    names = ("clauses that contradict each other", "rule that is too long", "source not read for a year", "question said to be silent")
    found = inspect(planted(tmp_path, *names), DAY)
    text = screen(found.problems, language, outcome="to_mend")
    golden(ROOT / "tests" / "golden" / "inspection" / f"screen.{language}.txt", text)


def test_a_source_is_fresh_for_a_year(tmp_path: Path) -> None:
    pack = planted(tmp_path)
    read_on = date(2026, 10, 14)
    assert said(inspect(pack, read_on + timedelta(days=366))) == []
    assert [code for code, _, _ in said(inspect(pack, read_on + timedelta(days=367)))] == ["W357"]


def test_what_is_too_complicated_is_said_and_not_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from charter_builder import solver

    pack = planted(tmp_path, "clauses that contradict each other")
    monkeypatch.setattr(solver, "BUDGET", 0)
    found = said(inspect(pack, DAY))
    assert [code for code, _, _ in found] == ["W352"]


def test_a_pack_that_is_no_folder(tmp_path: Path) -> None:
    assert [code for code, _, _ in said(inspect(tmp_path / "nulle-part", DAY))] == ["E320"]


def test_every_code_of_the_inspection_is_planted() -> None:
    from charter_builder.messages.fr import PROBLEMS

    codes = {code for code in PROBLEMS if re.fullmatch(r"(E35|W3[56])\d", code)}
    assert codes - {"W352"} == {code for _, code, _, _ in FAULTS.values() if code in codes}
