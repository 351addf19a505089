"""What a packet of the field's own protocols says, in one line for a page."""

from collections.abc import Iterator
from typing import Any

from linan.monitoring.decoders import Undecodable, open_decoder
from linan.monitoring.profiles import load_profiles
from linan.monitoring.words import quantity_name

PROTOCOLS = frozenset({"gb26875", "hj212", "sl651"})
_SHOWN = 8  # items of one packet
_STATES = "fire_transmitter"  # the model whose series have the names of a panel's states
_VALUES = ("value", "Rtd", "Avg")


def in_one_line(text: str, kind: str) -> str:
    """Return what a packet says in the language now active; empty where it is of another kind or cannot be read.

    text: as kept, hexadecimal or text. Names of components and elements are those of the standards.
    """
    if kind not in PROTOCOLS:
        return ""
    try:
        items = open_decoder(kind).decode(text).items
    except Undecodable:
        return ""
    return " · ".join(part for item in items[:_SHOWN] for part in _parts(item))


def protocol_of(profile: str) -> str:
    """Return the protocol of a device model; empty for one that is not known."""
    known = load_profiles().get(profile)
    return known.gateway if known else ""


def _parts(item: dict[str, Any]) -> Iterator[str]:
    for name in ("component_type_name", "text"):
        if item.get(name):
            yield str(item[name])
    yield from (_state(flag) for flag in item.get("flags", ()))
    value = next((item[name] for name in _VALUES if name in item), None)
    if value is not None:
        what = item.get("name") or item.get("key") or item.get("quantity") or item.get("factor") or ""
        yield f"{what} {value:g} {item.get('unit') or ''}".strip()


def _state(flag: str) -> str:
    series = load_profiles()[_STATES].series
    return quantity_name(series[flag].quantity) if flag in series else flag
