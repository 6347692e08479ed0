"""Composition: numbers, sources, answers and sentences in one tree."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest
from conftest import EXAMPLES, ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import FAMILIES, PLAIN, PROFILES, profile_of, random_profile

from charter_builder import app
from charter_builder.charter import (
    Bullets,
    Charter,
    Examples,
    Paragraph,
    Placeholder,
    Reference,
    Slot,
    Table,
    Text,
    When,
    paragraph_numbers,
)
from charter_builder.compose import compose
from charter_builder.library import Library
from charter_builder.selection import select
from charter_builder.writers.data import to_data

STEADY = settings(derandomize=True, deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
DAY = date(2027, 1, 11)


def nodes(value):
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from nodes(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from nodes(item)


def charter_of(library: Library, profile=None, language: str = "fr") -> Charter:
    profile = profile or profile_of(library)
    return compose(select(library, profile, DAY), profile, language)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_charter_of_an_example(example: str, golden) -> None:
    charter = app.examine(ROOT / "examples" / example / "profil.yml").compose("fr")
    golden(
        ROOT / "tests" / "golden" / example / "charte.json",
        json.dumps(to_data(charter), ensure_ascii=False, indent=1, sort_keys=True) + "\n",
    )


@pytest.mark.parametrize("family", FAMILIES)
@settings(STEADY, max_examples=PROFILES)
@given(st.data())
def test_any_coherent_profile_gives_a_whole_charter(library: Library, family: str, data) -> None:
    profile = random_profile(library, data.draw, family)
    charter = charter_of(library, profile, data.draw(st.sampled_from(["fr", "en"])))
    articles = [article for part in charter.parts for article in part.articles]
    # numbers are 1…n without a gap, in each part
    assert [part.number for part in charter.parts] == list(range(1, len(charter.parts) + 1))
    for part in charter.parts:
        assert [article.number for article in part.articles] == [f"{part.number}.{rank}" for rank in range(1, len(part.articles) + 1)]
    # nothing is left to fill, no list is empty, no link leads to an absent article
    known = {article.id for article in articles} | {annex.id for annex in charter.annexes}
    for node in nodes(charter):
        assert not isinstance(node, (Placeholder, Slot, When))
        if isinstance(node, (Bullets, Examples)):
            assert node.items
        if isinstance(node, Reference):
            assert node.target in known
    # every source cited is in the annex, and only those
    cited = {f"{c.label}, {c.pinpoint}" for citing in (*articles, *charter.annexes) for c in citing.citations}
    annex = next(annex for annex in charter.annexes if annex.id == "textes")
    listed = {
        node.value for table in annex.content for row in getattr(table, "rows", ()) for node in nodes(row[0]) if isinstance(node, Text)
    }
    assert listed == cited
    # each article says its rule, a practice and why; a small body may have the rule alone
    assert all(article.rule and article.practice and article.why for article in articles)
    assert all(article.content for article in articles) or profile.answers["effectif"] < 11
    # each part has an article that binds, the rules for the wall are at most ten, and each is in the charter
    assert all(any(article.force != "advice" for article in part.articles) for part in charter.parts)
    assert 5 <= len(charter.essentials) <= 10 and set(charter.essentials) <= {article.id for article in articles}


def test_a_paragraph_can_be_cited_on_paper(library: Library) -> None:
    """Each paragraph of an article that has several, in order; a list goes with the paragraph before it."""
    article = charter_of(library).parts[0].articles[0]
    said, listed = Paragraph((Text("Une règle."),)), Bullets(((Paragraph((Text("un cas"),)),),))
    for content, expected in (
        ((said, listed, said, said), ("1.1.1", "", "1.1.2", "1.1.3")),
        ((listed, said, said), ("", "1.1.1", "1.1.2")),
        ((said, listed), ("", "")),
        ((listed,), ("",)),
        ((), ()),
    ):
        assert paragraph_numbers(replace(article, content=content)) == expected


@STEADY
@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Zs", "Co", "Cn"]), min_size=2, max_size=60))
def test_a_name_is_printed_letter_for_letter(library: Library, name: str) -> None:
    charter = charter_of(library, profile_of(library, nom=name))
    assert charter.organisation == name
    assert any(isinstance(node, Text) and node.value == name for annex in charter.annexes for node in nodes(annex))


def test_an_answer_that_looks_like_a_placeholder_stays_a_name(library: Library) -> None:
    charter = charter_of(library, profile_of(library, nom="{{ referent.fonction }}"))
    assert charter.organisation == "{{ referent.fonction }}"
    assert PLAIN["referent_ia"]["nom"] not in charter.parts[0].articles[0].title


def test_the_same_profile_gives_the_same_charter(library: Library) -> None:
    assert charter_of(library) == charter_of(library)


def test_the_assumptions_are_listed_and_only_those(library: Library) -> None:
    assumed = replace(profile_of(library), assumed=("sobriete", "revue_mois"))
    annexes = {annex.id: annex for annex in charter_of(library, assumed).annexes}
    (listed,) = annexes["hypotheses"].content
    assert len(listed.items) == 2
    assert "hypotheses" not in {annex.id for annex in charter_of(library).annexes}


def test_what_was_taken_out_is_shown_with_its_reason(library: Library) -> None:
    profile = replace(profile_of(library), leave_out={"sobriete/principe": "Traité dans le projet d'entreprise"})
    annex = next(annex for annex in charter_of(library, profile).annexes if annex.id == "changements")
    assert "Traité dans le projet d'entreprise" in str(annex.content)


def test_a_public_charter_names_no_person(library: Library) -> None:
    profile = profile_of(library, publication="public")
    assert charter_of(library, profile).contact.name == ""
    assert "Camille Lorin" not in str(charter_of(library, profile))
    assert charter_of(library).contact.name == "Camille Lorin"


def test_a_charter_composed_for_the_public_names_no_person_either(library: Library) -> None:
    """Whatever its profile says of publication."""
    profile = profile_of(library)
    charter = compose(select(library, profile, DAY), profile, "fr", "public")
    assert charter.contact.name == "" and "Camille Lorin" not in str(charter)


def test_a_law_that_will_end_says_when(library: Library) -> None:
    sources = {name: replace(library.sources[name], applies_until=date(2030, 1, 1)) for name in library.sources}
    charter = charter_of(replace(library, sources=sources))
    cited = [citation for part in charter.parts for article in part.articles for citation in article.citations]
    assert cited and {citation.applies_until for citation in cited} == {date(2030, 1, 1)}


def test_a_draft_shows_its_blanks(library: Library) -> None:
    whole = profile_of(library)
    draft = replace(
        whole,
        answers={k: v for k, v in whole.answers.items() if k not in ("adoption", "referent_ia", "usages")},
        missing=("adoption", "referent_ia", "usages"),
    )
    charter = compose(select(library, draft, DAY), draft, "fr")
    assert charter.draft
    assert "[à compléter" in charter.adoption.body
    assert any(article.to_confirm for part in charter.parts for article in part.articles)


def test_a_reference_to_an_absent_article_keeps_its_words(library: Library) -> None:
    text = library.texts["fr"]["principes/utilite"]
    linked = replace(text, article=(Paragraph((Reference("travail/cse", (Text("l'avis"),)),)),))
    changed = replace(library, texts={"fr": {**library.texts["fr"], "principes/utilite": linked}})
    article = next(a for part in charter_of(changed).parts for a in part.articles if a.id == "principes/utilite")
    assert article.content == (Paragraph((Text("l'avis"),)),)


def test_a_reference_to_a_replaced_article_leads_to_the_one_that_replaces_it(library: Library) -> None:
    linked = replace(library.texts["fr"]["principes/utilite"], why=(Paragraph((Reference("outils/nouvel-outil", (Text("la demande"),)),)),))
    changed = replace(library, texts={"fr": {**library.texts["fr"], "principes/utilite": linked}})
    article = next(a for part in charter_of(changed).parts for a in part.articles if a.id == "principes/utilite")
    assert article.why == (Paragraph((Reference("outils/nouvel-outil-simple", (Text("la demande"),)),)),)


def test_a_law_that_ended_is_cited_no_more(library: Library) -> None:
    ended = {name: replace(s, applies_until=date(2026, 12, 31)) if name == "gdpr-art-6" else s for name, s in library.sources.items()}
    articles = [a for part in charter_of(replace(library, sources=ended)).parts for a in part.articles]
    cited = {c.source for article in articles for c in article.citations}
    assert "gdpr-art-5" in cited and "gdpr-art-6" not in cited


def test_a_reference_to_an_absent_annex_keeps_its_words(library: Library) -> None:
    linked = replace(library.texts["fr"]["principes/utilite"], why=(Paragraph((Reference("changements", (Text("les retraits"),)),)),))
    changed = replace(library, texts={"fr": {**library.texts["fr"], "principes/utilite": linked}})
    article = next(a for part in charter_of(changed).parts for a in part.articles if a.id == "principes/utilite")
    assert article.why == (Paragraph((Text("les retraits"),)),)


def test_a_charter_says_up_to_when_its_law_was_read(library: Library) -> None:
    charter = charter_of(library)
    cited = [c for citing in (*(a for p in charter.parts for a in p.articles), *charter.annexes) for c in citing.citations]
    assert charter.law_as_of == DAY
    assert charter.law_read_on == max(c.read_on for c in cited if c.read_on)
    assert charter.law_read_on < DAY
    unread = replace(library, sources={name: replace(source, read_on=None) for name, source in library.sources.items()})
    assert charter_of(unread).law_read_on is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_guidance_and_rulings_do_not_apply_to_anyone(library: Library, language: str) -> None:
    profile = profile_of(library, effectif=60, instance="cse_50_plus", usages=("code",))
    annex = next(a for a in charter_of(library, profile, language).annexes if a.id == "textes")
    (table,) = (block for block in annex.content if isinstance(block, Table))
    said = {"".join(n.value for n in nodes(row[0]) if isinstance(n, Text)): row[2].content[0].value for row in table.rows}
    words = {"fr": ("recommandation, ", "décision de justice, "), "en": ("guidance, ", "court ruling, ")}[language]
    assert next(when for text, when in said.items() if "ANSSI" in text).startswith(words[0])
    assert next(when for text, when in said.items() if "Nanterre" in text).startswith(words[1])
    assert "ANSSI-PA" not in str(said)  # a number that nobody has seen in the source


@pytest.mark.parametrize(
    ("form", "french", "english"),
    [
        ("commune", "le conseil municipal", "the municipal council"),
        ("cc_ca", "le conseil communautaire", "the community council"),
        ("syndicat", "le comité syndical", "the joint authority committee"),
        ("departement", "l’organe délibérant", "the deliberative assembly"),
    ],
)
def test_an_assembly_has_the_name_of_its_kind(library: Library, form: str, french: str, english: str) -> None:
    answers = {"famille": "collectivite", "forme_juridique": form, "population": 912, "instance": "cst_cdg", "dpo": "mutualise"}
    profile = profile_of(library, **answers, adoption=PLAIN["adoption"] | {"organe": "organe_deliberant"})
    assert charter_of(library, profile).adoption.body == french
    assert charter_of(library, profile, "en").adoption.body == english


def test_both_languages_give_an_assembly_a_name_in_the_same_places(library: Library) -> None:
    def named(language: str) -> set[tuple[str, str, str, str]]:
        return {
            (path, question, answer, value)
            for path, label in library.labels[language].questions.items()
            for question, answers in label.get("values_by", {}).items()
            for answer, values in answers.items()
            for value in values
        }

    assert named("fr") == named("en") and len(named("fr")) == 3


def test_a_variant_with_the_same_title_is_not_said_to_be_left_out(library: Library) -> None:
    annex = next(a for a in charter_of(library).annexes if a.id == "pourquoi")
    lists = [block for block in annex.content if isinstance(block, Bullets)]  # kept, left out, what would change
    left_out = ["".join(n.value for n in nodes(item) if isinstance(n, Text)) for item in lists[-2].items]
    assert "outils/nouvel-outil-simple" in {a.id for part in charter_of(library).parts for a in part.articles}
    for name in ("outils/nouvel-outil", "propriete-intellectuelle/image-et-voix"):  # one gave way to a variant, the other kept its place
        assert not [line for line in left_out if line.startswith(library.titles["fr"][name])]
    assert [line for line in left_out if line.startswith(library.titles["fr"]["usages/usages-interdits-restrictif"])]


def test_a_draft_without_a_contact_says_so(library: Library) -> None:
    whole = profile_of(library)
    draft = replace(whole, answers={k: v for k, v in whole.answers.items() if k != "referent_ia"}, missing=("referent_ia",))
    contact = charter_of(library, draft).contact
    assert "[à compléter" in contact.address
    assert (contact.name, contact.link) == ("", "")


def test_a_contact_that_is_no_address_is_no_link(library: Library) -> None:
    def link(contact: str) -> str:
        referent = {"nom": "Camille Lorin", "fonction": "gérance", "contact": contact}
        return charter_of(library, profile_of(library, referent_ia=referent)).contact.link

    assert link("Demander @Maëlle au bureau") == ""
    assert link("ia@atelier.example") == "mailto:ia@atelier.example"
