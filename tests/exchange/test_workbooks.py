"""What is exported never runs in a spreadsheet."""

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from linan.ground.exchange.workbooks import write_csv, write_xlsx

FORMULAS = ["=1+1", "+8613900000000", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", '=HYPERLINK("http://x","y")']


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_a_cell_or_a_heading_becomes_text(text):
    sheet = load_workbook(io.BytesIO(write_xlsx([text], [[text]]))).active

    assert [sheet["A1"].data_type, sheet["A2"].data_type] == ["s", "s"]
    assert [sheet["A1"].value[0], sheet["A2"].value[0]] == ["'", "'"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_csv_is_neutralised(text):
    line = write_csv(["a"], [[text]]).decode("utf-8-sig").partition("\r\n")[2]

    assert line.lstrip('"').startswith("'")


def test_numbers_stay_numbers_and_control_characters_go():
    sheet = load_workbook(io.BytesIO(write_xlsx(["a", "b"], [[-3.5, "ok\x0b\x00"]]))).active

    assert (sheet["A2"].value, sheet["B2"].value) == (-3.5, "ok")


def test_days_and_moments_are_shown_as_such_and_moments_lose_their_zone():
    row = [date(2026, 1, 14), datetime(2026, 1, 14, 19, 12, tzinfo=UTC)]

    sheet = load_workbook(io.BytesIO(write_xlsx(["day", "moment"], [row]))).active

    assert (sheet["A2"].value, sheet["B2"].value) == (datetime(2026, 1, 14), datetime(2026, 1, 14, 19, 12))  # noqa: DTZ001
    assert (sheet["A2"].number_format, sheet["B2"].number_format) == ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss")


def test_what_a_table_holds_is_read_back_cell_by_cell():
    rows = [["幢 <1> & 2", None, True, 6], [" 两端有空格 ", 0.5, False, None]]

    sheet = load_workbook(io.BytesIO(write_xlsx(["a", "b", "c", "d"], rows, sheet="楼[1]"))).active

    assert [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)] == rows
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.bold) == ("楼 1 ", "A2", True)
