"""What codecs share: reading numbers from front to end, and the refusal."""

from dataclasses import dataclass

from linan.ground.refusals import Refused
from linan.ground.text import noop


class BadPayload(Refused):
    """A payload that does not follow its codec."""

    code = "bad_payload"
    status = 400
    msgid = noop("The payload breaks off or holds something unknown at byte %(at)s. Is it another device model?")


@dataclass(slots=True)
class Cursor:
    """Reads a payload from front to end."""

    payload: bytes
    at: int = 0

    def __bool__(self) -> bool:
        return self.at < len(self.payload)

    def take(self, size: int) -> bytes:
        """Return the next bytes. Raises: BadPayload where there are fewer."""
        piece = self.payload[self.at : self.at + size]
        if len(piece) < size:
            raise BadPayload(at=self.at)
        self.at += size
        return piece

    def little(self, size: int, *, signed: bool = False) -> int:
        """Return a little-endian number."""
        return int.from_bytes(self.take(size), "little", signed=signed)

    def big(self, size: int, *, signed: bool = False) -> int:
        """Return a big-endian number."""
        return int.from_bytes(self.take(size), "big", signed=signed)
