"""Tables as people make them are read, and everything else is refused."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest

from linan.ground.exchange.tables import ColumnsMissing, TableTooLarge, UnreadableTable, read_table
from linan.ground.exchange.workbooks import write_csv, write_xlsx

HEADING = ["楼栋", "层数", "建成"]


def test_an_excel_table_reads_as_text_a_person_would_have_typed():
    content = write_xlsx(HEADING, [["1幢", 6, date(1998, 5, 1)], ["", None, None], ["2幢", 11.5, datetime(2004, 1, 1, 8, tzinfo=UTC)]])

    lines = read_table(content, needed=["楼栋"])

    assert [(line.number, dict(line.cells)) for line in lines] == [
        (2, {"楼栋": "1幢", "层数": "6", "建成": "1998-05-01"}),
        (4, {"楼栋": "2幢", "层数": "11.5", "建成": "2004-01-01T08:00:00"}),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_reads_in_the_encodings_and_delimiters_in_use(encoding, delimiter):
    content = f"楼栋{delimiter}层数\r\n 1幢 {delimiter}6\r\n".encode(encoding)

    assert [dict(line.cells) for line in read_table(content)] == [{"楼栋": "1幢", "层数": "6"}]


def test_a_short_row_has_empty_cells_at_its_end():
    assert dict(read_table(b"a,b,c\n1\n")[0].cells) == {"a": "1", "b": "", "c": ""}


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04 torn", b"\xd0\xcf\x11\xe0 torn", b"\xff\xfe\xff"])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(UnreadableTable):
        read_table(content)


def test_a_zip_of_something_else_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("readme.txt", "hello")

    with pytest.raises(UnreadableTable):
        read_table(packed.getvalue())


def test_a_missing_column_is_named():
    with pytest.raises(ColumnsMissing) as refused:
        read_table("楼栋\n1\n".encode(), needed=["楼栋", "层数", "建成"])

    assert refused.value.values == {"columns": "层数、建成"}


def test_a_table_of_too_many_rows_is_refused():
    with pytest.raises(TableTooLarge):
        read_table(write_csv(["n"], ([n] for n in range(50_001))))
