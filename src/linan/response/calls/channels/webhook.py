"""A signed webhook: hands each message to a system of the user's own, which tells back how far it came."""

from datetime import datetime

from linan.ground.text import noop
from linan.response.calls.channels._http import Answer, HttpLine
from linan.response.calls.channels._signing import read_signed_receipts, signed_body
from linan.response.calls.domain.letters import (
    Asked,
    Letter,
    Push,
    Reach,
    Receipt,
    Result,
    Settings,
    accepted,
)

TITLE = noop("Own system (webhook)")
REACHES = Reach.PHONE
PER_SECOND: float | None = None
ASKS = (
    Asked("url", noop("Address of your system")),
    Asked("secret", noop("Shared secret of the signature"), is_secret=True),
)
RECEIVED = {"received": True}


class WebhookLine(HttpLine):
    """Posts one message a call: whom, what, how urgent, and the link of the answer."""

    async def send(self, letter: Letter) -> Result:
        """Post it, signed."""
        payload = {
            "key": letter.key, "phone": letter.address, "title": letter.title, "text": letter.text,
            "spoken": letter.spoken, "link": letter.link, "level": letter.level, "is_drill": letter.is_drill,
        }
        body, headers = signed_body(payload, secret=self._settings["secret"], key=letter.key)
        return await self.post(self._settings["url"], data=body, headers=headers, read=_read)


def open_line(settings: Settings) -> WebhookLine:
    """Return a line to the system."""
    return WebhookLine(settings)


def read_receipts(settings: Settings, push: Push, *, now: datetime) -> list[Receipt]:
    """Return the receipts of a signed push. Raises: ForgedReceipt, ValueError."""
    return read_signed_receipts(settings, push, now=now)


def _read(answer: Answer) -> Result:
    return accepted(answer.word("id"), code=f"http {answer.status}")
