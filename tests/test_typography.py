"""French typography: spaces, quotes, ordinals, elision. English, and names, pass through."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter_builder import typography
from charter_builder.typography import elide, enumerate_words, ordinals, polish

STEADY = settings(derandomize=True, deadline=None, max_examples=300)


def shown(text: str) -> str:
    """The text with its no-break spaces made visible: `~` for the wide one, `_` for the narrow one."""
    return text.replace("\N{NO-BREAK SPACE}", "~").replace("\N{NARROW NO-BREAK SPACE}", "_")


BOOK = [
    ("l'IA d'abord", "l’IA d’abord"),
    ("Et puis...", "Et puis…"),
    ("« oui »", "«~oui~»"),
    ("«oui»", "«~oui~»"),
    ("«   oui\N{NARROW NO-BREAK SPACE}»", "«~oui~»"),
    ("Pourquoi ? Parce que ; enfin !", "Pourquoi_? Parce que_; enfin_!"),
    ("Deux points : ici", "Deux points~: ici"),
    ("Deux points :", "Deux points~:"),
    ("https://example.org/?a=b", "https://example.org/?a=b"),
    ("à 12:30", "à 12:30"),
    ("1 000 000 habitants", "1_000_000~habitants"),
    ("3 500 habitants", "3_500~habitants"),
    ("en 2027 100 agents", "en 2027_100~agents"),
    ("50 %", "50~%"),
    ("20 €", "20~€"),
    ("12 mois et 3 jours", "12~mois et 3~jours"),
    ("12 moissons", "12 moissons"),
    ("RGPD, art. 22", "RGPD, art.~22"),
    ("si oui : + 4 articles, − 1 article", "si oui~: +~4 articles, −~1 article"),
    ("+ {count} articles", "+~{count} articles"),
    ("a + b", "a + b"),
    ("n° 3", "n°~3"),
    ("article 5, annexe III, point 4", "article~5, annexe~III, point~4"),
    ("article premier", "article premier"),
    ("le 2 août 2026", "le 2~août 2026"),
    ("le 1er mars", "le 1er mars"),
    ("CGFP, art. L. 121", "CGFP, art.~L.~121"),
    ("voir L. 121 et (R. 4)", "voir L.~121 et (R.~4)"),
    ("", ""),
]


@pytest.mark.parametrize(("written", "printed"), BOOK)
def test_french_is_printed_as_in_a_book(written: str, printed: str) -> None:
    assert shown(polish(written, "fr")) == printed


@pytest.mark.parametrize("rules", ["_SIGNS", "_NUMBERS"])
def test_every_rule_is_shown_by_an_example(rules: str, monkeypatch: pytest.MonkeyPatch) -> None:
    every = getattr(typography, rules)
    for left_out in every:
        monkeypatch.setattr(typography, rules, tuple(rule for rule in every if rule is not left_out))
        assert any(shown(polish(written, "fr")) != printed for written, printed in BOOK), left_out


@pytest.mark.parametrize("text", ["It's 50 % : “really”?", "« oui »", "1 000 days..."])
def test_english_passes_through(text: str) -> None:
    assert polish(text, "en") == text


#: The pieces that the rules are about, in any order.
PIECES = ["'", ".", "...", "«", "»", " ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", ":", ";", "!", "?", "1", "12", "000", "%", "€",
          "art.", "n°", "§", "L.", "article", "III", "mars", "mois", "mot", "\n"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@STEADY
@given(TEXTS | st.text(max_size=40), st.sampled_from(["fr", "en"]))
def test_polishing_twice_changes_nothing_more(text: str, language: str) -> None:
    once = polish(text, language)
    assert polish(once, language) == once


@STEADY
@given(TEXTS)
def test_polishing_never_loses_a_word(text: str) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in text if c.isalnum())

    assert letters(polish(text, "fr")) == letters(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("le 1er mars", ["le 1", "^er", " mars"]),
        ("la 1re fois", ["la 1", "^re", " fois"]),
        ("le 2e alinéa", ["le 2", "^e", " alinéa"]),
        ("le XXIe siècle", ["le XXI", "^e", " siècle"]),
        ("1er et 2e", ["1", "^er", " et 2", "^e"]),
        ("21er", ["21er"]),
        ("Ie12e", ["Ie12e"]),
        ("entre", ["entre"]),
        ("", []),
    ],
)
def test_the_end_of_an_ordinal_is_raised(text: str, pieces: list[str]) -> None:
    assert [f"^{piece}" if raised else piece for piece, raised in ordinals(text, "fr")] == pieces


def test_an_english_ordinal_stays_on_the_line() -> None:
    assert ordinals("the 1er", "en") == [("the 1er", False)]
    assert ordinals("", "en") == []


@STEADY
@given(st.text(max_size=30) | st.lists(st.sampled_from(["1er", "2e", "XIVe", " ", "mot"]), max_size=6).map("".join))
def test_the_pieces_of_a_text_make_the_text(text: str) -> None:
    assert "".join(piece for piece, _ in ordinals(text, "fr")) == text


@pytest.mark.parametrize(
    ("before", "name", "printed"),
    [
        ("la charte de ", "Ateliers Morvan", "la charte d’Ateliers Morvan"),
        ("la charte de ", "École du Pré", "la charte d’École du Pré"),
        ("la charte de ", "Fournil", "la charte de Fournil"),
        ("la charte de ", "Hôtel du Port", "la charte de Hôtel du Port"),
        ("parce que ", "Ardoise", "parce qu’Ardoise"),
        ("Que ", "Ardoise", "Qu’Ardoise"),
        ("De ", "Ardoise", "D’Ardoise"),
        ("(de ", "Ardoise", "(d’Ardoise"),
        ("l'aide ", "Ardoise", "l'aide Ardoise"),
        ("avec ", "Ardoise", "avec Ardoise"),
        ("de", "Ardoise", "deArdoise"),
    ],
)
def test_a_name_that_begins_with_a_vowel_elides_the_word_before(before: str, name: str, printed: str) -> None:
    assert elide(before, name, "fr") + name == printed


def test_nothing_is_elided_in_english_or_before_nothing() -> None:
    assert elide("de ", "Ardoise", "en") == "de "
    assert elide("de ", "", "fr") == "de "


@pytest.mark.parametrize(
    ("words", "french", "english"),
    [([], "", ""), (["a"], "a", "a"), (["a", "b"], "a et b", "a and b"), (["a", "b", "c"], "a, b et c", "a, b and c")],
)
def test_words_in_a_row(words: list[str], french: str, english: str) -> None:
    assert (enumerate_words(words, "fr"), enumerate_words(words, "en")) == (french, english)
