"""SL 651-2014, HEX/BCD and ASCII: hydrological stations over TCP, confirmed after the COMMIT (modes M2 and M3).

A station is known by its address. A frame that is broken gets no answer, as the standard says: the station repeats it.
"""

import time
from datetime import datetime
from typing import Protocol

from django.conf import settings

from linan.monitoring.domain.reading import BadReading, Directory, Sender, Sink
from linan.monitoring.gateways._clock import settled_us
from linan.monitoring.gateways._counts import RECEIVED, REFUSED
from linan.monitoring.gateways._filling import note_unread, rows_of
from linan.monitoring.gateways._gb26875_readings import CHINA, moment_us
from linan.monitoring.gateways._pictures import Album
from linan.monitoring.gateways._raw import NOTES
from linan.monitoring.gateways._sl651_frames import Broken, Frame, Framer, Mark, write_frame
from linan.monitoring.gateways._sl651_readings import (
    KEEP_ALIVE,
    KIND,
    Joiner,
    confirm,
    names_of,
    observed,
    read_report,
    refuse_packet,
)
from linan.monitoring.gateways._sl651_text import BadText, Report
from linan.monitoring.gateways._tcp import Close, Limits, Server, Wire, nothing

PICTURE = "picture"


class Pictures(Protocol):
    """Where pictures are put."""

    async def keep(self, content: bytes, *, device_id: int, key: str, at_us: int) -> bool:
        """Return whether a picture is stored now."""


class Station:
    """One connection of one or several stations."""

    def __init__(self, directory: Directory, sink: Sink, line: Wire, pictures: Pictures) -> None:
        self._directory = directory
        self._sink = sink
        self._line = line
        self._pictures = pictures
        self._joiner = Joiner()

    def close(self) -> None:
        """Nothing outlives the connection."""

    async def take(self, message: Frame | Broken) -> bool:
        """Take a frame; return False when it was broken."""
        if isinstance(message, Broken):
            REFUSED.labels(KIND, message.reason).inc()
            return False
        if message.is_down:
            REFUSED.labels(KIND, "downlink").inc()
            return True
        sender = await self._sender_of(message.station, message)
        return await self._take_from(sender, message) if sender else True

    async def _sender_of(self, station: str, frame: Frame) -> Sender | None:
        for name in names_of(station):
            if sender := await self._directory.by_address(KIND, name):
                return sender
        REFUSED.labels(KIND, "unknown").inc()
        self._directory.quarantine(KIND, station, write_frame(frame).hex(" ", 2))
        return None

    async def _take_from(self, sender: Sender, frame: Frame) -> bool:
        wanted = sender.options.get("password")
        if wanted and str(wanted).upper() != frame.password:
            return self._refuse(sender, frame, "password", "password")
        whole = self._joiner.join(frame) if frame.is_packet else frame
        if whole is None:
            self._ask_again(frame)
            return True
        try:
            report = read_report(whole)
        except BadText as fault:
            return self._refuse(sender, frame, "text", str(fault))
        if report.says_nothing:
            return self._refuse(sender, frame, "text", report.problem)
        if await self._store(sender, whole, report):
            RECEIVED.labels(KIND).inc()
            if report.problem:
                NOTES.keep_refused(
                    sender.device_id, write_frame(frame).hex(" ", 2), BadReading(problem=report.problem)
                )
            elif NOTES.wants_raw(sender.device_id):
                NOTES.keep_raw(sender.device_id, write_frame(frame).hex(" ", 2))
            self._confirm(sender, frame, report)
        return True

    def _refuse(self, sender: Sender, frame: Frame, reason: str, problem: str) -> bool:
        REFUSED.labels(KIND, reason).inc()
        NOTES.keep_refused(sender.device_id, write_frame(frame).hex(" ", 2), BadReading(problem=problem))
        return False

    def _ask_again(self, packet: Frame) -> None:
        """After the packet that was sent last, ask for each that has not come."""
        if packet.end != Mark.ETX:
            return
        serial = self._joiner.serial_of(packet)
        for number in self._joiner.missing(packet):
            self._line.send(write_frame(refuse_packet(packet, number, sent_at=_local(), serial=serial)))

    def _confirm(self, sender: Sender, frame: Frame, report: Report) -> None:
        if frame.function != KEEP_ALIVE or sender.options.get("answer_keep_alive"):
            stays = bool(sender.options.get("stay_on_line"))
            self._line.when_stored(
                write_frame(confirm(frame, sent_at=_local(), serial=report.serial, stays=stays))
            )

    async def _store(self, sender: Sender, frame: Frame, report: Report) -> bool:
        """Put what a report says; return whether it may be confirmed."""
        received_us = time.time_ns() // 1000
        sent_us = moment_us(report.sent_at)
        for one in observed(report, frame.function):
            owner = sender if one.station == frame.station else await self._sender_of(one.station, frame)
            if owner is None:
                continue
            at_us = settled_us(owner, moment_us(one.at), sent_us=sent_us, received_us=received_us)
            for row in rows_of(owner, one.fields, at_us):
                self._sink.put(*row)
        note_unread(sender, {one.key: one.digits for one in report.elements if one.station == frame.station})
        if report.picture:
            return await self._pictures.keep(
                report.picture, device_id=sender.device_id, key=PICTURE, at_us=received_us
            )
        return True


def _local() -> datetime:
    return datetime.fromtimestamp(time.time(), CHINA)


async def open_gateway(directory: Directory, sink: Sink) -> Close:
    """Listen on the port of the settings, unless it is 0; return what closes it."""
    if not settings.SL651_PORT:
        return nothing
    album = Album()
    closed = await listen(directory, sink, album, port=settings.SL651_PORT)

    async def close() -> None:
        await closed()
        await album.close()

    return close


async def listen(
    directory: Directory, sink: Sink, pictures: Pictures, *, port: int, limits: Limits = Limits()  # noqa: B008
) -> Close:
    """Listen on a port; return what closes it."""
    server = Server(
        KIND, sink, frame=Framer, meet=lambda line: Station(directory, sink, line, pictures), limits=limits
    )
    return await server.listen(port)
