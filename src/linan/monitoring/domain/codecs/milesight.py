"""Milesight sensors: channel, type, value, little-endian. What a channel means depends on the model.

A device model names the codec with the maker's model behind it: `options: {codec: milesight_ws303}`. Known are the
models that a community hangs up; a channel that is not known ends the reading, with what was read until then.
Source: Milesight's user guides, "Uplink packet"; pairs of bytes and values published with them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from linan.monitoring.domain.codecs._payloads import BadPayload, Cursor

Values = dict[str, Any]
Read = Callable[[Cursor], Values]
Reads = Mapping[tuple[int, int], Read]
_NOTHING = 0xFFFF  # a sensor that could not be read


def _number(name: str, size: int, *, step: float = 1, signed: bool = False) -> Read:
    return lambda cursor: {name: round(cursor.little(size, signed=signed) * step, 3)}


def _word(name: str, *words: str) -> Read:
    return lambda cursor: {name: _of(words, cursor.little(1))}


def _of(words: tuple[str, ...], number: int) -> str:
    return words[number] if number < len(words) else str(number)


def _all(*reads: Read) -> Read:
    return lambda cursor: {key: value for read in reads for key, value in read(cursor).items()}


def _current(name: str) -> Read:
    def read(cursor: Cursor) -> Values:
        value = cursor.little(2)
        return {f"{name}_sensor_status": "read failed"} if value == _NOTHING else {name: round(value * 0.01, 3)}

    return read


def _history(*reads: Read) -> Read:
    """Return what was measured earlier, with its own time in seconds since 1970."""
    one = _all(_number("timestamp", 4), *reads)
    return lambda cursor: {"history": [one(cursor)]}


_THRESHOLD = ("threshold alarm release", "threshold alarm", "mutation", "high temperature alarm")
_temperature = _number("temperature", 2, step=0.1, signed=True)
_humidity = _number("humidity", 1, step=0.5)
_distance = _number("distance", 2)
_battery: Reads = {(0x01, 0x75): _number("battery", 1)}
_climate: Reads = {**_battery, (0x03, 0x67): _temperature, (0x04, 0x68): _humidity}
_leak = _word("leakage_status", "normal", "leak")
_magnet = _word("magnet_status", "close", "open")
_position = _word("position", "normal", "tilt")
_occupancy = _word("occupancy", "vacant", "occupied")
_tank: Reads = {
    **_battery, (0x03, 0x67): _temperature, (0x04, 0x82): _distance, (0x05, 0x00): _position,
    (0x83, 0x67): _all(_temperature, _word("temperature_alarm", "threshold_alarm_release", "threshold_alarm")),
    (0x84, 0x82): _all(_distance, _word("distance_alarm", "threshold_alarm_release", "threshold_alarm")),
}
_clamp: Reads = {
    **_battery, (0x03, 0x97): _number("total_current", 4, step=0.01), (0x04, 0x98): _current("current"),
}
_seat: Reads = {**_battery, (0x03, 0x00): _occupancy}
_passers: Reads = {
    **_battery, (0x03, 0x67): _temperature,
    (0x04, 0xCC): _all(_number("total_in", 2), _number("total_out", 2)),
    (0x05, 0xCC): _all(_number("period_in", 2), _number("period_out", 2)),
    (0x83, 0x67): _all(_temperature, _word("temperature_alarm", *_THRESHOLD[:2], "", _THRESHOLD[3])),
    (0x84, 0xCC): _all(
        _number("total_in", 2), _number("total_out", 2), _word("total_count_alarm", *_THRESHOLD[:2])
    ),
    (0x85, 0xCC): _all(
        _number("period_in", 2), _number("period_out", 2), _word("period_count_alarm", *_THRESHOLD[:2])
    ),
}
_noise = _all(
    _word("weighting"), _number("LAF", 2, step=0.1), _number("LAeq", 2, step=0.1), _number("LAFmax", 2, step=0.1),
)
_valve = {
    **_battery,
    (0x03, 0x01): _word("valve_1", "close", "open"), (0x05, 0x01): _word("valve_2", "close", "open"),
    (0x04, 0xC8): _number("valve_1_pulse", 4), (0x06, 0xC8): _number("valve_2_pulse", 4),
}

MODELS: Mapping[str, Reads] = {
    "am102l": _climate,
    "ct101": _clamp, "ct103": _clamp,
    "em300_th": {**_climate, (0x20, 0xCE): _history(_temperature, _humidity)},
    "em300_sld": {**_climate, (0x05, 0x00): _leak, (0x20, 0xCE): _history(_temperature, _humidity, _leak)},
    "em300_mcs": {**_climate, (0x06, 0x00): _magnet, (0x20, 0xCE): _history(_temperature, _humidity, _magnet)},
    "em320_th": {**_climate, (0x20, 0xCE): _history(_temperature, _humidity)},
    "em310_udl": {**_battery, (0x03, 0x82): _distance, (0x04, 0x00): _position},
    "em400_mud": _tank, "em400_tld": _tank, "em400_udl": _tank,
    "uc511": _valve, "uc512": _valve,
    "vs330": {
        **_battery, (0x02, 0x82): _distance, (0x03, 0x8E): _occupancy,
        (0x04, 0x8E): _word("calibration_status", "failed", "success"),
    },
    "vs340": _seat, "vs341": _seat,
    "vs350": _passers, "vs351": _passers,
    "ws101": {**_battery, (0xFF, 0x2E): _word("button", "", "short press", "long press", "double press")},
    "ws202": {**_battery, (0x03, 0x00): _word("pir", "normal", "trigger"), (0x04, 0x00): _word("daylight", "dark", "light")},
    "ws301": {**_battery, (0x03, 0x00): _magnet, (0x04, 0x00): _word("tamper", "installed", "uninstalled")},
    "ws302": {**_battery, (0x05, 0x5B): _noise},
    "ws303": {**_battery, (0x03, 0x00): _leak},
}


@dataclass(frozen=True, slots=True)
class Milesight:
    """The codec of one model."""

    reads: Reads

    def decode(self, port: int, payload: bytes) -> Values:
        """Return the values of a payload. Raises: BadPayload where nothing in it is known."""
        found: Values = {}
        cursor = Cursor(payload)
        while cursor:
            begin = cursor.at
            read = self.reads.get((cursor.take(1)[0], cursor.take(1)[0]))
            if read is None:
                if not found:
                    raise BadPayload(at=begin)
                return found
            found.update(read(cursor))
        return found


CODECS = {f"milesight_{model}": Milesight(reads) for model, reads in MODELS.items()}
