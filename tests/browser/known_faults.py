"""Faults of today's site that wait to be mended: the tests that find each, and its cause.

Each is a strict expectation. Who mends one sees its tests fail as XPASS, and deletes its line here, or names the examples that remain.
"""

from __future__ import annotations

KNOWN = {
    "test_axe.py::*": "dialog of the search and regions of tables unnamed; links of imprimer.html too close; no 404, menu button, dark",
    "test_keyboard.py::test_from_the_top_to_the_end*": "a scroller of the closed search and, on a phone, the closed menu take the focus",
    "test_keyboard.py::test_the_first_link_skips_to_the_text*": "no skip link",
    "test_keyboard.py::test_the_menu*": "the menu opens with a label, which is no button",
    "test_keyboard.py::test_the_search*": "Escape loses the focus; on a phone the search opens with a label; hits cannot be walked to",
    "test_markup.py::*": "`autocomplete` on the boxes of the menu",
    "test_requests.py::test_every_page_under_the_strict_policy*": "inline scripts",
    "test_requests.py::test_the_search_under_the_strict_policy*": "inline scripts",
    "test_requests.py::test_a_page_that_does_not_exist_has_an_answer*": "no 404.html",
    "test_weight.py::test_the_home_page_with_an_empty_cache*": "scripts and styles of Material",
    "test_weight.py::test_the_whole_site_on_a_disk*": "the whole menu on each page; two search indexes",
    "test_words.py::test_accents_do_not_count_in_the_search*": "the index keeps accents",
    "test_lighthouse.py::*": "unnamed search dialog; inline scripts",
}
