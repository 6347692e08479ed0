"""The charter: one tree of frozen values that every writer draws. No logic, but for the numbers of paragraphs, which all documents share.

Knows nothing of clauses, profiles or formats. Texts inside are ready to be shown: typography done, answers in place.
The reference of a pack is made of the same blocks, in sheets. The last section holds the three values that a clause text may still
contain before composition.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Literal

from charter_builder.conditions import Condition

# ---------------------------------------------------------------------------------------------------------------- inlines


@dataclass(frozen=True)
class Text:
    """Words, as they are read."""

    value: str


@dataclass(frozen=True)
class Superscript:
    """Raised letters: the « er » of « 1er »."""

    value: str


@dataclass(frozen=True)
class Strong:
    """Words that count more."""

    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Emphasis:
    """Words said otherwise than the others: a title, a word of another language."""

    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Link:
    """A link out of the charter: http, https or mailto."""

    address: str
    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Reference:
    """A link to an article, by the id of its clause, or to an annex, by its id; in a reference, to anything else that it describes,
    with its kind: `fact:cse-existe`, `question:effectif`.
    """

    target: str
    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Term:
    """A word of the glossary where a page first uses it: `glossary` is the annex that explains it, `term` its entry there."""

    glossary: str
    term: str
    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Note:
    """A footnote, at the place where it is called."""

    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Typed:
    """What a person types letter for letter: an identifier, or lines of a file."""

    value: str


@dataclass(frozen=True)
class Blank:
    """A place to write by hand, in a form."""


@dataclass(frozen=True)
class Box:
    """A box to tick, in a form."""


# ----------------------------------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True)
class Heading:
    """A heading inside an annex."""

    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; its content is read in one go."""

    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Bullets:
    """A list whose order says nothing."""

    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Numbered:
    """A list whose order counts, from `start`."""

    start: int
    items: tuple[tuple[Block, ...], ...]


Light = Literal["", "green", "orange", "red"]


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `light`: the colour of a traffic light, said in words too."""

    content: tuple[Inline, ...]
    light: Light = ""


@dataclass(frozen=True)
class Table:
    """A table with a header row; the first cell of each row is its header."""

    caption: tuple[Inline, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Example:
    """A practice: `good`, or not good with the other way to do it."""

    good: bool
    content: tuple[Inline, ...]
    instead: tuple[Inline, ...] = ()


@dataclass(frozen=True)
class Examples:
    """Practices, good ones and others."""

    items: tuple[Example, ...]


@dataclass(frozen=True)
class Definition:
    """A word and what it means here."""

    term: str
    content: tuple[Block, ...]


@dataclass(frozen=True)
class Definitions:
    """Words of a glossary."""

    items: tuple[Definition, ...]


@dataclass(frozen=True)
class LookupAnswer:
    """What a use gets with one kind of data: a light, and why."""

    light: Light
    said: str


@dataclass(frozen=True)
class LookupRow:
    """A row that can be asked: its name in an address, an answer for each kind of data, and the articles that rule it."""

    id: str
    answers: tuple[LookupAnswer, ...]
    articles: tuple[Reference, ...]


@dataclass(frozen=True)
class LookupGroup:
    """`rows` says, in the same order, what the rows of the table answer."""

    title: str
    table: Table
    rows: tuple[LookupRow, ...]


@dataclass(frozen=True)
class Lookup:
    """Tables of uses that can be asked « may I do this with these data? ». `kinds`: the kinds of data, name and words, from the least
    to the most protected. Everything is decided here: a writer shows the tables, and may let people ask.
    """

    kinds: tuple[tuple[str, str], ...]
    groups: tuple[LookupGroup, ...]


@dataclass(frozen=True)
class Milestone:
    """A day of a law's timeline: what applies from then, and the articles of this charter that rest on it."""

    day: date
    label: str
    articles: tuple[Reference, ...]


@dataclass(frozen=True)
class Timeline:
    """When a law applies, day by day; `here`: the day whose law the charter follows."""

    caption: str
    entries: tuple[Milestone, ...]
    here: date


@dataclass(frozen=True)
class Calendar:
    """The days of `Charter.calendar` as a table; a site also gives them as a file."""

    table: Table


# ---------------------------------------------------------------------------------------------------------------- charter


Force = Literal["law", "commitment", "advice"]


@dataclass(frozen=True)
class Citation:
    """A source as this charter cites it: `label` is the instrument, `pinpoint` the article, `subject` what it is about. For what does
    not bind, guidance or the `ruling` of a court, `applies_from` is its date.
    """

    source: str
    label: str
    pinpoint: str
    subject: str
    url: str
    applies_from: date | None
    applies_until: date | None
    read_on: date | None
    binding: bool
    ruling: bool
    future: bool


@dataclass(frozen=True)
class Article:
    """A clause, numbered, in one charter. `number` is « part.rank », such as 3.2; `easy`: the rule in easy-to-read words, where it is
    written and the organisation wants it.
    """

    id: str
    number: str
    edition: int
    title: str
    rule: tuple[Inline, ...]
    force: Force
    force_label: str
    owner: str
    topics: tuple[str, ...]
    prepare_for: date | None
    to_confirm: bool
    content: tuple[Block, ...]
    practice: tuple[Block, ...]
    why: tuple[Block, ...]
    easy: tuple[Block, ...]
    citations: tuple[Citation, ...]
    reasons: tuple[str, ...]


def paragraph_numbers(article: Article) -> tuple[str, ...]:
    """For each block of an article's text, its number on paper: « 3.2.1 » for the first paragraph of article 3.2. Lists and tables have
    none: they belong to the paragraph before them. The only paragraph of an article has none either: the article is cited.
    """
    paragraphs = [isinstance(block, Paragraph) for block in article.content]
    if sum(paragraphs) < 2:
        return ("",) * len(paragraphs)
    ranks = accumulate(map(int, paragraphs))
    return tuple(f"{article.number}.{rank}" if numbered else "" for rank, numbered in zip(ranks, paragraphs, strict=True))


@dataclass(frozen=True)
class Part:
    """A part of the charter; `number` counts from 1."""

    id: str
    number: int
    title: str
    articles: tuple[Article, ...]


#: For whom a charter is composed: `internal` for those whom it binds, `public` for anybody, without names of persons, their contacts
#: and the list of tools.
Audience = Literal["internal", "public"]
AnnexKind = Literal["tool", "form", "model", "reference"]
AnnexPaper = Literal["charter", "annexes", "site"]


@dataclass(frozen=True)
class Annex:
    """A page after the articles. `kind`: a tool of every day, a form to fill in, a model to adapt, or a reference. `paper`: printed
    with the text that is signed, in the document of annexes, or on the site alone.
    """

    id: str
    number: int
    kind: AnnexKind
    title: str
    introduction: tuple[Block, ...]
    content: tuple[Block, ...]
    citations: tuple[Citation, ...]
    paper: AnnexPaper


@dataclass(frozen=True)
class Adoption:
    """Who adopts the charter and when; `date` is None in a draft that does not say."""

    body: str
    date: dt.date | None
    edition: str
    next_review: dt.date | None


@dataclass(frozen=True)
class Contact:
    """Whom to ask; `name` is empty when nobody is named, `link` when the address cannot be followed."""

    name: str
    function: str
    address: str
    link: str


@dataclass(frozen=True)
class Event:
    """A day to keep. `id`: its name, the same from one edition to the next; `day`: None while the adoption on which it depends has no
    date; `target`: the article or the annex that it is about; `every`: after how many months it comes back, 0 for once.
    """

    id: str
    day: dt.date | None
    title: str
    target: str
    every: int


@dataclass(frozen=True)
class Scheme:
    """Every colour of a page, as `#rrggbb`. `on_…` is read on it; a `…_tint` is the ground of its namesake."""

    ink: str
    ink_soft: str
    paper: str
    card: str
    line: str
    main: str
    on_main: str
    accent: str
    on_accent: str
    link: str
    focus: str
    law: str
    law_tint: str
    commitment: str
    commitment_tint: str
    advice: str
    advice_tint: str
    green: str
    green_tint: str
    orange: str
    orange_tint: str
    red: str
    red_tint: str


Font = Literal["serif", "humanist", "geometric", "system"]


@dataclass(frozen=True)
class Logo:
    """A picture, checked: `file` is its name in what is built, `text` what it says to whoever does not see it."""

    file: str
    text: str
    content: bytes


@dataclass(frozen=True)
class Identity:
    """What a charter looks like: its colours by day and by night, the kind of letters, the logo if there is one."""

    light: Scheme
    dark: Scheme
    font: Font
    logo: Logo | None


Conformity = Literal["none", "partial", "full"]


@dataclass(frozen=True)
class WebSite:
    """What the site says of itself; a text is empty when nobody gave it. `conformity`: its state of accessibility, « none » without an
    audit. `contact_link`: where the contact leads, when it is an address.
    """

    url: str
    publisher: str
    responsible: str
    host: str
    contact: str
    contact_link: str
    conformity: Conformity


@dataclass(frozen=True)
class Charter:
    """`law_as_of`: the day whose law counts; `law_read_on`: the last day on which a text that it cites was read, None when none was.
    `essentials`: the articles whose rules are chosen for the wall, at most ten. `public`: anybody may find it, whoever the audience is.
    """

    language: str
    audience: Audience
    public: bool
    title: str
    subtitle: str
    organisation: str
    adoption: Adoption
    contact: Contact
    notice: str
    law_as_of: date
    law_read_on: date | None
    draft: bool
    pack: str
    pack_edition: int
    texts_licence: str
    identity: Identity
    site: WebSite
    essentials: tuple[str, ...]
    calendar: tuple[Event, ...]
    parts: tuple[Part, ...]
    annexes: tuple[Annex, ...]


# -------------------------------------------------------------------------------------------------------------- reference


@dataclass(frozen=True)
class Section:
    """A part of a sheet. `id` is its anchor; `force`, for a clause, its force and the words for it; `flags`: short words beside."""

    id: str
    title: str
    content: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    force: tuple[Force, str] | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A page of the reference of a pack. `menu`: the words of the menu in which it stands; none for the first page."""

    id: str
    title: str
    menu: str
    lead: tuple[Block, ...]
    sections: tuple[Section, ...]


# -------------------------------------------------------------------------------------------- only before composition


@dataclass(frozen=True)
class Placeholder:
    """The place of an answer inside a sentence: `{{ organisation.nom }}`."""

    name: str


@dataclass(frozen=True)
class Slot:
    """The place of blocks made from the answers, alone in its paragraph: `{{ outils.registre }}`."""

    name: str


@dataclass(frozen=True)
class When:
    """Blocks that stand only when a condition holds."""

    condition: Condition
    blocks: tuple[Block, ...]


Inline = Text | Superscript | Strong | Emphasis | Link | Reference | Term | Note | Typed | Blank | Box | Placeholder
Block = Heading | Paragraph | Bullets | Numbered | Table | Examples | Definitions | Lookup | Timeline | Calendar | When | Slot
