"""What a file is is told from its content, and pictures carry nothing hidden."""

import io
import zipfile

import pytest
from PIL import ExifTags, Image

from linan.ground.exchange.workbooks import XLSX, write_xlsx
from linan.ground.files.contents import (
    LONGEST_SIDE_PX,
    MOST_BYTES,
    FileNotAccepted,
    FileTooLarge,
    checked_content,
)
from tests.builders.files import a_picture


def _opened(stored):
    return Image.open(io.BytesIO(stored))


def test_a_photograph_loses_the_place_where_it_was_taken():
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Phone"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (32.0, 3.0, 36.0)
    given = a_picture(exif=exif)

    content = checked_content(given)

    assert b"Phone" in given
    assert dict(_opened(content.stored).getexif()) == {}
    assert b"Phone" not in content.stored


def test_a_photograph_taken_sideways_is_stored_upright():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6

    content = checked_content(a_picture(size=(40, 30), exif=exif))

    assert _opened(content.stored).size == (30, 40)


@pytest.mark.parametrize(("kind", "stored_as"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/png")])
def test_pictures_of_the_three_kinds_are_accepted(kind, stored_as):
    assert checked_content(a_picture(kind=kind)).content_type == stored_as


def test_what_hides_behind_the_end_of_a_picture_is_left_out():
    content = checked_content(a_picture() + b"<script>alert(1)</script>")

    assert b"<script>" not in content.stored


def test_a_large_photograph_is_made_smaller():
    content = checked_content(a_picture(size=(4000, 1000)))

    assert max(_opened(content.stored).size) == LONGEST_SIDE_PX


def test_excel_and_pdf_are_kept_as_they_are():
    sheet = write_xlsx(["a"], [["b"]])

    assert (checked_content(sheet).content_type, checked_content(sheet).stored) == (XLSX, sheet)
    assert checked_content(b"%PDF-1.7 ...").content_type == "application/pdf"


def _zip_of(name):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("word/document.xml", "")
        out.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    "given",
    [
        b"", b"MZ\x90\x00", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"GIF89a", b"PK\x03\x04torn",
        a_picture()[:100], _zip_of("word/vbaProject.bin"),
    ],
)
def test_everything_else_is_refused(given):
    with pytest.raises(FileNotAccepted):
        checked_content(given)


def test_a_file_above_the_limit_is_refused():
    with pytest.raises(FileTooLarge):
        checked_content(b"%PDF-" + bytes(MOST_BYTES))


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked():
    with pytest.raises((FileTooLarge, FileNotAccepted)):
        checked_content(a_picture(kind="PNG", size=(9000, 6000)))
