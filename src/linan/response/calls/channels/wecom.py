"""WeCom group robot 企业微信. Source: WeCom developer centre, "Group robot configuration"."""

from linan.ground.text import noop
from linan.response.calls.channels._http import Answer, HttpLine
from linan.response.calls.channels._robots import judged, words_of
from linan.response.calls.domain.letters import Asked, Letter, Reach, Result, Settings

TITLE = noop("WeCom group")
REACHES = Reach.EVERYBODY
PER_SECOND: float | None = 20 / 60
ASKS = (
    Asked("url", noop("Address of the robot"), default="https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
    Asked("key", noop("Key of the robot"), is_secret=True),
)
NOT_NOW = frozenset({"-1", "45009", "45033"})  # busy, too often, too many at once
MOST_BYTES = 2048
FOR_ALL = 2


class WeComLine(HttpLine):
    """Says a call in one group."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, at_once=4)

    async def send(self, letter: Letter) -> Result:
        """Let the robot say it."""
        text: dict[str, object] = {"content": cut(words_of(letter), MOST_BYTES)}
        if letter.level <= FOR_ALL:
            text["mentioned_list"] = ["@all"]
        body = {"msgtype": "text", "text": text}
        return await self.post(self._settings["url"], params={"key": self._settings["key"]}, body=body, read=_read)


def cut(text: str, most_bytes: int) -> str:
    """Return as much of a text as fits into so many bytes of UTF-8, no character broken."""
    return text.encode()[:most_bytes].decode(errors="ignore")


def open_line(settings: Settings) -> WeComLine:
    """Return a line to the group."""
    return WeComLine(settings)


def _read(answer: Answer) -> Result:
    return judged(answer.word("errcode"), not_now=NOT_NOW)
