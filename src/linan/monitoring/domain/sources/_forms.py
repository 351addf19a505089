"""multipart/form-data and related bodies, cut into their parts. Pure; bytes stay as they are."""

from dataclasses import dataclass
from email.message import Message

from linan.monitoring.domain.sources._posts import BadPost

MOST_PARTS = 16


@dataclass(frozen=True, slots=True)
class Part:
    """One part. content_type: in lower case without parameters; name: of the form field."""

    name: str
    content_type: str
    content: bytes


def parts_of(content_type: str, body: bytes) -> list[Part]:
    """Return the parts of a body. Raises: BadPost."""
    header = Message()
    header["content-type"] = content_type
    boundary = header.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise BadPost(field="Content-Type", problem="boundary")
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]
    if len(pieces) > MOST_PARTS:
        raise BadPost(problem=f"parts > {MOST_PARTS}")
    found = [_part(piece) for piece in pieces if not piece.startswith(b"--")]
    if not found:
        raise BadPost(problem="multipart")
    return found


def _part(piece: bytes) -> Part:
    head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    header = Message()
    for line in head.decode(errors="replace").split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip():
            header[name.strip()] = value.strip()
    given = header.get_param("name", header="content-disposition")
    return Part(given if isinstance(given, str) else "", header.get_content_type(), content)
