"""The keys of personal fields: <data>/secrets/personal.json, {"current": id, "keys": {id: base64 of 32 bytes}}."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

MASTER_BYTES = 32


class KeysUnusable(Exception):
    """The key file is missing or malformed: nothing personal can be read or written until it is put back."""


@dataclass(frozen=True)
class Keys:
    """Master keys by id; new values are sealed with the current one, old ones are opened with theirs."""

    current: str
    masters: Mapping[str, bytes]

    def derive(self, key_id: str, *, purpose: str, length: int) -> bytes:
        """Return the key of one purpose, `length` bytes. Raises: KeysUnusable when the id is unknown.

        Source: RFC 5869 (HKDF, expand step; the master is already uniformly random).
        """
        master = self.masters.get(key_id)
        if master is None:
            raise KeysUnusable(f"no key {key_id!r} for personal fields; put the key file of that time back")
        return _expand(master, purpose, length)


@lru_cache(maxsize=64)
def _expand(master: bytes, purpose: str, length: int) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=length, info=purpose.encode()).derive(master)


def keys_from(stored: Mapping[str, Any]) -> Keys:
    """Return the keys of a parsed key file. Raises: KeysUnusable."""
    try:
        masters = {name: base64.b64decode(text, validate=True) for name, text in stored["keys"].items()}
        current = str(stored["current"])
    except (KeyError, AttributeError, ValueError, TypeError) as fault:
        raise KeysUnusable("the key file of personal fields is malformed") from fault
    if current not in masters or any(len(master) != MASTER_BYTES for master in masters.values()):
        raise KeysUnusable("the key file of personal fields needs 32-byte keys and a current one among them")
    return Keys(current=current, masters=masters)


@lru_cache(maxsize=4)
def read_keys(path: Path) -> Keys:
    """Return the keys of a file, read once. Raises: KeysUnusable."""
    try:
        stored = json.loads(path.read_text())
    except (OSError, ValueError) as fault:
        raise KeysUnusable(f"cannot read the keys of personal fields at {path}") from fault
    return keys_from(stored)
