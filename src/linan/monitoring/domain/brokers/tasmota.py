"""Tasmota: tele/<topic>/SENSOR, STATE and LWT, stat/<topic>/RESULT.

Source: Tasmota documentation, "MQTT". Its time names no zone, so the moment of arrival counts.
"""

from typing import Any

from linan.monitoring.domain.sources._posts import Heard, json_object

TOPICS = ("tele/+/SENSOR", "tele/+/STATE", "tele/+/LWT", "stat/+/RESULT")
_UNITS = frozenset({"Time", "TempUnit", "PressureUnit", "SpeedUnit"})


class Reader:
    """Reads one broker's Tasmota devices."""

    wanted: frozenset[str] = frozenset()

    def read(self, topic: str, payload: bytes, *, is_retained: bool = False) -> list[Heard] | None:
        """Return what a message says. Raises: BadPost."""
        parts = topic.split("/")
        if len(parts) != 3 or (parts[0], parts[2]) not in _KINDS:
            return None
        if is_retained:
            return []
        if parts[2] == "LWT":
            return [Heard(parts[1], {"online": payload == b"Online"}, name=parts[1])]
        message = json_object(payload)
        return [Heard(parts[1], _fields(message), message, name=parts[1])]


_KINDS = frozenset({("tele", "SENSOR"), ("tele", "STATE"), ("tele", "LWT"), ("stat", "RESULT")})


def _fields(message: dict[str, Any]) -> dict[str, Any]:
    """Return the values of all sensors under their own names in lower case; temperatures in ℃.

    Two sensors that measure the same: the second is called <sensor>_<name>.
    """
    is_fahrenheit = message.get("TempUnit") == "F"
    fields: dict[str, Any] = {}
    for sensor, said in message.items():
        if sensor in _UNITS:
            continue
        values = said if isinstance(said, dict) else {sensor: said}
        for name, value in values.items():
            key = name.lower()
            key = f"{sensor}_{name}".lower() if key in fields else key
            fields[key] = _celsius(value) if is_fahrenheit and name == "Temperature" else value
    return fields


def _celsius(fahrenheit: object) -> object:
    return round((fahrenheit - 32) / 1.8, 2) if isinstance(fahrenheit, (int, float)) else fahrenheit
