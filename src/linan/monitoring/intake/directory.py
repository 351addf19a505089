"""Who may come in: devices by token, and by name for gateways, kept in memory and asked again on a miss."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from linan.monitoring.domain.reading import Channel, Sender
from linan.monitoring.gateways._raw import NOTES
from linan.monitoring.models import Device, DeviceAddress, DeviceAttributes, Series, Source
from linan.monitoring.profiles import load_profiles

MISS_EVERY_S = 1.0  # a stranger may make the directory be read again only so often


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
    """The Directory of the gateways. ask: reads the book again, in the thread of the database; look: attributes."""

    def __init__(
        self, ask: Callable[[], asyncio.Future[Book]], look: Callable[[int], asyncio.Future[Mapping[str, Any]]]
    ) -> None:
        self.book = Book()
        self._ask, self._look = ask, look
        self._asked_at = -MISS_EVERY_S
        self._asking = asyncio.Lock()

    async def by_token(self, token: str) -> Sender | None:
        """Return the device of a token, None for one that opens nothing."""
        key = sha256(token.encode()).hexdigest()
        if key not in self.book.by_hash:
            await self._refresh()
        return self.book.by_hash.get(key)

    def still(self, token: str) -> Sender | None:
        """Return the device of a token, as far as is known now."""
        return self.book.by_hash.get(sha256(token.encode()).hexdigest())

    async def client_attributes(self, device_id: int) -> Mapping[str, Any]:
        """Return what a device has said of itself."""
        return await self._look(device_id)

    async def by_name(self, gateway: Sender, name: str) -> Sender | None:
        """Return a device of the gateway's organisation."""
        if (gateway.org_id, name) not in self.book.by_name:
            await self._refresh()
        return self.book.by_name.get((gateway.org_id, name))

    async def by_address(self, kind: str, address: str) -> Sender | None:
        """Return the device that calls itself so. kind: as of DeviceAddress."""
        if (kind, address) not in self.book.by_address:
            await self._refresh()
        return self.book.by_address.get((kind, address))

    async def by_secret(self, secret: str) -> Platform | None:
        """Return the source whose address ends in this secret, None for one that opens nothing."""
        key = sha256(secret.encode()).hexdigest()
        if key not in self.book.by_secret:
            await self._refresh()
        return self.book.by_secret.get(key)

    def quarantine(self, kind: str, address: str, raw: str, *, org_id: int | None = None, name: str = "") -> None:
        """List a sender that nobody has installed, with what it sent."""
        NOTES.stranger(kind, address, raw, org_id=org_id, name=name)

    async def refresh(self) -> None:
        """Read everything anew: something was changed in the office."""
        async with self._asking:
            self._asked_at = time.monotonic()
            self.book = await self._ask()

    async def _refresh(self) -> None:
        """Read everything anew, once for all who ask at a time, and not before a second after the last reading."""
        came_at = time.monotonic()
        async with self._asking:
            if self._asked_at >= came_at:
                return
            await asyncio.sleep(self._asked_at + MISS_EVERY_S - time.monotonic())
            self._asked_at = time.monotonic()
            self.book = await self._ask()
