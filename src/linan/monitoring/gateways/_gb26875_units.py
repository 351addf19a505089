"""What a GB/T 26875.3-2011 data unit says: a type, a count, and so many objects of one layout.

Source: GB/T 26875.3-2011, clause 8 (tables 3 to 29).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from linan.monitoring.gateways._gb26875_frames import read_label
from linan.monitoring.gateways._gb26875_tables import ANALOGUES, Analogue

_LABEL = 6


class BadUnit(ValueError):
    """A data unit whose length does not fit what it says it holds."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a maker departs from the standard.

    time: "binary" or "bcd"; bit0: what bit 0 of a status means when it is 1, "normal" or "test";
    address: "loop_point", "point_loop" or "u32"; bits: "standard" or "dahua" (component bits 9 to 14).
    """

    time: str = "binary"
    bit0: str = "normal"
    address: str = "loop_point"
    bits: str = "standard"

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "Dialect":
        """Return the dialect of a profile's options; what is not one of them is another's."""
        return cls(**{name: str(options[name]) for name in cls.__slots__ if name in options})


STANDARD = Dialect()


@dataclass(frozen=True, slots=True)
class Layout:
    """Which fields an object of a type has. has_label: a time label follows each."""

    name: str
    fields: tuple[str, ...]
    has_label: bool = False

    @property
    def size(self) -> int:
        """Bytes of an object without its label."""
        return sum(_SIZES[one] for one in self.fields)


_SYSTEM = ("system_type", "system_address")
_PART = (*_SYSTEM, "component_type", "component")
_SIZES: Mapping[str, int] = MappingProxyType({
    "system_type": 1, "system_address": 1, "component_type": 1, "component": 4, "status": 2, "analogue": 3,
    "device_status": 1, "operation": 1, "operator": 1, "version": 2, "description": 31, "clock": 6, "number": 1,
    "minutes": 1, "reserved": 1,
})
LAYOUTS: Mapping[int, Layout] = MappingProxyType({
    1: Layout("system status", (*_SYSTEM, "status"), has_label=True),
    2: Layout("component status", (*_PART, "status", "description"), has_label=True),
    3: Layout("component analogue", (*_PART, "analogue"), has_label=True),
    4: Layout("system operation", (*_SYSTEM, "operation", "operator"), has_label=True),
    5: Layout("system version", (*_SYSTEM, "version")),
    7: Layout("component configuration", (*_PART, "description")),
    8: Layout("system time", (*_SYSTEM, "clock")),
    21: Layout("device status", ("device_status",), has_label=True),
    24: Layout("device operation", ("operation", "operator"), has_label=True),
    25: Layout("device version", ("version",)),
    28: Layout("device time", ("clock",)),
    61: Layout("read system status", _SYSTEM),
    62: Layout("read component status", (*_SYSTEM, "component")),
    63: Layout("read component analogue", (*_SYSTEM, "component")),
    64: Layout("read system operations", (*_SYSTEM, "number", "clock")),
    65: Layout("read system version", _SYSTEM),
    66: Layout("read system configuration", _SYSTEM),
    67: Layout("read component configuration", (*_SYSTEM, "component")),
    68: Layout("read system time", _SYSTEM),
    81: Layout("read device status", ("reserved",)),
    84: Layout("read device operations", ("number", "clock")),
    85: Layout("read device version", ("reserved",)),
    86: Layout("read device configuration", ("reserved",)),
    88: Layout("read device time", ("reserved",)),
    89: Layout("initialise device", ("reserved",)),
    90: Layout("set clock", ("clock",)),
    91: Layout("duty check", ("minutes",)),
})
# Configurations have a text whose length stands before it.
_TEXTS: Mapping[int, Layout] = MappingProxyType({
    6: Layout("system configuration", _SYSTEM), 26: Layout("device configuration", ()),
})
RAW = "user defined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One object of a data unit; None where its type has no such field. time, clock: local, None if no time.

    component: four bytes as they lie on the wire. raw: the object, or for a type that is not known the whole unit.
    is_odd: whether count and length of its unit are not those of the standard.
    """

    type: int
    name: str
    raw: bytes
    system_type: int | None = None
    system_address: int | None = None
    component_type: int | None = None
    component: bytes | None = None
    status: int | None = None
    device_status: int | None = None
    analogue: "Measured | None" = None
    operation: int | None = None
    operator: int | None = None
    version: tuple[int, int] | None = None
    description: str | None = None
    clock: datetime | None = None
    number: int | None = None
    minutes: int | None = None
    time: datetime | None = None
    has_label: bool = False
    is_odd: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """An analogue value in its unit; kind None for a type of the user's."""

    number: int
    kind: Analogue | None
    raw: int

    @property
    def value(self) -> float:
        """The value; the number as sent when its resolution is not known."""
        return round(self.raw * self.kind.step, 6) if self.kind else float(self.raw)


def read_unit(unit: bytes, dialect: Dialect = STANDARD) -> list[Record]:
    """Return the objects of a data unit; a type that is not known as one raw record. Raises: BadUnit.

    Makers count wrongly, leave time labels out, shorten texts and add bytes: where the length is not that of the
    standard, the shape is taken that explains it, and what is left over is a raw record.
    """
    if len(unit) < 2:
        raise BadUnit("shorter than type and count")
    number, count = unit[0], unit[1]
    if number in _TEXTS:
        return _read_texts(number, count, unit)
    layout = LAYOUTS.get(number)
    if layout is None:
        return [Record(type=number, name=RAW, raw=unit)]
    shape = _shape(layout, count, len(unit) - 2)
    ends = range(2 + shape.step, len(unit) + 1, shape.step)
    records = [_read_object(number, layout, unit[end - shape.step : end], dialect, shape) for end in ends]
    left = unit[2 + shape.step * len(records) :]
    return [*records, Record(type=number, name=RAW, raw=left, is_odd=True)] if left else records


@dataclass(frozen=True, slots=True)
class _Shape:
    """How objects lie in a unit. text: bytes of the description."""

    step: int
    has_label: bool
    text: int
    is_odd: bool


def _shape(layout: Layout, count: int, length: int) -> _Shape:
    """Return the likeliest shape of the objects. Raises: BadUnit when not even one fits."""
    whole, text = layout.size + _LABEL * layout.has_label, _SIZES["description"] if "description" in layout.fields else 0
    if count and length == count * whole:
        return _Shape(whole, layout.has_label, text, is_odd=False)
    if count and length == count * layout.size:
        return _Shape(layout.size, False, text, is_odd=False)
    if length and length % whole == 0:
        return _Shape(whole, layout.has_label, text, is_odd=True)
    step = length // count if count else length
    if text and whole - text <= step < whole and length == step * count:
        return _Shape(step, layout.has_label, step - (whole - text), is_odd=True)
    if step >= whole and length == step * count:
        return _Shape(step, layout.has_label, text, is_odd=True)
    if length >= whole:
        return _Shape(whole, layout.has_label, text, is_odd=True)
    if length >= layout.size - text:
        is_bare = length < layout.size
        return _Shape(layout.size - text * is_bare, False, 0 if is_bare else text, is_odd=True)
    raise BadUnit(f"{layout.name}: {count} objects do not make {length} bytes")


def _read_object(number: int, layout: Layout, raw: bytes, dialect: Dialect, shape: _Shape) -> Record:
    fields: dict[str, Any] = {}
    at = 0
    for name in layout.fields:
        size = shape.text if name == "description" else _SIZES[name]
        fields[name] = _read_field(name, raw[at : at + size], dialect)
        at += size
    fields.pop("reserved", None)
    label = read_label(raw[at : at + _LABEL], is_bcd=dialect.time == "bcd") if shape.has_label else None
    return Record(
        type=number, name=layout.name, raw=raw, time=label, has_label=shape.has_label, is_odd=shape.is_odd, **fields
    )


def _read_field(name: str, raw: bytes, dialect: Dialect) -> Any:
    match name:
        case "component":
            return raw
        case "description":
            return read_text(raw)
        case "clock":
            return read_label(raw, is_bcd=dialect.time == "bcd")
        case "version":
            return (raw[0], raw[1])
        case "analogue":
            kind, value = struct.unpack("<Bh", raw)
            return Measured(kind, ANALOGUES.get(kind), value)
        case _:
            return int.from_bytes(raw, "little")


def _read_texts(number: int, count: int, unit: bytes) -> list[Record]:
    """Read texts that have their length in front; one that is cut off is read as far as it goes."""
    layout, at = _TEXTS[number], 2
    records: list[Record] = []
    while at + layout.size < len(unit):
        head = unit[at : at + layout.size + 1]
        raw = unit[at : at + len(head) + head[-1]]
        fields: dict[str, Any] = dict(zip(layout.fields, raw, strict=False))
        is_cut = len(raw) < len(head) + head[-1]
        text = read_text(raw[len(head) :])
        records.append(Record(type=number, name=layout.name, raw=raw, description=text, is_odd=is_cut, **fields))
        at += len(raw)
    if not records:
        raise BadUnit(f"{layout.name}: no text")
    if len(records) != count or at != len(unit):
        records = [replace(one, is_odd=True) for one in records]
    return records


def read_text(raw: bytes) -> str:
    """Return a text of a fixed field: up to the first NUL, without blanks around it."""
    return raw.split(b"\0", 1)[0].decode("gb18030", "replace").strip()


def component_number(component: bytes) -> int:
    """Return a component's address as one number."""
    return int.from_bytes(component, "little")


def zone_and_point(component: bytes, dialect: Dialect = STANDARD) -> tuple[int, int] | None:
    """Return loop (or zone) and point of a component, None where the maker counts through."""
    first, second = struct.unpack("<HH", component)
    if dialect.address == "u32":
        return None
    return (second, first) if dialect.address == "point_loop" else (first, second)
