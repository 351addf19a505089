"""The signature of what goes to and comes from the channels of our own form: webhook, loudspeaker.

Header X-Linan-Signature: t=<Unix seconds>,v1=<hex of HMAC-SHA256 over "<t>.<body>" with the shared secret>.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from linan.response.calls.domain.letters import Came, ForgedReceipt, Push, Receipt, Settings

HEADER = "X-Linan-Signature"
FRESH_FOR = timedelta(minutes=5)


def signature(body: bytes, *, secret: str, at: datetime) -> str:
    """Return the header's value for a body."""
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1={_mac(body, secret, stamp)}"


def signed_body(payload: Mapping[str, Any], *, secret: str, key: str) -> tuple[bytes, dict[str, str]]:
    """Return the body as it goes out, and its headers."""
    body = json.dumps(payload, ensure_ascii=False).encode()
    value = signature(body, secret=secret, at=datetime.now(UTC))
    return body, {"Content-Type": "application/json", HEADER: value, "Idempotency-Key": key}


def check(push: Push, *, secret: str, now: datetime) -> None:
    """Let a push pass that was signed with the secret within five minutes. Raises: ForgedReceipt."""
    parts = dict(part.partition("=")[::2] for part in push.headers.get(HEADER.lower(), "").split(","))
    stamp = parts.get("t", "")
    if not secret or not stamp.isdecimal() or not hmac.compare_digest(parts.get("v1", ""), _mac(push.body, secret, stamp)):
        raise ForgedReceipt
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > FRESH_FOR:
        raise ForgedReceipt


def read_signed_receipts(settings: Settings, push: Push, *, now: datetime) -> list[Receipt]:
    """Return the receipts of a signed push: {"receipts": [{"key" or "id", "came", "code", "answer"}]}.

    Raises: ForgedReceipt, ValueError (not of that form).
    """
    check(push, secret=settings.get("secret", ""), now=now)
    return [_receipt(one) for one in json.loads(push.body)["receipts"]]


def _receipt(stored: Mapping[str, Any]) -> Receipt:
    return Receipt(
        came=Came(stored["came"]), provider_id=str(stored.get("id", "")), key=str(stored.get("key", "")),
        code=str(stored.get("code", "")), answer=str(stored.get("answer", "")),
    )


def _mac(body: bytes, secret: str, stamp: str) -> str:
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
