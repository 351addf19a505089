"""The common shape of telemetry, read by compiled code straight from a socket's bytes. Pure.

What it takes: PUBLISH to `v1/devices/me/telemetry` at QoS 0 or 1 whose payload is {k: v}, {"ts", "values"} or an
array of either, in plain ASCII without escapes, with numbers that a double holds exactly. Whatever else comes, it
stops before that packet and says where; the readers of _packets.py and _thingsboard.py, which are the reference,
take over for one packet. A differential test holds the two equal.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linan.monitoring.domain.compiled import compiled
from linan.monitoring.domain.reading import DAY_US, Columns
from linan.monitoring.gateways._tables import NO_KEYS, Bytes, Into, KeyTable

# What a device calls its own: "\0\x17v1/devices/me/telemetry", the first bytes of a PUBLISH.
_HEAD = np.frombuffer(b"\0\x17v1/devices/me/telemetry", np.uint8)
_POWERS = 10.0 ** np.arange(23)  # each exact in a double
_EXACT = 1 << 53
_ODD = -1

QUOTE, COMMA, COLON, OPEN, CLOSE, LIST, END = (ord(one) for one in '",:{}[]')
MINUS, PLUS, POINT, ZERO, NINE, SMALL_E, BIG_E, ESCAPE = (ord(one) for one in "-+.09eE\\")
TRUE, FALSE, NULL = (np.frombuffer(one, np.uint8) for one in (b"true", b"false", b"null"))
TS, VALUES = np.frombuffer(b"ts", np.uint8), np.frombuffer(b"values", np.uint8)


class Scanned(NamedTuple):
    """How far a scan came. odd: whether a packet stands at `position` that the reference must read.

    rows: in the columns now; acks: bytes of PUBACK written; messages: how many were understood;
    unknown: values under a key that the device model does not have; last_us: the last moment given away.
    """

    odd: bool
    position: int
    rows: int
    acks: int
    messages: int
    unknown: int
    last_us: int


def scan(
    data: Bytes, start: int, table: KeyTable, columns: Columns, acks: Bytes, *, limit: int, is_v5: bool,
    received_us: int, last_us: int,
) -> Scanned:
    """Read whole packets of the common shape into columns and their PUBACKs into acks, until one is odd or cut.

    columns must have room for len(data) // 6 rows, acks for len(data) // 7 bytes. limit: bytes of one packet.
    """
    into = Into(columns.series, columns.at_us, columns.values)
    return Scanned(*_scan(data, start, table, into, columns.count, acks, limit, is_v5, received_us, last_us))


def warm_up() -> None:
    """Have the code compiled, or read from where it is kept, before the first device waits for it."""
    scan(
        np.frombuffer(b"", np.uint8), 0, NO_KEYS, Columns(1), np.zeros(1, np.uint8), limit=0, is_v5=False,
        received_us=0, last_us=0,
    )


@compiled
def _scan(
    data: Bytes, start: int, table: KeyTable, into: Into,
    count: int, acks: Bytes, limit: int, is_v5: bool, received_us: int, last_us: int,
) -> tuple[bool, int, int, int, int, int, int]:
    acked = messages = unknown = 0
    end = len(data)
    while start < end:
        body, stop = _frame(data, start, end, limit)
        if body < 0:
            return True, start, count, acked, messages, unknown, last_us
        if stop > end:
            break
        payload = _payload(data, data[start], body, stop, is_v5)
        if payload < 0:
            return True, start, count, acked, messages, unknown, last_us
        moment = max(received_us, last_us + 1)
        rows, strange, entries = _message(data, payload, stop, table, into, count, moment)
        if rows < 0:
            return True, start, count, acked, messages, unknown, last_us
        count, unknown, last_us = rows, unknown + strange, moment + max(entries - 1, 0)
        messages += 1
        if data[start] & 2:
            acks[acked], acks[acked + 1] = 0x40, 2
            acks[acked + 2], acks[acked + 3] = data[body + 25], data[body + 26]
            acked += 4
        start = stop
    return False, start, count, acked, messages, unknown, last_us


@compiled
def _frame(data: Bytes, start: int, end: int, limit: int) -> tuple[int, int]:
    """Return where the body of a packet begins and ends; its end lies beyond the data while it is cut."""
    size = 0
    for place in range(4):
        at = start + 1 + place
        if at >= end:
            return at, end + 1
        size |= (data[at] & 127) << (7 * place)
        if data[at] < 128:
            if size > limit:
                return _ODD, 0
            return at + 1, at + 1 + size
    return _ODD, 0


@compiled
def _payload(data: Bytes, first: int, body: int, stop: int, is_v5: bool) -> int:
    """Return where the payload of a common PUBLISH begins."""
    if first != 0x32 and first != 0x30 and first != 0x3A:
        return _ODD
    at = body + len(_HEAD)
    if at + 3 > stop:
        return _ODD
    for place in range(len(_HEAD)):
        if data[body + place] != _HEAD[place]:
            return _ODD
    if first & 2:
        if data[at] == 0 and data[at + 1] == 0:
            return _ODD
        at += 2
    if is_v5:
        if data[at] != 0:
            return _ODD
        at += 1
    return at


@compiled
def _message(
    data: Bytes, at: int, end: int, table: KeyTable, into: Into,
    count: int, moment: int,
) -> tuple[int, int, int]:
    """Return (rows, unknown keys, entries) after a whole payload; rows below zero: odd."""
    at = _space(data, at, end)
    unknown = entries = 0
    if at >= end or len(table.ends) == 0:
        return _ODD, 0, 0
    if data[at] == OPEN:
        at, count, unknown = _entry(data, at, end, table, into, count, moment)
        entries = 1
    elif data[at] == LIST:
        at = _space(data, at + 1, end)
        if at < end and data[at] == END:
            at += 1
        else:
            while True:
                if at >= end or data[at] != OPEN:
                    return _ODD, 0, 0
                at, count, strange = _entry(
                    data, at, end, table, into, count, moment + entries
                )
                if at < 0:
                    return _ODD, 0, 0
                entries += 1
                unknown += strange
                at = _space(data, at, end)
                if at < end and data[at] == COMMA:
                    at = _space(data, at + 1, end)
                elif at < end and data[at] == END:
                    at += 1
                    break
                else:
                    return _ODD, 0, 0
    else:
        return _ODD, 0, 0
    if at < 0 or _space(data, at, end) != end:
        return _ODD, 0, 0
    return count, unknown, entries


@compiled
def _entry(
    data: Bytes, at: int, end: int, table: KeyTable, into: Into,
    count: int, moment: int,
) -> tuple[int, int, int]:
    """Return (position, rows, unknown keys) after an object that begins here: {k: v} or {"ts", "values"}."""
    first = _space(data, at + 1, end)
    if first < end and data[first] == QUOTE and _is(data, first + 1, end, TS):
        at = _after_colon(data, first + 4, end)
        at, said, is_whole = _number(data, at, end)
        if at < 0 or not is_whole:
            return _ODD, 0, 0
        own_us = int(said) * 1000
        if abs(own_us - moment) > DAY_US:
            return _ODD, 0, 0
        at = _space(data, at, end)
        if at >= end or data[at] != COMMA:
            return _ODD, 0, 0
        at = _space(data, at + 1, end)
        if at >= end or data[at] != QUOTE or not _is(data, at + 1, end, VALUES):
            return _ODD, 0, 0
        at = _after_colon(data, at + 8, end)
        if at < 0 or at >= end or data[at] != OPEN:
            return _ODD, 0, 0
        at, count, unknown = _members(
            data, at, end, table, into, count, own_us, False
        )
        if at < 0:
            return _ODD, 0, 0
        at = _space(data, at, end)
        if at >= end or data[at] != CLOSE:
            return _ODD, 0, 0
        return at + 1, count, unknown
    return _members(data, at, end, table, into, count, moment, True)


@compiled
def _members(
    data: Bytes, at: int, end: int, table: KeyTable, into: Into,
    count: int, moment: int, is_top: bool,
) -> tuple[int, int, int]:
    """Return (position, rows, unknown keys) after a flat object that begins here."""
    unknown, seen = 0, np.uint64(0)
    at = _space(data, at + 1, end)
    if at < end and data[at] == CLOSE:
        return at + 1, count, 0
    while True:
        if at >= end or data[at] != QUOTE:
            return _ODD, 0, 0
        begin = at + 1
        close = _string(data, begin, end)
        if close < 0 or (is_top and close - begin == 6 and _is(data, begin, end, VALUES)):
            return _ODD, 0, 0
        at = _after_colon(data, close + 1, end)
        if at < 0:
            return _ODD, 0, 0
        place = _channel(data, begin, close, table.keys, table.ends)
        if place < 0:
            at = _skip(data, at, end)
            unknown += 1
        else:
            bit = np.uint64(1) << np.uint64(place)
            at, value = _known(data, at, end)
            if at < 0 or seen & bit:
                return _ODD, 0, 0
            seen |= bit
            into.series[count], into.at_us[count], into.values[count] = table.series[place], moment, value
            count += 1
        if at < 0:
            return _ODD, 0, 0
        at = _space(data, at, end)
        if at < end and data[at] == COMMA:
            at = _space(data, at + 1, end)
        elif at < end and data[at] == CLOSE:
            return at + 1, count, unknown
        else:
            return _ODD, 0, 0


@compiled
def _channel(data: Bytes, begin: int, close: int, keys: Bytes, ends: NDArray[np.int32]) -> int:
    """Return which of the device's keys this is, below zero where it is none."""
    size, start = close - begin, 0
    for place in range(len(ends)):
        if ends[place] - start == size:
            same = True
            for one in range(size):
                if data[begin + one] != keys[start + one]:
                    same = False
                    break
            if same:
                return place
        start = ends[place]
    return _ODD


@compiled
def _known(data: Bytes, at: int, end: int) -> tuple[int, float]:
    """Return (position, value) of a number or a truth."""
    if _is_word(data, at, end, TRUE):
        return at + 4, 1.0
    if _is_word(data, at, end, FALSE):
        return at + 5, 0.0
    at, value, _ = _number(data, at, end)
    return at, value


@compiled
def _skip(data: Bytes, at: int, end: int) -> int:
    """Return the position after a value that nobody asked for; objects and arrays are odd."""
    if at < end and data[at] == QUOTE:
        close = _string(data, at + 1, end)
        return close + 1 if close >= 0 else _ODD
    if _is_word(data, at, end, NULL):
        return at + 4
    at, _ = _known(data, at, end)
    return at


@compiled
def _number(data: Bytes, at: int, end: int) -> tuple[int, float, bool]:
    """Return (position, value, whether it is whole) of a JSON number that a double holds exactly."""
    negative = at >= 0 and at < end and data[at] == MINUS
    if negative:
        at += 1
    if at < 0 or at >= end or data[at] < ZERO or data[at] > NINE:
        return _ODD, 0.0, False
    if data[at] == ZERO and at + 1 < end and ZERO <= data[at + 1] <= NINE:
        return _ODD, 0.0, False
    mantissa, shift, is_whole = np.int64(0), 0, True
    while at < end and ZERO <= data[at] <= NINE:
        mantissa = mantissa * 10 + (data[at] - ZERO)
        if mantissa >= _EXACT:
            return _ODD, 0.0, False
        at += 1
    if at < end and data[at] == POINT:
        is_whole, fraction = False, at + 1
        at = fraction
        while at < end and ZERO <= data[at] <= NINE:
            mantissa = mantissa * 10 + (data[at] - ZERO)
            if mantissa >= _EXACT:
                return _ODD, 0.0, False
            at += 1
        shift = fraction - at
        if shift == 0:
            return _ODD, 0.0, False
    if at < end and (data[at] == SMALL_E or data[at] == BIG_E):
        at, power = _power(data, at + 1, end)
        if at < 0:
            return _ODD, 0.0, False
        is_whole, shift = False, shift + power
    if shift < -22 or shift > 22 or (negative and mantissa == 0):
        return _ODD, 0.0, False
    value = mantissa / _POWERS[-shift] if shift < 0 else mantissa * _POWERS[shift]
    return at, -value if negative else value, is_whole


@compiled
def _power(data: Bytes, at: int, end: int) -> tuple[int, int]:
    """Return (position, exponent) after the e of a number."""
    negative = at < end and data[at] == MINUS
    if at < end and (data[at] == MINUS or data[at] == PLUS):
        at += 1
    power, first = 0, at
    while at < end and ZERO <= data[at] <= NINE and at - first < 3:
        power = power * 10 + (data[at] - ZERO)
        at += 1
    if at == first or (at < end and ZERO <= data[at] <= NINE):
        return _ODD, 0
    return at, -power if negative else power


@compiled
def _string(data: Bytes, at: int, end: int) -> int:
    """Return where the quote stands that closes a plain string."""
    while at < end:
        one = data[at]
        if one == QUOTE:
            return at
        if one == ESCAPE or one < 32 or one > 126:
            return _ODD
        at += 1
    return _ODD


@compiled
def _after_colon(data: Bytes, at: int, end: int) -> int:
    """Return where a value begins after its key."""
    at = _space(data, at, end)
    if at >= end or data[at] != COLON:
        return _ODD
    return _space(data, at + 1, end)


@compiled
def _space(data: Bytes, at: int, end: int) -> int:
    while at < end and (data[at] == 32 or data[at] == 10 or data[at] == 13 or data[at] == 9):
        at += 1
    return at


@compiled
def _is(data: Bytes, at: int, end: int, name: Bytes) -> bool:
    """Return whether this name and its closing quote stand here."""
    size = len(name)
    return at + size < end and data[at + size] == QUOTE and _is_word(data, at, end, name)


@compiled
def _is_word(data: Bytes, at: int, end: int, word: Bytes) -> bool:
    if at < 0 or at + len(word) > end:
        return False
    for place in range(len(word)):  # noqa: SIM110 (compiled code has no generators)
        if data[at + place] != word[place]:
            return False
    return True
