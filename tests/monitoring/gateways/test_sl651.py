"""What the gateway of hydrological stations stores and answers, over a real socket."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from linan.monitoring.gateways import sl651
from linan.monitoring.gateways._gb26875_readings import CHINA
from linan.monitoring.gateways._sl651_frames import Frame, Framer, Mark, write_frame
from linan.monitoring.gateways._tcp import Limits
from tests.monitoring.gateways.fakes import Door, a_sender, heard, is_silent

CONFIRM = 25  # bytes
KEYS = ("Z", "PJ", "threshold", "heartbeat", "DRP")


class Pictures:
    """An album that keeps what it may."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.keeps = True

    async def keep(self, content: bytes, *, device_id: int, key: str, at_us: int) -> bool:
        if self.keeps:
            self.kept.append(content)
        return self.keeps


PICTURES = Pictures()


def report(elements: str, *, function: int = 0x32, ago: timedelta = timedelta(), end: int = Mark.ETX) -> bytes:
    moment = datetime.fromtimestamp(time.time(), CHINA)
    text = bytes.fromhex(f"0007{moment:%y%m%d%H%M%S}F1F1001234567848F0F0{moment - ago:%y%m%d%H%M}{elements}")
    return write_frame(a_frame(text, function=function, end=end))


def a_frame(text: bytes, *, function: int, end: int = Mark.ETX, packets: int = 0, number: int = 0) -> Frame:
    return Frame(
        is_ascii=False, is_down=False, centre=1, station="0012345678", password="A000", function=function, end=end,
        text=text, packets=packets, number=number,
    )


def answer(raw: bytes) -> Frame:
    (found,) = Framer().feed(raw)
    assert isinstance(found, Frame)
    return found


@pytest.fixture
def door() -> Iterator[Door]:
    PICTURES.kept, PICTURES.keeps = [], True
    limits = Limits(amid_s=0.4, broken=3)
    made = Door(lambda directory, sink, port: sl651.listen(directory, sink, PICTURES, port=port, limits=limits))
    made.directory.senders["sl651", "12345678"] = a_sender(1, *KEYS)
    made.open()
    yield made
    made.close()


def test_a_report_is_confirmed_only_after_it_is_stored(door):
    door.sink.holds = True
    peer = door.socket()

    peer.sendall(report("3923000012502019000035"))
    silent_before = is_silent(peer)
    door.call(door.sink.commit)
    confirm = answer(heard(peer, CONFIRM))

    assert silent_before
    assert door.sink.values == [(10, 1.25), (11, 3.5), (12, 0.0), (13, 1.0)]
    assert (confirm.is_down, confirm.function, confirm.end, confirm.text[:2]) == (True, 0x32, Mark.EOT, b"\0\7")


def test_a_threshold_report_is_an_alarm_of_its_own(door):
    peer = door.socket()

    peer.sendall(report("392300001250", function=0x33))
    heard(peer, CONFIRM)

    assert (12, 1.0) in door.sink.values


def test_a_station_that_has_more_to_say_stays_on_line(door):
    peer = door.socket()

    peer.sendall(report("392300001250", end=Mark.ETB))

    assert answer(heard(peer, CONFIRM)).end == Mark.ESC


def test_what_a_station_kept_while_it_was_cut_off_keeps_its_time(door):
    peer = door.socket()

    peer.sendall(report("392300001250", ago=timedelta(days=2)))
    heard(peer, CONFIRM)

    (at_us,) = [at for series, at, _ in door.sink.rows if series == 10]
    assert abs(at_us / 1e6 - (time.time() - 2 * 86_400)) < 120


def test_a_test_report_is_confirmed_and_its_values_are_not_stored(door):
    peer = door.socket()

    peer.sendall(report("392300099999", function=0x30))
    heard(peer, CONFIRM)

    assert door.sink.values == [(13, 1.0)]


def test_a_keep_alive_is_heard_and_not_answered(door):
    peer = door.socket()

    peer.sendall(write_frame(a_frame(bytes.fromhex("0007260115083000"), function=0x2F)))

    assert is_silent(peer)
    assert door.sink.values == [(13, 1.0)]


def test_a_picture_in_packets_is_confirmed_once_when_it_is_kept(door):
    peer = door.socket()
    head = bytes.fromhex("0007260115083000F1F1001234567848F0F02601150830F3F3")

    peer.sendall(write_frame(a_frame(head + b"\xff\xd8", function=0x36, packets=2, number=1, end=Mark.ETB)))
    silent_before = is_silent(peer)
    peer.sendall(write_frame(a_frame(b"\xff\xd9", function=0x36, packets=2, number=2)))
    confirm = answer(heard(peer, CONFIRM + 3))

    assert silent_before
    assert PICTURES.kept == [b"\xff\xd8\xff\xd9"]
    assert (confirm.end, confirm.packets, confirm.number) == (Mark.EOT, 2, 2)


def test_a_packet_that_did_not_come_is_asked_for_by_its_number(door):
    peer = door.socket()
    head = bytes.fromhex("0007260115083000")

    peer.sendall(write_frame(a_frame(head, function=0x36, packets=3, number=1, end=Mark.ETB)))
    peer.sendall(write_frame(a_frame(b"c", function=0x36, packets=3, number=3)))
    again = answer(heard(peer, CONFIRM + 3))

    assert (again.end, again.packets, again.number) == (Mark.NAK, 3, 2)


def test_a_picture_that_could_not_be_kept_is_not_confirmed(door):
    PICTURES.keeps = False
    peer = door.socket()

    peer.sendall(write_frame(a_frame(bytes.fromhex("0007260115083000F3F3") + b"no picture", function=0x36)))

    assert is_silent(peer)


def test_a_report_of_which_nothing_can_be_read_is_not_confirmed(door):
    peer = door.socket()

    peer.sendall(report("3923000012"))

    assert is_silent(peer)
    assert door.sink.rows == []


@pytest.mark.parametrize("place", [2, 20, -1])
def test_a_broken_frame_gets_no_answer(door, place):
    peer = door.socket()
    broken = bytearray(report("392300001250"))
    broken[place] ^= 0x10

    peer.sendall(bytes(broken))

    assert is_silent(peer)
    assert door.sink.rows == []


def test_a_station_that_nobody_installed_is_listed_and_not_confirmed(door):
    door.directory.senders.clear()
    peer = door.socket()

    peer.sendall(report("392300001250"))

    assert is_silent(peer)
    assert door.directory.strangers == [("sl651", "0012345678")]


def test_a_wrong_password_is_not_taken_where_the_model_names_one(door):
    door.directory.senders["sl651", "12345678"] = a_sender(1, *KEYS, password="1234")
    peer = door.socket()

    peer.sendall(report("392300001250"))

    assert is_silent(peer)
    assert door.sink.rows == []
