"""The posters for the wall: one page of rules, and the same rules in easy-to-read words on as many pages as they need.

Knows which articles go on a wall, where a charter keeps the traffic light of its data, and what the QR code leads to. Leaves sizes, how
many rules fit and icons to the templates, and the making of a PDF to `pdf`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from charter_builder.charter import Article, Charter
from charter_builder.messages import sentence
from charter_builder.writers.pdf import broken, compiled, prepared

_LABELS = (
    "poster_number", "poster_more", "poster_more_one", "poster_notice", "poster_read", "poster_qr",
    "easy_title", "easy_lead", "easy_notice",
)  # fmt: skip


def write_poster(charter: Charter, template_folder: Path, day: date) -> tuple[bytes, str]:
    """One page: the rules chosen for the wall, the traffic light of the data, whom to ask. As `write_pdf` for the rest.

    The article of the traffic light gives its three colours; its rule stands above them, not among the others.
    """
    data = _wall(charter, _articles(charter))
    lit = next((article for article in data["rules"] if len(_lights(article, charter.language)) == 3), None)
    data["lights"] = _lights(lit, charter.language) if lit else []
    data["lit"] = lit
    data["rules"] = [article for article in data["rules"] if article["id"] in charter.essentials and article is not lit]
    return compiled(data, template_folder / "print" / "affiche.typ", day)


def write_easy_poster(charter: Charter, template_folder: Path, day: date) -> tuple[bytes, str]:
    """The rules of the poster that have easy-to-read words, in large letters. As `write_pdf` for the rest."""
    return compiled(_wall(charter, _easy(charter)), template_folder / "print" / "affiche-falc.typ", day)


def has_easy_poster(charter: Charter) -> bool:
    """Whether a rule of the poster has easy-to-read words, and the organisation wants them."""
    return any(_easy(charter))


def _easy(charter: Charter) -> Iterator[Article]:
    return (article for article in _articles(charter) if article.easy and article.id in charter.essentials)


def _articles(charter: Charter) -> Iterator[Article]:
    return (article for part in charter.parts for article in part.articles)


def _wall(charter: Charter, articles: Iterator[Article]) -> dict[str, Any]:
    """What both templates read, with these articles as `rules`. No reference leads anywhere: a wall has one page."""
    shown = {article.id for article in articles}
    parts = tuple(replace(part, articles=tuple(article for article in part.articles if article.id in shown)) for part in charter.parts)
    data = prepared(replace(charter, parts=parts, annexes=()))
    data["rules"] = [article for part in data["parts"] for article in part["articles"]]
    data["parts"] = []
    data["say"] |= {name: sentence(name, charter.language, count="{count}", number="{number}") for name in _LABELS}
    data["contact"] = {name: broken(getattr(charter.contact, name)) for name in ("name", "function", "address")}
    data["url"], data["qr"] = broken(charter.site.url), _qr(charter.site.url)
    return data


def _lights(article: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """The items of an article that begin with the name of a light, in strong: the light, and what is said of it."""
    names = {sentence(f"light_{light}", language): light for light in ("green", "orange", "red")}
    found = []
    for item in (item for block in article["content"] if block["type"] == "bullets" for item in block["items"]):
        match item:
            case [{"content": [{"type": "strong", "content": [{"value": str(name)}]}, *said]}] if name.lower() in names:
                found.append({"light": names[name.lower()], "name": name, "content": _opened(said)})
    return found


def _opened(said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A sentence without the colon before it, its first letter a capital."""
    first, *rest = said
    if "value" not in first:
        return [{**first, "content": _opened(first["content"])}, *rest]
    opening = first["value"].lstrip(":\N{NO-BREAK SPACE} ")
    return [{**first, "value": opening[:1].upper() + opening[1:]}, *rest] if opening else _opened(rest)


def _qr(url: str) -> str:
    """The QR code of an address, as SVG; nothing without an address."""
    if not url:
        return ""
    import segno

    drawn = io.BytesIO()
    segno.make_qr(url, error="m").save(drawn, kind="svg", border=2, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()
