"""Public warnings 预警: what was issued, by whom, for where, how bad and until when, out of the bytes that arrived.

`decode(bytes)` gives the one warning of a file, `decode_all(bytes)` all of them (a feed or an envelope holds many).
Both raise BadWarning with code, field and a sentence. The formats are files of `formats/`, found by that folder:
CAP 1.1 and 1.2, the national platform's own format, EDXL-DE, Atom and RSS, and the plain text of a notice.
`matching` says whom a warning touches, `chains` which message of a chain holds, `responses` what to do about it,
`writing` makes CAP 1.2 of a warning that is relayed or practised.
"""

from linan.monitoring.domain.warnings.documents import open_document
from linan.monitoring.domain.warnings.formats import links_of, read_each
from linan.monitoring.domain.warnings.message import WarningMessage
from linan.monitoring.domain.warnings.refusals import BadWarning, SeveralWarnings

__all__ = ["BadWarning", "WarningMessage", "decode", "decode_all", "decode_each", "linked"]


def decode(raw: bytes) -> WarningMessage:
    """Return the one warning of a file. Raises: BadWarning, also where the file holds several."""
    found = decode_all(raw)
    if len(found) > 1:
        raise SeveralWarnings(count=len(found))
    return found[0]


def decode_all(raw: bytes) -> list[WarningMessage]:
    """Return the warnings of a file, at least one, in its order. Raises: BadWarning for the first that is bad."""
    found = decode_each(raw)
    for one in found:
        if isinstance(one, BadWarning):
            raise one
    return [one for one in found if isinstance(one, WarningMessage)]


def decode_each(raw: bytes) -> list[WarningMessage | BadWarning]:
    """Return each warning of a file or why it is refused: a feed's one bad entry hides none of the good ones.

    Raises: BadWarning where the file as a whole cannot be read.
    """
    return read_each(open_document(raw))


def linked(raw: bytes) -> list[str]:
    """Return the addresses of the warnings that an index only lists. Raises: BadWarning."""
    return links_of(open_document(raw))
