"""Voice calls that read the call aloud, over Aliyun's HTTP interface; pressing 1 is an answer.

Source: Alibaba Cloud Voice Service, SingleCallByTts 2017-05-25 and VoiceReport over HTTP.
"""

import json
from datetime import datetime
from typing import Any

from linan.ground.text import noop
from linan.response.calls.channels._aliyun import call_of, check_token, judged
from linan.response.calls.channels._http import Answer, HttpLine
from linan.response.calls.domain.letters import (
    Asked,
    Came,
    Letter,
    Push,
    Reach,
    Receipt,
    Result,
    Settings,
    refused,
)

TITLE = noop("Voice call")
REACHES = Reach.PHONE
PER_SECOND: float | None = 20.0
ASKS = (
    Asked("url", noop("Address of the interface"), default="https://dyvmsapi.aliyuncs.com/"),
    Asked("access_key_id", noop("Access key")),
    Asked("access_key_secret", noop("Secret of the access key"), is_secret=True),
    Asked("show_number", noop("Number shown to the called"), must=False),
    Asked("tts_code", noop("Voice template with the place text")),
    Asked("receipt_token", noop("Token in the address for receipts"), is_secret=True, must=False),
)
RECEIVED = {"code": 0, "msg": "接收成功"}
READ_TWICE = "2"
PICKED_UP = "200000"
YES = "1"


class VoiceLine(HttpLine):
    """Calls and reads the loudspeaker text twice."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, at_once=16)

    async def send(self, letter: Letter) -> Result:
        """Ask for one call."""
        if not letter.address:
            return refused("no phone number")
        parameters = {
            "CalledNumber": letter.address, "CalledShowNumber": self._settings.get("show_number", ""),
            "TtsCode": self._settings["tts_code"], "TtsParam": json.dumps({"text": letter.spoken}, ensure_ascii=False),
            "PlayTimes": READ_TWICE, "OutId": letter.key,
        }
        filled = {name: value for name, value in parameters.items() if value}
        signed = call_of("SingleCallByTts", "2017-05-25", self._settings, filled)
        return await self.post(self._settings["url"], data=signed, read=_read)


def open_line(settings: Settings) -> VoiceLine:
    """Return a line to the voice gateway."""
    return VoiceLine(settings)


def read_receipts(settings: Settings, push: Push, *, now: datetime) -> list[Receipt]:
    """Return the call reports of a push. Raises: ForgedReceipt, ValueError."""
    check_token(settings, push)
    return [_receipt(one) for one in json.loads(push.body)]


def _read(answer: Answer) -> Result:
    return judged(answer.word("Code"), answer.word("CallId"))


def _receipt(report: dict[str, Any]) -> Receipt:
    code, pressed = str(report.get("status_code", "")), str(report.get("dtmf") or "")
    came = Came.ACTED if pressed == YES else Came.DELIVERED if code == PICKED_UP else Came.FAILED
    return Receipt(
        came=came, provider_id=str(report.get("call_id", "")), key=str(report.get("out_id") or ""), code=code,
        answer=pressed,
    )
