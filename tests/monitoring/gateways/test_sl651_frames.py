import json
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linan.monitoring.gateways._sl651_ascii import read_ascii
from linan.monitoring.gateways._sl651_frames import Broken, Frame, Framer, Mark, crc, write_frame
from linan.monitoring.gateways._sl651_readings import (
    Joiner,
    confirm,
    names_of,
    observed,
    read_report,
    refuse_packet,
    status_of,
)
from linan.monitoring.gateways._sl651_text import BadText, read_bcd, read_text

SAMPLES = [
    json.loads(line) for line in Path("tests/samples/sl651.jsonl").read_text(encoding="utf-8").splitlines()
]
READABLE = [one for one in SAMPLES if one["decoded_by_collector"]]
HEAD = bytes.fromhex("0102260115083000")
STATION = bytes.fromhex("F1F1001234567848F0F02601150800")

hex_digits = st.text("0123456789ABCDEF", min_size=4, max_size=4)
frames = st.builds(
    Frame,
    is_ascii=st.booleans(),
    is_down=st.just(False),
    centre=st.integers(0, 255),
    station=st.text("0123456789ABCDEF", min_size=10, max_size=10),
    password=hex_digits,
    function=st.integers(0, 255),
    end=st.sampled_from([Mark.ETX, Mark.ETB]),
    text=st.binary(max_size=120),
)


def a_frame(text: bytes, *, function: int = 0x32, **changes: int) -> Frame:
    return Frame(
        is_ascii=False, is_down=False, centre=1, station="0012345678", password="A000", function=function,
        end=changes.get("end", Mark.ETX), text=text, packets=changes.get("packets", 0), number=changes.get("number", 0),
    )


def one_frame(raw: bytes) -> Frame:
    (found,) = Framer().feed(raw)
    assert isinstance(found, Frame)
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one["id"])
def test_every_sample_is_read_or_refused_as_it_is_marked(sample):
    found = list(Framer().feed(bytes.fromhex(sample["hex"])))

    assert [type(one) for one in found][:1] == [Frame if sample["expect"] == "valid" else Broken]


@pytest.mark.parametrize("sample", READABLE, ids=lambda one: one["id"])
def test_a_sample_is_written_again_as_it_was_read(sample):
    frame = one_frame(bytes.fromhex(sample["hex"]))

    assert write_frame(frame).hex().upper() == sample["hex"]


@pytest.mark.parametrize(
    "sample", [one for one in READABLE if "elements" in one["decoded_by_collector"]], ids=lambda one: one["id"]
)
def test_the_digits_of_a_sample_are_those_that_others_read(sample):
    expected = sample["decoded_by_collector"]

    report = read_report(one_frame(bytes.fromhex(sample["hex"])))

    said = [[one.code, one.digits] for one in report.elements + report.parameters]
    assert said == [one for one in expected["elements"] if one[0] not in ("ST", "TT", "class", "PIC")]
    assert (report.serial, f"{report.sent_at:%y%m%d%H%M%S}") == (expected["serial"], expected["sent"])


@pytest.mark.parametrize(
    ("raw", "places", "digits", "value"),
    [
        ("00013.0", 1, "00013.0", 13.0), ("FF0012", 1, "-001.2", -1.2), ("FFFF", 1, "", None), ("12", 0, "12", 12.0),
        ("01A1", 0, "hex:01A1", None), ("05", 3, "0.005", 0.005), ("", 0, "", None),
    ],
)
def test_bcd_is_read_with_its_point_and_sign(raw, places, digits, value):
    assert read_bcd(bytes.fromhex(raw.replace(".", "")), places) == (digits, value)


def test_a_threshold_report_says_so_with_its_status():
    text = HEAD + STATION + bytes.fromhex("39220001250045200000 0085".replace(" ", ""))

    values, general = observed(read_report(a_frame(text, function=0x33)), 0x33)

    assert values.fields == {"Z": 125.0}
    assert general.fields["threshold"] is True
    assert [name for name in ("mains_lost", "battery_low", "level_limit", "door_open") if general.fields[name]] == [
        "mains_lost", "level_limit",
    ]


def test_a_door_is_open_when_its_bit_is_not_set():
    assert (status_of(0)["door_open"], status_of(0x80)["door_open"]) == (True, False)


def test_the_values_of_a_test_report_are_not_for_the_real_series():
    text = HEAD + STATION + bytes.fromhex("2019000999")

    (said,) = observed(read_report(a_frame(text, function=0x30)), 0x30)

    assert said.fields == {"heartbeat": True, "function": 0x30, "test": True}


def test_an_hourly_report_has_twelve_values_five_minutes_apart():
    sent = bytes.fromhex("0102260115090000")
    text = sent + STATION + b"\xf4\x60" + bytes([0, 5, 255] + [1] * 9) + bytes.fromhex("F5C0") + b"\x00\x7b" * 12

    report = read_text(0x34, "0012345678", text)

    rain = [(f"{one.at:%H%M}", one.value) for one in report.elements if one.key == "DRP"]
    assert rain[:3] == [("0800", 0.0), ("0805", 0.5), ("0810", None)]
    assert (rain[-1], len(rain)) == (("0855", 0.1), 12)
    assert {one.value for one in report.elements if one.key == "DRZ1"} == {1.23}


def test_an_hour_that_would_end_after_it_was_sent_is_counted_backwards():
    text = HEAD + STATION + b"\xf4\x60" + bytes(12)

    report = read_text(0x34, "0012345678", text)

    assert [f"{one.at:%H%M}" for one in report.elements][::11] == ["0705", "0800"]


def test_a_uniform_report_repeats_one_element_in_steps():
    text = HEAD + STATION + bytes.fromhex("0418000010 3923 00001250 FFFFFFFF 00001300".replace(" ", ""))

    report = read_text(0x31, "0012345678", text)

    assert [(f"{one.at:%H%M}", one.value) for one in report.elements] == [("0800", 1.25), ("0810", None), ("0820", 1.3)]


def test_several_stations_and_times_may_follow_each_other():
    other = bytes.fromhex("F1F1008765432150F0F02601150815")
    text = HEAD + STATION + bytes.fromhex("381212 68".replace(" ", "")) + other + bytes.fromhex("20190000120E1A000100")

    rows = observed(read_report(a_frame(text)), 0x32)

    assert [(one.station, one.at and f"{one.at:%H%M}", one.fields) for one in rows[:2]] == [
        ("0012345678", "0800", {"VT": 12.68}), ("0087654321", "0815", {"PJ": 1.2, "H": 1.0}),
    ]


def test_text_entered_by_hand_and_pictures_go_to_the_end():
    manual = read_text(0x35, "0012345678", HEAD + b"\xf2\xf2" + "水位 1.2".encode("gb18030"))
    picture = read_text(0x36, "0012345678", HEAD + STATION + b"\xf3\xf3\xff\xd8\xf0\xf0")

    assert (manual.manual, picture.picture) == ("水位 1.2", b"\xff\xd8\xf0\xf0")


@pytest.mark.parametrize("tail", ["F1F100", "F0F02601", "2019", "20", "39230001", "F46001", "FF", "FF01", "45200000"])
def test_a_text_that_ends_in_the_middle_is_read_until_there(tail):
    good = STATION + bytes.fromhex("38121268")

    report = read_text(0x32, "0012345678", HEAD + good + bytes.fromhex(tail))

    assert [(one.key, one.value) for one in report.elements] == [("VT", 12.68)]
    assert (report.raw.hex().upper(), bool(report.problem), report.says_nothing) == (tail, True, False)


def test_a_text_of_which_nothing_can_be_read_says_so():
    report = read_text(0x32, "0012345678", HEAD + STATION + b"\x20\x19")

    assert report.says_nothing


def test_the_counts_of_an_event_log_are_no_readings():
    counts = bytes(range(1, 65))

    report = read_text(0x50, "0012345678", HEAD + b"\xf1\xf1\0\x12\x34\x56\x78" + counts)

    assert (report.elements, report.raw, report.problem) == ((), counts, "")


def test_an_answer_about_pumps_still_has_its_status():
    report = read_text(0x4C, "0012345678", HEAD + b"\xf1\xf1\0\x12\x34\x56\x78" + b"\x45\x20\0\0\0\1\x02\3")

    assert (report.status, report.raw) == (1, b"\2\3")


@pytest.mark.parametrize("text", [b"", HEAD[:7]])
def test_a_text_without_number_and_time_is_refused(text):
    with pytest.raises(BadText):
        read_text(0x32, "0012345678", text)


ASCII_TEXT = b"1234260115083000ST 0012345678 H TT 2601150800 PJ 3.5 Z -0.25 VT 12.6 PN05 M ZT 00000080 "


def test_an_ascii_report_is_read_word_by_word():
    report = read_ascii(0x32, "0012345678", ASCII_TEXT)

    assert (report.serial, report.station_class, report.status) == (0x1234, "H", 0x80)
    assert [(one.key, one.code, one.value) for one in report.elements] == [
        ("PJ", "20", 3.5), ("Z", "39", -0.25), ("VT", "38", 12.6), ("PN05", "22", None),
    ]
    assert report.elements[0].at == datetime(2026, 1, 15, 8, 0)  # noqa: DTZ001


def test_an_ascii_report_of_even_steps_has_columns():
    text = b"0001260115083000ST 0012345678 H TT 2601150800 DRN10 PJ Z 0.5 1.25 M 1.30 "

    report = read_ascii(0x31, "0012345678", text)

    assert [(one.key, f"{one.at:%H%M}", one.value) for one in report.elements] == [
        ("PJ", "0800", 0.5), ("Z", "0800", 1.25), ("PJ", "0810", None), ("Z", "0810", 1.3),
    ]


@pytest.mark.parametrize("text", [b"", b"12", b"zzzz260115083000", b"0001 260115083000"])
def test_an_ascii_text_without_number_and_time_is_refused(text):
    with pytest.raises(BadText):
        read_ascii(0x32, "0012345678", text)


@pytest.mark.parametrize("tail", [b"PJ ", b"ZT xy ", b"DRN10 1 ", b"DRP 0 "])
def test_an_ascii_text_that_lacks_something_is_kept_raw(tail):
    report = read_ascii(0x32, "0012345678", b"0001260115083000" + tail)

    assert (report.raw, report.says_nothing) == (tail, True)


@pytest.mark.parametrize("is_ascii", [False, True])
def test_a_confirm_bears_the_serial_number_and_the_stations_address_first(is_ascii):
    frame = Frame(
        is_ascii=is_ascii, is_down=False, centre=5, station="0012345678", password="A000", function=0x32, end=Mark.ETX,
    )

    raw = write_frame(confirm(frame, sent_at=datetime(2026, 1, 15, 8, 30), serial=12, stays=False))  # noqa: DTZ001

    text = "000C260115083000"
    head = b"\x01" + b"001234567805A000328010\x02" if is_ascii else bytes.fromhex("7E7E001234567805A00032800802")
    body = head + (text.encode() if is_ascii else bytes.fromhex(text)) + b"\x04"
    assert raw == body + (b"%04X" % crc(body) if is_ascii else crc(body).to_bytes(2, "big"))


def test_packets_are_joined_and_what_is_missing_is_asked_for():
    joiner = Joiner()
    first, second, third = (a_frame(bytes([n]) * 9, packets=3, number=n, function=0x36) for n in (1, 2, 3))

    joined = [joiner.join(one) for one in (first, third)]
    missing = joiner.missing(third)
    again = refuse_packet(third, 2, sent_at=datetime(2026, 1, 15), serial=joiner.serial_of(third))  # noqa: DTZ001
    whole = joiner.join(second)

    assert (joined, missing) == ([None, None], [2])
    assert (again.number, again.end, again.text[:2]) == (2, Mark.NAK, b"\1\1")
    assert (whole.text if whole else b"") == bytes([1] * 9 + [2] * 9 + [3] * 9)


def test_a_new_report_does_not_take_over_the_packets_of_one_that_was_never_completed():
    joiner = Joiner()
    joiner.join(a_frame(b"old 1", packets=2, number=1, function=0x36))

    joined = [joiner.join(a_frame(text, packets=2, number=n)) for n, text in ((1, b"new 1"), (2, b"new 2"))]
    restarted = joiner.join(a_frame(b"new 1", packets=2, number=1, function=0x36))

    assert [one and one.text for one in joined] == [None, b"new 1new 2"]
    assert restarted is None


@pytest.mark.parametrize(
    ("station", "names"),
    [("0012345678", ["0012345678", "12345678", "00123422136"]), ("3301060001", ["3301060001", "33010600001"])],
)
def test_a_station_may_be_written_down_in_several_ways(station, names):
    assert names_of(station) == names


@given(st.lists(frames, min_size=1, max_size=4), st.lists(st.integers(0, 500), max_size=6))
def test_a_stream_gives_the_same_frames_wherever_it_is_cut(sent, cuts):
    stream = b"".join(write_frame(one) for one in sent)
    framer = Framer()

    places = [0, *sorted(min(one, len(stream)) for one in cuts), len(stream)]
    found = [one for start, end in pairwise(places) for one in framer.feed(stream[start:end])]

    assert found == sent


@given(st.binary(max_size=60), st.integers(1, 59))
def test_rubbish_gives_the_same_wherever_it_is_cut(rubbish, cut):
    stream = rubbish + write_frame(a_frame(HEAD)) * 3
    whole, cut_framer = Framer(), Framer()

    expected = list(whole.feed(stream))
    found = [*cut_framer.feed(stream[:cut]), *cut_framer.feed(stream[cut:])]

    assert found == expected


@given(st.binary(max_size=200), st.sampled_from([0x2F, 0x31, 0x32, 0x34, 0x36, 0x40, 0x45]), st.booleans())
def test_no_text_makes_the_reader_fail_otherwise_than_by_refusing(tail, function, is_ascii):
    head = b"0001260115083000" if is_ascii else HEAD
    read = read_ascii if is_ascii else read_text

    try:
        rows = observed(read(function, "0012345678", head + tail), function)
    except BadText:
        rows = []

    assert all(one.fields for one in rows)
