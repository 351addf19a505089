"""Messages that platforms push: a kind is a file of domain/sources, one body a line, signatures not checked."""

import json
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from linan.ground.refusals import Refused
from linan.monitoring.decoders import Decoded, Json, Said, Undecodable
from linan.monitoring.domain.codecs import load_codecs
from linan.monitoring.domain.sources._posts import Heard, Post


class SourceDecoder:
    """Reads bodies of one platform; options: codec, for payloads that the platform did not decode."""

    def __init__(self, source: ModuleType, options: Mapping[str, Any]) -> None:
        self._source = source
        self._codec = load_codecs().get(str(options.get("codec", "")))

    def decode(self, line: str) -> Decoded:
        """Return what a body says. Raises: Undecodable."""
        if not line.strip():
            raise Undecodable("empty")
        try:
            heard: list[Heard] = self._source.decode(Post(body=line.strip().encode(errors="replace"), token=None))
            said = [Said(one.address, self._fields(one), {"heartbeat": True, **one.around}) for one in heard]
        except Refused as refused:
            raise Undecodable(reason_of(refused)) from refused
        return Decoded([item_of(one, self._fields(one)) for one in heard], said=said)

    def _fields(self, one: Heard) -> dict[str, Any]:
        decoded = self._codec.decode(one.port, one.payload) if self._codec and one.payload else {}
        return {**decoded, **one.fields}


def item_of(one: Heard, values: Mapping[str, Any]) -> Json:
    """Return what is shown of one device's message."""
    item: Json = {
        "what": "message", "address": one.address, "name": one.name or None, "values": dict(values), "at_ms": one.at_ms,
        "payload_hex": one.payload.hex() or None, "port": one.port or None,
        "pictures": [len(picture) for picture in one.pictures] or None,
    }
    return {key: value for key, value in item.items() if value is not None}


def reason_of(refused: Refused) -> str:
    """Return a refusal as a reason: its code and what it was about, without a catalogue of words."""
    values = json.dumps(refused.values, ensure_ascii=False, default=str)
    return f"{refused.code}: {values}" if refused.values else refused.code
