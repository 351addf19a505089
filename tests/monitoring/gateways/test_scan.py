"""The compiled reader of common telemetry says what the reference says, or leaves the packet to it."""

import json
import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linan.monitoring.domain.reading import BadReading, Channel, Columns, Sender
from linan.monitoring.gateways._counts import UNKNOWN_KEYS
from linan.monitoring.gateways._packets import Kind, packet
from linan.monitoring.gateways._scan import Scanned, scan
from linan.monitoring.gateways._tables import key_table
from linan.monitoring.gateways._thingsboard import json_of, rows_of

NOW_US = 1_790_000_000_000_000
SENDER = Sender(
    device_id=1, org_id=1, name="烟感",
    channels={"smoke": Channel(7, {"high": 2.0}), "co": Channel(8, {}), "battery": Channel(9, {})},
)
Row = tuple[int, int, float]
keys = st.sampled_from(["smoke", "co", "battery", "ts", "values", "smok", "serial", "温度", "a\"b", ""])
numbers = st.one_of(
    st.integers(-(2**70), 2**70), st.floats(allow_nan=False, allow_infinity=False), st.integers(-99, 99),
    st.decimals(-1000, 1000, places=3).map(float),
)
scalars = st.one_of(numbers, st.booleans(), st.none(), st.text(max_size=5), st.sampled_from(["high", "low"]))
flat = st.dictionaries(keys, scalars, max_size=5)
moments = st.one_of(st.integers(-(10**9), 10**9).map(lambda off: NOW_US // 1000 + off), st.just(0), st.just(1.5))
timed = st.builds(lambda ts, values: {"ts": ts, "values": values}, moments, flat)
messages = st.one_of(flat, timed, st.lists(st.one_of(flat, timed), max_size=3), scalars)
spaces = st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\t:\r ")])


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    scanned(b"", Columns())


def scanned(stream: bytes, columns: Columns, *, is_v5: bool = False) -> tuple[Scanned, bytes]:
    acks = np.zeros(1 << 16, np.uint8)
    columns.make_room(len(stream))
    found = scan(
        np.frombuffer(stream, np.uint8), 0, key_table(SENDER.channels), columns, acks, limit=65_536, is_v5=is_v5,
        received_us=NOW_US, last_us=0,
    )
    columns.count = found.rows
    return found, acks[: found.acks].tobytes()


def published(payload: bytes, *, number: int = 1, qos: int = 1) -> bytes:
    head = b"\0\x17v1/devices/me/telemetry" + (struct.pack(">H", number) if qos else b"")
    return packet(Kind.PUBLISH, head + payload, flags=qos << 1)


def rows_in(columns: Columns) -> list[Row]:
    count = columns.count
    filled = zip(columns.series[:count], columns.at_us[:count], columns.values[:count], strict=True)
    return sorted((int(series), int(at), float(value)) for series, at, value in filled)


def reference(payload: bytes) -> tuple[list[Row], int] | None:
    before = UNKNOWN_KEYS.count
    try:
        rows = rows_of(SENDER, json_of(payload), NOW_US)
    except BadReading:
        return None
    return sorted(rows), UNKNOWN_KEYS.count - before


def check(payload: bytes) -> None:
    columns = Columns()
    found, acks = scanned(published(payload), columns)
    expected = reference(payload)
    if not found.odd:
        assert expected == (rows_in(columns), found.unknown)
        assert (found.messages, acks) == (1, b"\x40\2\0\1")
    else:
        assert (columns.count, acks, found.position) == (0, b"", 0)


@given(messages, spaces, st.booleans())
def test_a_message_is_read_as_the_reference_reads_it(
    message: object, separators: tuple[str, str], ascii_only: bool
) -> None:
    check(json.dumps(message, separators=separators, ensure_ascii=ascii_only).encode())


@given(messages, st.integers(0, 200), st.binary(max_size=2))
def test_a_damaged_message_is_never_read_where_the_reference_refuses(message: object, at: int, put: bytes) -> None:
    whole = json.dumps(message).encode()
    check(whole[:at] + put + whole[at + 1 :])


@given(st.text("0123456789.eE+-", max_size=24))
def test_a_number_has_the_value_of_the_reference_or_is_left_to_it(said: str) -> None:
    check(b'{"smoke":' + said.encode() + b"}")


@pytest.mark.parametrize("said", ["0.1", "-7", "1e3", "2.5E-3", "9007199254740991", "123456.789012", "0", "true"])
def test_an_ordinary_number_is_read_by_the_compiled_code(said: str) -> None:
    columns = Columns()

    found, _ = scanned(published(b'{"smoke": %s}' % said.encode()), columns)

    assert not found.odd
    assert rows_in(columns) == [(7, NOW_US, float(json.loads(said)))]


@pytest.mark.parametrize(
    "payload",
    [
        b'{"smoke":1,"serial":"A","note":null}', b'{"ts":1790000000500,"values":{"smoke":1,"co":2}}',
        b'[{"smoke":1},{"smoke":2}]', b' [ {"ts": 1790000000500, "values": {"smoke": 1}} ] ', b"{}", b"[]",
    ],
)
def test_the_common_shapes_are_read_by_the_compiled_code(payload: bytes) -> None:
    found, _ = scanned(published(payload), Columns())

    assert (found.odd, found.messages) == (False, 1)


def test_many_packets_are_read_at_once_and_each_moment_is_later_than_the_one_before() -> None:
    stream = b"".join(published(b'[{"smoke":1},{"smoke":2}]', number=one) for one in (1, 2, 259))
    columns = Columns()

    found, acks = scanned(stream, columns)

    assert [at for _, at, _ in rows_in(columns)] == [NOW_US + one for one in range(6)]
    assert acks == b"\x40\2\0\1\x40\2\0\2\x40\2\1\3"
    assert found == Scanned(False, len(stream), 6, 12, 3, 0, NOW_US + 5)


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_packet_that_is_not_whole_yet_is_left_where_it_begins(cut: int) -> None:
    first, second = published(b'{"smoke":1}'), published(b'{"smoke":2}')
    columns = Columns()

    found, acks = scanned(first + second[: min(cut, len(second) - 1)], columns)

    assert (found.odd, found.position, columns.count, acks) == (False, len(first), 1, b"\x40\2\0\1")


@pytest.mark.parametrize(
    "stream",
    [
        packet(Kind.PINGREQ, b""), packet(Kind.PUBLISH, b"\0\4v2/t\0\1{}", flags=2), published(b"{}", number=0),
        published(b'{"smoke":"high"}'), published(b'{"smoke":1,"smoke":2}'), published(b'{"smoke":1,"x":{}}'),
        packet(Kind.PUBLISH, b"\0\x17v1/devices/me/telemetry\0\1{}", flags=4), b"\x32\xff\xff\xff\xff\1",
        b"\x32\xff\xff\x7f", published(b'{"smoke":1} x'), published(b'{"ts":1,"values":{"smoke":1}}'),
    ],
)
def test_an_uncommon_packet_is_left_to_the_reference(stream: bytes) -> None:
    columns = Columns()

    found, acks = scanned(stream, columns)

    assert (found.odd, found.position, columns.count, acks) == (True, 0, 0, b"")


def test_the_lower_quality_of_service_gets_no_acknowledgement() -> None:
    columns = Columns()

    found, acks = scanned(published(b'{"co":3}', qos=0), columns)

    assert (rows_in(columns), acks, found.messages) == ([(8, NOW_US, 3.0)], b"", 1)


def test_version_5_is_read_when_it_carries_no_properties() -> None:
    head = b"\0\x17v1/devices/me/telemetry\0\1"
    bare = packet(Kind.PUBLISH, head + b'\0{"co":3}', flags=2)
    with_one = packet(Kind.PUBLISH, head + b'\2\1\1{"co":3}', flags=2)

    assert not scanned(bare, Columns(), is_v5=True)[0].odd
    assert scanned(with_one, Columns(), is_v5=True)[0].odd


def test_a_negative_zero_stays_what_the_reference_makes_of_it() -> None:
    rows = reference(b'{"smoke":-0.0}')

    assert [math.copysign(1, row[2]) for row in (rows[0] if rows else ())] == [-1.0]
    assert scanned(published(b'{"smoke":-0.0}'), Columns())[0].odd
