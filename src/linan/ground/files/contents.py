"""What a file is, told from its content; images are drawn anew so that nothing hidden travels with them."""

import io
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

from PIL import Image, ImageOps

from linan.ground.refusals import Refused
from linan.ground.text import noop

MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
LONGEST_SIDE_PX = 2560
_OFFICE = "application/vnd.openxmlformats-officedocument"


class FileTooLarge(Refused):
    """Larger than one file may be."""

    code = "file_too_large"
    status = 413
    msgid = noop("The file is larger than 20 MB. Make it smaller and hand it in again.")


class FileNotAccepted(Refused):
    """Its content is none of the kinds that are accepted, whatever its name says."""

    code = "file_not_accepted"
    status = 415
    msgid = noop("Only pictures (JPEG, PNG, WebP), PDF, Word and Excel files are accepted. Choose one of these.")


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes as they are stored, and what they are."""

    content_type: str
    suffix: str
    stored: bytes


def checked_content(given: bytes) -> Content:
    """Return what is stored of the bytes handed in. Raises: FileTooLarge, FileNotAccepted."""
    if len(given) > MOST_BYTES:
        raise FileTooLarge
    if given.startswith(b"%PDF-"):
        return Content("application/pdf", ".pdf", given)
    if given.startswith(b"PK\x03\x04"):
        return _office_file(given)
    return _picture(given)


def _office_file(given: bytes) -> Content:
    """Word or Excel without macros, told by the parts inside the zip."""
    try:
        with ZipFile(io.BytesIO(given)) as packed:
            parts = set(packed.namelist())
    except (BadZipFile, ValueError) as broken:
        raise FileNotAccepted from broken
    if any(part.endswith("vbaProject.bin") for part in parts):
        raise FileNotAccepted
    if "word/document.xml" in parts:
        return Content(f"{_OFFICE}.wordprocessingml.document", ".docx", given)
    if "xl/workbook.xml" in parts:
        return Content(f"{_OFFICE}.spreadsheetml.sheet", ".xlsx", given)
    raise FileNotAccepted


def _picture(given: bytes) -> Content:
    """Draw the picture upright on fresh pixels: no EXIF, no place of taking, no thumbnail, nothing behind its end."""
    try:
        with Image.open(io.BytesIO(given), formats=["JPEG", "PNG", "WEBP"]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise FileTooLarge
            is_photo = opened.format == "JPEG"
            drawn = ImageOps.exif_transpose(opened).convert("RGB" if is_photo else "RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as broken:
        raise FileNotAccepted from broken
    drawn.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    return _encoded(drawn, is_photo=is_photo)


def _encoded(drawn: Image.Image, *, is_photo: bool) -> Content:
    fresh = Image.new(drawn.mode, drawn.size)
    fresh.paste(drawn)
    out = io.BytesIO()
    if is_photo:
        fresh.save(out, "JPEG", quality=88)
        return Content("image/jpeg", ".jpg", out.getvalue())
    fresh.save(out, "PNG", optimize=True)
    return Content("image/png", ".png", out.getvalue())
