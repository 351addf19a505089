"""The text of an SL 651-2014 report in ASCII coding: names and values, set apart by blanks.

Source: SL 651-2014, clause 6.6.2, annex C (table C.1 with its notes, table C.2).
"""

from collections.abc import Iterator
from datetime import timedelta

from linan.monitoring.gateways._sl651_elements import ELEMENTS, LEVELS_OF_HOUR
from linan.monitoring.gateways._sl651_text import (
    CONFIGURATION,
    WITH_CLASS,
    BadText,
    Draft,
    Report,
    add_hour,
    read_chinese,
    read_time,
)

_CODES = {kind.key: f"{code:02X}" for code, kind in ELEMENTS.items()}


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
            if draft.function in WITH_CLASS:
                draft.station_class = words.take()
        case "TT":
            draft.at = read_time(words.take())
        case "RGZS":
            draft.manual = read_chinese(words.rest())
        case "PIC":
            draft.picture = words.rest()
        case "DATA":
            draft.raw = words.rest()
        case "ZT":
            draft.status = _whole(words.take())
        case "DRP" | "DRZ1" | "DRZ2" | "DRZ3" | "DRZ4" | "DRZ5" | "DRZ6" | "DRZ7" | "DRZ8":
            size = 1 if word == "DRP" else 2
            mark = 0xF4 if word == "DRP" else LEVELS_OF_HOUR + int(word[3]) - 1
            add_hour(draft, mark, _bytes(words.take()), size)
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
    if draft.function in CONFIGURATION:
        draft.add(name, word, value)
        return
    code = _CODES.get(name, name)
    draft.add(code, "" if word == "M" else word, value, later=later, key=name)
