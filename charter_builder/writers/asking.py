"""The form by which a table of uses is asked, and the answers that its script shows.

Knows HTML and the words of the form. Every answer is in the data already decided: the script, site_template's puis-je.js, picks one.
The form is hidden until the script runs; without it the tables stand alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

from charter_builder.charter import Lookup, Text
from charter_builder.messages import sentence

#: From the id of a clause or an annex to the address of its article or page.
Address = Callable[[str], str]
#: The script, among the assets of the site template and in what is built.
SCRIPT = "charter/puis-je.js"
#: A light is told by its shape too.
SHAPES = {"green": "●", "orange": "▲", "red": "■"}


def asking_form(lookup: Lookup, language: str, address: Address) -> str:
    """The use, the kind of data, and where the answer comes; then every answer, as data."""

    def say(name: str) -> str:
        return escape(sentence(name, language))

    kinds = "".join(
        f'<label><input type="radio" name="donnees" value="{escape(name)}"> {escape(words[:1].upper() + words[1:])}</label>'
        for name, words in lookup.kinds
    )
    return f"""<form class="lookup" hidden data-search-exclude>
<p><label for="lookup-filter">{say("lookup_filter")}</label> <input type="search" id="lookup-filter" autocomplete="off"></p>
<p><label for="lookup-use">{say("lookup_use")}</label> <select id="lookup-use" name="usage"></select></p>
<fieldset><legend>{say("lookup_kind")}</legend>{kinds}</fieldset>
<div class="lookup__answer" aria-live="polite" aria-atomic="true"></div>
<script type="application/json">{_data(lookup, language, address)}</script>
</form>"""


def _data(lookup: Lookup, language: str, address: Address) -> str:
    """The answers as JSON that may stand in a page: no `<` in it. Each sentence is there once."""
    said = list(dict.fromkeys(answer.said for group in lookup.groups for row in group.rows for answer in row.answers))
    names = ("pick", "articles")
    data: dict[str, Any] = {
        "kinds": [name for name, _ in lookup.kinds],
        "lights": {light: [shape, sentence(f"uses_{light}", language)] for light, shape in SHAPES.items()},
        "said": said,
        "words": {name: sentence(f"lookup_{name}", language) for name in names},
        "groups": [
            {
                "title": group.title,
                "uses": [
                    {
                        "id": row.id,
                        "answers": [[answer.light, said.index(answer.said)] for answer in row.answers],
                        "articles": [[address(article.target), _words(article.content)] for article in row.articles],
                    }
                    for row in group.rows
                ],
            }
            for group in lookup.groups
        ],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _words(content: object) -> str:
    assert isinstance(content, tuple)
    return "".join(inline.value for inline in content if isinstance(inline, Text))
