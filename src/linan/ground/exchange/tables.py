"""Tables in: Excel and CSV become rows of text, whatever their maker did with types and encodings."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from linan.ground.refusals import Refused
from linan.ground.text import noop

MOST_BYTES = 20_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_BYTES_UNPACKED = 400_000_000
ENCODINGS = ("utf-8-sig", "gb18030")


class UnreadableTable(Refused):
    """The file is no table."""

    code = "unreadable_table"
    msgid = noop("This file cannot be read as a table. Save it as .xlsx or .csv and hand it in again.")


class TableTooLarge(Refused):
    """The file is larger than one import may be."""

    code = "table_too_large"
    msgid = noop("The table is too large. Split it into files of at most %(rows)d rows and 20 MB.")


class ColumnsMissing(Refused):
    """The first row does not name the columns that are needed."""

    code = "columns_missing"
    msgid = noop("The first row must name these columns too: %(columns)s. Download the template and use its first row.")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as Excel counts (the heading is 1) and its cells by column name, stripped."""

    number: int
    cells: Mapping[str, str]


def read_table(content: bytes, *, needed: Sequence[str] = ()) -> list[Line]:
    """Return the rows below the heading; empty rows are left out.

    content: .xlsx, .xls, .ods or CSV (UTF-8 or GB 18030; comma, semicolon or tab). needed: columns that must be there.
    Raises: UnreadableTable, TableTooLarge, ColumnsMissing.
    """
    if len(content) > MOST_BYTES:
        raise TableTooLarge(rows=MOST_ROWS)
    rows = _workbook_rows(content) if _is_workbook(content) else _csv_rows(content)
    if not rows:
        raise UnreadableTable
    if len(rows) > MOST_ROWS + 1 or len(rows[0]) > MOST_COLUMNS:
        raise TableTooLarge(rows=MOST_ROWS)
    return _lines(rows, needed)


def _lines(rows: list[list[str]], needed: Sequence[str]) -> list[Line]:
    heading = rows[0]
    missing = [name for name in needed if name not in heading]
    if missing:
        raise ColumnsMissing(columns="、".join(missing))
    return [
        Line(number=number, cells=dict(zip(heading, [*row, *[""] * len(heading)], strict=False)))
        for number, row in enumerate(rows[1:], start=2)
        if any(row)
    ]


def _is_workbook(content: bytes) -> bool:
    """Tell by the first bytes: a zip (xlsx, ods) or an OLE compound file (xls)."""
    return content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def _workbook_rows(content: bytes) -> list[list[str]]:
    try:
        _check_unpacked_size(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, BadZipFile, IndexError, ValueError) as broken:
        raise UnreadableTable from broken
    return [[_text(cell) for cell in row] for row in found]


def _check_unpacked_size(content: bytes) -> None:
    if not content.startswith(b"PK"):
        return
    with ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_BYTES_UNPACKED:
            raise TableTooLarge(rows=MOST_ROWS)


def _csv_rows(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as broken:
        raise UnreadableTable from broken


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        raise UnreadableTable
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTable


def _text(cell: Any) -> str:
    """Return a cell as a person would have typed it: 7.0 is "7", dates are ISO."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell).strip()
