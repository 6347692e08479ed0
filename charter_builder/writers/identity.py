"""What a site looks like, as files of its own: `charter/identity.css`, the favicon, and the logo.

Knows the names under which the style sheets of the theme ask for a colour. Leaves which colours they are to the charter, and the rest of
the style to site_template/.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from charter_builder.charter import Font, Identity, Scheme
from charter_builder.colours import HEX, OUTLINE, contrast
from charter_builder.palette import ACCENT, MAIN, day, night

STYLE, FAVICON = "charter/identity.css", "charter/favicon.svg"
#: What a site shows when nobody chose anything: that of a reference, or of a charter without a site section.
DEFAULT = Identity(day(MAIN, ACCENT), night(MAIN, ACCENT), "serif", None)
_SYSTEM = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
#: Letters that the devices of readers have already: for texts, then for menus and marks. Nothing is fetched.
_FONTS: dict[Font, tuple[str, str]] = {
    "serif": ('Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif', _SYSTEM),
    "humanist": ('Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", "Source Sans Pro", sans-serif',) * 2,
    "geometric": ('Avenir, Montserrat, Corbel, "URW Gothic", "Source Sans Pro", sans-serif',) * 2,
    "system": (_SYSTEM, _SYSTEM),
}


def identity_files(identity: Identity, template_folder: Path) -> dict[str, bytes]:
    """The files of an identity, by path in the site."""
    files = {STYLE: style(identity).encode(), FAVICON: favicon(identity, template_folder)}
    if identity.logo:
        files[logo_path(identity)] = identity.logo.content
    return files


def logo_path(identity: Identity) -> str:
    """Where the logo stands in what is built; empty without a logo."""
    return f"charter/{identity.logo.file}" if identity.logo else ""


def style(identity: Identity) -> str:
    """Custom properties alone: by day; by night, on a screen only, when the device asks for it and nobody chose the light, or when
    somebody chose the dark.
    """
    text, ui = _FONTS[identity.font]
    light = _properties(identity.light) | {"--font-text": text, "--font-ui": ui}
    dark = _properties(identity.dark)
    chosen = _rule(':root[data-theme="dark"]', {"color-scheme": "dark", **dark}, "  ")
    asked = _rule(':root:not([data-theme="light"])', {"color-scheme": "dark", **dark}, "  ")
    return "\n".join(
        (
            "/* The colours and the letters of this charter: made from its profile. */",
            _rule(":root", {"color-scheme": "light", **light}),
            f"@media screen and (prefers-color-scheme: dark) {{\n{asked}\n}}",
            f"@media screen {{\n{chosen}\n}}",
            "",
        )
    )


def favicon(identity: Identity, template_folder: Path) -> bytes:
    """The sheet of the favicon in the main colour, its tick in the accent when that shows on it."""
    light, tick = identity.light, identity.dark.accent
    colours = {"#14323f": light.main, "#fbfaf7": light.on_main, "#f2a65a": tick if contrast(tick, light.main) >= OUTLINE else light.on_main}
    drawing = (template_folder / "assets" / FAVICON).read_text("utf-8")
    return HEX.sub(lambda found: colours[found[0]], drawing).encode()


def _properties(scheme: Scheme) -> dict[str, str]:
    return {f"--{name.replace('_', '-')}": colour for name, colour in asdict(scheme).items()}


def _rule(selector: str, properties: dict[str, str], indent: str = "") -> str:
    lines = "".join(f"{indent}  {name}: {value};\n" for name, value in properties.items())
    return f"{indent}{selector} {{\n{lines}{indent}}}"
