"""GB/T 26875.3: one or several frames in hexadecimal."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from linan.monitoring.decoders import Decoded, Json, Said, Undecodable, bytes_of_hex
from linan.monitoring.gateways._gb26875_frames import (
    FIRST_OF_USERS,
    Broken,
    Command,
    Frame,
    Framer,
    read_label,
    reply_to,
    write_frame,
)
from linan.monitoring.gateways._gb26875_readings import addresses_of, fields_of, flags_of, part_of
from linan.monitoring.gateways._gb26875_tables import COMPONENT_TYPES, SYSTEM_TYPES
from linan.monitoring.gateways._gb26875_units import (
    BadUnit,
    Dialect,
    Record,
    component_number,
    read_unit,
    zone_and_point,
)

_CHINA = timezone(timedelta(hours=8))
_CONFIRMED = (Command.REGISTER, Command.SEND, Command.KEEP_ALIVE)
_WITHOUT_DATA = (Command.CONFIRM, Command.DENY)
_REASONS = {
    "checksum": "wrong checksum", "end": "wrong end mark, or a length that lies", "length": "data unit longer than 1024",
}


class Decoder:
    """Reads frames; options: those of a profile (time, bit0, address, bits)."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._dialect = Dialect.of(options)

    def decode(self, line: str) -> Decoded:
        """Return what the frames of a line say. Raises: Undecodable."""
        framer = Framer()
        found = list(framer.feed(bytes_of_hex(line)))
        for one in found:
            if isinstance(one, Broken):
                raise Undecodable(_REASONS[one.reason], _reply(one.head, Command.DENY))
        if framer.is_amid or not found:
            raise Undecodable("incomplete: the frame goes on" if framer.is_amid else "no frame: @@ is missing")
        return self._all([one for one in found if isinstance(one, Frame)])

    def _all(self, frames: list[Frame]) -> Decoded:
        items, said, answer = list[Json](), list[Said](), b""
        for frame in frames:
            records = self._records(frame)
            items += [self._item(frame, one) for one in records] or [_without_data(frame)]
            said += [self._said(frame, one) for one in records] or [Said(_source(frame), {"heartbeat": True})]
            if frame.command in _CONFIRMED or frame.command >= FIRST_OF_USERS:
                answer += _reply(frame, Command.CONFIRM)
        return Decoded(items, _head(frames[0], self._dialect), answer, said=said)

    def _records(self, frame: Frame) -> list[Record]:
        if not frame.is_known:
            raise Undecodable(f"command {frame.command} is not known", _reply(frame, Command.DENY))
        if frame.command in _WITHOUT_DATA or not frame.unit:
            return []
        if frame.command in (Command.REGISTER, Command.KEEP_ALIVE) or frame.command >= FIRST_OF_USERS:
            return [Record(type=frame.unit[0], name="user defined", raw=frame.unit)]
        try:
            return read_unit(frame.unit, self._dialect)
        except BadUnit as fault:
            raise Undecodable(str(fault), _reply(frame, Command.DENY)) from fault

    def _said(self, frame: Frame, record: Record) -> Said:
        part = part_of(record, self._dialect)
        return Said(_source(frame) + (f"/{part}" if part else ""), fields_of(record, self._dialect))

    def _item(self, frame: Frame, record: Record) -> Json:
        item = {
            "what": record.name, "type": record.type, "source": _source(frame), "source_wire": _wire(frame.source),
            **self._place(record), **self._states(record), **_plain(record),
        }
        return {key: value for key, value in item.items() if value is not None}

    def _place(self, record: Record) -> Json:
        place: Json = {
            "system_type": record.system_type, "system_address": record.system_address,
            "component_type": record.component_type,
        }
        if record.system_type is not None:
            place["system_type_name"] = SYSTEM_TYPES.get(record.system_type)
        if record.component_type is not None:
            place["component_type_name"] = COMPONENT_TYPES.get(record.component_type)
        if record.component is not None:
            zone, point = zone_and_point(record.component, self._dialect) or (None, None)
            place |= {
                "component_address_u32": component_number(record.component), "component_wire": _wire(record.component),
                "zone": zone, "point": point, "component": part_of(record, self._dialect),
            }
        return place

    def _states(self, record: Record) -> Json:
        word = next((
            one for one in (record.status, record.device_status, record.operation) if one is not None
        ), None)
        if word is None:
            return {}
        flags = flags_of(record, self._dialect)
        states = {key: value for key, value in fields_of(record, self._dialect).items() if isinstance(value, bool)}
        return {
            "status" if record.operation is None else "operation": word,
            "flags": [one for one in flags if one != "normal"], "states": states,
        }


def _plain(record: Record) -> Json:
    """Return the rest of a record: measurements, texts, versions and times; raw where nothing else is known."""
    measured = record.analogue
    return {
        "analogue_type": measured.number if measured else None,
        "quantity": measured.kind.key if measured and measured.kind else None,
        "value": measured.value if measured else None,
        "unit": measured.kind.unit if measured and measured.kind else None,
        "text": record.description, "operator": record.operator,
        "version": ".".join(map(str, record.version)) if record.version else None,
        "clock": _iso(record.clock), "minutes": record.minutes, "number": record.number,
        "time": _iso(record.time or record.clock),
        "time_problem": "not a time" if record.has_label and record.time is None else None,
        "raw": record.raw.hex().upper() if record.name == "user defined" or record.is_odd else None,
        "warning": "count and length are not those of the standard" if record.is_odd else None,
    }


def _without_data(frame: Frame) -> Json:
    names = {Command.CONFIRM: "confirm", Command.DENY: "deny", Command.REGISTER: "registration"}
    what = names.get(Command(frame.command), "heartbeat") if frame.command <= Command.KEEP_ALIVE else "user command"
    item = {"what": what, "source": _source(frame), "source_wire": _wire(frame.source), "serial": frame.serial}
    return item | {"destination": str(int.from_bytes(frame.destination, "little"))}


def _head(frame: Frame, dialect: Dialect) -> Json:
    command = Command(frame.command).name.lower() if frame.command <= Command.KEEP_ALIVE else "user"
    return {
        "seq": frame.serial, "version": list(frame.version), "cmd": frame.command, "command": command,
        "source": int.from_bytes(frame.source, "little"), "source_wire": _wire(frame.source),
        "dest": int.from_bytes(frame.destination, "little"), "dest_wire": _wire(frame.destination),
        "header_time": _iso(read_label(frame.label, is_bcd=dialect.time == "bcd")),
        **({"warning": f"main version {frame.version[0]}"} if frame.version[0] != 1 else {}),
    }


def _source(frame: Frame) -> str:
    return addresses_of(frame.source)[0]


def _wire(raw: bytes) -> str:
    return raw.hex().upper()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _reply(frame: Frame, command: Command) -> bytes:
    return write_frame(reply_to(frame, command, at=datetime.now(_CHINA)))
