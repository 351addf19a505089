"""Builders of files."""

import io

from PIL import Image

from linan.ground.files.actions import store_file
from linan.ground.files.models import StoredFile
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from tests.build import NOW


def a_picture(*, kind: str = "JPEG", size: tuple[int, int] = (40, 30), exif: Image.Exif | None = None) -> bytes:
    """Return the bytes of a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


def a_file(*, org: Org, content: bytes = b"") -> StoredFile:
    """Return a stored file of an organisation, a picture unless content is given."""
    return store_file(content=content or a_picture(), original_name="现场.jpg", org=org, by=SYSTEM, now=NOW)
