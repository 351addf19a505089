"""Cayenne Low Power Payload: channel, type, value; names are `<type>_<channel>`.

Source: myDevices, "Cayenne Low Power Payload", data types (IPSO object ids less 3200).
"""

from typing import Any

from linan.monitoring.domain.codecs._payloads import BadPayload, Cursor

# type: (name, bytes, signed, step)
_TYPES: dict[int, tuple[str, int, bool, float]] = {
    0x00: ("digital_in", 1, False, 1), 0x01: ("digital_out", 1, False, 1), 0x02: ("analog_in", 2, True, 0.01),
    0x03: ("analog_out", 2, True, 0.01), 0x65: ("luminosity", 2, False, 1), 0x66: ("presence", 1, False, 1),
    0x67: ("temperature", 2, True, 0.1), 0x68: ("humidity", 1, False, 0.5), 0x73: ("pressure", 2, False, 0.1),
}
_VECTORS = {0x71: ("acceleration", 2, 0.001), 0x86: ("gyroscope", 2, 0.01)}
_PLACE = 0x88


def decode(port: int, payload: bytes) -> dict[str, Any]:
    """Return {"<type>_<channel>": value}; vectors and places have a part of their name behind it."""
    found: dict[str, Any] = {}
    cursor = Cursor(payload)
    while cursor:
        channel, kind = cursor.take(2)
        if kind in _TYPES:
            name, size, signed, step = _TYPES[kind]
            found[f"{name}_{channel}"] = round(cursor.big(size, signed=signed) * step, 3)
        elif kind in _VECTORS:
            name, size, step = _VECTORS[kind]
            for axis in "xyz":
                found[f"{name}_{channel}_{axis}"] = round(cursor.big(size, signed=True) * step, 3)
        elif kind == _PLACE:
            for name, step in (("latitude", 0.0001), ("longitude", 0.0001), ("altitude_m", 0.01)):
                found[f"{name}_{channel}"] = round(cursor.big(3, signed=True) * step, 4)
        else:
            raise BadPayload(at=cursor.at - 1)
    return found
