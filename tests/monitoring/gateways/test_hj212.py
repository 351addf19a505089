"""What the gateway of environmental stations stores and answers, over a real socket."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from linan.monitoring.domain.expression import parse_expression
from linan.monitoring.gateways import hj212
from linan.monitoring.gateways._gb26875_readings import CHINA
from linan.monitoring.gateways._hj212_packets import write_packet
from linan.monitoring.gateways._raw import NOTES
from linan.monitoring.gateways._tcp import Limits
from tests.monitoring.gateways.fakes import Door, a_sender, heard, is_silent

ANSWER_SIZE = len(write_packet("QN=20260115083000123;ST=91;CN=9014;PW=123456;MN=A1;Flag=4;CP=&&&&"))
STATION = a_sender(1, "pm", "noise", "fault")
SOURCES = {"pm": "a34004.Rtd", "noise": "LA.Rtd", "fault": "fault"}


def packet(data: str, *, ago: timedelta = timedelta(), mn: str = "A1", flag: int = 5, more: str = "") -> bytes:
    moment = datetime.fromtimestamp(time.time(), CHINA)
    qn, at = f"{moment:%Y%m%d%H%M%S}000", f"{moment - ago:%Y%m%d%H%M%S}"
    return write_packet(
        f"QN={qn};ST=22;CN=2011;PW=123456;MN={mn};Flag={flag};{more}CP=&&DataTime={at};{data}&&"
    )


@pytest.fixture
def door() -> Iterator[Door]:
    limits = Limits(amid_s=0.4, broken=3)
    made = Door(lambda directory, sink, port: hj212.listen(directory, sink, port=port, limits=limits))
    channels = {
        key: replace(one, read=parse_expression(SOURCES[key])) for key, one in STATION.channels.items()
    }
    made.directory.senders["hj212", "A1"] = replace(STATION, channels=channels)
    made.open()
    yield made
    made.close()


def test_a_packet_is_answered_only_after_it_is_stored(door):
    door.sink.holds = True
    peer = door.socket()

    peer.sendall(packet("a34004-Rtd=35.2,a34004-Flag=N"))
    silent_before = is_silent(peer)
    door.call(door.sink.commit)

    assert silent_before
    assert door.sink.values == [(10, 35.2), (12, 0.0)]
    assert b"ST=91;CN=9014;PW=123456;MN=A1;Flag=4;CP=&&&&" in heard(peer, ANSWER_SIZE)


def test_a_value_of_a_broken_instrument_raises_the_fault_and_nothing_else(door):
    peer = door.socket()

    peer.sendall(packet("a34004-Rtd=999,a34004-Flag=D;LA-Rtd=50,LA-Flag=N"))
    heard(peer, ANSWER_SIZE)

    assert door.sink.values == [(11, 50.0), (12, 1.0)]


def test_every_packet_of_a_message_is_stored_and_answered(door):
    peer = door.socket()

    for number, data in ((1, "a34004-Rtd=1,a34004-Flag=N"), (2, "LA-Rtd=2,LA-Flag=N")):
        peer.sendall(packet(data, flag=7, more=f"PNUM=2;PNO={number};"))
        heard(peer, ANSWER_SIZE)

    assert {(10, 1.0), (11, 2.0)} <= set(door.sink.values)


def test_what_a_station_kept_while_it_was_cut_off_keeps_its_time(door):
    peer = door.socket()

    peer.sendall(packet("LA-Rtd=50,LA-Flag=N", ago=timedelta(days=3)))
    heard(peer, ANSWER_SIZE)

    (at_us, *_) = [at for series, at, _ in door.sink.rows if series == 11]
    assert abs(at_us / 1e6 - (time.time() - 3 * 86_400)) < 5


def test_a_station_that_nobody_installed_is_listed_and_not_answered(door):
    peer = door.socket()

    peer.sendall(packet("LA-Rtd=50", mn="B2"))

    assert is_silent(peer)
    assert door.directory.strangers == [("hj212", "B2")]


def test_a_wrong_password_is_not_taken_where_the_model_names_one(door):
    sender = door.directory.senders["hj212", "A1"]
    door.directory.senders["hj212", "A1"] = replace(sender, options={"password": "654321"})
    peer = door.socket()

    peer.sendall(packet("LA-Rtd=50"))

    assert is_silent(peer)
    assert door.sink.rows == []


@pytest.mark.parametrize("data", ["8f3a0011c2", "jzoAEcL0pQ=="])
def test_what_cannot_be_read_is_not_answered(door, data):
    peer = door.socket()

    peer.sendall(write_packet(f"QN=20260115083000123;ST=22;CN=2011;PW=123456;MN=A1;Flag=9;CP=&&{data}&&"))

    assert is_silent(peer)
    assert door.sink.rows == []


def test_a_wish_for_a_key_is_refused_in_sight_of_the_engineer(door):
    NOTES.take()
    peer = door.socket()

    peer.sendall(write_packet(
        "QN=20260115083000123;ST=91;CN=1014;PW=123456;MN=A1;Flag=9;CP=&&SKCreateTime=20260115083000123&&"
    ))

    assert is_silent(peer)
    assert [(one.of_id, one.code) for one in NOTES.take().raw] == [(1, "encrypted")]


def test_a_heartbeat_of_2025_is_stored_and_answered_as_a_notice(door):
    peer = door.socket()

    peer.sendall(write_packet("QN=20260115083000123;ST=91;CN=9015;PW=123456;MN=A1;Flag=9;CP=&&&&"))

    assert b"ST=91;CN=9013;PW=123456;MN=A1;Flag=8;CP=&&&&" in heard(peer, ANSWER_SIZE)


def test_factors_that_the_model_does_not_know_are_noted(door):
    NOTES.take()
    peer = door.socket()

    peer.sendall(packet("a34004-Rtd=35,a34004-Flag=N;a21005-Rtd=0.4,a21005-Flag=N"))
    heard(peer, ANSWER_SIZE)

    assert {key: value for key, (value, _) in NOTES.take().keys[1].items()} == {"a21005": "0.4"}


def test_a_wrong_sum_gets_no_answer_and_the_next_packet_does(door):
    peer = door.socket()
    good = packet("LA-Rtd=50")

    peer.sendall(good.replace(b"LA-Rtd=50", b"LA-Rtd=51") + good)

    assert heard(peer, ANSWER_SIZE).count(b"CN=9014") == 1
    assert (11, 51.0) not in door.sink.values


def test_a_packet_that_never_ends_ends_the_connection(door):
    peer = door.socket()

    peer.sendall(b"##9999QN=")

    assert heard(peer, 1) == b""
