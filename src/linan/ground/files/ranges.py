"""A part of a file, as players of sound and film ask for it; some phones play nothing else."""

import re

from django.http import HttpResponse

from linan.ground.files.models import StoredFile

_ASKED = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


def part_of(file: StoredFile, asked: str) -> HttpResponse | None:
    """Return the part of a file that was asked for; None where the whole is meant. Source: RFC 9110, section 14."""
    said = _ASKED.fullmatch(asked.strip())
    if said is None or said.groups() == ("", ""):
        return None
    first, last = _ends(*said.groups(), size=file.size_bytes)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size_bytes}"})
    with file.path.open("rb") as stored:
        stored.seek(first)
        part = stored.read(last - first + 1)
    answer = HttpResponse(part, status=206, content_type=file.content_type)
    answer["Content-Range"] = f"bytes {first}-{last}/{file.size_bytes}"
    return answer


def _ends(first: str, last: str, *, size: int) -> tuple[int, int]:
    """Return the first and the last byte asked for; without a first one, the last so many are meant."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
