"""Codes to scan, drawn in the page itself."""

from django.utils.safestring import SafeString
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathImage


def drawn(address: str) -> SafeString:
    """Return an address as a QR code in SVG; a quarter of it may be scratched off (level Q)."""
    code = QRCode(error_correction=ERROR_CORRECT_Q, image_factory=SvgPathImage)
    code.add_data(address)
    return SafeString(code.make_image().to_string(encoding="unicode"))  # drawn here, holds nothing typed by anybody
