"""What GB/T 26875.3 records mean: fields for profiles, addresses for the directory."""

from datetime import datetime, timedelta, timezone

from linan.monitoring.gateways._gb26875_tables import (
    COMPONENT_BITS,
    DAHUA_BITS,
    DEVICE_BITS,
    DEVICE_OPERATIONS,
    SYSTEM_BITS,
    SYSTEM_OPERATIONS,
    set_bits,
)
from linan.monitoring.gateways._gb26875_units import Dialect, Record, component_number, zone_and_point

KIND = "gb26875"
CHINA = timezone(timedelta(hours=8), "CST")
PROMPT_S = 10.0   # a status must have reached the centre by then
Fields = dict[str, object]
_STATES = ("fire", "fault", "shielded", "supervised", "started", "feedback", "delayed")
_FAULTS = frozenset({
    "fault", "mains_fault", "battery_fault", "bus_fault", "power_fault", "link_fault", "line_fault", "offline", "open",
    "short", "removed", "sensor_fault",
})
_MOST_PARTS = 4_096
_DEVICE_TYPES = frozenset({21, 24, 25, 26, 28})


def addresses_of(wire: bytes) -> list[str]:
    """Return the names a device's address may have been written down by: as the standard reads it, then reversed."""
    number, reversed_number = int.from_bytes(wire, "little"), int.from_bytes(wire, "big")
    return list(dict.fromkeys([str(number), str(reversed_number), wire.hex().upper()]))


def part_of(record: Record, dialect: Dialect) -> str:
    """Return how a part is called behind its transmitter's address: system, system/loop.point, or system/number."""
    if record.component is None:
        return "" if record.system_address is None else str(record.system_address)
    place = zone_and_point(record.component, dialect)
    point = f"{place[0]}.{place[1]}" if place else str(component_number(record.component))
    return f"{record.system_address}/{point}"


def flags_of(record: Record, dialect: Dialect) -> list[str]:
    """Return the names of a record's bits that are set; those of bit 0 as the dialect means it."""
    word, names = _word(record, dialect)
    return [] if word is None else set_bits(word, names)


def _word(record: Record, dialect: Dialect) -> tuple[int | None, tuple[str, ...]]:
    if record.operation is not None:
        return record.operation, DEVICE_OPERATIONS if record.type in _DEVICE_TYPES else SYSTEM_OPERATIONS
    if record.device_status is not None:
        return record.device_status, _bit0(DEVICE_BITS, dialect)
    if record.component is not None:
        return record.status, _bit0(DAHUA_BITS if dialect.bits == "dahua" else COMPONENT_BITS, dialect)
    return record.status, _bit0(SYSTEM_BITS, dialect)


def _bit0(names: tuple[str, ...], dialect: Dialect) -> tuple[str, ...]:
    return (dialect.bit0, *names[1:])


def fields_of(record: Record, dialect: Dialect) -> Fields:
    """Return what a record says, for the expressions of a profile; a key is left out where it says nothing."""
    fields: Fields = {"type": record.type, "component_type": record.component_type, "system_type": record.system_type}
    if record.operation is not None:
        return fields | _operations(set(flags_of(record, dialect)))
    if record.analogue is not None:
        kind = record.analogue.kind
        key = kind.key if kind else f"analogue_{record.analogue.number}"
        return fields | {key: record.analogue.value}
    if record.status is not None or record.device_status is not None:
        return fields | _states(record, dialect)
    return fields


def _states(record: Record, dialect: Dialect) -> Fields:
    """Return each bit as a truth; any kind of fault is a fault. A test is said, and never hides a fire."""
    flags = set(flags_of(record, dialect))
    _, names = _word(record, dialect)
    states: Fields = {name: name in flags for name in names if name}
    states["fault"] = bool(flags & _FAULTS)
    states["test"] = ("test" in flags) if dialect.bit0 == "test" else "normal" not in flags
    return states


def _operations(flags: set[str]) -> Fields:
    """Return what somebody did at the panel. A reset ends what was latched; what still holds is reported anew."""
    done: Fields = dict.fromkeys(flags, True)
    if "reset" in flags:
        done |= dict.fromkeys((*_STATES, "manual_alarm"), False)
    elif "alarm_cleared" in flags:
        done |= {"fire": False, "manual_alarm": False}
    return done


class Holds:
    """Which parts of a transmitter hold which of its states, where parts have no series of their own.

    One detector's "normal" must not end the fire of another: a state ends when the last part that held it says so, or
    with a reset. After a restart nothing is known: then a system's own status ends what is stored, a component's does not.
    """

    def __init__(self) -> None:
        self._parts: dict[tuple[int, str], set[str]] = {}

    def settle(self, device_id: int, part: str, fields: Fields, *, is_component: bool) -> Fields:
        """Return what a part's fields make of its transmitter."""
        if fields.get("reset") is True:
            for state in _STATES:
                self._parts.pop((device_id, state), None)
        settled: Fields = {} if is_component else {key: one for key, one in fields.items() if key not in _STATES}
        for state in _STATES:
            if state in fields and self._ends_or_begins(device_id, part, state, bool(fields[state]), is_component):
                settled[state] = fields[state]
        return settled | {key: one for key, one in fields.items() if isinstance(one, float)}

    def _ends_or_begins(self, device_id: int, part: str, state: str, begins: bool, is_component: bool) -> bool:
        parts = self._parts.setdefault((device_id, state), set())
        if begins:
            if len(parts) < _MOST_PARTS:
                parts.add(part)
            return True
        held = part in parts
        parts.discard(part)
        return not parts and (held or not is_component)


def moment_us(local: datetime | None) -> int | None:
    """Return a device's local time in µs since 1970, None for none. The standard's clocks run on Beijing time."""
    return None if local is None else int(local.replace(tzinfo=CHINA).timestamp()) * 1_000_000
