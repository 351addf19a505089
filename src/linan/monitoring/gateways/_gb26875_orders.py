"""What the centre sends to a transmitter of GB/T 26875.3, repeated until it is confirmed.

Source: GB/T 26875.3-2011, clause 7: ten seconds at most for an answer, three repeats.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from linan.monitoring.gateways._gb26875_frames import Command, Frame, write_frame, write_label

REPEAT_S = 10.0
TRIES = 4  # once, and three repeats
DUTY_MINUTES = 5


def duty_check(minutes: int) -> bytes:
    """Return the data unit that asks whether somebody is on duty. minutes: 1 to 255, to answer in."""
    return bytes([91, 1, min(max(minutes, 1), 255)])


def clock_setting(at: datetime) -> bytes:
    """Return the data unit that sets the clock to a local time."""
    return bytes([90, 1]) + write_label(at)


def unit_of(method: str, params: object, *, at: datetime) -> bytes | None:
    """Return the data unit of a command by name, None for a name that no transmitter knows."""
    if method == "check_duty":
        minutes = params.get("minutes") if isinstance(params, Mapping) else None
        return duty_check(minutes if isinstance(minutes, int) else DUTY_MINUTES)
    return clock_setting(at) if method == "set_clock" else None


@dataclass(frozen=True, slots=True)
class _Pending:
    frame: Frame
    tries: int
    again_at: float
    command_id: int | None


class Orders:
    """Control frames on their way to one transmitter. moments in seconds of a monotonic clock."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self._serial = 0
        self._pending: dict[int, _Pending] = {}

    def order(
        self, unit: bytes, *, like: Frame, at: datetime, moment: float, command_id: int | None = None
    ) -> None:
        """Send a control frame to the source of a frame. command_id: whose answer this will be."""
        serial, self._serial = self._serial, (self._serial + 1) & 0xFFFF
        frame = Frame(
            serial, like.version, write_label(at), like.destination, like.source, Command.CONTROL, unit
        )
        self._pending[serial] = _Pending(frame, 1, moment + REPEAT_S, command_id)
        self._send(write_frame(frame))

    def answered(self, serial: int) -> int | None:
        """Note a confirm or deny; return the command that waited for it, None where none did."""
        one = self._pending.pop(serial, None)
        return one.command_id if one else None

    def repeat(self, moment: float) -> int:
        """Send again what is not confirmed in time; return how many orders were given up."""
        lost = 0
        for serial, one in list(self._pending.items()):
            if one.again_at > moment:
                continue
            if one.tries >= TRIES:
                del self._pending[serial]
                lost += 1
                continue
            self._pending[serial] = replace(one, tries=one.tries + 1, again_at=moment + REPEAT_S)
            self._send(write_frame(one.frame))
        return lost
