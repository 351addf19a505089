"""GB/T 26875.3-2011: transmitters of fire alarm systems (用户信息传输装置) over TCP and UDP, confirmed after the COMMIT.

A transmitter is known by its address, a system behind it by `address/system`, a component by
`address/system/loop.point`. What a part that nobody has installed reports is laid on its transmitter, and a component is
listed, so that no fire goes unheard.
"""

import asyncio
import time
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from prometheus_client import Counter

from linan.monitoring.domain.reading import DAY_US, BadReading, Directory, Sender, Sink
from linan.monitoring.gateways._clock import settled_us
from linan.monitoring.gateways._commands import COMMANDS, Order
from linan.monitoring.gateways._counts import RECEIVED, REFUSED
from linan.monitoring.gateways._filling import Row, rows_of
from linan.monitoring.gateways._gb26875_frames import (
    FIRST_OF_USERS,
    Broken,
    Command,
    Frame,
    Framer,
    read_label,
    reply_to,
    write_frame,
)
from linan.monitoring.gateways._gb26875_orders import DUTY_MINUTES, Orders, clock_setting, duty_check, unit_of
from linan.monitoring.gateways._gb26875_readings import (
    CHINA,
    KIND,
    PROMPT_S,
    Fields,
    Holds,
    addresses_of,
    fields_of,
    moment_us,
    part_of,
)
from linan.monitoring.gateways._gb26875_units import BadUnit, Dialect, Record, read_unit
from linan.monitoring.gateways._raw import NOTES
from linan.monitoring.gateways._tcp import Close, Limits, Server, Wire, nothing
from linan.monitoring.gateways._udp import Datagrams

LATE = Counter("linan_gb26875_late", "Records that came later than the ten seconds of the standard")
UNCONFIRMED = Counter("linan_gb26875_unconfirmed", "Orders that a transmitter did not confirm in four tries")
CLOCK_AGAIN_S = 3_600.0
_SERIAL_US = 15   # labels count whole seconds: within one, records keep the order of their serial numbers
_DATA = (Command.REGISTER, Command.SEND, Command.ANSWER, Command.KEEP_ALIVE)
_ORDERS = (Command.CONTROL, Command.REQUEST)


class Transmitter:
    """One connection, or one UDP address, of one transmitter."""

    def __init__(
        self, directory: Directory, sink: Sink, line: Wire, sessions: "set[Transmitter]", holds: Holds
    ) -> None:
        self.orders = Orders(line.send)
        self._directory = directory
        self._sink = sink
        self._line = line
        self._sessions = sessions
        self._holds = holds
        self._sender: Sender | None = None
        self._frame: Frame | None = None
        self._duty_until = 0.0
        self._duty_next = 0.0
        self._clock_next = 0.0
        sessions.add(self)

    def close(self) -> None:
        """Forget the connection."""
        self._sessions.discard(self)
        if self._sender:
            COMMANDS.leave(self._sender.device_id, self.deliver)

    async def take(self, message: Frame | Broken) -> bool:
        """Take a frame; return False when it was broken."""
        if isinstance(message, Broken):
            self._deny(message.head, message.reason)
            return False
        if message.command == Command.CONFIRM:
            self._note_answer(message, b'{"confirmed": true}')
        elif message.command == Command.DENY:
            self._note_answer(message, b'{"error": "denied"}')
        elif message.command in _ORDERS:
            REFUSED.labels(KIND, "downlink").inc()
        elif message.command in _DATA or message.command >= FIRST_OF_USERS:
            await self._take_data(message)
        else:
            self._deny(message, "command")
        return True

    async def _take_data(self, frame: Frame) -> None:
        sender = await self._sender_of(frame)
        if sender is None:
            self._deny(frame, "unknown")
            return
        self._attend(sender, frame)
        try:
            rows = await self._rows(sender, frame)
        except BadUnit as fault:
            NOTES.keep_refused(sender.device_id, write_frame(frame).hex(" ", 2), BadReading(problem=str(fault)))
            self._deny(frame, "unit")
            return
        for row in rows:
            self._sink.put(*row)
        self._confirm(sender, frame)

    def _attend(self, sender: Sender, frame: Frame) -> None:
        """Take commands for the transmitter that speaks here."""
        self._frame = frame
        if self._sender is None or self._sender.device_id != sender.device_id:
            if self._sender:
                COMMANDS.leave(self._sender.device_id, self.deliver)
            COMMANDS.attend(sender.device_id, self.deliver)
        self._sender = sender

    def deliver(self, order: Order) -> None:
        """Send a command of the office: check_duty or set_clock."""
        unit = unit_of(order.method, order.params, at=_local())
        if unit is None or self._frame is None:
            COMMANDS.answered(order.device_id, order.command_id, b'{"error": "no such method"}')
            return
        self.orders.order(
            unit, like=self._frame, at=_local(), moment=time.monotonic(), command_id=order.command_id
        )

    def _note_answer(self, frame: Frame, said: bytes) -> None:
        command_id = self.orders.answered(frame.serial)
        if command_id is not None and self._sender:
            COMMANDS.answered(self._sender.device_id, command_id, said)

    def _confirm(self, sender: Sender, frame: Frame) -> None:
        RECEIVED.labels(KIND).inc()
        if NOTES.wants_raw(sender.device_id):
            NOTES.keep_raw(sender.device_id, write_frame(frame).hex(" ", 2))
        if frame.command != Command.ANSWER:
            self._line.when_stored(write_frame(reply_to(frame, Command.CONFIRM, at=_local())))

    async def _sender_of(self, frame: Frame) -> Sender | None:
        names = addresses_of(frame.source)
        for name in names:
            if sender := await self._directory.by_address(KIND, name):
                return sender
        self._directory.quarantine(KIND, names[0], write_frame(frame).hex(" ", 2))
        return None

    async def _rows(self, sender: Sender, frame: Frame) -> list[Row]:
        received_us = time.time_ns() // 1000
        if frame.is_heartbeat or frame.command == Command.REGISTER or frame.command >= FIRST_OF_USERS:
            return rows_of(sender, {"heartbeat": True}, received_us)
        dialect = Dialect.of(sender.options)
        sent_us = moment_us(read_label(frame.label, is_bcd=dialect.time == "bcd"))
        rows = []
        for place, record in enumerate(read_unit(frame.unit, dialect)):
            said_us = moment_us(record.time)
            at_us = settled_us(sender, said_us, sent_us=sent_us, received_us=received_us)
            if at_us == said_us:
                at_us += frame.serial * _SERIAL_US
            at_us += min(place, _SERIAL_US - 1)
            owner, fields = await self._owner(sender, frame, record, dialect)
            rows += rows_of(owner, fields, at_us)
            rows += rows_of(sender, _promptness(said_us, received_us) | {"heartbeat": True}, received_us + place)
            self._note_duty(fields)
        return rows

    async def _owner(
        self, sender: Sender, frame: Frame, record: Record, dialect: Dialect
    ) -> tuple[Sender, Fields]:
        """Return whose series a record fills, and with what."""
        fields = fields_of(record, dialect)
        part = part_of(record, dialect)
        name = f"{addresses_of(frame.source)[0]}/{part}"
        if part and (owner := await self._directory.by_address(KIND, name)):
            return owner, fields
        is_component = record.component is not None
        if is_component:
            self._directory.quarantine(KIND, name, write_frame(frame).hex(" ", 2))
        return sender, self._holds.settle(sender.device_id, part, fields, is_component=is_component)

    def _deny(self, frame: Frame, reason: str) -> None:
        REFUSED.labels(KIND, reason).inc()
        self._line.send(write_frame(reply_to(frame, Command.DENY, at=_local())))

    def _note_duty(self, fields: Fields) -> None:
        if fields.get("duty_answered"):
            self._duty_until = 0.0

    def tick(self, moment: float) -> None:
        """Once a second: repeat orders, set a clock that is wrong, ask who is on duty. moment: monotonic seconds."""
        UNCONFIRMED.inc(self.orders.repeat(moment))
        if self._sender is None or self._frame is None:
            return
        self._tick_clock(self._sender, self._frame, moment)
        self._tick_duty(self._sender, self._frame, moment)

    def _tick_clock(self, sender: Sender, frame: Frame, moment: float) -> None:
        beyond = sender.options.get("set_clock_beyond_s")
        if not beyond or moment < self._clock_next:
            return
        said_us = moment_us(read_label(frame.label, is_bcd=sender.options.get("time") == "bcd"))
        if said_us is None or abs(said_us / 1e6 - time.time()) > float(beyond):
            self._clock_next = moment + CLOCK_AGAIN_S
            self.orders.order(clock_setting(_local()), like=frame, at=_local(), moment=moment)

    def _tick_duty(self, sender: Sender, frame: Frame, moment: float) -> None:
        if self._duty_until and moment > self._duty_until:
            self._duty_until = 0.0
            for row in rows_of(sender, {"duty_answered": False}, time.time_ns() // 1000):
                self._sink.put(*row)
        every = sender.options.get("duty_check_every_s")
        if not every or moment < self._duty_next:
            return
        if self._duty_next:
            minutes = int(sender.options.get("duty_check_minutes", DUTY_MINUTES))
            self._duty_until = moment + minutes * 60
            self.orders.order(duty_check(minutes), like=frame, at=_local(), moment=moment)
        self._duty_next = moment + float(every)


def _promptness(said_us: int | None, received_us: int) -> Fields:
    """Return how long a record was under way, where its clock can be believed."""
    if said_us is None or abs(said_us - received_us) > DAY_US:
        return {}
    delay_s = (received_us - said_us) / 1e6
    if delay_s > PROMPT_S:
        LATE.inc()
    return {"delay_s": round(delay_s, 3)}


def _local() -> datetime:
    return datetime.fromtimestamp(time.time(), CHINA)


async def open_gateway(directory: Directory, sink: Sink) -> Close:
    """Listen on the port of the settings, unless it is 0; return what closes it."""
    return await listen(directory, sink, port=settings.GB26875_PORT) if settings.GB26875_PORT else nothing


async def listen(directory: Directory, sink: Sink, *, port: int, limits: Limits = Limits()) -> Close:  # noqa: B008
    """Listen on a port, over TCP and UDP; return what closes it."""
    sessions: set[Transmitter] = set()
    holds = Holds()

    def meet(line: Wire) -> Transmitter:
        return Transmitter(directory, sink, line, sessions, holds)

    closers = [
        await Server(KIND, sink, frame=Framer, meet=meet, limits=limits).listen(port),
        await Datagrams(KIND, sink, frame=Framer, meet=meet, limits=limits).listen(port),
    ]
    ticking = asyncio.get_running_loop().create_task(_tick(sessions))

    async def close() -> None:
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking
        for closed in closers:
            await closed()

    return close


async def _tick(sessions: set[Transmitter]) -> None:
    while True:
        await asyncio.sleep(1.0)
        for one in list(sessions):
            one.tick(time.monotonic())
