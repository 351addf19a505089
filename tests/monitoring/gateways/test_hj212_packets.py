import json
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linan.monitoring.gateways._hj212_packets import (
    BadPacket,
    Broken,
    Framer,
    Message,
    crc,
    read_segment,
    write_packet,
)
from linan.monitoring.gateways._hj212_readings import Joiner, answer_to, fields_of, without_password

BODIES = [
    json.loads(line)
    for line in Path("tests/samples/hj212_bodies.jsonl").read_text(encoding="utf-8").splitlines()
]
HEAD = "QN=20260115083000123;ST=22;CN=2011;PW=123456;MN=A1;Flag=5"


def message(data: str, *, head: str = HEAD) -> Message:
    return read_segment(f"{head};CP=&&{data}&&".encode())


@pytest.mark.parametrize("body", BODIES, ids=lambda one: one["id"])
def test_an_example_of_the_standard_is_framed_with_its_sum_and_read(body):
    segment = body["body"].encode()
    framer = Framer()

    found = list(framer.feed(write_packet(body["body"])))

    assert found == [segment]
    assert f"{crc(segment):04X}" == body["crc_by_algorithm"]
    assert read_segment(segment).mn == "010000A8900016F000169DC0"


def test_the_sum_of_the_standards_example_is_not_that_of_modbus():
    segment = b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&"

    assert f"{crc(segment):04X}" == "1C80"


def test_the_sum_of_the_example_of_2025_is_the_same_sum():
    segment = b"QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&"

    assert (f"{crc(segment):04X}", read_segment(segment).version) == ("2200", 2025)


def test_values_are_read_with_their_marks_and_times():
    read = message("DataTime=20260115083000;a34004-Rtd=35.2,a34004-Flag=N;LA-Rtd=61,LA-Flag=D")

    assert [(one.factor, dict(one.numbers), one.flag) for one in read.groups] == [
        ("a34004", {"Rtd": 35.2}, "N"), ("LA", {"Rtd": 61.0}, "D"),
    ]
    assert read.data_time == datetime(2026, 1, 15, 8, 30)  # noqa: DTZ001
    assert (read.version, read.wants_answer) == (2017, True)


@pytest.mark.parametrize("mark", "FMSDCTBJ")
def test_only_the_mark_n_lets_a_value_through(mark):
    fields = fields_of(message(f"a34004-Rtd=500,a34004-Flag={mark};LA-Rtd=50,LA-Flag=N"))

    assert fields["a34004"] == {"Flag": mark}
    assert fields["LA"] == {"Rtd": 50.0, "Flag": "N"}
    assert fields["fault"] is (mark in "DBFT")


@pytest.mark.parametrize(
    ("data", "factor", "numbers", "flag"),
    [
        ("a34004-Rtd=1,Flag=M", "a34004", {"Rtd": 1.0}, "M"),
        ("A34001-RTD=24.0,A34001-FLAG=N", "a34001", {"Rtd": 24.0}, "N"),
        (" a01001-Rtd=-3.5 ;", "a01001", {"Rtd": -3.5}, ""),
        ("LA=30;", "LA", {"Rtd": 30.0}, ""),
        ("a-b-c-Avg=1e-3", "a-b-c", {"Avg": 0.001}, ""),
        ("w01018-SampleTime=20260101000000,w01018-Rtd=2", "w01018", {"Rtd": 2.0}, ""),
        ("a34011-Rtd=0.1,a34011-Ori=178.5,a34011-Flag=n", "a34011", {"Rtd": 0.1, "Ori": 178.5}, "N"),
        ("e01001-Rtd=2.2…,e01001-Max=3", "e01001", {"Max": 3.0}, ""),
        ("x-Rtd=NaN,x-Min=inf,x-Max=1_0,x-Avg=7", "x", {"Avg": 7.0}, ""),
    ],
)
def test_what_makers_write_otherwise_is_read_as_well(data, factor, numbers, flag):
    (group,) = message(data).groups

    assert (group.factor, dict(group.numbers), group.flag) == (factor, numbers, flag)


@pytest.mark.parametrize(
    ("head", "version", "wants"),
    [
        ("ST=32;CN=2011;PW=1;MN=A1", 2005, False), ("ST=32;CN=2011;MN=A1;Flag=1", 2005, True),
        ("CN=2011;QN=20260115083000;MN=A1;FLAG=4", 2017, False), ("QN=1,ST=32;CN=2011;MN=A1;Flag=9 ", 2025, True),
        ("ST=32;CN=2011;MN=A1;Flag=x", 2005, False),
    ],
)
def test_the_edition_and_the_wish_for_an_answer_are_in_the_flag(head, version, wants):
    read = message("", head=head)

    assert (read.version, read.wants_answer) == (version, wants)


@pytest.mark.parametrize(
    ("cn", "flag", "answer"),
    [
        (2011, 5, "CN=9014;PW=123456;MN=A1;Flag=4"), (2061, 9, "CN=9014;PW=123456;MN=A1;Flag=8"),
        (2011, 1, "CN=9014;PW=123456;MN=A1;Flag=0"), (1013, 5, "CN=9013;PW=123456;MN=A1;Flag=4"),
        (9015, 9, "CN=9013;PW=123456;MN=A1;Flag=8"), (1001, 9, "CN=9013;PW=123456;MN=A1;Flag=8"),
        (2052, 9, "CN=9014;PW=123456;MN=A1;Flag=8"), (2062, 9, "CN=9014;PW=123456;MN=A1;Flag=8"),
        (2111, 9, "CN=9014;PW=123456;MN=A1;Flag=8"), (2013, 11, "CN=9014;PW=123456;MN=A1;Flag=8"), (3020, 7, "CN=9014;PW=123456;MN=A1;Flag=4"),
    ],
)
def test_an_answer_bears_the_number_and_edition_of_the_request(cn, flag, answer):
    read = message("", head=f"QN=20260115083000123;ST=22;CN={cn};PW=123456;MN=A1;Flag={flag}")

    assert answer_to(read) == write_packet(f"QN=20260115083000123;ST=91;{answer};CP=&&&&")


@pytest.mark.parametrize(("cn", "flag"), [
    (2011, 4), (9011, 5), (9012, 5), (1011, 4), (1062, 5), (9014, 4), (1001, 5), (1014, 9), (9015, 8),
])
def test_what_wants_no_answer_gets_none(cn, flag):
    read = message("", head=f"QN=20260115083000123;ST=22;CN={cn};PW=1;MN=A1;Flag={flag}")

    assert answer_to(read) == b""


@pytest.mark.parametrize(
    ("head", "data", "factor", "read"),
    [
        ("ST=23;CN=2052", "Leq-Data=56.7", "Leq", {"Flag": "N", "Data": 56.7}),
        ("ST=31;CN=2111", "a01901-Avg=851.5", "a01901", {"Flag": "N", "Avg": 851.5}),
        ("ST=44;CN=2011", "d20105-Rtd=220.20,d20105-Flag=N", "d20105", {"Flag": "N", "Rtd": 220.2}),
        ("ST=45;CN=2011", "p99101-Rtd=St", "p99101", {"Flag": "N", "Rtd": "St"}),
        (
            "ST=27;CN=2013",
            "v1-SampleTime=20240601090109,v1-CompleteTime=20240601094200,v1-SampleType=1,v1-Avg=17.5,v1-a=2,v1-Flag=N",
            "v1", {
                "Flag": "N", "SampleTime": "20240601090109", "CompleteTime": "20240601094200", "SampleType": 1.0,
                "Avg": 17.5, "a": 2.0,
            },
        ),
        (
            "ST=32;CN=2062", "w01018-SampleRd=15.3;w01018-StandardValue=12;w01018-ResultType=1", "w01018",
            {"Flag": "N", "SampleRd": 15.3, "StandardValue": 12.0, "ResultType": 1.0},
        ),
        ("ST=91;CN=1001", "i23005-Info=697ABC;i23007-Info=E86A643C7BBC", "i23005", {"Flag": "N", "Info": "697ABC"}),
    ],
)
def test_what_the_edition_of_2025_added_without_encryption_is_read(head, data, factor, read):
    said = message(f"DataTime=20240601090000;{data}", head=f"QN=20240601090000123;{head};PW=1;MN=A1;Flag=9")

    assert fields_of(said)[factor] == read
    assert not said.is_unreadable


@pytest.mark.parametrize(
    ("cn", "data", "fault"),
    [
        (2011, "LA-Rtd=50", False), (2052, "Leq-Data=50", False), (2061, "LA-Avg=50,LA-Flag=D", True),
        (1001, "i23005-Info=7", None), (3020, "i12001-Info=1", None), (2021, "SB1=1", None),
        (2062, "w01018-ResultType=0", None),
    ],
)
def test_only_a_measurement_ends_or_begins_the_fault_of_an_instrument(cn, data, fault):
    said = message(data, head=f"QN=1;ST=22;CN={cn};PW=1;MN=A1;Flag=9")

    assert fields_of(said).get("fault") is fault


def test_a_packet_that_was_kept_while_the_line_was_cut_says_so():
    kept = message("LA-Rtd=50", head="QN=1;ST=23;CN=2011;PW=1;MN=A1;Flag=9;RF=1")

    assert (kept.is_resent, message("LA-Rtd=50").is_resent) == (True, False)


@pytest.mark.parametrize("said", ["8f3a0011c2", "jzoAEcL0pQ==", "q83v=", "a+b/c=="])
def test_what_is_encrypted_is_known_to_be_unreadable_however_it_is_written(said):
    assert message(said, head="QN=1;ST=22;CN=2011;PW=1;MN=A1;Flag=9").is_unreadable


def test_packets_of_one_message_are_joined_whatever_their_order():
    joiner = Joiner()
    head = "QN=2026011508300053{};ST=32;CN=2061;PW=1;MN=A1;Flag=7;PNUM=2;PNO={}"
    packets = [
        message(f"DataTime=20260115080000;w0100{n}-Avg={n}", head=head.format(n, n)) for n in (2, 1)
    ]

    first, whole = (joiner.join(one) for one in packets)

    assert first is None
    assert [one.factor for one in (whole.groups if whole else ())] == ["w01001", "w01002"]


def test_messages_that_are_never_completed_are_forgotten():
    joiner = Joiner()
    head = "QN=20260115083000000;ST=32;CN=2061;PW=1;MN=A1;Flag=7;PNUM=2;PNO={}"

    for hour in range(40):
        joiner.join(message(f"DataTime=202601{1 + hour // 24:02}{hour % 24:02}0000", head=head.format(1)))
    late = joiner.join(message("DataTime=20260101000000", head=head.format(2)))

    assert late is None


@pytest.mark.parametrize("segment", [b"", b"QN=1;ST=2;CP=&&&&", b"CN=x;MN=A1;CP=&&&&", b"CN=2011;MN=;CP=&&&&"])
def test_a_segment_without_station_or_command_is_refused(segment):
    with pytest.raises(BadPacket):
        read_segment(segment)


def test_a_password_is_not_kept():
    segment = f"{HEAD};CP=&&&&".encode()

    kept = without_password(segment, read_segment(segment))

    (found,) = Framer().feed(kept.encode())
    assert isinstance(found, bytes)
    assert (read_segment(found).mn, read_segment(found).pw) == ("A1", "******")


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4), st.lists(st.integers(0, 300), max_size=6))
def test_a_stream_gives_the_same_packets_wherever_it_is_cut(segments, cuts):
    stream = b"".join(write_packet(one) for one in segments)
    framer = Framer()

    places = [0, *sorted(min(one, len(stream)) for one in cuts), len(stream)]
    found = [one for start, end in pairwise(places) for one in framer.feed(stream[start:end])]

    assert found == [one.encode() for one in segments]


@pytest.mark.parametrize("length", ["0300", "0010", "abcd"])
def test_packets_behind_a_lying_length_are_not_lost(length):
    good = write_packet(f"{HEAD};CP=&&&&")

    found = list(Framer().feed(good.replace(b"0065", length.encode(), 1) + good * 8))

    assert good[2:6] == b"0065"
    assert found == [Broken("length" if length == "abcd" else "checksum")] + [good[6:-6]] * 8


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_otherwise_than_by_refusing(raw):
    found = list(Framer().feed(b"##" + raw + b"##0000" + raw))

    assert all(isinstance(one, (bytes, Broken)) for one in found)
    for prefix in (b"", b"CN=2011;MN=A;Flag=5;CP=&&"):
        try:
            fields = fields_of(read_segment(prefix + raw))
        except BadPacket:
            fields = {"heartbeat": True}
        assert fields["heartbeat"] is True
