"""Short messages over Aliyun's HTTP interface, or any gateway that speaks it.

Source: Alibaba Cloud Short Message Service, SendSms 2017-05-25 and SmsReport over HTTP.
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

TITLE = noop("Text message")
REACHES = Reach.PHONE
PER_SECOND: float | None = 400.0  # of one account; Source: Alibaba Cloud SMS, "Limits": 5,000 calls a minute and up
ASKS = (
    Asked("url", noop("Address of the interface"), default="https://dysmsapi.aliyuncs.com/"),
    Asked("access_key_id", noop("Access key")),
    Asked("access_key_secret", noop("Secret of the access key"), is_secret=True),
    Asked("sign_name", noop("Signature of the sender")),
    Asked("template_code", noop("Template with the places text and link")),
    Asked("receipt_token", noop("Token in the address for receipts"), is_secret=True, must=False),
)
RECEIVED = {"code": 0, "msg": "接收成功"}


class SmsLine(HttpLine):
    """Sends one message a call, so that each has its own link and its own answer."""

    async def send(self, letter: Letter) -> Result:
        """Hand one message over."""
        if not letter.address:
            return refused("no phone number")
        words = {"text": letter.text, "link": letter.link}
        parameters = {
            "PhoneNumbers": letter.address, "SignName": self._settings["sign_name"], "OutId": letter.key,
            "TemplateCode": self._settings["template_code"], "TemplateParam": json.dumps(words, ensure_ascii=False),
        }
        signed = call_of("SendSms", "2017-05-25", self._settings, parameters)
        return await self.post(self._settings["url"], data=signed, read=_read)


def open_line(settings: Settings) -> SmsLine:
    """Return a line to the gateway."""
    return SmsLine(settings)


def read_receipts(settings: Settings, push: Push, *, now: datetime) -> list[Receipt]:
    """Return the status reports of a push. Raises: ForgedReceipt, ValueError."""
    check_token(settings, push)
    return [_receipt(one) for one in json.loads(push.body)]


def _read(answer: Answer) -> Result:
    return judged(answer.word("Code"), answer.word("BizId"))


def _receipt(report: dict[str, Any]) -> Receipt:
    came = Came.DELIVERED if report.get("success") else Came.FAILED
    return Receipt(
        came=came, provider_id=str(report.get("biz_id", "")), key=str(report.get("out_id") or ""),
        code=str(report.get("err_code", "")),
    )
