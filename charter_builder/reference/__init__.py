"""The reference of a pack: everything in it, for those who choose it, check it against the law, or write clauses.

`sheets` is its table of contents. Knows a library, its list of topics and how its examples turn out; each room makes the sheets of
one matter, from the blocks of `charter`. Pure. Leaves drawing to the writers.
"""

from __future__ import annotations

from charter_builder.charter import Sheet
from charter_builder.reference.clauses import part_sheets
from charter_builder.reference.codes import codes_sheet
from charter_builder.reference.coverage import coverage_sheets
from charter_builder.reference.files import files_sheet
from charter_builder.reference.home import home_sheet
from charter_builder.reference.law import facts_sheet, sources_sheet
from charter_builder.reference.questions import questions_sheet
from charter_builder.reference.topics import topics_sheets
from charter_builder.reference.used import annexes_sheets, uses_sheets
from charter_builder.reference.view import View as View


def sheets(view: View) -> tuple[Sheet, ...]:
    """Every page, in the order of the menu; none for what the pack does not have."""
    return (
        home_sheet(view),
        *part_sheets(view),
        *annexes_sheets(view),
        *uses_sheets(view),
        questions_sheet(view),
        facts_sheet(view),
        sources_sheet(view),
        *topics_sheets(view),
        *coverage_sheets(view),
        files_sheet(view.language),
        codes_sheet(view.language),
    )
