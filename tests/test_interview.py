"""The interview: what it asks decides something, what it does not ask never mattered."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES, ROOT
from helpers import bakery
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import PLAIN, _answer, profile_of, random_profile

from charter_builder import app
from charter_builder.charter import Charter, Text
from charter_builder.compose import compose
from charter_builder.conditions import evaluate
from charter_builder.identity import NO_SECTION, SiteSection
from charter_builder.interview import Interview
from charter_builder.library import Library
from charter_builder.problems import CharterError
from charter_builder.profile import Profile, view_of
from charter_builder.selection import select
from charter_builder.session import Session, answer_from, open_session, save_answers

STEADY = settings(derandomize=True, deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
DAY = date(2027, 1, 11)


def answered(library: Library, answers: dict[str, Any], *, full: bool) -> Interview:
    """An interview to its end with these answers, as far as they are asked."""
    interview = Interview(library, "fr", DAY, {}, full=full)
    while step := interview.next():
        interview.give(step.question.id, answers[step.question.id])
    return interview


def completed(library: Library, interview: Interview, extra: dict[str, Any] | None = None) -> Profile:
    """The profile that a file with these answers would give."""
    answers = interview.answers | (extra or {})
    for question in library.questions.values():
        if question.id not in answers and not question.core:
            answers[question.id] = question.default
    return Profile("profil.yml", answers, (), (), (), {}, {})


def shown(charter: Charter) -> Any:
    """What people read, without the reasons: an answer that decides nothing may be one of several that would do as reasons."""
    articles = [
        (a.id, a.number, a.rule, a.content, a.practice, a.why, a.citations, a.prepare_for) for part in charter.parts for a in part.articles
    ]
    annexes = [(a.id, a.content, a.citations) for a in charter.annexes if a.id not in ("pourquoi", "hypotheses", "atelier", "a-propos")]
    return articles, annexes, charter.essentials


def texts(value: object):
    if isinstance(value, Text):
        yield value.value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)


#: What the interview does not ask, and what would leave blanks of its own.
SITE = SiteSection(url="https://exemple.fr/", responsible="Ana Clair", host="Clair", contact="ia@exemple.fr")


def refused(library: Library, profile: Profile) -> bool:
    """Whether a coherence rule refuses these answers."""
    view = view_of(profile.answers, library.questions)
    rules = (rule for rule in library.rules if rule.level == "error" and not rule.each)
    return any(evaluate(rule.when, view, lambda name: evaluate(library.facts[name].when, view, None)).outcome for rule in rules)  # type: ignore[arg-type]


@pytest.mark.parametrize("full", [False, True])
@STEADY
@given(st.data())
def test_answering_what_is_asked_leaves_nothing_undecided(library: Library, full: bool, data) -> None:
    profile = random_profile(library, data.draw)
    interview = answered(library, dict(profile.answers), full=full)
    complete = completed(library, interview)
    selection = select(library, complete, DAY)
    assert not [d.clause for d in selection.decisions.values() if d.outcome == "undecided"]
    charter = compose(selection, replace(complete, site=SITE), "fr")
    assert not [text for text in texts((charter.parts, charter.annexes)) if "[à compléter" in text]


@pytest.mark.parametrize("full", [False, True])
@STEADY
@given(st.data())
def test_a_question_never_asked_never_mattered(library: Library, full: bool, data) -> None:
    """Whatever may be answered to it, the charter is the same."""
    profile = random_profile(library, data.draw)
    interview = answered(library, dict(profile.answers), full=full)
    complete = completed(library, interview)
    before = shown(compose(select(library, complete, DAY), complete, "fr"))
    for question in library.questions.values():
        if question.id not in interview.answers and (full or question.core):
            answer = _answer(question, data.draw) if question.type not in ("text", "date") else "autre"
            other = completed(library, interview, {question.id: answer})
            if refused(library, other):
                continue
            assert shown(compose(select(library, other, DAY), other, "fr")) == before, (question.id, answer)


@STEADY
@given(st.data())
def test_the_full_interview_gives_the_charter_of_the_profile(library: Library, data) -> None:
    profile = random_profile(library, data.draw)
    interview = answered(library, dict(profile.answers), full=True)
    complete = completed(library, interview)
    assert shown(compose(select(library, complete, DAY), complete, "fr")) == shown(compose(select(library, profile, DAY), profile, "fr"))


@STEADY
@given(st.data())
def test_going_back_undoes_and_progress_only_grows(library: Library, data) -> None:
    answers = dict(random_profile(library, data.draw).answers)
    interview = Interview(library, "fr", DAY, {}, full=True)
    settled = 0
    while step := interview.next():
        assert settled <= step.settled <= step.total and step.remaining >= 1
        settled = step.settled
        interview.give(step.question.id, answers[step.question.id])
        if data.draw(st.booleans()):
            assert interview.back() == step.question.id
            assert interview.next() == step
            interview.give(step.question.id, answers[step.question.id])
    assert Interview(library, "fr", DAY, {}).back() == ""


def test_it_begins_with_the_name_and_goes_block_by_block(library: Library) -> None:
    interview = answered(library, dict(profile_of(library).answers), full=True)
    assert interview.asked[:2] == ["nom", "famille"]
    blocks = [library.blocks.index(library.questions[name].block) for name in interview.asked]
    assert blocks == sorted(blocks)


def test_a_bakery_is_not_asked_about_councils_and_inhabitants(library: Library) -> None:
    asked = answered(library, dict(PLAIN), full=False).asked
    assert not {"population", "instance", "espace_public", "mission_service_public", "format", "langues"} & set(asked)
    assert len(asked) <= 22


def test_the_number_of_inhabitants_waits_for_the_family(library: Library) -> None:
    interview = Interview(library, "fr", DAY, {"nom": "Valmorin"})
    assert "population" not in interview.open() and "famille" in interview.open()
    interview.give("famille", "collectivite")
    assert "population" in interview.open()


def test_a_default_that_does_not_fit_is_asked(library: Library) -> None:
    """Volunteers in the charter, and none by default: how many is asked, even in quick mode."""
    interview = Interview(library, "fr", DAY, {"famille": "association", "effectif": 0})
    assert "benevoles" not in interview.open()
    interview.give("publics_soumis", ("benevoles",))
    assert "benevoles" in interview.open()


def test_an_answer_that_breaks_a_rule_is_objected_to_once_its_questions_are_answered(library: Library) -> None:
    interview = Interview(library, "fr", DAY, {"famille": "collectivite"})
    assert [rule.id for rule, _ in interview.objections("forme_juridique", "sa")] == ["famille-forme"]
    assert interview.objections("forme_juridique", "commune") == []
    assert interview.objections("instance", "cst_cdg") == []
    interview.give("effectif", 60)
    assert [rule.id for rule, _ in interview.objections("instance", "cst_cdg")] == ["cst-propre-50"]
    tool = {"nom": "Robot", "offre": "gratuit_perso", "services": "tous", "donnees_max": "internes"}
    assert [(rule.id, name) for rule, name in interview.objections("outils", (tool,))] == [("compte-gratuit-donnees", "Robot")]


def test_a_choice_offers_what_goes_with_the_answers_and_keeps_what_must_be_explained(library: Library) -> None:
    interview = Interview(library, "fr", DAY, {"famille": "association"})
    forms = interview.possible(library.questions["forme_juridique"])
    assert forms == ("association_loi_1901", "association_droit_local", "association_rup_fondation", "federation_union")
    assert "decision_automatisee" in interview.possible(library.questions["decisions_individuelles"])


# ------------------------------------------------------------------------------------------------- without a terminal


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_answers_of_an_example_make_the_same_charter(example: str, tmp_path: Path) -> None:
    source = ROOT / "examples" / example / "profil.yml"
    session = open_session(tmp_path / "profil.yml", language="fr")
    answer_from(session, source, full=False)
    save_answers(session)
    made, expected = app.examine(session.path), app.examine(source)
    expected = replace(expected, profile=replace(expected.profile, site=NO_SECTION))  # answers are given; a site section is written
    assert shown(made.compose("fr")) == shown(expected.compose("fr"))
    again = open_session(session.path, language="fr")
    assert again.interview.next() is None and again.resumed == len(session.interview.answers)
    before = session.path.read_bytes()
    save_answers(again)
    assert session.path.read_bytes() == before


def test_what_is_missing_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    source = tmp_path / "reponses.yml"
    source.write_text('format: 1\nanswers:\n  nom: "Nous"\n  famille: entreprise\n', "utf-8")
    session = open_session(tmp_path / "profil.yml", language="fr")
    with pytest.raises(CharterError) as caught:
        answer_from(session, source, full=False)
    (problem,) = caught.value.problems
    assert problem.code == "E202" and problem.place.file == str(source)
    assert not session.path.exists()


def test_answers_that_do_not_go_with_the_file_are_refused_and_the_file_stays(tmp_path: Path) -> None:
    path, source = tmp_path / "profil.yml", tmp_path / "reponses.yml"
    text = bakery(tmp_path)
    path.write_text("\n".join(line for line in text.split("\n") if "forme_juridique" not in line), "utf-8")
    source.write_text("format: 1\nanswers:\n  forme_juridique: commune\n", "utf-8")
    session = open_session(path, language="fr")
    answer_from(session, source, full=False)
    before = path.read_text("utf-8")
    with pytest.raises(CharterError) as caught:
        save_answers(session)
    assert [problem.code for problem in caught.value.problems] == ["E203"]
    assert {problem.place.file for problem in caught.value.problems} == {str(path)}
    assert path.read_text("utf-8") == before


def test_a_profile_with_faults_is_shown_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "profil.yml"
    path.write_text("format: 1\nanswers:\n  effectif: douze\n", "utf-8")
    with pytest.raises(CharterError):
        open_session(path, language="fr")


def test_a_new_folder_is_answered_in_its_own_lines(tmp_path: Path) -> None:
    """`charter new`, then `charter ask`: each answer takes the place of its commented line."""
    app.new(tmp_path / "charte", language="fr")
    path = tmp_path / "charte" / "profil.yml"
    lines = path.read_text("utf-8").split("\n")
    session = open_session(path, language="fr", full=True)
    answer_from(session, ROOT / "examples" / "commune" / "profil.yml", full=True)
    save_answers(session)
    after = path.read_text("utf-8").split("\n")
    said = [line for line in lines if re.match(r" *# (?! )| *#.* — ", line)]
    assert said == [line for line in after if re.match(r" *# (?! )| *#.* — ", line)]
    assert "  famille: collectivite" in after and "  #famille:" not in after
    assert shown(app.examine(path).compose("fr")) == shown(app.examine(ROOT / "examples" / "commune" / "profil.yml").compose("fr"))


@settings(STEADY, max_examples=12)
@given(st.data())
def test_an_interview_without_objection_is_saved(library: Library, tmp_path_factory, data) -> None:
    """Whatever is answered, what nothing was objected to goes together in the file, even stopped half-way."""
    interview = Interview(library, "fr", DAY, {}, full=data.draw(st.booleans()))
    stop = data.draw(st.integers(1, 60))
    while (step := interview.next()) and len(interview.asked) < stop:
        question = step.question
        for _ in range(6):
            answer = PLAIN[question.id] if question.type in ("text", "record", "records") else _answer(question, data.draw)
            if question.type == "choice":
                answer = data.draw(st.sampled_from(interview.possible(question) or question.values))
            elif question.type == "number":
                answer = min(max(answer, question.min), question.max)
            if not any(rule.level == "error" for rule, _ in interview.objections(question.id, answer)):
                break
        else:
            return
        interview.give(question.id, answer)
    path = tmp_path_factory.mktemp("p") / "profil.yml"
    session = Session(path, library, "fr", interview, 0)
    save_answers(session, finished=interview.next() is None)
    assert open_session(path, language="fr").interview.answers == interview.answers


def test_a_firm_with_volunteers_is_told_so_at_once(library: Library) -> None:
    """How many volunteers is not asked of a firm: there are none, and that is certain."""
    interview = Interview(library, "fr", DAY, {"famille": "entreprise"})
    assert [rule.id for rule, _ in interview.objections("publics_soumis", ("benevoles",))] == ["benevoles-soumis"]


@pytest.mark.parametrize(
    "text",
    [
        "# nom: le nom\nformat: 1\nanswers:\n  famille: entreprise\n"
        'changes:\n  leave_out:\n    # nom: rien\n    vie/revue: "Déjà au calendrier, chaque mois."\n',
        'format: 1\nanswers:\n  nom: "un\n    # effectif: 12\n    deux"\n  famille: entreprise\n',
        "format: 1\nanswers: ~\n",
        "format: 1\nanswers: null # rien\n",
        "format: 1\nanswers:\n  famille: entreprise\n...\n",
        "\ufeffformat: 1\r\nanswers:\r\n  famille: entreprise # nous\r\n",
        'format: 1\nanswers:\n  # adoption: plus tard\n  famille: entreprise\n  effectif: 9\n',
    ],
)  # fmt: skip
def test_odd_files_are_completed_in_place(text: str, tmp_path: Path) -> None:
    path = tmp_path / "profil.yml"
    path.write_bytes(text.encode())
    session = open_session(path, language="fr")
    answer_from(session, ROOT / "examples" / "boulangerie" / "profil.yml", full=False)
    assert [problem.code for problem in save_answers(session)] == []
    assert open_session(path, language="fr").interview.answers == session.interview.answers
    after = path.read_bytes().decode()
    for line in re.findall(r"#[^\r\n]*", text):
        assert line in after
    assert after.startswith("\ufeff") == text.startswith("\ufeff") and ("\r\n" in after) == ("\r\n" in text)


def test_an_edit_made_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "profil.yml"
    path.write_text("format: 1\nanswers:\n  famille: entreprise\n", "utf-8")
    session = open_session(path, language="fr")
    session.interview.give("effectif", 8)
    path.write_text("format: 1\n# une note\nanswers:\n  famille: entreprise\n", "utf-8")
    save_answers(session, finished=False)
    assert "# une note" in path.read_text("utf-8") and "effectif: 8" in path.read_text("utf-8")


def test_answers_that_the_profile_had_otherwise_are_told(tmp_path: Path) -> None:
    path = tmp_path / "profil.yml"
    path.write_text("format: 1\nanswers:\n  effectif: 9\n", "utf-8")
    session = open_session(path, language="fr")
    unused, kept = answer_from(session, ROOT / "examples" / "boulangerie" / "profil.yml", full=False)
    assert "instance" in unused and kept == ("effectif",)
    assert session.interview.answers["effectif"] == 9


@pytest.mark.parametrize(
    "text",
    [
        "{format: 1, answers: {famille: entreprise}}\n",
        "format: 1\nanswers:\n  ? effectif\n  : 8\n",
        "  format: 1\n  answers:\n    effectif: 8\n",
    ],
)
def test_a_file_too_odd_to_complete_stays_and_the_answers_are_kept_beside(text: str, tmp_path: Path) -> None:
    path = tmp_path / "profil.yml"
    path.write_text(text, "utf-8")
    session = open_session(path, language="fr")
    answer_from(session, ROOT / "examples" / "boulangerie" / "profil.yml", full=False)
    assert [problem.code for problem in save_answers(session)] == ["W516"]
    assert path.read_text("utf-8") == text
    beside = open_session(tmp_path / "profil-reponses.yml", language="fr")
    assert beside.interview.answers == session.interview.answers
