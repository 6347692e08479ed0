"""The limits that a built site must keep, each in one place, and the screens on which it is measured.

Knows numbers and names. Leaves to the tests how each is measured.
"""

from __future__ import annotations

HOME_BYTES = 150_000  # headers and bodies, gzipped, with an empty cache
HOME_REQUESTS = 10
SITE_BYTES = 1_200_000  # on disk, without what is opened apart:
APART = ("documents/", "imprimer.html", "charte.json", "charte.md", "charte.schema.json", "manifest.json")

AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
FOCUS_CONTRAST = 3  # WCAG 1.4.11, between an outline and what is behind it

LIGHTHOUSE = {"accessibility": 100, "best-practices": 100}
LIGHTHOUSE_WISHED = {"performance": 98}  # depends on the machine: printed, never a failure

NARROW = {"width": 320, "height": 720}  # 1280 pixels at 400 %: WCAG 1.4.10
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

SCREENSHOT_BYTES = 120_000

# What a host answers when the site brings no `_headers` of its own.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'"
)
STUDIO_BYTES = 7_000_000  # fetched before the first charter, as sent by a host that compresses what is text
