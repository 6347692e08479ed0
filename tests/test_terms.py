"""Words of the glossary: found as people write them, linked once on a page."""

from __future__ import annotations

from charter_builder.charter import Emphasis, Heading, Paragraph, Reference, Strong, Term, Text
from charter_builder.reading.texts import PageText
from charter_builder.terms import Terms, entries

NBSP = "\N{NO-BREAK SPACE}"
PAGE = PageText(
    "Glossaire",
    (
        Heading((Text("Biais"),)),
        Paragraph((Text("Un défaut."),)),
        Heading((Text("Donnée personnelle | données personnelles"),)),
        Paragraph((Text("Une information."),)),
        Heading((Text("Donnée | données"),)),
        Paragraph((Text("Un fait noté."),)),
        Heading((Text("CST"),)),
        Paragraph((Text("Un comité."),)),
        Heading((Text("Analyse d'impact"),)),
        Paragraph((Text("Une étude."),)),
    ),
)


def linked(*texts: str) -> list[tuple[str, str]]:
    """The words linked in paragraphs of one page, each with its term."""
    terms = Terms(PAGE, "glossaire")
    found = []
    for text in texts:
        (paragraph,) = terms.blocks((Paragraph((Text(text),)),))
        assert isinstance(paragraph, Paragraph)
        assert "".join(i.value if isinstance(i, Text) else i.content[0].value for i in paragraph.content) == text  # type: ignore[union-attr]
        found += [(i.content[0].value, i.term) for i in paragraph.content if isinstance(i, Term)]  # type: ignore[union-attr]
    return found


def test_an_entry_has_its_forms_and_its_blocks() -> None:
    forms, definition = entries(PAGE)[1]
    assert forms == ("Donnée personnelle", "données personnelles")
    assert (definition.term, len(definition.content)) == ("Donnée personnelle", 1)


def test_a_word_is_linked_where_it_is_first_used() -> None:
    assert linked("Un biais, deux biais.", "Encore un biais.") == [("biais", "Biais")]


def test_the_longest_form_wins_and_leaves_the_shorter_one_for_later() -> None:
    assert linked("Les données personnelles, puis les données.") == [
        ("données personnelles", "Donnée personnelle"),
        ("données", "Donnée"),
    ]


def test_spaces_apostrophes_and_capitals_are_accidents() -> None:
    assert linked(f"Données{NBSP}personnelles et analyse d’impact.") == [
        (f"Données{NBSP}personnelles", "Donnée personnelle"),
        ("analyse d’impact", "Analyse d'impact"),
    ]


def test_an_acronym_keeps_its_capitals_and_a_word_is_whole() -> None:
    assert linked("Le cst n'est pas le CST.") == [("CST", "CST")]
    assert linked("Des biaisages, un sous-biais, un biais-type.") == []


def test_words_inside_a_link_stay_and_those_in_emphasis_are_linked() -> None:
    terms = Terms(PAGE, "glossaire")
    (paragraph,) = terms.blocks((Paragraph((Reference("a/b", (Text("le biais"),)), Strong((Emphasis((Text("biais"),)),)))),))
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content[0] == Reference("a/b", (Text("le biais"),))
    assert paragraph.content[1] == Strong((Emphasis((Term("glossaire", "Biais", (Text("biais"),)),)),))


def test_another_page_begins_anew() -> None:
    terms = Terms(PAGE, "glossaire")
    block = (Paragraph((Text("biais"),)),)
    assert terms.blocks(block) != block
    assert terms.blocks(block) == block
    terms.restart()
    assert terms.blocks(block) != block


def test_without_a_glossary_nothing_changes() -> None:
    block = (Paragraph((Text("biais"),)),)
    assert Terms(None, "glossaire").blocks(block) == block
    assert Terms(PAGE, "").blocks(block) == block
