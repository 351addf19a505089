"""Feishu group robot 飞书. Source: Feishu Open Platform, "Custom bot usage guide"."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from linan.ground.text import noop
from linan.response.calls.channels._http import Answer, HttpLine
from linan.response.calls.channels._robots import judged, words_of
from linan.response.calls.domain.letters import Asked, Letter, Reach, Result, Settings

TITLE = noop("Feishu group")
REACHES = Reach.EVERYBODY
PER_SECOND: float | None = 100 / 60
ASKS = (
    Asked("url", noop("Address of the robot"), is_secret=True),
    Asked("secret", noop("Signing secret"), is_secret=True, must=False),
)
NOT_NOW = frozenset({"11232", "99991400"})  # too often


class FeishuLine(HttpLine):
    """Says a call in one group."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, at_once=4)

    async def send(self, letter: Letter) -> Result:
        """Let the robot say it."""
        body: dict[str, object] = {"msg_type": "text", "content": {"text": words_of(letter)}}
        if secret := self._settings.get("secret"):
            stamp = str(int(datetime.now(UTC).timestamp()))
            body |= {"timestamp": stamp, "sign": sign(stamp, secret)}
        return await self.post(self._settings["url"], body=body, read=_read)


def sign(stamp_s: str, secret: str) -> str:
    """Return the signature of a moment: the text is the key and nothing is signed, the reverse of DingTalk."""
    return base64.b64encode(hmac.new(f"{stamp_s}\n{secret}".encode(), b"", hashlib.sha256).digest()).decode()


def open_line(settings: Settings) -> FeishuLine:
    """Return a line to the group."""
    return FeishuLine(settings)


def _read(answer: Answer) -> Result:
    """Robots of the first generation say StatusCode, later ones code."""
    return judged(answer.word("code") or answer.word("StatusCode"), not_now=NOT_NOW)
