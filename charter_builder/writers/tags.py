"""What Typst cannot say yet in the tags of a PDF: the first cell of a row of a table is the header of that row.

Knows how Typst writes a cell: below the column header that it names, `U3x0y0` for the first column of table 3. Typst 0.15 has row headers
behind an option that its Python package does not pass on.
"""

from __future__ import annotations

import re

from charter_builder.writers.pdffile import PdfFile

_CELL = re.compile(rb"<</Type/StructElem/S/TD/P (\d+) 0 R/A\[<</O/Table/Headers\[\(U\d+x(\d+)y0\)\]>>")
_IDS = re.compile(rb"(/IDTree<</Names\[)([^\]]*)(\])")


def name_rows(file: PdfFile) -> None:
    """Make a header of the first cell of each row, and let the other cells of the row name it. In place."""
    named: dict[bytes, bytes] = {}
    entries = []
    for number, one in enumerate(file.objects):
        cell = _CELL.match(one)
        if not cell:
            continue
        row, column = cell.groups()
        if column == b"0":
            named[row] = b"(row %06d)" % number
            entries.append(b"%s%d 0 R" % (named[row], number))
            opening = cell[0].replace(b"/S/TD", b"/S/TH").replace(b"/A[<</O/Table", b"/ID%s/A[<</O/Table/Scope/Row" % named[row])
        elif row in named:
            opening = cell[0].replace(b")]>>", b")" + named[row] + b"]>>")
        else:
            continue
        file.objects[number] = opening + one[cell.end() :]
    root = file.number_of(b"StructTreeRoot")
    file.objects[root] = _IDS.sub(lambda found: found[1] + found[2] + b"".join(entries) + found[3], file.objects[root])
