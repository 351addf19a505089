"""From what a platform says of devices to readings: who it is, what it fills, and what is odd about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.domain.codecs import load_codecs
from linan.monitoring.domain.mapping import values_of
from linan.monitoring.domain.reading import DAY_US, Directory, Sender, believed_us
from linan.monitoring.domain.sources._posts import Heard
from linan.monitoring.gateways._counts import CLOCK, UNKNOWN_KEYS
from linan.monitoring.gateways._raw import NOTES

Row = tuple[int, int, float]  # series id, µs since 1970, value


class NoCodec(Refused):
    """A payload came that nobody decoded."""

    code = "no_codec"
    msgid = noop("The payload was not decoded. Set a codec for this device on the platform, or choose a device model with one.")


@dataclass(slots=True)
class Understood:
    """What a message came to. pictures: (sender, event, µs since 1970, bytes); refused: what of some devices was."""

    rows: list[Row] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    pictures: list[tuple[Sender, str, int, bytes]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


async def understand(
    heard: list[Heard], *, kind: str, org_id: int, text: str, received_us: int, directory: Directory
) -> Understood:
    """Return the readings of the devices that a message speaks of. kind: of their addresses.

    What one device says wrongly does not cost the others their readings; only where nothing else is left is it
    raised. Raises: BadReading, BadPayload.
    """
    found = Understood()
    for place, one in enumerate(heard):
        sender = await directory.by_address(kind, one.address)
        if sender is None:
            NOTES.stranger(kind, one.address, text, org_id=org_id, name=one.name)
            found.strangers.append(one.address)
        else:
            _take(one, sender, text, received_us + place, found)
    if len(found.refused) == len(heard) > 0:
        raise found.refused[0]
    return found


def _take(one: Heard, sender: Sender, text: str, received_us: int, found: Understood) -> None:
    at_us = believed_us(one.at_ms, received_us)
    try:
        fields = {**_decoded(one, sender), **one.fields}
        values = values_of(sender.channels, {"heartbeat": True, **one.around, **fields})
    except Refused as refused:
        NOTES.keep_refused(sender.device_id, text, refused)
        found.refused.append(refused)
        return
    found.rows += [(sender.channels[key].series_id, at_us, value) for key, value in values.items()]
    found.pictures += [(sender, next(iter(one.fields), ""), at_us, picture) for picture in one.pictures]
    _note(one, sender, fields, text, received_us)


def _decoded(one: Heard, sender: Sender) -> Mapping[str, Any]:
    codec = load_codecs().get(str(sender.options.get("codec", "")))
    if not one.payload:
        return {}
    if codec is not None:
        return codec.decode(one.port, one.payload)
    return {"hex": one.payload.hex(), "port": one.port}


def _note(one: Heard, sender: Sender, fields: Mapping[str, Any], text: str, received_us: int) -> None:
    if "hex" in fields and not _mentions(sender, ("hex", "data", "frm_payload")):
        NOTES.keep_refused(sender.device_id, text, NoCodec())
        return
    NOTES.keep_raw(sender.device_id, text)
    odd = {key: value for key, value in one.fields.items() if key not in sender.channels and not _mentions(sender, (key,))}
    if odd:
        UNKNOWN_KEYS.count += len(odd)
        NOTES.odd_keys(sender.device_id, odd)
    if one.at_ms is not None and abs(one.at_ms * 1000 - received_us) > DAY_US:
        CLOCK.inc()
        NOTES.odd_clock(sender.device_id, one.at_ms * 1000 - received_us)


def _mentions(sender: Sender, names: tuple[str, ...]) -> bool:
    """Return whether the device's model reads one of the names in an expression."""
    return any(one.read and name in one.read.text for one in sender.channels.values() for name in names)
