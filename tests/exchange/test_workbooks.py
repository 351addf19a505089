"""What is exported never runs in a spreadsheet."""

import io

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
