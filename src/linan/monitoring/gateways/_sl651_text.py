"""What the text of an SL 651-2014 report says, in HEX/BCD coding, and how a report is put together.

Source: SL 651-2014, clause 6.6 (text), annex C (elements, table C.1 with its notes), annex D (parameters).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from linan.monitoring.gateways._sl651_elements import ELEMENTS, LEVELS_OF_HOUR, RAIN_OF_HOUR, STATUS

_FIVE = timedelta(minutes=5)
_INVALID = {1: 0xFF, 2: 0xFFFF}
CONFIGURATION = frozenset({0x40, 0x41, 0x42, 0x43})
WITH_CLASS = frozenset({*range(0x30, 0x3B), 0x44})
_UNIFORM = frozenset({0x31, 0x38})
# Answers about pumps, valves, quotas, clock and events have no elements: only their status word is of the common shape.
_WITHOUT_ELEMENTS = frozenset(range(0x47, 0x52))


class BadText(ValueError):
    """A text that ends in the middle of something, or begins with no serial number and time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One value. key: its name in ASCII reports, or its code; digits: as sent, with the point; value: None for none.

    at: when it was observed, local; None where the report does not say.
    """

    key: str
    code: str
    digits: str
    value: float | None
    station: str
    at: datetime | None
    unit: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole text. elements: readings; parameters: of the station's configuration; status: bits of table 58.

    raw: flow data, or what could not be read; problem: why, empty where all was read.
    """

    serial: int
    sent_at: datetime | None
    station: str
    station_class: str = ""
    elements: tuple[Element, ...] = ()
    parameters: tuple[Element, ...] = ()
    status: int | None = None
    manual: str = ""
    picture: bytes = b""
    raw: bytes = b""
    problem: str = ""

    @property
    def says_nothing(self) -> bool:
        """Whether something was not read, and nothing else was."""
        return bool(self.problem) and not self.elements and not self.parameters and self.status is None


@dataclass(slots=True)
class Draft:
    """A report that is being read; station, at: those that stand before the next element."""

    function: int
    station: str
    sent_at: datetime | None
    at: datetime | None = None
    station_class: str = ""
    found: list[Element] = field(default_factory=list)
    status: int | None = None
    manual: str = ""
    picture: bytes = b""
    raw: bytes = b""
    problem: str = ""

    def add(self, code: str, digits: str, value: float | None, *, later: timedelta = timedelta(), key: str = "") -> None:
        """Take a value. later: how long after the observation time it was observed."""
        kind = None if self.function in CONFIGURATION else _KINDS.get(code)
        at = None if self.at is None else self.at + later
        self.found.append(Element(
            key=key or (kind.key if kind else code), code=code, digits=digits, value=value, station=self.station, at=at,
            unit=kind.unit if kind else "", title=kind.title if kind else "",
        ))

    def report(self, serial: int) -> Report:
        """Return what was read."""
        found = tuple(self.found)
        is_configuration = self.function in CONFIGURATION
        return Report(
            serial, self.sent_at, self.station, self.station_class, () if is_configuration else found,
            found if is_configuration else (), self.status, self.manual, self.picture, self.raw, self.problem,
        )


def read_text(function: int, station: str, text: bytes) -> Report:
    """Return what a HEX/BCD text says. station: of the frame's head.

    Answers to queries have texts of their own shape, and makers add to theirs: from where nothing fits any more the rest
    is kept raw. Raises: BadText for a text without serial number and time.
    """
    if len(text) < 8:
        raise BadText("shorter than serial number and time")
    draft = Draft(function, station, read_time(text[2:8].hex()))
    at = 8
    while at < len(text):
        try:
            at = _read_group(draft, text, at)
        except BadText as fault:
            draft.raw, draft.problem, at = text[at:], str(fault), len(text)
    return draft.report(int.from_bytes(text[:2], "big"))


def read_time(digits: str) -> datetime | None:
    """Return a local time of yyMMddHHmm or yyMMddHHmmss, None for what is no time."""
    try:
        return datetime.strptime(digits, "%y%m%d%H%M" if len(digits) == 10 else "%y%m%d%H%M%S").replace(  # noqa: DTZ007
            year=2000 + int(digits[:2])
        )
    except ValueError:
        return None


def _read_group(draft: Draft, text: bytes, at: int) -> int:
    """Read what stands at a place; return the place behind it."""
    mark, more = text[at], text[at + 1] if at + 1 < len(text) else None
    if draft.function == 0x45 and draft.found == [] and draft.manual == "" and mark not in (0xF0, 0xF1):
        draft.manual = read_chinese(_cut(text, at + 1, mark))
        return at + 1 + mark
    match mark, more:
        case 0xF1, 0xF1:
            return _read_station(draft, text, at + 2)
        case 0xF0, 0xF0:
            draft.at = read_time(_cut(text, at + 2, 5).hex())
            return at + 7
        case 0xF2, 0xF2:
            draft.manual = read_chinese(text[at + 2 :])
            return len(text)
        case 0xF3, 0xF3:
            draft.picture = text[at + 2 :]
            return len(text)
        case 0xFD, 0xF6:
            draft.raw = text[at + 2 :]
            return len(text)
        case _, None:
            raise BadText(f"element {mark:02X}: ends too early")
    if draft.function in _WITHOUT_ELEMENTS and (mark, more) != (STATUS, 0x20):
        draft.raw = text[at:]
        return len(text)
    if 0xF4 <= mark <= 0xFC:
        return _read_hour(draft, text, at)
    if mark == 0x04 and more == 0x18 and draft.function in _UNIFORM:
        return _read_uniform(draft, text, at + 2)
    return _read_element(draft, text, at)


def _cut(text: bytes, at: int, size: int) -> bytes:
    if at + size > len(text):
        raise BadText(f"{at + size - len(text)} bytes are missing")
    return text[at : at + size]


def read_chinese(raw: bytes) -> str:
    """Return a text entered by hand, without blanks around it."""
    return raw.decode("gb18030", "replace").strip("\0 \r\n")


def _read_station(draft: Draft, text: bytes, at: int) -> int:
    draft.station = _cut(text, at, 5).hex().upper()
    at += 5
    if draft.function in WITH_CLASS and at < len(text) and text[at : at + 2] != b"\xf0\xf0":
        draft.station_class = chr(text[at])
        at += 1
    return at


def _read_hour(draft: Draft, text: bytes, at: int) -> int:
    """Read twelve values of an hour, five minutes apart."""
    size = 1 if text[at] == 0xF4 else 2
    count = (text[at + 1] >> 3) // size
    raw = _cut(text, at + 2, count * size)
    add_hour(draft, text[at], raw, size)
    return at + 2 + count * size


def add_hour(draft: Draft, mark: int, raw: bytes, size: int) -> None:
    """Take the values of an hour. mark: F4 for rain, F5 to FC for levels; size: bytes of each."""
    key = RAIN_OF_HOUR if mark == 0xF4 else f"DRZ{mark - LEVELS_OF_HOUR + 1}"
    places = 1 if mark == 0xF4 else 2
    first = _first_of_hour(draft, len(raw) // size)
    for number in range(len(raw) // size):
        count = int.from_bytes(raw[number * size : (number + 1) * size], "big")
        value = None if count == _INVALID[size] else round(count / 10**places, places)
        digits = "" if value is None else f"{value:.{places}f}"
        draft.add(f"{mark:02X}", digits, value, later=first + number * _FIVE, key=key)


def _first_of_hour(draft: Draft, count: int) -> timedelta:
    """Return when the first value was observed, after the observation time.

    By the standard that is its time. Makers also write the time of the last: then the others lie before it, for
    nothing is observed after it was sent.
    """
    span = (count - 1) * _FIVE
    if draft.at and draft.sent_at and draft.at + span > draft.sent_at + _FIVE:
        return -span
    return timedelta()


def _read_uniform(draft: Draft, text: bytes, at: int) -> int:
    """Read the step and then one element with as many values as follow."""
    step = read_step(_cut(text, at, 3).hex())
    at += 3
    if at + 2 > len(text):
        raise BadText("an element is missing behind the step")
    mark, form = text[at], text[at + 1]
    if 0xF4 <= mark <= 0xFC:
        return _read_hour(draft, text, at)
    size, places, at = form >> 3, form & 7, at + 2
    if not size or (len(text) - at) % size:
        raise BadText(f"element {mark:02X}: its values do not fill the text")
    for number, place in enumerate(range(at, len(text), size)):
        digits, value = read_bcd(text[place : place + size], places)
        draft.add(f"{mark:02X}", digits, value, later=number * step)
    return len(text)


def read_step(digits: str) -> timedelta:
    """Return a step of days, hours and minutes, two digits each. Raises: BadText."""
    if not (digits.isascii() and digits.isdigit()):
        raise BadText(f"no time step: {digits}")
    return timedelta(days=int(digits[:2]), hours=int(digits[2:4]), minutes=int(digits[4:6]))


def _read_element(draft: Draft, text: bytes, at: int) -> int:
    code, at = f"{text[at]:02X}", at + 1
    if code == "FF":
        code += f"{text[at]:02X}"
        at += 1
    form = _cut(text, at, 1)[0]
    size, places = form >> 3, form & 7
    raw = _cut(text, at + 1, size)
    if code == f"{STATUS:02X}" and draft.function not in CONFIGURATION:
        draft.status = int.from_bytes(raw, "big")
    else:
        digits, value = read_bcd(raw, places)
        draft.add(code, digits, value)
    return at + 1 + size


def read_bcd(raw: bytes, places: int) -> tuple[str, float | None]:
    """Return BCD as digits with the point, and as a number. FF in front is a minus, F all over is no value.

    What is no BCD (an address, a bit field) is returned as hexadecimal and without a number.
    """
    said = raw.hex().upper()
    if not said or set(said) == {"F"}:
        return "", None
    is_negative, digits = said.startswith("FF"), said.removeprefix("FF")
    if not digits.isdigit():
        return f"hex:{said}", None
    whole, part = (digits[:-places] or "0", digits[-places:].rjust(places, "0")) if places else (digits, "")
    text = ("-" if is_negative else "") + whole + (f".{part}" if places else "")
    return text, float(text)


_KINDS = {f"{code:02X}": kind for code, kind in ELEMENTS.items()}
