"""Typography: French spaces, apostrophes, ordinals and elision. English passes through.

Knows characters only. Works on the texts of the library and of the program, never on an answer: a name is printed as it was
written. Rules: Lexique des règles typographiques en usage à l'Imprimerie nationale.
"""

from __future__ import annotations

import re

NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"

#: Spaces are looked for from the first of a run, so that a line of spaces costs no more than a line of letters.
#: For each rule, a sign without which it has nothing to do (searched first, it costs less), its pattern, what it puts.
_SIGNS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("'", re.compile(r"'"), "\N{RIGHT SINGLE QUOTATION MARK}"),
    ("...", re.compile(r"\.\.\."), "\N{HORIZONTAL ELLIPSIS}"),
    ("«", re.compile(rf"«[ {NO_BREAK}{NARROW}]*"), f"«{NO_BREAK}"),
    ("»", re.compile(rf"(?<![ {NO_BREAK}{NARROW}])[ {NO_BREAK}{NARROW}]*»"), f"{NO_BREAK}»"),
    ("", re.compile(rf"(?<![ {NO_BREAK}])[ {NO_BREAK}]+([;!?])"), rf"{NARROW}\1"),
    (" :", re.compile(r"(?<! )[ ]+:(?=\s|$)"), f"{NO_BREAK}:"),
    ("+ ", re.compile(r"(?<=\+)[ ](?=[\d{])"), NO_BREAK),
    ("− ", re.compile(r"(?<=−)[ ](?=[\d{])"), NO_BREAK),
    ("art. ", re.compile(r"(?<=\bart\.)[ ](?=\S)"), NO_BREAK),
)
_DIGIT = re.compile(r"[\dIVX]")
#: The same for what stands beside a number.
_NUMBERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\d)[ ](?=\d{3}(?!\d))"), NARROW),
    (re.compile(r"(?<=\d)[ ](?=(?:€|%|h|km|mois|jours|ans|heures|agents|salariés|personnes|habitants)(?:\W|$))"), NO_BREAK),
    (re.compile(rf"(?<=\bn°)[ ](?=\S)|(?<=§)[ ](?=\d)|(?<=[ {NO_BREAK}(][LRD]\.)[ ](?=\d)"), NO_BREAK),
    (re.compile(r"\b(article|annexe|point)[ ](?=[\dIVX])"), rf"\1{NO_BREAK}"),
    (
        re.compile(r"\b(\d{1,2})[ ](?=(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b)"),
        rf"\1{NO_BREAK}",
    ),
)
_ORDINAL = re.compile(r"\b(1)(er|re)\b|\b([IVX]+|\d+)(e)\b")
_ELIDED = re.compile(r"(^|[\s(«\N{NO-BREAK SPACE}])([Dd]e|[Qq]ue)[ ]$")
_VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]", re.IGNORECASE)


def polish(text: str, language: str) -> str:
    """The text with the spaces and signs that its language asks for. Applying it twice changes nothing more."""
    if language == "fr":
        for sign, pattern, replacement in _SIGNS:
            if sign in text:
                text = pattern.sub(replacement, text)
        if _DIGIT.search(text):
            for pattern, replacement in _NUMBERS:
                text = pattern.sub(replacement, text)
    return text


def ordinals(text: str, language: str) -> list[tuple[str, bool]]:
    """The text in pieces, each said to be raised or not: « 1er » gives `[("1", False), ("er", True)]`."""
    if language != "fr":
        return [(text, False)] if text else []
    pieces: list[tuple[str, bool]] = []
    start = 0
    for found in _ORDINAL.finditer(text):
        base, raised = (found[1], found[2]) if found[1] else (found[3], found[4])
        pieces += [(text[start : found.start()] + base, False), (raised, True)]
        start = found.end()
    if text[start:]:
        pieces.append((text[start:], False))
    return pieces


def elide(before: str, name: str, language: str) -> str:
    """The text that stands before a name, elided when the name begins with a vowel: « de » + « Ateliers » gives « d’ »."""
    if language != "fr" or not _VOWEL.match(name):
        return before
    return _ELIDED.sub(lambda found: f"{found[1]}{found[2][:-1]}\N{RIGHT SINGLE QUOTATION MARK}", before)


def enumerate_words(words: list[str], language: str) -> str:
    """« a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'et' if language == 'fr' else 'and'} {words[-1]}"
