"""Tables out: Excel and CSV whose cells are text or numbers and never formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Cell = str | int | float | bool | date | datetime | None

# A cell that begins like this is a formula to Excel or to a CSV reader. Source: OWASP, CSV Injection.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# XML 1.0 has no place for these characters, so Excel would call the file damaged.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_xlsx(heading: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str = "Sheet1") -> bytes:
    """Return an .xlsx file with a bold first row; formulas are neutralised, moments lose their zone."""
    book = Workbook(write_only=True)
    page = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", sheet)[:31])
    page.freeze_panes = "A2"
    page.append([_bold(page, name) for name in heading])
    for row in rows:
        page.append([_excel_cell(page, cell) for cell in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def write_csv(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file in UTF-8 with a byte order mark, which Excel in Chinese needs to read it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([neutral(name) for name in heading])
    writer.writerows([neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def neutral(text: str) -> str:
    """Return the text with an apostrophe in front if a spreadsheet would run it as a formula."""
    clean = _NOT_IN_XML.sub("", text)
    return f"'{clean}" if clean.lstrip(" ").startswith(_FORMULA_STARTS) else clean


def _bold(page: object, name: str) -> WriteOnlyCell:
    cell = _excel_cell(page, name)
    cell.font = Font(bold=True)
    return cell


def _excel_cell(page: object, value: Cell) -> WriteOnlyCell:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
    cell = WriteOnlyCell(page, neutral(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
