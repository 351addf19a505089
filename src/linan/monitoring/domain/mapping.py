"""From the fields of a message to the values of a device's series."""

from collections.abc import Mapping

from linan.monitoring.domain.reading import BadReading, Channel, value_of


def values_of(channels: Mapping[str, Channel], fields: Mapping[str, object]) -> dict[str, float]:
    """Return {key: value} of every channel that the fields speak of. Raises: BadReading for an unknown word.

    A channel without an expression takes the field that is called like it; what is missing or null is left out.
    """
    found = {}
    for key, channel in channels.items():
        said = channel.read(fields) if channel.read else fields.get(key)
        if said is not None:
            found[key] = value_of(said, channel.words)
    return found


def understood(channels: Mapping[str, Channel], fields: Mapping[str, object]) -> dict[str, float]:
    """Return what values_of returns, without the channels whose word is not known."""
    found = {}
    for key, channel in channels.items():
        try:
            found.update(values_of({key: channel}, fields))
        except BadReading:
            continue
    return found
