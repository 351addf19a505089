"""HJ 212 packets: found in a stream, checked, read and answered.

Source: HJ 212-2017, clause 6.3 (packet), 6.6 (dialogue), annex A (check sum), tables 4, 5 and 8; HJ/T 212-2005 and
HJ 212-2025 differ in the version bits of Flag and in further commands and fields. What is known of 2025 and from where
stands in docs/hj212.md.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from linan.monitoring.gateways._crc import TABLE

START = b"##"
LONGEST = 9_999   # four digits; the standard says 1,024, and longer ones are met
BY_STANDARD = 1_024
_HEAD = 6         # mark and length
_SUM = 4
_CP = re.compile(r"[;,]?\s*CP\s*=\s*&&", re.IGNORECASE)
_STANDARD_FACTOR = re.compile(r"[A-Z]\d{5}")
_SUFFIXES: Mapping[str, str] = MappingProxyType({
    one.lower(): one for one in (
        "Rtd", "Min", "Avg", "Max", "ZsRtd", "ZsMin", "ZsAvg", "ZsMax", "Cou", "Flag", "EFlag", "SampleTime", "Info",
        "SN", "Data", "DayData", "NightData", "RS", "RT", "Ori", "CompleteTime", "SampleType", "SampleRd",
        "StandardValue", "ResultType",
    )
})
_NAMES: Mapping[str, str] = MappingProxyType({
    one.lower(): one for one in (
        "DataTime", "SystemTime", "RestartTime", "BeginTime", "EndTime", "QnRtn", "ExeRtn", "PolId", "InfoId", "NewPW",
        "RtdInterval", "MinInterval", "OverTime", "ReCount", "CstartTime", "CTime", "Stime", "VaseNo", "WarnTime",
        "CalibrationType", "SKCreateTime", "NewSK",
    )
})
_TIMES = frozenset({"DataTime", "SampleTime", "CompleteTime"})
FAULTS = frozenset("DBFT")   # the instrument, not the air, is what the mark speaks of
NORMAL = "N"


class BadPacket(ValueError):
    """A segment that lacks what every message has."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Bytes that begin like a packet and are none."""

    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """What a message says of one factor. flag: its quality mark, empty where there is none."""

    factor: str
    numbers: Mapping[str, float]
    texts: Mapping[str, str]
    flag: str

    @property
    def may_alarm(self) -> bool:
        """Whether its values are measurements of a working instrument."""
        return self.flag in ("", NORMAL)

    @property
    def is_fault(self) -> bool:
        """Whether the mark says that the instrument does not work."""
        return self.flag in FAULTS


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    flag: None where there is none (2005); parameters: what is no factor; unread: what is neither; is_resent: sent once
    more because the line was cut (RF=1).
    """

    qn: str
    st: str
    cn: int
    pw: str
    mn: str
    flag: int | None
    pnum: int
    pno: int
    data_time: datetime | None
    groups: tuple[Group, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    is_resent: bool = False

    @property
    def version(self) -> int:
        """The edition of the standard: 2005, 2017, 2025, or 0 for version bits that no edition has."""
        return {0: 2005, 1: 2017, 2: 2025}.get((self.flag or 0) >> 2, 0)

    @property
    def wants_answer(self) -> bool:
        """Whether bit A is set."""
        return bool((self.flag or 0) & 1)

    @property
    def is_split(self) -> bool:
        """Whether this is one of several packets of a message."""
        return self.pnum > 1

    @property
    def is_unreadable(self) -> bool:
        """Whether its data area holds something, and nothing that can be read (2025 encrypts it).

        What is encrypted and written as base64 may end in "=", and then looks like one name without a value.
        """
        says = any(one.numbers or one.flag or one.texts.keys() - {"Rtd"} for one in self.groups)
        return bool(self.unread or self.groups) and not self.parameters and not says

    @property
    def sent_at(self) -> datetime | None:
        """When it was sent, by the device's clock."""
        return read_time(self.qn)


def crc(segment: bytes) -> int:
    """Return the check sum of a segment. Not Modbus: each byte meets the high half of the register, annex A."""
    register = 0xFFFF
    for byte in segment:
        register = (register >> 8) ^ byte
        register = (register >> 8) ^ TABLE[register & 0xFF]
    return register


def write_packet(segment: str) -> bytes:
    """Return a packet around a data segment."""
    raw = segment.encode()
    return b"##%04d%b%04X\r\n" % (len(raw), raw, crc(raw))


class Framer:
    """Data segments out of a stream, wherever it was cut. `skipped` counts bytes that belonged to none."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self.skipped = 0

    @property
    def is_amid(self) -> bool:
        """Whether a packet has begun and not ended."""
        return bool(self._rest)

    def feed(self, piece: bytes) -> Iterator[bytes | Broken]:
        """Yield the segments that became whole with this piece."""
        self._rest += piece
        while (found := self._next()) is not None:
            yield found

    def _next(self) -> bytes | Broken | None:
        self._skip_to_start()
        rest = self._rest
        if len(rest) < _HEAD:
            return None
        digits = bytes(rest[2:_HEAD])
        if not digits.isdigit():
            return self._drop(Broken("length"), len(START))
        end = _HEAD + int(digits)
        if len(rest) < end + _SUM:
            return None
        segment = bytes(rest[_HEAD:end])
        if bytes(rest[end : end + _SUM]).upper() != b"%04X" % crc(segment):
            return self._drop(Broken("checksum"), len(START))
        return self._drop(segment, end + _SUM)

    def _skip_to_start(self) -> None:
        start = self._rest.find(START)
        if start < 0:
            start = len(self._rest) - self._rest.endswith(b"#")
        self.skipped += start
        del self._rest[:start]

    def _drop(self, found: bytes | Broken, count: int) -> bytes | Broken:
        del self._rest[:count]
        return found


def read_segment(segment: bytes) -> Message:
    """Return what a data segment says. Raises: BadPacket."""
    text = _text(segment)
    found = _CP.search(text)
    head = _head(text[: found.start()] if found else text)
    if not head.get("MN") or not head.get("CN", "").isdecimal():
        raise BadPacket("MN or CN is missing")
    groups, parameters, unread = _read_cp(text[found.end() :] if found else "")
    return Message(
        qn=head.get("QN", ""), st=head.get("ST", ""), cn=int(head["CN"][:6]), pw=head.get("PW", ""), mn=head["MN"],
        flag=_whole(head.get("FLAG")), pnum=_whole(head.get("PNUM")) or 0, pno=_whole(head.get("PNO")) or 0,
        data_time=read_time(parameters.get("DataTime", "")), groups=groups, parameters=parameters, unread=unread,
        is_resent=head.get("RF") == "1",
    )


def _text(segment: bytes) -> str:
    try:
        return segment.decode()
    except UnicodeDecodeError:
        return segment.decode("gb18030", "replace")


def _head(text: str) -> dict[str, str]:
    pairs = (one.partition("=") for one in re.split("[;,]", text))
    return {key.strip().upper(): value.strip() for key, sign, value in pairs if sign}


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else None


def read_time(text: str) -> datetime | None:
    """Return a local time of 14 to 17 digits (yyyyMMddHHmmss, zzz), None for anything else."""
    digits = re.match(r"\d{14}", text.strip(), re.ASCII)
    try:
        return datetime.strptime(digits.group(), "%Y%m%d%H%M%S") if digits else None  # noqa: DTZ007
    except ValueError:
        return None


def _read_cp(text: str) -> tuple[tuple[Group, ...], dict[str, str], tuple[str, ...]]:
    """Read the data area. ";" parts factors and "," the values of one, but neither is relied on."""
    factors: dict[str, dict[str, str]] = {}
    parameters: dict[str, str] = {}
    unread = []
    for part in text.split("&&")[0].split(";"):
        latest = ""
        for item in part.split(","):
            key, sign, value = (one.strip() for one in item.partition("="))
            if not sign or not key:
                unread += [item.strip()] if item.strip() else []
                continue
            latest = _place(key, value, latest, factors, parameters)
    return tuple(_group(factor, values) for factor, values in factors.items()), parameters, tuple(unread)


def _place(
    key: str, value: str, latest: str, factors: dict[str, dict[str, str]], parameters: dict[str, str]
) -> str:
    """Put one value where it belongs; return the factor that a bare Flag after it would speak of."""
    if (name := _NAMES.get(key.lower())) is not None:
        parameters[name] = value
        return latest
    factor, hyphen, suffix = key.rpartition("-")
    if not hyphen and key.lower() in ("flag", "eflag"):
        factor, suffix = latest, key
    elif not hyphen:
        factor, suffix = key, "Rtd"
    if not factor:
        parameters[key] = value
        return latest
    factor = factor.lower() if _STANDARD_FACTOR.fullmatch(factor) else factor
    factors.setdefault(factor, {})[_SUFFIXES.get(suffix.lower(), suffix)] = value
    return factor


def _group(factor: str, values: dict[str, str]) -> Group:
    flag = values.pop("Flag", "").upper()
    numbers = {key: number for key, said in values.items() if (number := _number(key, said)) is not None}
    texts = {key: said for key, said in values.items() if key not in numbers}
    return Group(factor, numbers, texts, flag)


def _number(key: str, said: str) -> float | None:
    if key in _TIMES or not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", said, re.ASCII) or len(said) > 40:
        return None
    return float(said)
