"""China Mobile OneNET, HTTP push in plain mode, signed: base64(MD5(token + nonce + message)).

First the platform asks with GET ?msg=…&nonce=…&signature=…; the answer is msg. Then it posts
{"msg": …, "nonce", "signature" or "msg_signature"}, with msg an object or its text.
Source: OneNET, "HTTP push"; messages captured from it.
"""

import base64
import hashlib
import hmac
from typing import Any

import msgspec

from linan.ground.text import noop
from linan.monitoring.domain.sources._posts import (
    BadPost,
    BadSignature,
    FieldMissing,
    Heard,
    Post,
    json_object,
    text_at,
    whole_ms,
)

TITLE = noop("OneNET (China Mobile)")
NEEDS_TOKEN = True


class Envelope(msgspec.Struct, frozen=True):
    """What is posted. msg: exactly as it came, for the signature is made of its text."""

    msg: msgspec.Raw = msgspec.Raw()
    nonce: str = ""
    signature: str = ""
    msg_signature: str = ""
    enc_msg: str = ""


class Encrypted(BadPost):
    """The platform was set to encrypt."""

    code = "encrypted"
    msgid = noop("The message is encrypted. Choose the plain mode for this push on OneNET.")


def challenge(post: Post) -> str:
    """Return what the platform wants to hear back. Raises: BadSignature, FieldMissing."""
    said = text_at(post.query, "msg")
    # A + in an address that was not escaped arrives as a blank.
    _check(post.token, post.query.get("nonce", ""), said, post.query.get("signature", "").replace(" ", "+"))
    return said


def decode(post: Post) -> list[Heard]:
    """Return what a push says; a push may carry several messages."""
    try:
        envelope = msgspec.json.decode(post.body, type=Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BadPost(problem=str(fault)[:100]) from fault
    if envelope.enc_msg:
        raise Encrypted(field="/enc_msg", problem="enc_msg")
    if not bytes(envelope.msg):
        raise FieldMissing(field="/msg", name="msg", expected="object")
    text = _text(bytes(envelope.msg))
    _check(post.token, envelope.nonce, text, envelope.signature or envelope.msg_signature)
    return [found for one in _messages(text) for found in _heard(one)]


def _text(raw: bytes) -> str:
    """Return the text that was signed: the object as it stands, or what its quotes hold."""
    try:
        return str(msgspec.json.decode(raw, type=str)) if raw.startswith(b'"') else raw.decode()
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BadPost(field="/msg", problem="msg") from fault


def _check(token: str | None, nonce: str, text: str, signature: str) -> None:
    if token is None:
        return
    # MD5 is the platform's choice; that the address holds a secret of 192 bits does not rest on it.
    digest = hashlib.md5(f"{token}{nonce}{text}".encode(), usedforsecurity=False).digest()
    if not token or not hmac.compare_digest(base64.b64encode(digest), signature.encode()):
        raise BadSignature(field="signature")


def _messages(text: str) -> list[dict[str, Any]]:
    """Return the messages of a push; several come as a list."""
    if not text.lstrip().startswith("["):
        return [json_object(text.encode())]
    try:
        return list(msgspec.json.decode(text, type=list[dict[str, Any]]))
    except (msgspec.DecodeError, RecursionError) as fault:
        raise BadPost(field="/msg", problem=str(fault)[:100]) from fault


def _heard(message: dict[str, Any]) -> list[Heard]:
    match message.get("type"):
        case 1:
            name = text_at(message, "ds_id", where="/msg")
            fields: dict[str, Any] = {name: message.get("value")}
        case 2:
            fields = {"online": message.get("status") == 1}
        case 7:
            return []
        case other:
            raise BadPost(field="/msg/type", problem=f"type={other}"[:40])
    address = text_at(message, "imei" if message.get("imei") else "dev_id", where="/msg")
    return [Heard(address, fields, message, at_ms=whole_ms(message.get("at")))]
