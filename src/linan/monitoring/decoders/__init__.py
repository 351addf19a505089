"""What messages say, for people: `linan decode KIND` and the samples of device models.

A kind is a file of this folder with a class Decoder(options), whose decode(line) returns what a gateway would store
and answer, or raises Undecodable; or it is a platform of domain/sources, or a dialect of domain/brokers ("broker": all
of them). A decoder remembers what came before, so that a message in several packets becomes whole. No database, no
settings, no network.
"""

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = dict[str, Any]
SOURCES, BROKERS = "linan.monitoring.domain.sources", "linan.monitoring.domain.brokers"
BROKER = "broker"
_OTHER_NAMES = {
    "mqtt": "thingsboard", "mqtt-json": "thingsboard", "mqtt-json/thingsboard": "thingsboard",
    "http": "thingsboard", "ttn": "things_stack", "tts": "things_stack",
}


class Undecodable(ValueError):
    """A line that is no message. answer: what a gateway would say to it, empty for nothing."""

    def __init__(self, reason: str, answer: bytes = b"") -> None:
        super().__init__(reason)
        self.reason = reason
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Said:
    """What a device said, for the expressions of its model. address: who, empty where it is not said.

    around: what its platform's message said around it, where a model may look as well.
    """

    address: str
    own: Mapping[str, object]
    around: Mapping[str, object] = field(default_factory=dict)

    @property
    def fields(self) -> Mapping[str, object]:
        """All that expressions see."""
        return {**self.around, **self.own}


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a message holds. head: of the whole message; items: what would be stored; answer: what would be sent."""

    items: Sequence[Json]
    head: Json = field(default_factory=dict)
    answer: bytes = b""
    is_text: bool = False
    said: Sequence[Said] = ()


class Decoder(Protocol):
    """Reads the messages of one kind, line after line."""

    def decode(self, line: str) -> Decoded:
        """Return what a line says. Raises: Undecodable."""


def kinds() -> list[str]:
    """Return the kinds that can be decoded."""
    return sorted(one.replace("_", "-") for one in {*_files(__name__), *_files(SOURCES), *_files(BROKERS), BROKER})


def _files(package: str) -> list[str]:
    folder = importlib.import_module(package).__path__
    return [found.name for found in pkgutil.iter_modules(folder) if not found.name.startswith("_")]


def open_decoder(kind: str, options: Mapping[str, Any] | None = None) -> Decoder:
    """Return a decoder of a kind. Raises: LookupError."""
    name = _OTHER_NAMES.get(kind, kind).replace("-", "_")
    if name in _files(__name__):
        decoder: Decoder = importlib.import_module(f"{__name__}.{name}").Decoder(options or {})
        return decoder
    if name in _files(SOURCES):
        platform = importlib.import_module(f"{SOURCES}.{name}")
        decoder = importlib.import_module(f"{__name__}._sources").SourceDecoder(platform, options or {})
        return decoder
    dialects = _files(BROKERS)
    if name != BROKER and name not in dialects:
        raise LookupError(kind)
    modules = [importlib.import_module(f"{BROKERS}.{one}") for one in dialects if name in (one, BROKER)]
    decoder = importlib.import_module(f"{__name__}._brokers").BrokerDecoder([one.Reader() for one in modules])
    return decoder


def bytes_of_hex(line: str) -> bytes:
    """Return the bytes of a line of hexadecimal digits, however they are set apart. Raises: Undecodable."""
    plain = line.strip().replace("0x", "").replace("0X", "").translate(_APART)
    if not plain:
        raise Undecodable("empty")
    try:
        return bytes.fromhex(plain)
    except ValueError as fault:
        raise Undecodable("not hexadecimal") from fault


_APART = {ord(one): None for one in " \t:-,;\"'"}
