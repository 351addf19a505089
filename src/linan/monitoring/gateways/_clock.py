"""Whose clock counts for messages that say both when they were sent and what they are about."""

from linan.monitoring.domain.reading import DAY_US, Sender, believed_us
from linan.monitoring.gateways._counts import CLOCK
from linan.monitoring.gateways._raw import NOTES

BACK_US = 6 * DAY_US  # a station that was cut off sends what it kept; days before that have no partition


def settled_us(sender: Sender, said_us: int | None, *, sent_us: int | None, received_us: int) -> int:
    """Return the moment of a reading in µs since 1970.

    said_us: what the reading is about; sent_us: when its message was sent, both by the device's clock, None where it
    does not say. A clock that was right when it sent is believed about the days before as well.
    """
    if said_us is not None and sent_us is not None and abs(sent_us - received_us) <= DAY_US:
        if received_us - BACK_US <= said_us <= received_us + DAY_US:
            return said_us
    elif said_us is not None and abs(said_us - received_us) > DAY_US:
        CLOCK.inc()
        NOTES.odd_clock(sender.device_id, said_us - received_us)
    return believed_us(None if said_us is None else said_us // 1000, received_us)
