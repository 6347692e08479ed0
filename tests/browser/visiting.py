"""What a visitor of the studio does: answers, waits for the charter, takes documents. Knows the names of the form's inputs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from playwright.sync_api import Page

#: The steps of the form, in order.
STEPS = ("identite", "personnes", "donnees", "outils", "usages", "capacites", "choix", "gouvernance", "diffusion", "review", "take")
#: What a tired baker answers: the core questions, as inputs.
BAKERY = (
    ("nom", "Le Fournil Perdriault"), ("famille", "entreprise"), ("forme_juridique", "sarl_eurl"), ("effectif", "8"),
    ("secteurs", "commerce_alimentaire"), ("obligations_professionnelles", "aucune"), ("publics_soumis", "salaries_agents"),
    ("donnees_personnelles", "clients_usagers"), ("donnees_sensibles", "aucune"), ("publics_fragiles.mineurs", "non"),
    ("publics_fragiles.vulnerables", "non"), ("dpo", "absent_non_obligatoire"), ("outils.0.nom", "Assistant"),
    ("outils.0.offre", "pro_contrat"), ("outils.0.services", "affiches"), ("outils.0.donnees_max", "internes"),
    ("ia_embarquee", "aucune"), ("usages", "redaction"), ("chatbot_public", "non"), ("decisions_individuelles", "aucune"),
    ("usages_rh", "aucun"), ("capacite_informatique", "aucune"), ("prudence", "equilibre"), ("referent_ia.nom", "Camille Lorin"),
    ("referent_ia.fonction", "gérance"), ("referent_ia.contact", "ia@fournil.example"), ("adoption.organe", "dirigeant"),
    ("adoption.date", "2027-01-11"), ("adoption.edition", "1.0"),
)  # fmt: skip


def step(page: Page, name: str) -> None:
    """Go to a step by its link."""
    page.click(f'.steps a[href="#step-{name}"]')


def answer(page: Page, entries: Iterable[tuple[str, str]] = BAKERY) -> None:
    """Give answers, each where it is asked, then wait until the charter has followed."""
    for name, value in entries:
        inputs = page.locator(f'[name="{name}"]')
        block = inputs.first.evaluate("input => input.closest('.step').id")
        step(page, block.removeprefix("step-"))
        if inputs.first.get_attribute("type") in ("radio", "checkbox"):
            page.check(f'[name="{name}"][value="{value}"]')
        else:
            inputs.first.fill(value)
    settled(page)


def settled(page: Page) -> None:
    """Wait until what the engine was asked last is on the screen."""
    page.wait_for_selector("html:not([data-busy])", state="attached")


def take(page: Page, name: str) -> bytes:
    """A document, as the browser saves it."""
    step(page, "take")
    with page.expect_download(timeout=60_000) as waiting:
        page.click(f"[data-take={name}]")
    return waiting.value.path().read_bytes()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of an archive: compressed bytes depend on the zlib that made them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def reopen(page: Page, files: dict[str, bytes]) -> str:
    """Choose files under « Reprendre »; what the page says then."""
    step(page, "take")
    page.set_input_files(
        "#open", [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files.items()]
    )
    page.wait_for_selector("#open:not([data-busy])", state="attached")
    settled(page)
    return page.inner_text("#status")
