"""IP loudspeakers over a vendor's HTTP interface: text for speech, zones, priority and repeats.

No national interface is claimed: GY/T 384 and 385 are for the government's side.
"""

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
    refused,
)

TITLE = noop("Loudspeaker")
REACHES = Reach.EVERYBODY
PER_SECOND: float | None = 1.0
ASKS = (
    Asked("url", noop("Address of the interface")),
    Asked("zones", noop("Zones, separated by commas")),
    Asked("repeat", noop("How often it is read"), default="2"),
    Asked("secret", noop("Shared secret of the signature"), is_secret=True),
)
RECEIVED = {"received": True}
STARTED = "0"


class LoudspeakerLine(HttpLine):
    """Has a text read in the zones of the line."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, at_once=4)

    async def send(self, letter: Letter) -> Result:
        """Ask for the broadcast; the interface answers with the number of the task."""
        zones = [zone.strip() for zone in self._settings["zones"].split(",") if zone.strip()]
        payload = {
            "key": letter.key, "zones": zones, "priority": 5 - letter.level, "tts": letter.spoken,
            "repeat": int(self._settings.get("repeat") or 2),
        }
        body, headers = signed_body(payload, secret=self._settings["secret"], key=letter.key)
        return await self.post(self._settings["url"], data=body, headers=headers, read=_read)


def open_line(settings: Settings) -> LoudspeakerLine:
    """Return a line to the loudspeakers."""
    return LoudspeakerLine(settings)


def read_receipts(settings: Settings, push: Push, *, now: datetime) -> list[Receipt]:
    """Return what was begun and ended. Raises: ForgedReceipt, ValueError."""
    return read_signed_receipts(settings, push, now=now)


def _read(answer: Answer) -> Result:
    code = answer.word("code") or STARTED
    return accepted(answer.word("task"), code=code) if code == STARTED else refused(code)
