"""DingTalk group robot 钉钉. Source: DingTalk Open Platform, "Custom robot access"."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from linan.ground.text import noop
from linan.response.calls.channels._http import Answer, HttpLine
from linan.response.calls.channels._robots import judged, words_of
from linan.response.calls.domain.letters import Asked, Letter, Reach, Result, Settings

TITLE = noop("DingTalk group")
REACHES = Reach.EVERYBODY
PER_SECOND: float | None = 20 / 60
ASKS = (
    Asked("url", noop("Address of the robot"), default="https://oapi.dingtalk.com/robot/send"),
    Asked("access_token", noop("Access token"), is_secret=True),
    Asked("secret", noop("Signing secret"), is_secret=True, must=False),
)
NOT_NOW = frozenset({"-1", "130101", "130102", "410100"})  # busy, and sent too often
FOR_ALL = 2  # levels up to here ring for everybody in the group


class DingTalkLine(HttpLine):
    """Says a call in one group."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, at_once=4)

    async def send(self, letter: Letter) -> Result:
        """Let the robot say it."""
        body = {
            "msgtype": "text", "text": {"content": words_of(letter)}, "at": {"isAtAll": letter.level <= FOR_ALL},
        }
        return await self.post(self._settings["url"], params=self._signed(), body=body, read=_read)

    def _signed(self) -> dict[str, str]:
        parameters = {"access_token": self._settings["access_token"]}
        if secret := self._settings.get("secret"):
            stamp = str(int(datetime.now(UTC).timestamp() * 1000))
            parameters |= {"timestamp": stamp, "sign": sign(stamp, secret)}
        return parameters


def sign(stamp_ms: str, secret: str) -> str:
    """Return the signature of a moment, before it is percent-encoded."""
    text = f"{stamp_ms}\n{secret}"
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


def open_line(settings: Settings) -> DingTalkLine:
    """Return a line to the group."""
    return DingTalkLine(settings)


def _read(answer: Answer) -> Result:
    return judged(answer.word("errcode"), not_now=NOT_NOW)
