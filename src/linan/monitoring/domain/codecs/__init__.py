"""Codecs of LoRaWAN payloads: one file each, named by a device model in `options: {codec: …}`. Pure.

A codec is a module with `decode(port, payload) -> dict[str, object]`, raising BadPayload.
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
    return {name: cast(Codec, one) for name, one in load_folder("linan.monitoring.domain.codecs").items()}
