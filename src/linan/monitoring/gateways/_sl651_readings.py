"""What SL 651-2014 reports mean: fields for profiles at their times, confirms for stations, packets joined.

Source: SL 651-2014, clause 6.3.1 (modes M1 to M4), table 58 (status).
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from linan.monitoring.gateways._sl651_ascii import read_ascii
from linan.monitoring.gateways._sl651_elements import STATUS_BITS
from linan.monitoring.gateways._sl651_frames import Frame, Mark
from linan.monitoring.gateways._sl651_text import Report, read_text

KIND = "sl651"
Fields = dict[str, object]
KEEP_ALIVE, TEST, THRESHOLD = 0x2F, 0x30, 0x33
_MOST_OPEN = 4
_MOST_BYTES = 4_000_000   # of one message in packets


@dataclass(frozen=True, slots=True)
class Observed:
    """What one station observed at one time, for the expressions of its model. at: local, None for now."""

    station: str
    at: datetime | None
    fields: Fields


def read_report(frame: Frame) -> Report:
    """Return what a whole frame says. Raises: BadText."""
    read = read_ascii if frame.is_ascii else read_text
    return read(frame.function, frame.station, frame.text)


def names_of(station: str) -> list[str]:
    """Return how a station's address may have been written down.

    Ten digits as on the wire, eight for a hydrological station (00 in front), or six of the region and the rest as
    a decimal number of five digits, table 14.
    """
    names = [station]
    if station.startswith("00"):
        names.append(station[2:])
    names.append(f"{station[:6]}{int(station[6:], 16):05d}")
    return names


def observed(report: Report, function: int) -> list[Observed]:
    """Return what a report says, one for each station and time in it.

    The values of a test report are for a test database: they are left out, and only the test itself is said.
    """
    general: Fields = {"heartbeat": True, "function": function, "test": function == TEST}
    if function in (TEST, KEEP_ALIVE):
        return [Observed(report.station, None, general)]
    general["threshold"] = function == THRESHOLD
    if report.status is not None:
        general |= status_of(report.status)
    found: dict[tuple[str, datetime | None], Fields] = {}
    for one in report.elements:
        if one.value is not None:
            found.setdefault((one.station, one.at), {})[one.key] = one.value
    latest = max((at for _, at in found if at is not None), default=None)
    rows = [Observed(station, at, fields) for (station, at), fields in found.items()]
    return [*rows, Observed(report.station, latest, general)]


def status_of(word: int) -> Fields:
    """Return the states of a status word. Door and pump are 0 when something is up, so they are said the other way."""
    bits = {name: bool(word >> place & 1) for place, name in enumerate(STATUS_BITS)}
    return {**bits, "door_open": not bits["door_closed"], "pump_running": not bits["pump_stopped"], "status": word}


def confirm(frame: Frame, *, sent_at: datetime, serial: int, stays: bool) -> Frame:
    """Return the confirm of a frame, or of all packets of which it is one. stays: the station is to stay on line."""
    end = Mark.ESC if stays or (frame.end == Mark.ETB and not frame.is_packet) else Mark.EOT
    return replace(_down(frame, sent_at=sent_at, serial=serial), end=end, number=frame.packets)


def refuse_packet(frame: Frame, number: int, *, sent_at: datetime, serial: int) -> Frame:
    """Return the wish to have a packet again."""
    return replace(_down(frame, sent_at=sent_at, serial=serial), end=Mark.NAK, number=number)


def _down(frame: Frame, *, sent_at: datetime, serial: int) -> Frame:
    moment = f"{sent_at:%y%m%d%H%M%S}"
    text = f"{serial:04X}{moment}"
    return replace(frame, is_down=True, text=text.encode() if frame.is_ascii else bytes.fromhex(text))


class Joiner:
    """Puts the packets of reports together; what is never completed gives way to what comes later."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[str, int, int], dict[int, Frame]] = OrderedDict()

    def join(self, packet: Frame) -> Frame | None:
        """Return a frame with the whole text when this was the last packet that was missing, else None."""
        key = (packet.station, packet.function, packet.packets)
        parts = self._open.setdefault(key, {})
        if (former := parts.get(packet.number)) and former.text != packet.text:
            parts.clear()  # another report of the same size began before the last was complete
        parts[packet.number] = packet
        self._open.move_to_end(key)
        if len(parts) < packet.packets:
            self._bound(key, parts.values())
            return None
        del self._open[key]
        return replace(packet, text=b"".join(parts[number].text for number in sorted(parts)))

    def missing(self, packet: Frame) -> list[int]:
        """Return the numbers of the packets that have not come."""
        parts: Mapping[int, Frame] = self._open.get((packet.station, packet.function, packet.packets), {})
        return [number for number in range(1, packet.packets + 1) if number not in parts]

    def serial_of(self, packet: Frame) -> int:
        """Return the serial number that the first packet bears, 0 while it has not come."""
        first = self._open.get((packet.station, packet.function, packet.packets), {}).get(1)
        if first is None:
            return 0
        return int.from_bytes(first.text[:2], "big") if not first.is_ascii else _hex(first.text[:4])

    def _bound(self, key: tuple[str, int, int], parts: Iterable[Frame]) -> None:
        if sum(len(one.text) for one in parts) > _MOST_BYTES:
            del self._open[key]
        while len(self._open) > _MOST_OPEN:
            self._open.popitem(last=False)


def _hex(text: bytes) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return 0
