"""The site section of a profile: read, refused, kept when the profile is amended; what the charter and its pages make of it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import page
import pypdf
import pytest
from conftest import EXAMPLES, ROOT
from helpers import words
from hypothesis import given, settings
from hypothesis import strategies as st
from test_picture import png

from charter_builder import app, resources
from charter_builder.charter import Charter, Logo
from charter_builder.colours import contrast
from charter_builder.compose import compose
from charter_builder.identity import Audit, SiteSection, identity, website
from charter_builder.library import Library
from charter_builder.messages import sentence
from charter_builder.palette import readable_accent, readable_main
from charter_builder.problems import CharterError
from charter_builder.profilefile import amended
from charter_builder.questionnaire import questionnaire
from charter_builder.writers.identity import DEFAULT, FAVICON, STYLE, favicon, identity_files, style
from charter_builder.writers.pdf import write_pdf

PROFILE = (ROOT / "examples" / "boulangerie" / "profil.yml").read_text("utf-8").split("\n# Le site de la charte")[0] + "\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>'
AUDITED = "  accessibility: {audited_on: 2026-09-30, by: Cabinet Clair, rate: %d}\n"


def case(folder: Path, section: str, example: str = "") -> app.Case:
    text = (ROOT / "examples" / example / "profil.yml").read_text("utf-8") if example else PROFILE
    (folder / "profil.yml").write_text(text + section, "utf-8")
    return app.examine(folder / "profil.yml")


def codes(folder: Path, section: str) -> list[str]:
    with pytest.raises(CharterError) as stopped:
        case(folder, section)
    return [problem.code for problem in stopped.value.problems.errors]


# ---------------------------------------------------------------------------------------------------------------- reading


def test_every_field_is_read(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "Logo.SVG").write_text(SVG)
    section = """site:
  url: https://www.exemple.fr/charte-ia/
  publisher: "Groupe Clair"
  responsible: "Ana Clair"
  host: |
    Hébergeur & fils
    1 rue du Port
  contact: "ia@exemple.fr"
  logo: images/Logo.SVG
  logo_text: "Le Fournil"
  main_colour: "#6B2E14"
  accent_colour: "#955800"
  font: geometric
  accessibility:
    audited_on: 2026-09-30
    by: "Cabinet Clair"
    rate: 72
    report: https://www.exemple.fr/audit.pdf
    reported_non_conformities: "La grille se lit mal."
"""
    assert case(tmp_path, section).profile.site == SiteSection(
        "https://www.exemple.fr/charte-ia/",
        "Groupe Clair",
        "Ana Clair",
        "Hébergeur & fils 1 rue du Port",
        "ia@exemple.fr",
        "#6b2e14",
        "#955800",
        "geometric",
        Logo("logo.svg", "Le Fournil", SVG.encode()),
        Audit(date(2026, 9, 30), "Cabinet Clair", 72, "https://www.exemple.fr/audit.pdf", "La grille se lit mal."),
    )


@pytest.mark.parametrize("section", ["", "site:\n", "site: {}\n", "site:\n  # url: \n"])
def test_no_section_is_the_default_look(section: str, tmp_path: Path) -> None:
    charter = case(tmp_path, section).compose("fr")
    assert charter.identity == DEFAULT
    assert (charter.site.publisher, charter.site.url, charter.site.conformity) == ("Le Fournil Perdriault", "", "none")


@pytest.mark.parametrize(
    "address",
    ["http://exemple.fr", "https://", "https://exemple", "exemple.fr", "https://a@exemple.fr", "https://exemple.fr/?a", "https://exemple.fr/#a",
     "javascript:alert(1)", "https://exemple.fr/a b"],
)  # fmt: skip
def test_an_address_that_is_not_whole_is_refused(address: str, tmp_path: Path) -> None:
    assert codes(tmp_path, f'site:\n  url: "{address}"\n') == ["E226"]


def test_every_mistake_is_said_at_once(tmp_path: Path) -> None:
    section = 'site:\n  url: exemple.fr\n  main_colour: "#8a8a8a"\n  accent_colour: "#ffcc00"\n  logo: logo.svg\n  fonts: serif\n'
    assert codes(tmp_path, section) == ["E226", "E215", "E216", "E217", "E121"]


def test_the_colours_proposed_are_accepted(tmp_path: Path) -> None:
    main, accent = readable_main("#8a8a8a"), readable_accent("#ffcc00")
    site = case(tmp_path, f'site:\n  main_colour: "{main}"\n  accent_colour: "{accent}"\n').profile.site
    assert (site.main, site.accent) == (main, accent)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "prive.svg").write_text(SVG)
    inside = tmp_path / "charte"
    inside.mkdir()
    (inside / "logo.svg").symlink_to(tmp_path / "prive.svg")
    assert codes(inside, "site:\n  logo: logo.svg\n") == ["E218"]
    assert codes(inside, f"site:\n  logo: {tmp_path}/prive.svg\n") == ["E218"]


@pytest.mark.parametrize("make", ["folder", "loop"])
def test_a_logo_that_is_no_file_is_refused(make: str, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").mkdir() if make == "folder" else (tmp_path / "logo.svg").symlink_to(tmp_path / "logo.svg")
    assert codes(tmp_path, "site:\n  logo: logo.svg\n")[0] in ("E217", "E119")


def test_an_amended_profile_keeps_its_section(library: Library, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(SVG)
    section = '\n# Notre site\nsite:\n  logo: "logo.svg"   # le nôtre\n  main_colour: "#6b2e14"\n'
    before = case(tmp_path, section).profile
    given_now = {**(before.given or {}), "effectif": 9, "revue_mois": 6}
    text = amended(PROFILE + section, library, "fr", given_now)
    assert text.endswith(section)
    (tmp_path / "profil.yml").write_text(text, "utf-8")
    after = app.examine(tmp_path / "profil.yml").profile
    assert (after.site, after.answers["effectif"]) == (before.site, 9)


def test_a_profile_with_a_logo_can_be_asked_again(tmp_path: Path) -> None:
    from charter_builder.session import open_session, save_answers

    (tmp_path / "logo.svg").write_text(SVG)
    path = tmp_path / "profil.yml"
    path.write_text(PROFILE + 'site:\n  logo: "logo.svg"\n', "utf-8")
    session = open_session(path, language="fr")
    session.interview.answers["effectif"] = 9
    assert not save_answers(session).errors
    assert app.examine(path).profile.site.logo is not None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_section_of_a_new_profile_can_be_taken_out_of_its_comments(language: str, library: Library, tmp_path: Path) -> None:
    text = questionnaire(library, language, (), {})
    commented = text[text.index("#site:") :].splitlines()
    assert not any(line != line.rstrip() for line in text.splitlines())
    bare = "\n".join(
        line.removeprefix("#") for line in commented if not re.match(r"#\s+(url|logo|accessibility|\w+_on|by|rate|report)", line)
    )
    filled = bare.replace('""', '"Clair"').replace('"#"', '"#14323f"')
    filled = "\n".join(line for line in filled.splitlines() if "reported" not in line)
    assert case(tmp_path, filled + "\n").profile.site.host == "Clair"


# ------------------------------------------------------------------------------------------------------------------ the tree


@pytest.mark.parametrize(("rate", "state"), [(0, "none"), (49, "none"), (50, "partial"), (99, "partial"), (100, "full")])
def test_the_state_follows_the_audit(rate: int, state: str, tmp_path: Path) -> None:
    charter = case(tmp_path, "site:\n" + AUDITED % rate).compose("fr")
    assert charter.site.conformity == state
    said = annex(charter, "accessibilite")
    assert f"est {sentence(f'state_{state}', 'fr')} au référentiel" in said
    assert f"relève que {rate} % des critères du RGAA sont respectés" in said
    assert ("aucune non-conformité" in said) == (rate == 100)
    assert ("[à compléter" in said) == (rate != 100)


@pytest.mark.parametrize("example", EXAMPLES)
def test_without_an_audit_every_site_says_that_it_does_not_comply(example: str) -> None:
    charter = app.examine(ROOT / "examples" / example / "profil.yml").compose("fr")
    said = annex(charter, "accessibilite")
    public = example in ("commune", "ville")
    assert "non conforme" in said and "totalement" not in said and "partiellement" not in said
    assert ("Défenseur des droits" in said, "La loi demande" in said) == (public, public)
    cited = {c.source for a in charter.annexes if a.id == "accessibilite" for c in a.citations}
    assert "fr-loi-2005-102-art-47" in cited or "La loi" not in said


def test_the_mentions_leave_a_blank_for_what_nobody_said() -> None:
    bakery = annex(app.examine(ROOT / "examples" / "boulangerie" / "profil.yml").compose("fr"), "mentions")
    assert "Maëlle Perdriault, gérante" in bakery and "[à compléter" in bakery and "bonjour@fournil-perdriault.example" in bakery
    assert "[à compléter" not in annex(app.examine(ROOT / "examples" / "ville" / "profil.yml").compose("fr"), "mentions")


def test_a_heading_with_nothing_under_it_is_not_shown() -> None:
    charter = app.examine(ROOT / "examples" / "boulangerie" / "profil.yml").compose("fr")
    assert "Voies de recours" not in annex(charter, "accessibilite")
    assert "Voies de recours" in annex(app.examine(ROOT / "examples" / "ville" / "profil.yml").compose("fr"), "accessibilite")


@pytest.mark.parametrize(
    ("contact", "link"),
    [("ia@exemple.fr", "mailto:ia@exemple.fr"), ("https://exemple.fr/contact", "https://exemple.fr/contact"), ("1 rue du Port", "")],
)
def test_a_contact_leads_where_it_says(contact: str, link: str) -> None:
    assert website(SiteSection(contact=contact), "Clair").contact_link == link


def test_a_logo_says_the_name_of_the_organisation_unless_told_otherwise() -> None:
    for given_text, said in (("", "Clair"), ("La lanterne", "La lanterne")):
        logo = identity(SiteSection(logo=Logo("logo.svg", given_text, b"")), "Clair").logo
        assert logo is not None and logo.text == said


def annex(charter: Charter, name: str) -> str:
    from charter_builder.writers.html import HtmlWriter

    found = next(a for a in charter.annexes if a.id == name)
    writer = HtmlWriter("fr", lambda target: f"{target}.html")
    return plain(words(writer.blocks((*found.introduction, *found.content))))


def plain(text: str) -> str:
    """With ordinary spaces and apostrophes."""
    return text.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ").replace("’", "'")


# ----------------------------------------------------------------------------------------------------------------- the files


def properties(css: str) -> list[tuple[str, dict[str, str]]]:
    """The rules of a style sheet: selector, then its properties. An at-rule stands before the selector inside it."""
    css = re.sub(r"/\*.*?\*/", "", css)
    return [
        (" ".join(selector.replace("{", " ").split()).lstrip("} "), dict(re.findall(r"([\w-]+): ([^;]+);", body)))
        for selector, body in re.findall(r"([^{}]+(?:\{[^{}]+)?)\{([^{}]*)\}", css)
    ]


NAMES = (
    "ink ink-soft paper card line main on-main accent on-accent link focus law law-tint commitment commitment-tint advice advice-tint "
    "green green-tint orange orange-tint red red-tint font-text font-ui"
).split()


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_the_style_holds_every_colour_for_day_and_night_and_nothing_else(main: int, accent: int) -> None:
    chosen = SiteSection(main=readable_main(f"#{main:06x}"), accent=readable_accent(f"#{accent:06x}"))
    (day, light), (asked, dark), (chosen_dark, same) = properties(style(identity(chosen, "Clair")))
    assert (day, asked) == (":root", '@media screen and (prefers-color-scheme: dark) :root:not([data-theme="light"])')
    assert chosen_dark == '@media screen :root[data-theme="dark"]' and same == dark
    assert set(light) == {"color-scheme", *(f"--{name}" for name in NAMES)}
    assert set(dark) == set(light) - {"--font-text", "--font-ui"}
    assert (light["--main"], light["--accent"]) == (chosen.main, chosen.accent)
    for scheme in (light, dark):
        assert all(re.fullmatch("#[0-9a-f]{6}", value) for name, value in scheme.items() if "font" not in name and name != "color-scheme")
        assert contrast(scheme["--on-main"], scheme["--main"]) >= 4.5


@pytest.mark.parametrize("font", ["serif", "humanist", "geometric", "system"])
def test_no_letter_is_fetched(font) -> None:
    css = style(replace(DEFAULT, font=font))
    assert "url(" not in css and "@import" not in css and "@font-face" not in css
    assert css.count("sans-serif") >= 1


def test_the_favicon_takes_the_main_colour() -> None:
    mine = identity(SiteSection(main="#123f7a"), "Clair")
    assert b"#123f7a" in favicon(mine, resources.SITE_TEMPLATE) and b"#14323f" not in favicon(mine, resources.SITE_TEMPLATE)
    assert b"#14323f" in favicon(DEFAULT, resources.SITE_TEMPLATE)


@pytest.mark.parametrize("example", ["boulangerie", "ville", "commune"])
def test_the_site_has_the_files_of_its_identity(example: str, built) -> None:
    folder, charter = built(example), app.examine(ROOT / "examples" / example / "profil.yml").compose("fr")
    for path, content in identity_files(charter.identity, resources.SITE_TEMPLATE).items():
        assert (folder / path).read_bytes() == content
    home, printed = (folder / "index.html").read_text("utf-8"), (folder / "imprimer.html").read_text("utf-8")
    assert home.index(STYLE) < home.index("charter/charter.css") and STYLE in printed and FAVICON in home
    assert ("charter/logo.svg" in home, "charter/logo.svg" in printed) == (charter.identity.logo is not None,) * 2
    assert json.loads((folder / "charte.json").read_text("utf-8"))["identity"]["light"]["main"] == charter.identity.light.main


def test_the_printed_page_alone_has_its_colours_and_its_logo(tmp_path: Path) -> None:
    app.build(ROOT / "examples" / "ville" / "profil.yml", tmp_path / "public", formats=("print",), language="fr")
    assert {"identity.css", "imprimer.css", "logo.svg"} <= {path.name for path in (tmp_path / "public" / "charter").iterdir()}


def test_the_footer_follows_the_state(tmp_path: Path) -> None:
    profile = tmp_path / "profil.yml"
    profile.write_text(PROFILE + "site:\n" + AUDITED % 72, "utf-8")
    app.build(profile, tmp_path / "public", formats=("site",), language="fr")
    home = plain(words((tmp_path / "public" / "index.html").read_text("utf-8")))
    assert "Accessibilité : partiellement conforme" in home


def test_the_reference_has_the_default_look(reference) -> None:
    assert (reference() / STYLE).read_text("utf-8") == style(DEFAULT)


@pytest.mark.parametrize("width", [2, 400])
def test_a_png_logo_is_printed_with_its_text(width: int, library: Library, tmp_path: Path) -> None:
    case = app.examine(ROOT / "examples" / "boulangerie" / "profil.yml", library=library)
    profile = replace(case.profile, site=replace(case.profile.site, logo=Logo("logo.png", "Le logo du fournil", png(width, 3))))
    pdf, _ = write_pdf(compose(case.selection, profile, "fr"), resources.SITE_TEMPLATE, date(2027, 1, 11))
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages[0].images) == 1
    assert list(alternatives(reader.trailer["/Root"]["/StructTreeRoot"])) == ["Le logo du fournil"]
    (tmp_path / "charte.pdf").write_bytes(pdf)
    for standard in ("ua1", "2a"):
        assert page.validate_pdf(str(tmp_path / "charte.pdf"), profile=standard).is_compliant


def alternatives(node) -> Iterator[str]:
    """The texts that stand for pictures, in the order of reading."""
    node = node.get_object()
    if isinstance(node, list):
        for item in node:
            yield from alternatives(item)
    elif isinstance(node, dict):
        if "/Alt" in node:
            yield str(node["/Alt"])
        if "/K" in node:
            yield from alternatives(node["/K"])
