"""Small pictures of the commune's site for the README: `make screenshots` writes docs/screenshots/.

Knows which places are shown. Leaves what they must look like to those who look at them.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from browser.fixtures import CHROMIUM, QUIET
from browser.limits import SCREENSHOT_BYTES
from browser.serving import host

PLACES = {"home": "index.html", "article": "donnees.html#donnees-personnelles", "puis-je": "puis-je.html", "timeline": "textes.html"}
SCREENS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
COLOURS = (128, 64, 32, 16)


def small(picture: bytes) -> bytes:
    """The picture in as many colours as its weight allows, the same bytes each time."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in COLOURS:
        written = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
        if written.tell() <= SCREENSHOT_BYTES:
            return written.getvalue()
    raise SystemExit(f"a picture is above {SCREENSHOT_BYTES:,} bytes in {COLOURS[-1]} colours")


def main(site: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with host() as server, sync_playwright() as playwright:
        address = server.publish(site)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for screen, viewport in SCREENS.items():
            page = browser.new_context(viewport=viewport, locale="fr-FR", reduced_motion="reduce", color_scheme="light").new_page()  # type: ignore[arg-type]
            for place, name in PLACES.items():
                page.goto(f"{address}/{name}", wait_until="networkidle")
                if place == "timeline" and page.locator("main svg[role=img]").count():
                    page.locator("main svg[role=img]").first.scroll_into_view_if_needed()
                file = target / f"{place}-{screen}.png"
                file.write_bytes(small(page.screenshot(animations="disabled")))
                print(f"{file}  {file.stat().st_size:,} bytes")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
