"""Readings: one value of one series at one moment, and the clock that is believed."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.domain.expression import Expression

DAY_US = 86_400_000_000
LARGEST = sys.float_info.max
_QUOTED = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")


class BadReading(Refused):
    """A device sent what is not telemetry."""

    code = "bad_reading"
    status = 400
    msgid = noop("This is not telemetry: %(problem)s. Send an object of names and finite numbers.")


@dataclass(frozen=True, slots=True)
class Channel:
    """One key that a device sends: the series it fills and what its words mean ("alarm" → 1).

    read: how the value is found in a message that does not call it by its key.
    """

    series_id: int
    words: "dict[str, float]"
    read: Expression | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """A device that has signed in, with the keys it may fill.

    options: how its model departs from its protocol. shared: what the office tells it (ThingsBoard's shared
    attributes).
    """

    device_id: int
    org_id: int
    name: str
    channels: dict[str, Channel]
    options: Mapping[str, Any] = field(default_factory=dict)
    shared: Mapping[str, Any] = field(default_factory=dict)


class Columns:
    """Readings in order of arrival, as arrays of which the first `count` places are filled.

    series: int32; at_us: int64, µs since 1970; values: float64.
    """

    __slots__ = ("at_us", "count", "series", "values")

    def __init__(self, size: int = 16_384) -> None:
        self.series = np.empty(size, np.int32)
        self.at_us = np.empty(size, np.int64)
        self.values = np.empty(size, np.float64)
        self.count = 0

    def put(self, series_id: int, at_us: int, value: float) -> None:
        """Add a reading."""
        self.make_room(1)
        place = self.count
        self.series[place], self.at_us[place], self.values[place] = series_id, at_us, value
        self.count = place + 1

    def make_room(self, rows: int) -> None:
        """Grow until that many more fit."""
        wanted = self.count + rows
        if wanted > len(self.series):
            size = max(wanted, 2 * len(self.series))
            self.series = np.resize(self.series, size)
            self.at_us = np.resize(self.at_us, size)
            self.values = np.resize(self.values, size)


class Directory(Protocol):
    """Who may come in."""

    async def by_token(self, token: str) -> Sender | None:
        """Return the device of an access token, None for one that opens nothing."""

    def still(self, token: str) -> Sender | None:
        """Return what by_token would return without waiting: what is known now."""

    async def client_attributes(self, device_id: int) -> Mapping[str, Any]:
        """Return what a device has said of itself."""

    async def by_name(self, gateway: Sender, name: str) -> Sender | None:
        """Return a device of the gateway's organisation by its name."""

    def still_named(self, gateway: Sender, name: str) -> Sender | None:
        """Return what by_name would return without waiting: what is known now."""

    async def by_address(self, kind: str, address: str) -> Sender | None:
        """Return the device that calls itself so on the wire. kind: the gateway's name."""

    def still_at(self, kind: str, address: str) -> Sender | None:
        """Return what by_address would return without waiting: what is known now."""

    def quarantine(self, kind: str, address: str, raw: str) -> None:
        """List a sender that nobody has installed, with what it sent."""


class Sink(Protocol):
    """Where readings go. `number` grows with each batch; replies of one batch go out after its COMMIT."""

    number: int

    @property
    def is_full(self) -> bool:
        """Whether so much waits that nothing more should be read."""

    @property
    def columns(self) -> Columns:
        """The readings of the batch that is being collected."""

    def put(self, series_id: int, at_us: int, value: float) -> None:
        """Take a reading; at_us: microseconds since 1970."""

    def put_attributes(self, device_id: int, said: Mapping[str, Any]) -> None:
        """Take what a device says of itself; names that came before and do not come now are kept."""

    def lost(self, device_id: int) -> None:
        """Note that a device ended without a word: it is silent until it is heard again."""

    def when_stored(self, reply: "Reply") -> None:
        """Call back after the COMMIT of everything that was put until now."""


class Reply(Protocol):
    """What is to be said after the COMMIT."""

    def __call__(self) -> object:
        """Say it."""


def believed_us(source_ms: int | None, received_us: int) -> int:
    """Return the time of a reading in µs since 1970: the device's if within a day of receipt, else receipt."""
    if source_ms is None or abs(source_ms * 1000 - received_us) > DAY_US:
        return received_us
    return source_ms * 1000


def value_of(said: object, words: dict[str, float]) -> float:
    """Return a telemetry value as a number, also one in quotes, as ThingsBoard reads it.

    Raises: BadReading for NaN, infinity, unknown words and objects.
    """
    if isinstance(said, (bool, int, float)) and -LARGEST <= said <= LARGEST:
        return float(said)
    if isinstance(said, str) and said in words:
        return words[said]
    if isinstance(said, str) and _QUOTED.fullmatch(said):
        return float(said)
    raise BadReading(problem=str(said)[:40])
