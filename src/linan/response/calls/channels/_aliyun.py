"""The signed call of Aliyun's RPC interfaces, for short messages and voice.

Source: Alibaba Cloud, "Request signature (RPC style)", signature version 1.0, HMAC-SHA1.
"""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from linan.response.calls.domain.letters import (
    ForgedReceipt,
    Push,
    Result,
    Settings,
    accepted,
    refused,
    retry,
)

# Codes that say "not now"; every other code but OK says "never".
# Source: Alibaba Cloud SMS and voice service, "API error codes".
NOT_NOW = ("isv.BUSINESS_LIMIT_CONTROL", "isp.SYSTEM_ERROR", "Throttling", "ServiceUnavailable", "InternalError")
TOKEN = "token"


def signed(parameters: Mapping[str, str], *, secret: str, method: str = "POST") -> dict[str, str]:
    """Return the parameters with their signature."""
    return {**parameters, "Signature": signature_of(parameters, secret=secret, method=method)}


def signature_of(parameters: Mapping[str, str], *, secret: str, method: str) -> str:
    """Return the signature of a call's parameters."""
    query = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in sorted(parameters.items()))
    text = f"{method}&{encoded('/')}&{encoded(query)}"
    return base64.b64encode(hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1).digest()).decode()


def encoded(text: str) -> str:
    """Return a text percent-encoded as RFC 3986 has it."""
    return quote(text, safe="~")


def call_of(action: str, version: str, settings: Settings, parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the signed parameters of a call, made now."""
    common = {
        "AccessKeyId": settings["access_key_id"], "Action": action, "Version": version, "Format": "JSON",
        "RegionId": settings.get("region", "cn-hangzhou"), "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0",
        "SignatureNonce": str(uuid.uuid4()), "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    return signed({**common, **parameters}, secret=settings["access_key_secret"])


def judged(code: str, provider_id: str) -> Result:
    """Return what a code in the body means."""
    if code == "OK":
        return accepted(provider_id, code=code)
    return retry(code or "no code") if code.startswith(NOT_NOW) or not code else refused(code)


def check_token(settings: Settings, push: Push) -> None:
    """Let a push pass whose address carries the line's token: Aliyun signs no receipts. Raises: ForgedReceipt."""
    wanted = settings.get("receipt_token", "")
    if not wanted or not hmac.compare_digest(push.query.get(TOKEN, ""), wanted):
        raise ForgedReceipt
