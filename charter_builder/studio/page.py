"""The page of a studio, written when it is built: the form, in the order of the questions, readable before the engine starts.

Knows the labels of a pack and the templates of site_template/studio/. Leaves to the script the reading of inputs, to the engine all that
follows from them.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from charter_builder import resources
from charter_builder.explain import fact_sources
from charter_builder.identity import identity
from charter_builder.library import Labels, Library, Question, QuestionField
from charter_builder.messages import LANGUAGES, sentence
from charter_builder.messages.studio import say
from charter_builder.studio.entries import LANGUAGES_ASKED, NONE, entries_of, in_form
from charter_builder.studio.host import Host
from charter_builder.studio.review import said
from charter_builder.writers.html import templates
from charter_builder.writers.identity import favicon
from charter_builder.writers.identity import style as identity_style

#: The words that the script shows, filled there.
_SCRIPT_WORDS = (
    "step_of", "next", "next_anyway", "unanswered", "row", "added_row", "removed_row", "loading", "failed", "too_old", "making", "made",
    "not_made", "opened", "opened_one", "not_opened", "stopped", "wait", "faults", "take_pdf_what", "made_but",
    "erased", "made_drawn", "halted", "restarting", "restarted",
)  # fmt: skip
#: So many facts of law are told under a question.
_MOST_FACTS = 5


class Choice(NamedTuple):
    """A value of an input, in words. `chosen`: given in advance; one that is not `offered` shows only where a file gave it."""

    value: str
    words: str
    chosen: bool
    offered: bool


class Input(NamedTuple):
    """One input, or the radios of one choice. `kind`: text, number, date, choice, choices; `name` may hold `{row}`."""

    name: str
    kind: str
    label: str
    choices: tuple[Choice, ...]
    value: str
    most: int


class Asked(NamedTuple):
    """A question as the form shows it. `inputs`: itself, or the fields of its records; `law`: what the law draws from its answer."""

    id: str
    type: str
    words: str
    help: str
    core: bool
    default: str
    inputs: tuple[Input, ...]
    none: bool
    law: tuple[str, ...]


def write_page(
    library: Library,
    language: str,
    host: Host,
    *,
    style: str,
    scripts: str,
    policy: str,
    config: Mapping[str, object],
    spoken: Collection[str] = LANGUAGES,
) -> str:
    """The whole page. `style` and `scripts`: the markup by which it gets them; `policy`: its Content-Security-Policy; `config`: what its
    script has to know, to which the words that it shows are added; `spoken`: the languages in which a charter can be made.
    """
    template = templates(resources.SITE_TEMPLATE, resources.cache_folder() / "templates").get_template("studio/page.html.j2")
    words = {
        name: say(name, language, **{part: f"{{{part}}}" for part in ("rank", "count", "label", "name", "reason", "size", "done", "title")})
        for name in _SCRIPT_WORDS
    }
    blocks = form(library, language, host.answers, spoken)
    made = {"language": language, "title": host.name, "words": words, **config}
    return template.render(
        language=language,
        host=host,
        say=_sayer(language),
        blocks=[(block, library.labels[language].blocks[block], questions) for block, questions in blocks],
        pack=library.pack,
        logo=logo_address(host),
        icon=icon_address(host),
        none=NONE,
        style=style,
        scripts=scripts,
        policy=policy,
        single=bool(config.get("single")),
        config=json.dumps(made, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c"),
    )


def icon_of(host: Host) -> bytes:
    """The icon in the colours of the host."""
    return favicon(identity(host.site, host.name), resources.SITE_TEMPLATE)


def icon_address(host: Host) -> str:
    """The icon inside the page."""
    return _inline(icon_of(host), "svg+xml")


def style_of(host: Host) -> str:
    """The style sheet: the colours of the host, then the look of a studio."""
    sheet = (resources.SITE_TEMPLATE / "studio" / "studio.css").read_text("utf-8")
    return identity_style(identity(host.site, host.name)) + sheet


def form(library: Library, language: str, given: Mapping[str, Any], spoken: Collection[str] = LANGUAGES) -> list[tuple[str, list[Asked]]]:
    """The questions by block, with the answers given in advance. One on which nothing depends is not asked."""
    labels = library.labels[language]
    chosen: dict[str, list[str]] = {}
    for name, value in entries_of(given, library):
        chosen.setdefault(name, []).append(value)
    asked = [(q, _asked(q, library, language, labels, chosen)) for q in library.questions.values() if in_form(q)]
    blocks = [(block, [one for question, one in asked if question.block == block]) for block in library.blocks]
    return [(block, [_spoken(one, spoken) if one.id == LANGUAGES_ASKED else one for one in listed]) for block, listed in blocks]


def _spoken(asked: Asked, spoken: Collection[str]) -> Asked:
    """The question of the languages, those in which no charter can be made not offered: « fr_falc » is French."""
    (one,) = asked.inputs
    choices = tuple(choice._replace(offered=choice.value.partition("_")[0] in spoken) for choice in one.choices)
    return asked._replace(inputs=(one._replace(choices=choices),))


def _asked(question: Question, library: Library, language: str, labels: Labels, chosen: Mapping[str, list[str]]) -> Asked:
    texts = labels.questions[question.id]
    inputs = tuple(_inputs(question, labels, chosen))
    default = "" if question.core or question.default is None else said(question, question.id, question.default, labels, language)
    law = [
        f"{labels.facts[fact.id]} ({fact_sources(library, fact, language)})"
        for fact in library.facts.values()
        if fact.citations and question.id in library.questions_of(fact.when)
    ]
    none = question.type == "records" and NONE in chosen.get(question.id, ())
    if len(law) > _MOST_FACTS:
        law[_MOST_FACTS:] = [sentence("ask_law_more", language, count=len(law) - _MOST_FACTS)]
    return Asked(question.id, question.type, texts["question"], texts["help"], question.core, default, inputs, none, tuple(law))


def _inputs(question: Question, labels: Labels, chosen: Mapping[str, list[str]]) -> Iterator[Input]:
    if not question.fields:
        yield _input(question, question.id, question.id, "", labels, chosen)
        return
    row = "." if question.type == "record" else ".{row}."
    for part in question.fields:
        path = f"{question.id}.{part.id}"
        label = str(labels.questions[path].get("question") or labels.question(path))
        yield _input(part, path, f"{question.id}{row}{part.id}", label[:1].upper() + label[1:], labels, chosen)


def _input(asked: Question | QuestionField, path: str, name: str, label: str, labels: Labels, chosen: Mapping[str, list[str]]) -> Input:
    given = chosen.get(name, [])
    choices = tuple(Choice(value, _opened(labels.value(path, value)), value in given, True) for value in asked.values)
    return Input(name, asked.type, label, choices, given[0] if given else "", asked.max if asked.type == "text" else 20)


def _sayer(language: str) -> Callable[..., str]:
    def sayer(named: str, /, **params: object) -> str:
        return say(named, language, **params)

    return sayer


def _opened(words: str) -> str:
    return words[:1].upper() + words[1:]


def logo_address(host: Host) -> str:
    """The logo of the host inside the page; empty without one."""
    logo = host.site.logo
    return _inline(logo.content, "svg+xml" if logo.file.endswith("svg") else "png") if logo else ""


def _inline(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def embed(host: Host, language: str) -> str:
    """What a site of the host can show to lead to the studio: a link, and the studio itself in a frame."""
    template = templates(resources.SITE_TEMPLATE, resources.cache_folder() / "templates").get_template("studio/embed.html.j2")
    return template.render(language=language, host=host, say=_sayer(language))
