"""Codecs of LoRaWAN payloads: one file each, named by a device model in `options: {codec: …}`. Pure.

A codec is a module with `decode(port, payload) -> dict[str, object]`, raising BadPayload; a maker whose models differ
has `CODECS`, {name: an object with such a decode}.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol, cast

from linan.ground.plugins import load_folder


class Codec(Protocol):
    """A payload codec."""

    def decode(self, port: int, payload: bytes) -> Mapping[str, Any]:
        """Return the fields of a payload. Raises: BadPayload."""


@cache
def load_codecs() -> Mapping[str, Codec]:
    """Return {name: codec}."""
    found: dict[str, Codec] = {}
    for name, one in load_folder("linan.monitoring.domain.codecs").items():
        found |= getattr(one, "CODECS", None) or {name: cast(Codec, one)}
    return found
