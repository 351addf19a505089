"""Messages on a broker of others: a kind is a file of domain/brokers, one "topic payload" a line, as mosquitto_sub -v prints."""

from collections.abc import Sequence
from typing import Protocol

from linan.ground.refusals import Refused
from linan.monitoring.decoders import Decoded, Said, Undecodable
from linan.monitoring.decoders._sources import item_of, reason_of
from linan.monitoring.domain.sources._posts import Heard


class Reader(Protocol):
    """Reads the messages of one dialect; remembers what was announced earlier."""

    def read(self, topic: str, payload: bytes, *, is_retained: bool = False) -> list[Heard] | None:
        """Return what a message says, None where the topic is not of this dialect."""


class BrokerDecoder:
    """Reads messages with one dialect, or with the first of several that knows the topic."""

    def __init__(self, readers: Sequence[Reader]) -> None:
        self._readers = readers

    def decode(self, line: str) -> Decoded:
        """Return what a message says. Raises: Undecodable."""
        topic, _, payload = line.strip().partition(" ")
        if not topic:
            raise Undecodable("empty")
        try:
            heard = self._heard(topic, payload.strip().encode(errors="replace"))
        except Refused as refused:
            raise Undecodable(reason_of(refused)) from refused
        if heard is None:
            raise Undecodable(f"no dialect knows the topic {topic[:80]}")
        said = [Said(one.address, one.fields, {"heartbeat": True, **one.around}) for one in heard]
        return Decoded([item_of(one, one.fields) for one in heard], {"topic": topic}, said=said)

    def _heard(self, topic: str, payload: bytes) -> list[Heard] | None:
        for reader in self._readers:
            if (heard := reader.read(topic, payload)) is not None:
                return heard
        return None
