"""Conditions in words: « si l'effectif est d'au moins 50 personnes », for those who read a pack and not a charter.

Knows conditions and labels; the sentences come from `messages`. A condition is said in its positive form: what is denied is turned
into its contrary (« moins de 11 » denied is « au moins 11 »), so that no reader has to undo a negation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from charter_builder.charter import Block, Bullets, Inline, Paragraph, Reference, Text
from charter_builder.conditions import ALWAYS, NEVER, All, Any_, Condition, FactTest, Not, Test
from charter_builder.library import Library
from charter_builder.messages import sentence
from charter_builder.typography import enumerate_words

_CONTRARY = {
    "is": "is_not", "is_not": "is", "at_least": "less_than", "less_than": "at_least", "at_most": "more_than", "more_than": "at_most",
    "between": "outside", "one_of": "none_of", "none_of": "one_of", "includes": "includes_none", "includes_any": "includes_none",
    "includes_none": "includes_any", "includes_all": "lacks",
}  # fmt: skip


def said(condition: Condition, library: Library, language: str, *, opening: str = "", closing: str = ".") -> tuple[Block, ...]:
    """A condition in words: a sentence, or one that opens a list. `opening`: what comes before « si … » or « à toute organisation ».

    >>> said(Test("effectif", "at_least", 50), library, "fr", opening="S'applique ")  # « S'applique si l'effectif est d'au moins … »
    """
    return _Sayer(library, language).sentence(plain(condition), opening, closing)


def in_words(library: Library, language: str, name: str, answer: Any) -> str:
    """An answer as people say it: « rédaction et traduction », « 12 mois »."""
    labels, question = library.labels[language], library.questions[name]
    values = answer if isinstance(answer, tuple) else (answer,)
    words = [labels.value(name, str(v)) if question.values else f"{v} {labels.unit(name)}".strip() for v in values]
    return enumerate_words(words, language)


def plain(condition: Condition, *, denied: bool = False) -> Condition:
    """The same condition without a negation, except before a fact, and without a list inside a list of the same kind."""
    match condition:
        case Test(question, operator, argument):
            several = (argument,) if operator == "includes" and not isinstance(argument, tuple) else argument
            return Test(question, _CONTRARY[operator], several) if denied else condition
        case FactTest():
            return Not(condition) if denied else condition
        case Not(item):
            return plain(item, denied=not denied)
    kind = All if isinstance(condition, All) is not denied else Any_
    items: list[Condition] = []
    for item in (plain(item, denied=denied) for item in condition.items):
        items += item.items if isinstance(item, kind) else (item,)
    if (NEVER if kind is All else ALWAYS) in items:
        return NEVER if kind is All else ALWAYS
    return items[0] if len(items) == 1 else kind(tuple(items))


@dataclass(frozen=True)
class _Sayer:
    library: Library
    language: str

    def sentence(self, condition: Condition, opening: str, closing: str) -> tuple[Block, ...]:
        if condition in (ALWAYS, NEVER):
            return (Paragraph((Text(_capital(opening + self.say("if_always" if condition == ALWAYS else "if_never") + closing)),)),)
        if not isinstance(condition, (All, Any_)):
            return (Paragraph(_after(opening, (*self.filled("if_one", said=self.test(condition)), Text(closing)))),)
        kind = "all" if isinstance(condition, All) else "any"
        if self.short(condition):
            first, second = map(self.test, condition.items)
            return (Paragraph(_after(opening, (*self.filled(f"if_two_{kind}", first=first, second=second), Text(closing)))),)
        return (Paragraph(_after(opening, (Text(self.say(f"if_{kind}")),))), Bullets(tuple(map(self.item, condition.items))))

    def item(self, condition: Condition) -> tuple[Block, ...]:
        if not isinstance(condition, (All, Any_)):
            return (Paragraph(self.test(condition)),)
        kind = "all" if isinstance(condition, All) else "any"
        if self.short(condition) and (kind == "all" or not any(map(_several, condition.items))):  # « a ou b figure, ou c figure »: a list
            first, second = map(self.test, condition.items)
            return (Paragraph(self.filled(f"item_two_{kind}", first=first, second=second)),)
        return (Paragraph((Text(self.say(f"item_{kind}")),)), Bullets(tuple(map(self.item, condition.items))))

    def short(self, condition: All | Any_) -> bool:
        """Two tests fit in a sentence; more need a list."""
        return len(condition.items) == 2 and not any(isinstance(item, (All, Any_)) for item in condition.items)

    # -------------------------------------------------------------------------------------------------------- single tests

    def test(self, condition: Condition) -> tuple[Inline, ...]:
        match condition:
            case FactTest(fact):
                return (self.fact(fact),)
            case Not(FactTest(fact)):
                contrary = plain(Not(self.library.facts[fact].when))
                if isinstance(contrary, Test):  # a fact that is a mere threshold: its contrary can be said
                    return self.test(contrary)
                return (Text(self.say("denied")), self.fact(fact))
            case Test(question):
                kind = self.library.questions[question.partition(".")[0]].type
                return self.number(condition) if kind == "number" else self.choice(condition)
        raise TypeError(f"not a test: {condition!r}")

    def fact(self, name: str) -> Reference:
        return Reference(f"fact:{name}", (Text(self.library.labels[self.language].facts[name]),))

    def question(self, path: str) -> tuple[Inline, ...]:
        label = self.library.labels[self.language].question(path)
        return (Reference(f"question:{path.partition('.')[0]}", (Text(label),)),)

    def number(self, test: Test) -> tuple[Inline, ...]:
        unit = self.library.labels[self.language].unit(test.question)
        bounds = test.argument if isinstance(test.argument, tuple) else (test.argument,)
        low, high = digits(bounds[0], self.language), digits(bounds[-1], self.language)
        amount = f"{high} {unit}" if unit and isinstance(bounds[-1], int) and bounds[-1] > 1 else high
        return self.filled(f"when_{test.operator}", label=self.question(test.question), low=low, amount=amount)

    def choice(self, test: Test) -> tuple[Inline, ...]:
        labels, question = self.library.labels[self.language], self.library.questions[test.question.partition(".")[0]]
        wanted = test.argument if isinstance(test.argument, tuple) else (test.argument,)
        values = [self.say("quoted", value=labels.value(test.question, str(value))) for value in wanted]
        label = self.question(test.question)
        if test.operator in ("includes", "includes_any", "includes_all", "includes_none", "lacks"):
            if wanted == (question.none,):  # a value that excludes the others is an answer like that of a single choice
                test = replace(test, operator="is_not" if test.operator in ("includes_none", "lacks") else "is")
            else:
                return self.filled(
                    f"when_{test.operator}{'' if len(values) > 1 else '_one'}", label=label, values=self.joined(test, values)
                )
        denied = test.operator in ("is_not", "none_of")
        name = "when_other" if denied and len(values) == 1 else "when_none_of" if denied else "when_answer"
        return self.filled(name, label=label, values=self.joined(test, values))

    def joined(self, test: Test, values: list[str]) -> str:
        if test.operator in ("none_of", "includes_none") and len(values) > 1:
            return neither(values, self.language)
        return listed(values, self.language, last="and" if test.operator in ("includes_all", "lacks") else "or")

    # ----------------------------------------------------------------------------------------------------------- sentences

    def say(self, name: str, /, **params: object) -> str:
        return sentence(name, self.language, **params)

    def filled(self, name: str, /, **words: str | tuple[Inline, ...]) -> tuple[Inline, ...]:
        """A sentence whose words may be links."""
        places = {key: word if isinstance(word, str) else f"\0{key}\0" for key, word in words.items()}
        found: list[Inline] = []
        for rank, piece in enumerate(self.say(name, **places).split("\0")):
            word = words[piece] if rank % 2 else piece
            found += word if isinstance(word, tuple) else (Text(word),) if word else ()
        return tuple(found)


def digits(number: object, language: str) -> str:
    """« 3 500 », "3,500"."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}" if language == "fr" else ",")


def listed(values: list[str], language: str, *, last: str = "and") -> str:
    """« a, b et c »; `last`: the name of the word before the last."""
    joint = sentence(last, language)
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])}{joint}{values[-1]}" if values else ""


def neither(values: list[str], language: str) -> str:
    """« ni a ni b »."""
    return sentence("neither", language, values=sentence("nor", language).join(values))


def _several(condition: Condition) -> bool:
    return isinstance(condition, Test) and isinstance(condition.argument, tuple) and len(condition.argument) > 1


def _after(opening: str, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    first = content[0]
    if not isinstance(first, Text):
        return (Text(opening), *content) if opening else content
    return (Text(_capital(opening + first.value)), *content[1:])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
