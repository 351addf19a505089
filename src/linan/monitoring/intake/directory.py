"""Who may come in: devices by token, and by name for gateways, kept in memory and asked again on a miss."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

from linan.monitoring.domain.reading import Channel, Sender
from linan.monitoring.gateways._raw import NOTES
from linan.monitoring.models import Device, DeviceAddress, DeviceAttributes, Series, Source
from linan.monitoring.profiles import load_profiles

MOST_STRANGERS = 100_000  # that are remembered as such
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Platform:
    """A source that speaks for devices of its organisation; sealed_token, host, port, username as in its table."""

    source_id: int
    org_id: int
    kind: str
    sealed_token: str
    host: str
    port: int
    username: str

    @property
    def address_kind(self) -> str:
        """The kind of the addresses of its devices."""
        return f"source-{self.source_id}"


@dataclass(frozen=True, slots=True)
class Book:
    """Devices by hex SHA-256 of their token, by (organisation, name) and by (kind, address); sources by their secret."""

    by_hash: dict[str, Sender] = field(default_factory=dict)
    by_name: dict[tuple[int, str], Sender] = field(default_factory=dict)
    by_address: dict[tuple[str, str], Sender] = field(default_factory=dict)
    by_secret: dict[str, Platform] = field(default_factory=dict)


def load_book() -> Book:
    """Return all devices with the keys that they may fill."""
    profiles = load_profiles()
    channels: dict[int, dict[str, Channel]] = {}
    for pk, device_id, key, profile in Series.objects.values_list("pk", "device_id", "key", "device__profile"):
        known = profiles[profile].series.get(key) if profile in profiles else None
        channels.setdefault(device_id, {})[key] = known.channel(pk) if known else Channel(pk, {})
    shared = dict(DeviceAttributes.objects.exclude(shared={}).values_list("device_id", "shared"))
    book = Book()
    columns = ("pk", "org_id", "name", "profile", "token_hash")
    for pk, org_id, name, profile, token_hash in Device.objects.values_list(*columns):
        options = profiles[profile].options if profile in profiles else {}
        sender = Sender(pk, org_id, name, channels.get(pk, {}), options, shared.get(pk, {}))
        book.by_hash[token_hash] = sender
        book.by_name[org_id, name] = sender
    _add_addresses(book)
    return book


def _add_addresses(book: Book) -> None:
    senders = {one.device_id: one for one in book.by_hash.values()}
    for device_id, kind, address in DeviceAddress.objects.values_list("device_id", "kind", "address"):
        if device_id in senders:
            book.by_address[kind, address] = senders[device_id]
    for one in Source.objects.filter(is_active=True):
        book.by_secret[one.secret_hash] = Platform(
            one.pk, one.org_id, one.kind, one.sealed_token, one.host, one.port or 0, one.username
        )


class DeviceDirectory:
    """The Directory of the gateways. catch_up: returns the newest book, by the thread of the database; look: attributes.

    Whoever is not in the book may have been installed a moment ago: the book is brought up to date before they are
    refused. A stranger is known as one until the book changes, so that what comes behind them does not wait.
    """

    def __init__(
        self, catch_up: Callable[[], asyncio.Future[Book]], look: Callable[[int], asyncio.Future[Mapping[str, Any]]]
    ) -> None:
        self.book = Book()
        self._catch_up, self._look = catch_up, look
        self._began_at = 0.0
        self._catching_up = asyncio.Lock()
        self._strange_to = self.book
        self._strangers: set[object] = set()

    async def by_token(self, token: str) -> Sender | None:
        """Return the device of a token, None for one that opens nothing."""
        return await self._found(lambda book: book.by_hash, sha256(token.encode()).hexdigest())

    def still(self, token: str) -> Sender | None:
        """Return the device of a token, as far as is known now."""
        return self.book.by_hash.get(sha256(token.encode()).hexdigest())

    async def client_attributes(self, device_id: int) -> Mapping[str, Any]:
        """Return what a device has said of itself."""
        return await self._look(device_id)

    async def by_name(self, gateway: Sender, name: str) -> Sender | None:
        """Return a device of the gateway's organisation."""
        return await self._found(lambda book: book.by_name, (gateway.org_id, name))

    def still_named(self, gateway: Sender, name: str) -> Sender | None:
        """Return a device of the gateway's organisation, as far as is known now."""
        return self.book.by_name.get((gateway.org_id, name))

    async def by_address(self, kind: str, address: str) -> Sender | None:
        """Return the device that calls itself so. kind: as of DeviceAddress."""
        return await self._found(lambda book: book.by_address, (kind, address))

    def still_at(self, kind: str, address: str) -> Sender | None:
        """Return the device that calls itself so, as far as is known now."""
        return self.book.by_address.get((kind, address))

    async def by_secret(self, secret: str) -> Platform | None:
        """Return the source whose address ends in this secret, None for one that opens nothing."""
        return await self._found(lambda book: book.by_secret, sha256(secret.encode()).hexdigest())

    def quarantine(self, kind: str, address: str, raw: str, *, org_id: int | None = None, name: str = "") -> None:
        """List a sender that nobody has installed, with what it sent."""
        NOTES.stranger(kind, address, raw, org_id=org_id, name=name)

    async def catch_up(self) -> None:
        """Bring the book up to date, once for all who ask at a time."""
        came_at = time.monotonic()
        async with self._catching_up:
            if self._began_at < came_at:
                self._began_at = time.monotonic()
                self.book = await self._catch_up()

    async def _found(self, shelf: Callable[[Book], Mapping[K, V]], key: K) -> V | None:
        if key not in shelf(self.book) and not self._is_stranger(key):
            await self.catch_up()
            if key not in shelf(self.book):
                self._note_stranger(key)
        return shelf(self.book).get(key)

    def _is_stranger(self, key: object) -> bool:
        return self._strange_to is self.book and key in self._strangers

    def _note_stranger(self, key: object) -> None:
        if self._strange_to is not self.book or len(self._strangers) >= MOST_STRANGERS:
            self._strange_to, self._strangers = self.book, set()
        self._strangers.add(key)
