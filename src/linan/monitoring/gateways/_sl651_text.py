"""What the text of an SL 651-2014 report says, in HEX/BCD and in ASCII coding.

Source: SL 651-2014, clause 6.6 (text), annex C (elements, table C.1 with its notes), annex D (parameters).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from linan.monitoring.gateways._sl651_elements import ELEMENTS, LEVELS_OF_HOUR, RAIN_OF_HOUR, STATUS

_FIVE = timedelta(minutes=5)
_INVALID = {1: 0xFF, 2: 0xFFFF}
_CONFIGURATION = frozenset({0x40, 0x41, 0x42, 0x43})
_WITH_CLASS = frozenset({*range(0x30, 0x3B), 0x44})
_UNIFORM = frozenset({0x31, 0x38})


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
        kind = None if self.function in _CONFIGURATION else _KINDS.get(code)
        at = None if self.at is None else self.at + later
        self.found.append(Element(
            key=key or (kind.key if kind else code), code=code, digits=digits, value=value, station=self.station, at=at,
            unit=kind.unit if kind else "", title=kind.title if kind else "",
        ))

    def report(self, serial: int) -> Report:
        """Return what was read."""
        found = tuple(self.found)
        is_configuration = self.function in _CONFIGURATION
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
        draft.manual = _text(_cut(text, at + 1, mark))
        return at + 1 + mark
    match mark, more:
        case 0xF1, 0xF1:
            return _read_station(draft, text, at + 2)
        case 0xF0, 0xF0:
            draft.at = read_time(_cut(text, at + 2, 5).hex())
            return at + 7
        case 0xF2, 0xF2:
            draft.manual = _text(text[at + 2 :])
            return len(text)
        case 0xF3, 0xF3:
            draft.picture = text[at + 2 :]
            return len(text)
        case 0xFD, 0xF6:
            draft.raw = text[at + 2 :]
            return len(text)
        case _, None:
            raise BadText(f"element {mark:02X}: ends too early")
    if 0xF4 <= mark <= 0xFC:
        return _read_hour(draft, text, at)
    if mark == 0x04 and more == 0x18 and draft.function in _UNIFORM:
        return _read_uniform(draft, text, at + 2)
    return _read_element(draft, text, at)


def _cut(text: bytes, at: int, size: int) -> bytes:
    if at + size > len(text):
        raise BadText(f"{at + size - len(text)} bytes are missing")
    return text[at : at + size]


def _text(raw: bytes) -> str:
    return raw.decode("gb18030", "replace").strip("\0 \r\n")


def _read_station(draft: Draft, text: bytes, at: int) -> int:
    draft.station = _cut(text, at, 5).hex().upper()
    at += 5
    if draft.function in _WITH_CLASS and at < len(text) and text[at : at + 2] != b"\xf0\xf0":
        draft.station_class = chr(text[at])
        at += 1
    return at


def _read_hour(draft: Draft, text: bytes, at: int) -> int:
    """Read twelve values of an hour, five minutes apart."""
    size = 1 if text[at] == 0xF4 else 2
    count = (text[at + 1] >> 3) // size
    raw = _cut(text, at + 2, count * size)
    _add_hour(draft, text[at], raw, size)
    return at + 2 + count * size


def _add_hour(draft: Draft, mark: int, raw: bytes, size: int) -> None:
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
    if code == f"{STATUS:02X}" and draft.function not in _CONFIGURATION:
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


def read_ascii(function: int, station: str, text: bytes) -> Report:
    """Return what an ASCII text says. Raises: BadText."""
    head = text[:16].decode("ascii", "replace")
    if len(head) < 16 or not head[4:].isdigit():
        raise BadText("no serial number and time in front")
    try:
        serial = int(head[:4], 16)
    except ValueError as fault:
        raise BadText("no serial number in front") from fault
    draft = Draft(function, station, read_time(head[4:]))
    try:
        _read_words(draft, _Words(text[16:]))
    except BadText as fault:
        draft.raw, draft.problem = text[16:], str(fault)
    return draft.report(serial)


class _Words:
    """The words of an ASCII text, and what follows the last of them as bytes."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def __iter__(self) -> Iterator[str]:
        while word := self.take():
            yield word

    def take(self) -> str:
        """Return the next word, empty at the end."""
        while self._raw[self._at : self._at + 1] == b" ":
            self._at += 1
        end = self._raw.find(b" ", self._at)
        end = len(self._raw) if end < 0 else end
        word, self._at = self._raw[self._at : end], end
        return word.decode("ascii", "replace")

    def rest(self) -> bytes:
        """Return everything behind the blank that ended the last word."""
        rest, self._at = self._raw[self._at + 1 :], len(self._raw)
        return rest


def _read_words(draft: Draft, words: _Words) -> None:
    step: timedelta | None = None
    columns: list[str] = []
    values: list[str] = []
    for word in words:
        if step is not None and (values or _is_value(word)):
            values.append(word)
        elif step is not None:
            columns.append(word)
        elif word[:2] == "DR" and word[2:3] in ("D", "H", "N") and word[3:].isdigit() and word[3:] != "00":
            step = _step_of(word)
        elif word[:2] != "DR" or word[3:] != "00":
            _read_word(draft, word, words)
    if step is not None:
        _add_columns(draft, step, columns, values)


def _is_value(word: str) -> bool:
    return word == "M" or word.lstrip("+-").replace(".", "", 1).isdigit()


def _step_of(word: str) -> timedelta:
    count = int(word[3:5])
    return {"D": timedelta(days=count), "H": timedelta(hours=count), "N": timedelta(minutes=count)}[word[2]]


def _add_columns(draft: Draft, step: timedelta, columns: list[str], values: list[str]) -> None:
    if not columns or len(values) % len(columns):
        raise BadText("the values do not fill the elements")
    for place, word in enumerate(values):
        row, column = divmod(place, len(columns))
        _add_named(draft, columns[column], word, later=row * step)


def _read_word(draft: Draft, word: str, words: _Words) -> None:
    match word:
        case "ST":
            draft.station = words.take().upper()
            if draft.function in _WITH_CLASS:
                draft.station_class = words.take()
        case "TT":
            draft.at = read_time(words.take())
        case "RGZS":
            draft.manual = _text(words.rest())
        case "PIC":
            draft.picture = words.rest()
        case "DATA":
            draft.raw = words.rest()
        case "ZT":
            draft.status = _whole(words.take())
        case "DRP" | "DRZ1" | "DRZ2" | "DRZ3" | "DRZ4" | "DRZ5" | "DRZ6" | "DRZ7" | "DRZ8":
            size = 1 if word == "DRP" else 2
            mark = 0xF4 if word == "DRP" else LEVELS_OF_HOUR + int(word[3]) - 1
            _add_hour(draft, mark, _bytes(words.take()), size)
        case _:
            _add_named(draft, word, words.take())


def _whole(word: str) -> int:
    try:
        return int(word, 16)
    except ValueError as fault:
        raise BadText(f"no hexadecimal number: {word}") from fault


def _bytes(word: str) -> bytes:
    try:
        return bytes.fromhex(word)
    except ValueError as fault:
        raise BadText(f"no hexadecimal digits: {word}") from fault


def _add_named(draft: Draft, name: str, word: str, *, later: timedelta = timedelta()) -> None:
    if not word:
        raise BadText(f"{name}: the value is missing")
    value = float(word) if _is_value(word) and word != "M" else None
    if draft.function in _CONFIGURATION:
        draft.add(name, word, value)
        return
    code = _CODES.get(name, name)
    draft.add(code, "" if word == "M" else word, value, later=later, key=name)


_KINDS = {f"{code:02X}": kind for code, kind in ELEMENTS.items()}
_CODES = {kind.key: f"{code:02X}" for code, kind in ELEMENTS.items()}
