import json
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linan.monitoring.gateways._gb26875_frames import (
    Broken,
    Command,
    Frame,
    Framer,
    read_label,
    reply_to,
    write_frame,
)
from linan.monitoring.gateways._gb26875_tables import COMPONENT_BITS, set_bits
from linan.monitoring.gateways._gb26875_units import (
    BadUnit,
    Dialect,
    component_number,
    read_unit,
    zone_and_point,
)

SAMPLES = [
    json.loads(line)
    for line in Path("tests/samples/gb26875.jsonl").read_text(encoding="utf-8").splitlines()
]
OUTCOME = {"valid": Frame, "valid-dialect": Frame, "invalid": Broken, "incomplete": None}
LABEL = bytes.fromhex("301213010814")

bodies = st.binary(max_size=200)
frames = st.builds(
    Frame,
    serial=st.integers(0, 65535),
    version=st.tuples(st.integers(0, 255), st.integers(0, 255)),
    label=st.binary(min_size=6, max_size=6),
    source=st.binary(min_size=6, max_size=6),
    destination=st.binary(min_size=6, max_size=6),
    command=st.integers(0, 255),
    unit=bodies,
)


def sample(identity: str) -> bytes:
    return next(bytes.fromhex(one["hex"]) for one in SAMPLES if one["id"] == identity)


def one_frame(raw: bytes) -> Frame:
    (found,) = Framer().feed(raw)
    assert isinstance(found, Frame)
    return found


@pytest.mark.parametrize("marked", SAMPLES, ids=lambda one: one["id"])
def test_every_sample_is_read_or_refused_as_it_is_marked(marked: dict[str, str]) -> None:
    framer = Framer()

    found = [type(one) for one in framer.feed(bytes.fromhex(marked["hex"]))]

    expected = OUTCOME[marked["expect"]]
    assert found == ([expected] if expected else [])


def test_a_fire_of_a_component_is_read_with_its_place_text_and_time() -> None:
    frame = one_frame(sample("gb26875-019"))

    (record,) = read_unit(frame.unit)

    assert (record.name, record.system_type, record.system_address, record.component_type) == (
        "component status", 1, 3, 0,
    )
    assert component_number(record.component or b"") == 393433
    assert zone_and_point(record.component or b"") == (217, 6)
    assert set_bits(record.status or 0, COMPONENT_BITS) == ["fire"]
    assert record.description == "Ａ区１层呷哺走廊"
    assert record.time == datetime(2020, 8, 1, 19, 18, 48)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("address", "place"), [("loop_point", (217, 6)), ("point_loop", (6, 217)), ("u32", None)]
)
def test_a_makers_order_of_addresses_is_an_option(address: str, place: tuple[int, int] | None) -> None:
    component = bytes.fromhex("D9000600")

    assert zone_and_point(component, Dialect(address=address)) == place


def test_an_analogue_value_is_signed_and_has_the_step_of_its_quantity() -> None:
    unit = bytes([3, 1, 1, 0, 31]) + bytes.fromhex("01000200") + bytes([3]) + (-125).to_bytes(2, "little", signed=True)

    (record,) = read_unit(unit + LABEL)

    said = record.analogue
    assert (said and said.value, said and said.kind and said.kind.unit) == (-12.5, "°C")


def test_several_objects_in_one_unit_are_several_records() -> None:
    objects = b"".join(bytes([1, number, 2, 0]) + LABEL for number in (1, 2, 3))

    records = read_unit(bytes([1, 3]) + objects)

    assert [one.system_address for one in records] == [1, 2, 3]


def test_configuration_texts_have_their_own_lengths() -> None:
    text = "一号楼".encode("gb18030")
    unit = bytes([6, 2, 1, 1, len(text)]) + text + bytes([1, 2, 0])

    records = read_unit(unit)

    assert [(one.system_address, one.description) for one in records] == [(1, "一号楼"), (2, "")]


def test_a_status_without_its_time_label_is_read_by_its_length() -> None:
    (record,) = read_unit(bytes([21, 1, 0b11]))

    assert (record.device_status, record.time, record.has_label) == (3, None, False)


def test_a_type_of_the_makers_own_is_kept_raw() -> None:
    unit = one_frame(sample("gb26875-031")).unit

    (record,) = read_unit(unit)

    assert (record.type, record.name, record.raw) == (150, "user defined", unit)


@pytest.mark.parametrize("unit", ["", "02", "0200", "020101", "0101010203", "0601", "060101", "1A01", "5A0100"])
def test_a_unit_in_which_no_object_fits_is_refused(unit: str) -> None:
    with pytest.raises(BadUnit):
        read_unit(bytes.fromhex(unit))


STATUS = bytes([1, 1, 42, 2, 0, 7, 0, 2, 0])
TEXT31 = "一楼".encode("gb18030").ljust(31, b"\0")


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (bytes([2, 9]) + STATUS + TEXT31 + LABEL, [("component status", "一楼", True)]),
        (bytes([2, 0]) + STATUS + TEXT31 + LABEL, [("component status", "一楼", True)]),
        (bytes([2, 1]) + STATUS + TEXT31 + LABEL + b"\1\2", [("component status", "一楼", True)]),
        (bytes([2, 1]) + STATUS + LABEL, [("component status", "", True)]),
        (bytes([2, 2]) + (STATUS + TEXT31[:10] + LABEL) * 2, [("component status", "一楼", True)] * 2),
        (bytes([2, 2]) + STATUS + TEXT31 + LABEL + b"\1\2\3", [
            ("component status", "一楼", True), ("user defined", None, False),
        ]),
        (bytes([2, 1]) + STATUS + TEXT31, [("component status", "一楼", False)]),
        (bytes([2, 1]) + STATUS, [("component status", "", False)]),
    ],
)
def test_what_makers_count_otherwise_is_read_by_its_length(unit: bytes, said: list[tuple[str, str, bool]]) -> None:
    records = read_unit(unit)

    assert [(one.name, one.description, one.time is not None) for one in records] == said
    assert {one.status for one in records if one.name == "component status"} == {2}
    assert {one.time for one in records if one.time} <= {datetime(2020, 8, 1, 19, 18, 48)}  # noqa: DTZ001


def test_a_text_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    (record,) = read_unit(bytes([26, 1, 9]) + b"abc")

    assert (record.description, record.is_odd) == ("abc", True)


def test_a_time_in_bcd_is_read_when_the_profile_says_so() -> None:
    label = bytes.fromhex("594523091025")

    assert read_label(label, is_bcd=True) == datetime(2025, 10, 9, 23, 45, 59)  # noqa: DTZ001
    assert read_label(label) is None


def test_a_confirm_returns_serial_and_version_with_the_addresses_exchanged() -> None:
    frame = one_frame(sample("gb26875-019"))

    reply = reply_to(frame, Command.CONFIRM, at=datetime(2026, 1, 2, 3, 4, 5))  # noqa: DTZ001

    assert write_frame(reply).hex() == "404000000101050403" + "02011a" + "060504030201" + "00" * 8 + "03" + "432323"


def test_marks_inside_the_data_do_not_end_or_begin_a_frame() -> None:
    frame = Frame(1, (1, 1), LABEL, bytes(6), bytes(6), 128, b"##@@##")

    assert list(Framer().feed(write_frame(frame))) == [frame]


@given(st.lists(frames, min_size=1, max_size=4), st.lists(st.integers(0, 600), max_size=6))
def test_a_stream_gives_the_same_frames_wherever_it_is_cut(sent: list[Frame], cuts: list[int]) -> None:
    stream = b"".join(write_frame(one) for one in sent)
    framer = Framer()

    places = [0, *sorted(min(one, len(stream)) for one in cuts), len(stream)]
    found = [
        one for start, end in pairwise(places) for one in framer.feed(stream[start:end])
    ]

    assert found == sent


@given(frames, st.binary(max_size=80))
def test_a_frame_is_found_again_after_rubbish_that_does_not_look_like_one(sent: Frame, rubbish: bytes) -> None:
    framer = Framer()

    found = list(framer.feed(rubbish.replace(b"@", b"A") + write_frame(sent)))

    assert found == [sent]
    assert framer.skipped == len(rubbish)


@pytest.mark.parametrize(("length", "reason"), [(90, "checksum"), (70, "end")])
def test_frames_behind_a_lying_length_are_not_lost(length: int, reason: str) -> None:
    good = write_frame(Frame(7, (1, 0), LABEL, bytes(6), bytes(6), 2))
    liar = bytearray(good)
    liar[24] = length

    found = list(Framer().feed(bytes(liar) + good * 4))

    assert [type(one) for one in found] == [Broken, Frame, Frame, Frame, Frame]
    assert isinstance(found[0], Broken)
    assert found[0].reason == reason


def test_a_length_above_the_standards_is_refused_at_once() -> None:
    raw = bytearray(sample("gb26875-019"))
    raw[24:26] = (1025).to_bytes(2, "little")

    (found,) = Framer().feed(bytes(raw))

    assert isinstance(found, Broken)
    assert found.reason == "length"


@given(st.binary(max_size=400), st.sampled_from([Dialect(), Dialect("bcd", "test", "u32", "dahua")]))
def test_no_bytes_make_the_decoder_fail_otherwise_than_by_refusing(raw: bytes, dialect: Dialect) -> None:
    found = list(Framer().feed(raw + b"@@" + raw))

    assert all(isinstance(one, (Frame, Broken)) for one in found)
    try:
        records = read_unit(raw, dialect)
    except BadUnit:
        records = []
    assert len(records) <= 255


@given(st.integers(1, 91), st.integers(0, 6), st.binary(max_size=300))
def test_no_object_is_read_beyond_its_unit(number: int, count: int, body: bytes) -> None:
    try:
        records = read_unit(bytes([number, count]) + body)
    except BadUnit:
        records = []

    assert sum(len(one.raw) for one in records) <= len(body) + 2
