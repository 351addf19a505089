"""Seal and open one text; mark a text so that equal ones can be found without opening any.

A sealed value reads "<scheme>.<key id>.<base64 of nonce and ciphertext>". The table, column and record it
belongs to are authenticated with it, so a value moved to another row or column does not open.
Schemes: aes256gcm (NIST SP 800-38D) and sm4gcm (GB/T 32907 with RFC 8998's GCM mode).
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher, algorithms, modes

from linan.ground.crypto.keys import Keys

NONCE_BYTES = 12
TAG_BYTES = 16


class SealBroken(Exception):
    """The value was altered, or belongs to another record."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A block cipher in GCM mode with its key length in bytes."""

    cipher: Callable[[bytes], BlockCipherAlgorithm]
    key_bytes: int


SCHEMES = {
    "aes256gcm": Scheme(cipher=algorithms.AES, key_bytes=32),
    "sm4gcm": Scheme(cipher=algorithms.SM4, key_bytes=16),
}


def seal(text: str, *, about: str, keys: Keys, scheme: str = "aes256gcm") -> str:
    """Return the sealed text; an empty text stays empty. about: "table.column:record id"."""
    if not text:
        return ""
    nonce = os.urandom(NONCE_BYTES)
    locked = _gcm(scheme, keys, keys.current, modes.GCM(nonce)).encryptor()
    locked.authenticate_additional_data(about.encode())
    body = nonce + locked.update(text.encode()) + locked.finalize() + locked.tag
    return f"{scheme}.{keys.current}.{base64.b64encode(body).decode()}"


def open_sealed(sealed: str, *, about: str, keys: Keys) -> str:
    """Return the text. Raises: SealBroken, KeysUnusable (its key is not there)."""
    if not sealed:
        return ""
    scheme, key_id, body = _parts(sealed)
    nonce, tag = body[:NONCE_BYTES], body[-TAG_BYTES:]
    opened = _gcm(scheme, keys, key_id, modes.GCM(nonce, tag)).decryptor()
    opened.authenticate_additional_data(about.encode())
    try:
        return (opened.update(body[NONCE_BYTES:-TAG_BYTES]) + opened.finalize()).decode()
    except InvalidTag as fault:
        raise SealBroken("a sealed value does not belong here or was altered") from fault


def marks(text: str, *, purpose: str, keys: Keys) -> list[str]:
    """Return the marks of a text under every key, the current one first: equal texts have equal marks."""
    if not text:
        return []
    order = [keys.current, *(name for name in keys.masters if name != keys.current)]
    return [_mark(text, purpose, keys, name) for name in order]


def _mark(text: str, purpose: str, keys: Keys, key_id: str) -> str:
    key = keys.derive(key_id, purpose=f"linan mark {purpose}", length=32)
    return f"{key_id}.{hmac.new(key, text.encode(), hashlib.sha256).hexdigest()}"


def _gcm(scheme: str, keys: Keys, key_id: str, mode: modes.GCM) -> Cipher[modes.GCM]:
    made = SCHEMES[scheme]
    key = keys.derive(key_id, purpose=f"linan personal {scheme}", length=made.key_bytes)
    return Cipher(made.cipher(key), mode)


def _parts(sealed: str) -> tuple[str, str, bytes]:
    try:
        scheme, key_id, text = sealed.split(".")
        body = base64.b64decode(text, validate=True)
    except ValueError as fault:
        raise SealBroken("a sealed value is malformed") from fault
    if scheme not in SCHEMES or len(body) < NONCE_BYTES + TAG_BYTES:
        raise SealBroken("a sealed value is malformed")
    return scheme, key_id, body
