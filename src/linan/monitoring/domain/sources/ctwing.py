"""China Telecom CTWing (AEP), HTTP push: dataReport, deviceOnlineOfflineReport, eventReport, commandResponse.

The platform signs nothing: the secret in the address is what it proves itself with. It repeats what is not answered
with 200 quickly. Source: CTWing AEP, "Message push", and messages captured from it.
"""

import base64
import json
from typing import Any

from linan.ground.text import noop
from linan.monitoring.domain.sources._posts import BadPost, Heard, Post, json_object, part, text_at, whole_ms

TITLE = noop("CTWing (China Telecom)")
NEEDS_TOKEN = False


def decode(post: Post) -> list[Heard]:
    """Return what a push says of its device."""
    message = json_object(post.body)
    kind = message.get("messageType", "dataReport")
    match kind:
        case "dataReport":
            fields = _data(message)
        case "deviceOnlineOfflineReport":
            fields = {"online": message.get("eventType") in (1, "1")}
        case "eventReport":
            fields = part(message, "eventContent")
        case "commandResponse" | "commandResponseReport":
            fields = part(message, "result")
        case _:
            raise BadPost(field="/messageType", problem=str(kind)[:40])
    return [Heard(_address(message), fields, message, at_ms=whole_ms(message.get("timestamp")))]


def _address(message: dict[str, Any]) -> str:
    imei = message.get("IMEI")
    if isinstance(imei, str) and imei.isdigit():
        return imei
    return text_at(message, "deviceId")


def _data(message: dict[str, Any]) -> dict[str, Any]:
    payload = message.get("payload")
    if not isinstance(payload, dict):
        raise BadPost(field="/payload", problem="payload")
    if "APPdata" in payload:
        return _transparent(payload["APPdata"])
    service = part(payload, "serviceData")
    return service or payload


def _transparent(text: object) -> dict[str, Any]:
    """Return the object that a device sent through; bytes that are none stay for the model to read, as APPdata."""
    try:
        sent = base64.b64decode(str(text), validate=True)
    except ValueError as fault:
        raise BadPost(field="/payload/APPdata", problem="base64") from fault
    try:
        said = json.loads(sent)
    except (ValueError, RecursionError):
        said = None
    return said if isinstance(said, dict) else {"APPdata": text}
