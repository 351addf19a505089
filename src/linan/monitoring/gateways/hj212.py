"""HJ 212 (2005, 2017, 2025 without encryption): environmental stations over TCP, answered after the COMMIT.

A station is known by its MN. Every packet is stored when it comes, so that its answer is true; when all packets of a
message have come, what needs several of them is read once more.
"""

import time

from django.conf import settings
from prometheus_client import Counter

from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.domain.reading import BadReading, Directory, Sender, Sink
from linan.monitoring.gateways._clock import settled_us
from linan.monitoring.gateways._counts import RECEIVED, REFUSED
from linan.monitoring.gateways._filling import note_unread, rows_of
from linan.monitoring.gateways._gb26875_readings import moment_us
from linan.monitoring.gateways._hj212_packets import (
    BY_STANDARD,
    BadPacket,
    Broken,
    Framer,
    Message,
    read_segment,
)
from linan.monitoring.gateways._hj212_readings import (
    KIND,
    NEW_KEY,
    Joiner,
    answer_to,
    fields_of,
    without_password,
)
from linan.monitoring.gateways._raw import NOTES
from linan.monitoring.gateways._tcp import Close, Limits, Server, Wire, nothing

LONG = Counter("linan_hj212_long", "Packets longer than the standard allows, taken nevertheless")


class Encrypted(Refused):
    """A packet that nobody here can open, or a wish for the key to close the next ones."""

    code = "encrypted"
    status = 400
    msgid = noop(
        "The station encrypts what it sends (HJ 212-2025), which is not taken here. Let it send plain text, over a line"
        " that is closed to strangers."
    )


class Station:
    """One connection of one or several stations."""

    def __init__(self, directory: Directory, sink: Sink, line: Wire) -> None:
        self._directory = directory
        self._sink = sink
        self._line = line
        self._joiner = Joiner()

    def close(self) -> None:
        """Nothing outlives the connection."""

    async def take(self, message: bytes | Broken) -> bool:
        """Take a data segment; return False when it was broken. A wrong check sum gets no answer, clause 6.6."""
        if isinstance(message, Broken):
            REFUSED.labels(KIND, message.reason).inc()
            return False
        try:
            packet = read_segment(message)
        except BadPacket:
            REFUSED.labels(KIND, "segment").inc()
            return False
        LONG.inc(len(message) > BY_STANDARD)
        await self._take_packet(message, packet)
        return True

    async def _take_packet(self, segment: bytes, packet: Message) -> None:
        sender = await self._directory.by_address(KIND, packet.mn)
        if sender is None:
            REFUSED.labels(KIND, "unknown").inc()
            self._directory.quarantine(KIND, packet.mn, without_password(segment, packet))
            return
        if (wanted := sender.options.get("password")) and str(wanted) != packet.pw:
            self._refuse(sender, packet, segment, BadReading(problem="password"))
            return
        if packet.is_unreadable or packet.cn == NEW_KEY:
            self._refuse(sender, packet, segment, Encrypted())
            return
        self._store(sender, packet)
        if packet.is_split and (whole := self._joiner.join(packet)):
            self._store(sender, whole)
        RECEIVED.labels(KIND).inc()
        if NOTES.wants_raw(sender.device_id):
            NOTES.keep_raw(sender.device_id, without_password(segment, packet))
        if answer := answer_to(packet):
            self._line.when_stored(answer)

    def _refuse(self, sender: Sender, packet: Message, segment: bytes, why: Refused) -> None:
        REFUSED.labels(KIND, str(why.values.get("problem", why.code))).inc()
        NOTES.keep_refused(sender.device_id, without_password(segment, packet), why)

    def _store(self, sender: Sender, message: Message) -> None:
        at_us = settled_us(
            sender, moment_us(message.data_time), sent_us=moment_us(message.sent_at),
            received_us=time.time_ns() // 1000,
        )
        for row in rows_of(sender, fields_of(message), at_us):
            self._sink.put(*row)
        note_unread(sender, {one.factor: next(iter(one.numbers.values()), "") for one in message.groups})


async def open_gateway(directory: Directory, sink: Sink) -> Close:
    """Listen on the port of the settings, unless it is 0; return what closes it."""
    return await listen(directory, sink, port=settings.HJ212_PORT) if settings.HJ212_PORT else nothing


async def listen(directory: Directory, sink: Sink, *, port: int, limits: Limits = Limits()) -> Close:  # noqa: B008
    """Listen on a port; return what closes it."""
    server = Server(KIND, sink, frame=Framer, meet=lambda line: Station(directory, sink, line), limits=limits)
    return await server.listen(port)
