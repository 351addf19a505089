"""From the fields of a protocol to rows: what a device's model reads is stored, what it does not know is noted."""

import re
from collections.abc import Mapping

from linan.monitoring.domain.mapping import understood
from linan.monitoring.domain.reading import Channel, Sender
from linan.monitoring.gateways._counts import UNKNOWN_KEYS
from linan.monitoring.gateways._raw import NOTES

Row = tuple[int, int, float]  # series id, µs since 1970, value


def rows_of(sender: Sender, fields: Mapping[str, object], at_us: int) -> list[Row]:
    """Return a row for each series that the fields fill."""
    values = understood(sender.channels, fields)
    return [(sender.channels[key].series_id, at_us, value) for key, value in values.items()]


def note_unread(sender: Sender, measured: Mapping[str, object]) -> None:
    """Note measurements that no series of the device reads, for the engineer to see."""
    odd = {key: value for key, value in measured.items() if not _is_read(sender.channels, key)}
    if odd:
        UNKNOWN_KEYS.count += len(odd)
        NOTES.odd_keys(sender.device_id, odd)


def _is_read(channels: Mapping[str, Channel], key: str) -> bool:
    if key in channels and channels[key].read is None:
        return True
    word = re.compile(rf"(?<!\w){re.escape(key)}(?!\w)")
    return any(one.read and word.search(one.read.text) for one in channels.values())
