"""The first draft of a device model, made from a message that the device sent."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

TELEMETRY = "thingsboard"
_DAY_S = 86_400
_WORD = re.compile(r"[^\W\d]\w*")
# What protocols say around the values of a device.
_AROUND = frozenset({
    "type", "component_type", "system_type", "function", "CN", "ST", "ts", "timestamp", "upPacketSN", "upDataSN",
})
_RESERVED = frozenset({"and", "or", "not", "if", "else", "true", "false", "none", "this"})


class NothingMeasured(ValueError):
    """A message without a number or a truth in it."""


def draft_profile(key: str, *, gateway: str, sent: object, fields: Mapping[str, object]) -> str:
    """Return the YAML of a model with a series for each value of a message, and the message as its sample.

    Names stand for titles, quantities are the keys, units are empty: what the message does not say is to be filled in.
    Raises: NothingMeasured.
    """
    # Telemetry fills a series by its very name; everything else is read by an expression.
    name_of = _key if gateway != TELEMETRY else _last
    found = {name_of(path): (path, value) for path, value in _values(fields, ())}
    if not found:
        raise NothingMeasured(key)
    profile = {
        "key": key, "title": {"en": key.replace("_", " "), "zh": key.replace("_", " ")}, "icon": "device",
        "silent_after_s": _DAY_S, "gateway": gateway,
        "series": {
            name: _series(name, "" if gateway == TELEMETRY else expression_of(path)) for name, (path, _) in found.items()
        },
        "conditions": [], "samples": [{"sent": sent, "read": {name: float(value) for name, (_, value) in found.items()}}],
    }
    return yaml.safe_dump(profile, sort_keys=False, allow_unicode=True, width=110)


def _values(fields: Mapping[str, object], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float | bool]]:
    for name, said in fields.items():
        if not path and name in _AROUND:
            continue
        if isinstance(said, (bool, int, float)):
            yield (*path, name), said
        elif isinstance(said, Mapping) and len(path) < 3:
            yield from _values(said, (*path, str(name)))


def _key(path: tuple[str, ...]) -> str:
    return re.sub(r"\W+", "_", "_".join(path)).strip("_")[:40] or "value"


def _last(path: tuple[str, ...]) -> str:
    return path[-1]


def _series(name: str, expression: str) -> dict[str, Any]:
    series: dict[str, Any] = {"quantity": _key((name,)), "unit": "", "title": {"en": name, "zh": name}}
    return series if expression in ("", name) else {**series, "from": expression}


def expression_of(path: tuple[str, ...]) -> str:
    """Return the expression that reads a field at a path."""
    text = "this"
    for step in path:
        if not _WORD.fullmatch(step) or step in _RESERVED:
            text += f"['{step}']"
        else:
            text = step if text == "this" else f"{text}.{step}"
    return text
