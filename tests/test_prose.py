"""The dialect of clause texts: what it says, and each construct it refuses, at its line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter_builder import resources
from charter_builder.charter import (
    Bullets,
    Cell,
    Emphasis,
    Example,
    Examples,
    Heading,
    Link,
    Note,
    Numbered,
    Paragraph,
    Placeholder,
    Reference,
    Slot,
    Strong,
    Superscript,
    Table,
    Text,
    When,
)
from charter_builder.conditions import ALWAYS, Condition
from charter_builder.problems import Place, Problems
from charter_builder.reading.texts import ClauseText, PageText, TextReader

CLAUSE = """\
# Relire
Un texte est relu.

## Article
La personne relit.

## En pratique
- OK : relire.
- Non : publier → plutôt relire.

## Pourquoi
L'IA se trompe.
"""


class Reading:
    """A text being read, with what was asked of its conditions."""

    def __init__(self, text: str, language: str = "fr") -> None:
        self.problems, self.conditions = Problems(), list[tuple[str, Place]]()
        inline, slots = frozenset({"organisation.nom", "adoption.date"}), frozenset({"outils.registre"})
        self.reader = TextReader(text, "fr.md", language, inline, slots, self.condition, self.problems)

    def condition(self, written: str, place: Place) -> Condition:
        self.conditions.append((written, place))
        return ALWAYS

    def found(self) -> list[tuple[str, int]]:
        return [(problem.code, problem.place.line) for problem in self.problems]


def clause_of(text: str, language: str = "fr") -> ClauseText:
    reading = Reading(text, language)
    clause = reading.reader.clause()
    assert reading.found() == []
    return clause


def page_of(text: str) -> PageText:
    reading = Reading(f"# Titre\n{text}")
    page = reading.reader.page()
    assert reading.found() == []
    return page


def article(text: str) -> Any:
    """The blocks of an article, without problems."""
    return clause_of(CLAUSE.replace("La personne relit.", text)).article


def inlines(text: str) -> Any:
    (paragraph,) = article(text)
    return paragraph.content


def refused(text: str) -> list[tuple[str, int]]:
    """The problems of a text put at line 5, in the article."""
    reading = Reading(CLAUSE.replace("La personne relit.", text))
    reading.reader.clause()
    return reading.found()


# ------------------------------------------------------------------------------------------------------------ sections


def test_a_clause_has_a_title_a_rule_and_three_sections() -> None:
    clause = clause_of(CLAUSE)
    assert clause.title == "Relire"
    assert clause.rule == (Text("Un texte est relu."),)
    assert clause.article == (Paragraph((Text("La personne relit."),)),)
    assert clause.practice == (
        Examples((Example(True, (Text("relire."),)), Example(False, (Text("publier"),), (Text("relire."),)))),
    )  # fmt: skip
    assert clause.why == (Paragraph((Text("L’IA se trompe."),)),)


def test_easy_words_may_end_a_clause_and_nothing_else() -> None:
    assert clause_of(CLAUSE).easy == ()
    assert clause_of(f"{CLAUSE}\n## FALC\nRelisez.\n\nTout.\n").easy == (Paragraph((Text("Relisez."),)), Paragraph((Text("Tout."),)))
    english = "# R\nA.\n\n## Article\nA.\n\n## In practice\n- OK: r.\n- No: p → instead r.\n\n## Why\nB.\n\n## Easy to read\nRead.\n"
    assert clause_of(english, "en").easy == (Paragraph((Text("Read."),)),)
    reading = Reading(CLAUSE.replace("## Article", "## FALC\nRelisez.\n\n## Article"))
    reading.reader.clause()
    assert [code for code, _ in reading.found()] == ["E306"]


def test_an_english_clause_has_english_headings() -> None:
    text = "# Read\nA text is read.\n\n## Article\nA.\n\n## In practice\n- OK: read.\n- No: publish → instead read.\n\n## Why\nB's.\n"
    clause = clause_of(text, "en")
    assert clause.why == (Paragraph((Text("B's."),)),)
    assert [example.good for example in clause.practice[0].items] == [True, False]  # type: ignore[union-attr]


def test_a_page_keeps_its_headings_among_its_blocks() -> None:
    assert page_of("Bonjour.\n\n## IA\nUn programme.\n") == PageText(
        "Titre", (Paragraph((Text("Bonjour."),)), Heading((Text("IA"),)), Paragraph((Text("Un programme."),)))
    )


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("# Relire\n", "", [("E303", 1)]),
        ("# Relire\n", "\n# Relire\n", []),
        ("# Relire", "## Relire", [("E303", 1), ("E305", 1)]),
        ("# Relire", "# *Relire*", [("E302", 1)]),
        ("# Relire", "# {{ organisation.nom }}", [("E302", 1)]),
        ("# Relire", "# Relire {% if x %}", [("E302", 1)]),
        ("Un texte est relu.\n", "", [("E308", 1)]),
        ("Un texte est relu.\n", "Un texte.\n\nDeux textes.\n", [("E308", 4)]),
        ("Un texte est relu.\n", "- Un texte.\n", [("E308", 2)]),
        ("## Pourquoi\nL'IA se trompe.\n", "", [("E307", 0)]),
        ("## Pourquoi", "## Raisons", [("E307", 0), ("E305", 11)]),
        ("## Pourquoi", "## Pourquoi ?", [("E305", 11)]),
        ("## Pourquoi", "## Article", [("E307", 0), ("E306", 11)]),
        ("## Pourquoi", "### Pourquoi", [("E307", 0), ("E309", 7), ("E302", 11)]),
        ("- OK : relire.", "- Relire.", [("E309", 8)]),
        ("- OK : relire.", "- **OK** : relire.", [("E309", 7)]),
        (" → plutôt relire", "", [("E309", 9)]),
        ("- OK : relire.\n", "Relire.\n\n", [("E309", 7)]),
    ],
)
def test_a_clause_that_is_not_in_shape_is_refused_where_it_is_not(old: str, new: str, found: list[tuple[str, int]]) -> None:
    assert CLAUSE.count(old) == 1 or old == "# Relire"
    reading = Reading(CLAUSE.replace(old, new, 1))
    reading.reader.clause()
    assert sorted(reading.found()) == sorted(found)


# ------------------------------------------------------------------------------------------------------------- inlines


def test_words_are_polished_and_ordinals_raised() -> None:
    assert inlines("L'article 5 : le 1er mot") == (
        Text("L’article\N{NO-BREAK SPACE}5\N{NO-BREAK SPACE}: le 1"), Superscript("er"), Text(" mot"),
    )  # fmt: skip


def test_emphasis_may_be_nested() -> None:
    assert inlines("**gras *et italique***") == (Strong((Text("gras "), Emphasis((Text("et italique"),)))),)


def test_a_line_break_in_the_source_is_a_space() -> None:
    assert inlines("un\ndeux") == (Text("un deux"),)


def test_letters_that_mean_something_elsewhere_are_letters() -> None:
    assert inlines(r"R&D, 3 < 4, a_b, \*non\*, &amp;, # 1 | 2") == (Text("R&D, 3 < 4, a_b, *non*, &, # 1 | 2"),)


@pytest.mark.parametrize("address", ["https://www.cnil.fr/fr", "http://a.fr?b=c#d", "mailto:a@b.fr"])
def test_a_link_leads_out(address: str) -> None:
    assert inlines(f"[la *CNIL*]({address})") == (Link(address, (Text("la "), Emphasis((Text("CNIL"),)))),)


def test_a_reference_leads_to_an_article_and_remembers_its_place() -> None:
    reading = Reading(CLAUSE.replace("La personne relit.", "Voir [là](#usages/images)."))
    (paragraph,) = reading.reader.clause().article
    assert paragraph == Paragraph((Text("Voir "), Reference("usages/images", (Text("là"),)), Text(".")))
    ((target, place),) = reading.reader.references
    assert (target, place.line, place.text[place.column - 1 :][: place.width]) == ("usages/images", 5, "usages/images")


def test_a_footnote_stands_where_it_is_called() -> None:
    blocks = article("Elle relit[^a].\n\n[^a]: Voir *l'article* 5.")
    assert blocks == (
        Paragraph((Text("Elle relit"), Note((Text("Voir "), Emphasis((Text("l’article"),)), Text(" 5."))), Text("."))),
    )  # fmt: skip


def test_an_answer_has_its_place_in_a_sentence() -> None:
    assert inlines("Chez **{{organisation.nom}}**, le {{ adoption.date }}.") == (
        Text("Chez "), Strong((Placeholder("organisation.nom"),)), Text(", le "), Placeholder("adoption.date"), Text("."),
    )  # fmt: skip


def test_a_slot_stands_alone() -> None:
    assert page_of("{{ outils.registre }}\n").blocks == (Slot("outils.registre"),)
    assert refused("Voici {{ outils.registre }}.") == [("E301", 5)]


# -------------------------------------------------------------------------------------------------------------- blocks


def test_lists_may_be_nested() -> None:
    assert article("- un\n- deux\n\n  3. trois\n  4. quatre") == (
        Bullets(
            (
                (Paragraph((Text("un"),)),),
                (Paragraph((Text("deux"),)), Numbered(3, ((Paragraph((Text("trois"),)),), (Paragraph((Text("quatre"),)),)))),
            )
        ),
    )


def test_a_table_has_a_head_and_rows() -> None:
    assert article("| Outil | Pour |\n|---|---|\n| A | *b* |\n| C | |") == (
        Table(
            (),
            (Cell((Text("Outil"),)), Cell((Text("Pour"),))),
            ((Cell((Text("A"),)), Cell((Emphasis((Text("b"),)),))), (Cell((Text("C"),)), Cell(()))),
        ),
    )


def test_a_passage_stands_under_its_condition() -> None:
    reading = Reading(
        CLAUSE.replace("La personne relit.", "Avant.\n\n::: when effectif: {at_least: 50}\nLe CSE est consulté.\n:::\n\nAprès.")
    )
    _, passage, _ = reading.reader.clause().article
    assert passage == When(ALWAYS, (Paragraph((Text("Le CSE est consulté."),)),))
    ((written, place),) = reading.conditions
    assert (written, place.line, place.column) == ("effectif: {at_least: 50}", 7, 10)
    assert reading.found() == []


def test_practices_may_depend_on_an_answer() -> None:
    text = CLAUSE.replace("- OK : relire.\n", "::: when effectif: 8\n- OK : relire.\n:::\n\n")
    passage, _ = clause_of(text).practice
    assert passage == When(ALWAYS, (Examples((Example(True, (Text("relire."),)),)),))


# ------------------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<b>gras</b>", [("E302", 5), ("E302", 5)]),
        ("<script>alert(1)</script>", [("E302", 5)]),
        ("<!-- caché -->", [("E302", 5)]),
        ("un\ndeux <br> trois", [("E302", 6)]),
        ("![image](a.png)", [("E302", 5)]),
        ("`code`", [("E302", 5)]),
        ("```\ncode\n```", [("E302", 5)]),
        ("Avant.\n\n    code", [("E302", 7)]),
        ("Avant.\n\n---\n\nAprès.", [("E302", 7)]),
        ("> citation", [("E302", 5)]),
        ("### Un titre", [("E302", 5)]),
        ("- un\n- ## Pourquoi", [("E302", 6)]),
        ("un\\\ndeux", [("E302", 5)]),
        ("un  \ndeux", [("E302", 5)]),
        ("[a][b]\n\n[b]: https://a.fr", [("E302", 7)]),
        ('[a](https://a.fr "titre")', [("E302", 5)]),
        ("Un {{ et rien.", [("E302", 5)]),
        ("Un }} et {{ organisation.nom }}.", [("E302", 5)]),
        ("{% if a %} {{ a b }}", [("E302", 5), ("E301", 5)]),
        ("Une fin %} seule.", [("E302", 5)]),
        ("La suite : [TODO].", [("E302", 5)]),
        ("Avant.\n<<<<<<< HEAD", [("E302", 6)]),
        ("Avant.\n\n" + "[a " * 201, [("E348", 7)]),
        ("- " + "[a\n" * 201, [("E348", 5)]),
        ("{{ organisation.adresse }}", [("E301", 5)]),
        ("un\ndeux {{ organisation.nim }}", [("E301", 6)]),
        ("[a](javascript:alert(1))", [("E310", 5)]),
        ("[a](/chemin)", [("E310", 5)]),
        ("[a](ftp://a.fr)", [("E310", 5)]),
        ("[a]()", [("E310", 5)]),
        ("[a](data:text/html,x)", [("E310", 5)]),
        ("[a](https:///x)", [("E310", 5)]),
        ("un[^1]", [("E326", 5)]),
        ("Un.\n\n[^1]: Jamais appelée.", [("E326", 7)]),
        ("::: when\nun\n:::", [("E304", 5)]),
        ("::: when effectif: 8\nun", [("E304", 5)]),
        ("un\n\n:::", [("E304", 7)]),
        ("::: when a: 1\n::: when b: 2\nun\n:::\n:::", [("E304", 6), ("E304", 9)]),
        ("::: note\nun\n:::", [("E304", 5)]),
    ],
)
def test_what_the_dialect_does_not_know_is_refused_at_its_line(text: str, found: list[tuple[str, int]]) -> None:
    assert refused(text) == found


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Chez {{ organisation.nim }}.", "organisation.nim"),
        ("un <b>deux", "<b>"),
        ("un [a](javascript:b(1)) deux", "javascript:b(1)"),
        ("un [a](ftp://b) deux", "ftp://b"),
        ("un note[^x] deux", "[^x]"),
        ("un }} deux", "}}"),
    ],
)
def test_the_caret_stands_under_the_faulty_word(text: str, word: str) -> None:
    reading = Reading(CLAUSE.replace("La personne relit.", text))
    reading.reader.clause()
    (problem,) = reading.problems
    place = problem.place
    assert place.text[place.column - 1 : place.column - 1 + place.width] == word


def test_a_heading_of_a_page_is_plain() -> None:
    for heading in ("*IA*", "`IA`", "{{ organisation.nom }}", "[IA](https://a.fr)"):
        reading = Reading(f"# Titre\nBonjour.\n\n## {heading}\nUn programme.\n")
        reading.reader.page()
        assert reading.found() == [("E302", 4)]


REAL = sorted(resources.CLAUSES.glob("*/*/fr.md"))[:6]
SCRAPS = [
    "#",
    "## ",
    "*",
    "**",
    "`",
    "<b>",
    "![",
    "](",
    "[^1]",
    "{{",
    "}}",
    "::: when ",
    ":::",
    "|",
    "> ",
    "- ",
    "    ",
    "\n",
    "\n\n",
    "---",
    "\\",
    "&",
    "→",
]


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.sampled_from(REAL), st.data())
def test_a_mangled_text_is_read_or_refused_with_a_place_inside_it(path: Any, data: st.DataObject) -> None:
    text = path.read_text("utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        text = text[:start] + data.draw(st.sampled_from(SCRAPS)) + text[start + data.draw(st.integers(0, 20)) :]
    reading = Reading(text)
    reading.reader.clause()
    lines = text.split("\n")
    for problem in reading.problems:
        place = problem.place
        assert place.line <= len(lines)
        assert not place.line or place.text == lines[place.line - 1]


@pytest.mark.parametrize("note", ["Une note.\n\n    Et encore.", "Une note.\n\n    - une liste", "Une note[^2].\n\n[^2]: Une autre."])
def test_a_footnote_is_one_paragraph(note: str) -> None:
    problems = Problems()
    text = f"# Titre\nUne règle.\n\n## Article\nUn texte[^1].\n\n[^1]: {note}\n\n## En pratique\n- OK : un.\n\n## Pourquoi\nCar.\n"
    TextReader(text, "fr.md", "fr", frozenset(), frozenset(), lambda written, place: ALWAYS, problems).clause()
    assert "E302" in [problem.code for problem in problems]


def test_many_brackets_in_many_paragraphs_are_only_letters() -> None:
    clause = clause_of(CLAUSE.replace("La personne relit.", "\n\n".join(["[a " * 199] * 9)))
    assert len(clause.article) == 9


def test_a_heading_of_a_page_with_a_rest_of_a_template_is_refused() -> None:
    reading = Reading("# Titre\n## Une {% fin %}\nMot.\n")
    reading.reader.page()
    assert reading.found() == [("E302", 2)]
