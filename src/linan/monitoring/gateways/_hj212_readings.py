"""What HJ 212 messages mean: fields for profiles, answers for devices, packets joined to messages.

Source: HJ 212-2017, clause 6.6 (dialogue), tables 5, 7, 8 and 9; HJ 212-2025 as far as docs/hj212.md says.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from linan.monitoring.gateways._hj212_packets import Message, write_packet

KIND = "hj212"
Fields = dict[str, object]
ANSWER, NOTICE = 9014, 9013
NEW_KEY = 1014   # 2025: the station wants another key for the encryption, which is not done here
_SERIAL = 1001   # 2025: serial numbers of the logger; in 2017 the number was not in use
_NOTICES = frozenset({1013, 9015})
_DATA = range(2000, 4000)
_MEASURED = frozenset({2011, 2013, 2031, 2051, 2052, 2061, 2111})   # what speaks of the instrument, with a mark or without
BLOT = "******"
_MOST_OPEN = 16    # messages of one connection whose packets are still coming
_MOST_PACKETS = 99
COMMANDS: Mapping[int, str] = MappingProxyType({
    1000: "set patience and repeats", 1001: "serial numbers of the logger", 1002: "set station number",
    1011: "time of the station", 1012: "set time", 1013: "clock calibration wanted", 1014: "new key wanted",
    1061: "interval of real-time data", 1062: "set interval of real-time data", 1063: "interval of minute data",
    1064: "set interval of minute data", 1072: "new password", 2011: "real-time data", 2012: "stop real-time data",
    2013: "raw data", 2021: "state of facilities", 2022: "stop state of facilities", 2031: "day data",
    2041: "running time of a day", 2051: "minute data", 2052: "noise of one measurement", 2061: "hour data",
    2062: "standard check", 2081: "logger started", 2111: "furnace temperature, mean of 5 minutes",
    3011: "calibrate zero or span", 3012: "sample at once", 3013: "clean", 3014: "sample for comparison",
    3015: "sample taken over limit", 3016: "set sampling times", 3017: "sampling times", 3018: "time to a result",
    3019: "serial number", 3020: "field information", 3021: "parameter set", 3022: "keep a sample at once",
    3024: "start a standard check", 9011: "request received", 9012: "request carried out", 9013: "notice received",
    9014: "data received", 9015: "heartbeat",
})
SYSTEMS: Mapping[str, str] = MappingProxyType({
    "21": "surface water", "22": "air", "23": "noise", "24": "ground water", "25": "soil", "26": "sea water",
    "27": "volatile organic compounds", "31": "air, source", "32": "surface water, source", "33": "ground water, source",
    "34": "sea, source", "35": "soil, source", "36": "noise, source", "37": "vibration, source",
    "38": "radioactivity, source", "39": "building-site dust", "41": "electromagnetic field", "44": "electricity",
    "45": "key working conditions", "51": "flue gas treatment", "52": "waste water treatment", "91": "interaction",
})
MARKS: Mapping[str, str] = MappingProxyType({
    "N": "normal", "F": "stopped", "M": "maintenance", "S": "set by hand", "D": "fault", "C": "calibration",
    "T": "above range", "B": "no communication",
})
FACTORS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "a34004": ("PM2.5", ""), "a34002": ("PM10", ""), "a34001": ("TSP", ""), "a01001": ("temperature", "°C"),
    "a01002": ("humidity", "%"), "a01006": ("air pressure", ""), "a01007": ("wind speed", "m/s"),
    "a01008": ("wind direction", "°"), "LA": ("noise", "dB"), "Leq": ("noise", "dB"), "a21026": ("SO2", ""),
    "a21004": ("NO2", ""), "a21005": ("CO", ""), "a05024": ("O3", ""), "a24088": ("NMHC", ""),
    "w01018": ("COD", "mg/L"), "w21003": ("ammonia nitrogen", "mg/L"), "w00000": ("flow", ""), "w01001": ("pH", ""),
    "LAMPBLACK": ("fume", "mg/m³"), "a01901": ("furnace temperature", "°C"), "i23005": ("serial of the logger", ""),
    "i23006": ("serial of its processor", ""), "i23007": ("first network address", ""),
    "i23008": ("second network address", ""),
})


def answer_to(message: Message) -> bytes:
    """Return what the centre says to a message, nothing where no answer is wanted or known."""
    number = NOTICE if _is_notice(message) else ANSWER if message.cn in _DATA else 0
    if not number or not message.wants_answer:
        return b""
    number_of_request = f"QN={message.qn};" if message.qn else ""
    flag = (message.flag or 0) & ~3
    return write_packet(
        f"{number_of_request}ST=91;CN={number};PW={message.pw};MN={message.mn};Flag={flag};CP=&&&&"
    )


def _is_notice(message: Message) -> bool:
    return message.cn in _NOTICES or (message.cn == _SERIAL and message.version == 2025)


def fields_of(message: Message) -> Fields:
    """Return what a message says: CN, ST, a mapping for each factor, and whether an instrument is at fault.

    Values that do not carry the mark N are left out: whatever they are, they must raise no alarm. A serial number, a
    log or the state of a pump says nothing of the instrument, and so does not end its fault.
    """
    fields: Fields = {"CN": message.cn, "ST": message.st, "heartbeat": True, **message.parameters}
    for group in message.groups:
        values: Fields = {"Flag": group.flag or "N", **group.texts}
        fields[group.factor] = values | (dict(group.numbers) if group.may_alarm else {})
    if any(group.flag for group in message.groups) or (message.groups and message.cn in _MEASURED):
        fields["fault"] = any(group.is_fault for group in message.groups)
    return fields


class Joiner:
    """Puts the packets of one message together; what is never completed gives way to what comes later."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[str, int, str], dict[int, Message]] = OrderedDict()

    def join(self, packet: Message) -> Message | None:
        """Return the whole message of which this was the last packet; None while one is missing."""
        if not packet.is_split or not 1 <= packet.pno <= packet.pnum <= _MOST_PACKETS:
            return packet
        key = (packet.mn, packet.cn, packet.parameters.get("DataTime") or packet.qn[:14])
        parts = self._open.setdefault(key, {})
        parts[packet.pno] = packet
        if len(parts) < packet.pnum:
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
            return None
        del self._open[key]
        return _whole([parts[number] for number in sorted(parts)])


def _whole(parts: list[Message]) -> Message:
    return replace(
        parts[-1], groups=tuple(group for one in parts for group in one.groups),
        parameters={key: value for one in parts for key, value in one.parameters.items()},
        unread=tuple(text for one in parts for text in one.unread),
        data_time=next((one.data_time for one in parts if one.data_time), None),
    )


def without_password(segment: bytes, message: Message) -> str:
    """Return a packet as it may be kept: its password blotted out, length and check sum made to fit again."""
    text = segment.decode(errors="replace")
    kept = text.replace(f"PW={message.pw}", f"PW={BLOT}", 1) if message.pw else text
    return write_packet(kept).decode().strip()
