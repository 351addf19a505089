"""What the gateway of fire alarm transmitters stores and answers, over a real socket."""

import asyncio
import socket
import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from linan.monitoring.gateways import gb26875
from linan.monitoring.gateways._commands import COMMANDS, Order
from linan.monitoring.gateways._gb26875_frames import Command, Frame, Framer, write_frame, write_label
from linan.monitoring.gateways._gb26875_orders import REPEAT_S, Orders
from linan.monitoring.gateways._gb26875_readings import CHINA, Holds
from linan.monitoring.gateways._tcp import Limits
from tests.monitoring.gateways.fakes import Door, Known, Store, a_sender, heard, is_silent

SOURCE = (654321).to_bytes(6, "little")
STATES = ("fire", "fault", "heartbeat", "delay_s", "duty_answered")
LIMITS = Limits(amid_s=0.4, idle_s=30, broken=3, connections=3)


def label(seconds_ago: float = 0) -> bytes:
    return write_label(datetime.fromtimestamp(time.time() - seconds_ago, CHINA))


def frame(unit: bytes, *, command: int = Command.SEND, serial: int = 5, source: bytes = SOURCE) -> bytes:
    return write_frame(Frame(serial, (1, 1), label(), source, bytes(6), command, unit))


def component(status: int, *, loop: int = 2, point: int = 7, ago: float = 0) -> bytes:
    address = loop.to_bytes(2, "little") + point.to_bytes(2, "little")
    return bytes([2, 1, 1, 1, 40]) + address + status.to_bytes(2, "little") + bytes(31) + label(ago)


def system(status: int) -> bytes:
    return bytes([1, 1, 1, 1]) + status.to_bytes(2, "little") + label()


def answer(peer: socket.socket) -> Frame:
    (found,) = Framer().feed(heard(peer, 30))
    assert isinstance(found, Frame)
    return found


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door(lambda directory, sink, port: gb26875.listen(directory, sink, port=port, limits=LIMITS))
    made.directory.senders["gb26875", "654321"] = a_sender(1, *STATES)
    made.open()
    yield made
    made.close()


def test_a_fire_is_confirmed_only_after_it_is_stored(door: Door) -> None:
    door.sink.holds = True
    peer = door.socket()

    peer.sendall(frame(system(0b11), serial=77))
    silent_before = is_silent(peer)
    door.call(door.sink.commit)
    confirm = answer(peer)

    assert silent_before
    assert (10, 1.0) in door.sink.values
    assert (confirm.command, confirm.serial, confirm.destination) == (Command.CONFIRM, 77, SOURCE)


def test_a_component_that_is_installed_fills_its_own_series(door: Door) -> None:
    door.directory.senders["gb26875", "654321/1/2.7"] = a_sender(2, "fire")
    peer = door.socket()

    peer.sendall(frame(component(0b11)))
    answer(peer)
    peer.sendall(frame(component(0b01), serial=6))
    answer(peer)

    assert [value for series, value in door.sink.values if series == 20] == [1.0, 0.0]
    assert 10 not in [series for series, _ in door.sink.values]


def test_the_fire_of_a_component_that_nobody_installed_stays_on_its_transmitter_until_the_reset(door: Door) -> None:
    peer = door.socket()
    reset = bytes([4, 1, 1, 1, 1, 9]) + label()

    for serial, unit in enumerate([component(0b11), component(0b01, point=8), reset]):
        peer.sendall(frame(unit, serial=serial))
        answer(peer)

    assert [value for series, value in door.sink.values if series == 10] == [1.0, 0.0]
    assert door.directory.strangers == [("gb26875", "654321/1/2.7"), ("gb26875", "654321/1/2.8")]


def test_a_fire_ends_when_the_last_detector_that_held_it_says_so(door: Door) -> None:
    peer = door.socket()
    units = [component(0b11), component(0b11, point=8), component(0b01), component(0b01, point=8)]

    for serial, unit in enumerate(units):
        peer.sendall(frame(unit, serial=serial))
        answer(peer)

    assert [value for series, value in door.sink.values if series == 10] == [1.0, 1.0, 0.0]


def test_one_systems_normal_status_does_not_end_the_fire_of_another(door: Door) -> None:
    peer = door.socket()
    other = bytes([1, 1, 12, 2, 1, 0]) + label()

    for serial, unit in enumerate([system(0b11), other, system(0b01)]):
        peer.sendall(frame(unit, serial=serial))
        answer(peer)

    assert [value for series, value in door.sink.values if series == 10] == [1.0, 0.0]


def test_a_system_that_is_installed_fills_its_own_series(door: Door) -> None:
    door.directory.senders["gb26875", "654321/1"] = a_sender(3, "manual", "fire")
    peer = door.socket()

    peer.sendall(frame(system(1 << 11 | 1)))
    answer(peer)

    assert {(30, 1.0), (31, 0.0)} <= set(door.sink.values)


def test_a_transmitter_that_nobody_installed_is_listed_and_not_confirmed(door: Door) -> None:
    peer = door.socket()

    peer.sendall(frame(system(0b11), source=(9).to_bytes(6, "little")))

    assert answer(peer).command == Command.DENY
    assert door.directory.strangers == [("gb26875", "9")]
    assert door.sink.rows == []


def test_an_address_written_the_other_way_round_is_the_same_transmitter(door: Door) -> None:
    peer = door.socket()

    peer.sendall(frame(b"", source=SOURCE[::-1]))

    assert answer(peer).command == Command.CONFIRM


@pytest.mark.parametrize("command", [Command.SEND, Command.KEEP_ALIVE, Command.REGISTER, 200])
def test_a_heartbeat_is_confirmed_and_heard(door: Door, command: int) -> None:
    peer = door.socket()

    peer.sendall(frame(b"" if command < 100 else b"\x01\x02", command=command))

    assert answer(peer).command == Command.CONFIRM
    assert door.sink.values == [(12, 1.0)]


def test_a_record_says_how_long_it_was_under_way(door: Door) -> None:
    peer = door.socket()

    peer.sendall(frame(component(0b11, ago=40)))
    answer(peer)

    (delay,) = [value for series, value in door.sink.values if series == 13]
    assert 39.0 <= delay <= 43.0


@pytest.mark.parametrize("unit", [b"\x02", b"\x02\x01" + bytes(7)])
def test_a_unit_in_which_no_object_fits_is_denied(door: Door, unit: bytes) -> None:
    peer = door.socket()

    peer.sendall(frame(unit))

    assert answer(peer).command == Command.DENY
    assert door.sink.rows == []


def test_a_frame_with_a_wrong_sum_is_denied_and_the_next_is_taken(door: Door) -> None:
    peer = door.socket()
    broken = bytearray(frame(system(0b11)))
    broken[-3] ^= 1

    peer.sendall(bytes(broken) + frame(b""))

    assert [answer(peer).command, answer(peer).command] == [Command.DENY, Command.CONFIRM]


def test_a_command_that_the_standard_keeps_for_later_is_denied(door: Door) -> None:
    peer = door.socket()

    peer.sendall(frame(b"", command=9))

    assert answer(peer).command == Command.DENY


def test_rubbish_again_and_again_ends_the_connection(door: Door) -> None:
    peer = door.socket()

    peer.sendall(b"@@" * 60)

    assert len(heard(peer, 10_000)) == 90


def test_a_frame_that_is_never_finished_ends_the_connection(door: Door) -> None:
    peer = door.socket()

    peer.sendall(b"@@\0")

    assert heard(peer, 1) == b""


def test_one_connection_too_many_is_closed(door: Door) -> None:
    held = [door.socket() for _ in range(LIMITS.connections)]
    for one in held:
        one.sendall(frame(b""))
        answer(one)

    assert heard(door.socket(), 1) == b""


def test_the_duty_officer_is_asked_and_the_answer_is_stored(door: Door) -> None:
    peer = door.socket()
    peer.sendall(frame(b""))
    answer(peer)

    door.call(lambda: COMMANDS.deliver(Order(31, 1, "check_duty", {"minutes": 3})))
    (asked,) = Framer().feed(heard(peer, 33))
    assert isinstance(asked, Frame)
    peer.sendall(frame(b"", command=Command.CONFIRM, serial=asked.serial))
    peer.sendall(frame(bytes([24, 1, 0b100000, 4]) + label()))
    answer(peer)

    assert (asked.command, asked.unit) == (Command.CONTROL, bytes([91, 1, 3]))
    assert [(one.command_id, one.answer) for one in COMMANDS.take_answers()] == [(31, {"confirmed": True})]
    assert (14, 1.0) in door.sink.values


def test_an_order_is_repeated_three_times_and_then_given_up() -> None:
    sent: list[bytes] = []
    orders = Orders(sent.append)
    orders.order(b"\x5b\x01\x05", like=Frame(0, (1, 0), bytes(6), SOURCE, bytes(6), 2), at=datetime.now(CHINA), moment=0)

    lost = [orders.repeat(place * REPEAT_S) for place in range(1, 6)]

    assert (len(sent), lost) == (4, [0, 0, 0, 1, 0])


def test_a_transmitters_wrong_clock_is_set_when_its_model_says_so(door: Door) -> None:
    door.directory.senders["gb26875", "654321"] = a_sender(1, *STATES, set_clock_beyond_s=60)
    peer = door.socket()

    peer.sendall(write_frame(Frame(1, (1, 1), bytes([0, 0, 0, 1, 1, 20]), SOURCE, bytes(6), 2)))
    answer(peer)
    (order,) = Framer().feed(heard(peer, 38))

    assert isinstance(order, Frame)
    assert (order.command, order.unit[:2], len(order.unit)) == (Command.CONTROL, bytes([90, 1]), 8)
    assert abs(datetime(2000 + order.unit[7], *reversed(order.unit[2:7]), tzinfo=CHINA).timestamp() - time.time()) < 5


def test_nobody_answering_a_duty_check_in_time_is_stored() -> None:
    directory, sink = Known(), Store()
    directory.senders["gb26875", "654321"] = a_sender(1, "duty_answered", duty_check_every_s=60, duty_check_minutes=1)
    made = gb26875.Transmitter(directory, sink, Mute(), set(), Holds())
    asyncio.run(made.take(Frame(0, (1, 0), label(), SOURCE, bytes(6), Command.SEND)))

    for moment in (0.0, 61.0, 122.0):
        made.tick(moment)
    made.close()

    assert sink.values == [(10, 0.0)]


class Mute:
    """A line that nobody reads."""

    def send(self, raw: bytes) -> None:
        """Send nothing."""

    def when_stored(self, raw: bytes) -> None:
        """Send nothing later either."""


@pytest.fixture
def phone(door: Door) -> Iterator[socket.socket]:
    """A transmitter that speaks UDP."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.connect(("127.0.0.1", door.port))
        peer.settimeout(5)
        yield peer


def test_over_udp_too_a_fire_is_confirmed_only_after_it_is_stored(door: Door, phone: socket.socket) -> None:
    door.sink.holds = True
    phone.send(frame(system(0b11), serial=77))

    assert is_silent(phone)
    door.call(door.sink.commit)

    (said,) = Framer().feed(phone.recv(100))
    assert (said.command, said.serial) == (Command.CONFIRM, 77)
    assert (10, 1.0) in door.sink.values


def test_a_datagram_that_is_repeated_fills_the_same_moment_again(door: Door, phone: socket.socket) -> None:
    once = frame(system(0b11), serial=77)
    for _ in range(2):
        phone.send(once)
        phone.recv(100)

    assert len({at for series, at, _ in door.sink.rows if series == 10}) == 1


def test_a_datagram_with_a_wrong_sum_is_denied_and_half_a_frame_is_not_answered(
    door: Door, phone: socket.socket
) -> None:
    whole = bytearray(frame(system(0b11), serial=9))
    phone.send(bytes(whole[:20]))
    whole[30] ^= 1
    phone.send(bytes(whole))

    (said,) = Framer().feed(phone.recv(100))
    assert (said.command, said.serial, door.sink.rows) == (Command.DENY, 9, [])


def test_a_command_reaches_a_transmitter_by_the_way_it_spoke_last(door: Door, phone: socket.socket) -> None:
    phone.send(frame(b"", serial=1))
    phone.recv(100)

    door.call(lambda: COMMANDS.deliver(Order(3, 1, "check_duty", {"minutes": 2})))

    (order,) = Framer().feed(phone.recv(100))
    assert (order.command, order.unit) == (Command.CONTROL, bytes([91, 1, 2]))


def test_addresses_beyond_the_limit_are_not_answered(door: Door) -> None:
    phones = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(LIMITS.connections + 1)]
    for one in phones:
        one.settimeout(1)
        one.sendto(frame(b"", serial=1), ("127.0.0.1", door.port))
    said = []
    for one in phones:
        try:
            said.append(len(one.recv(100)))
        except TimeoutError:
            said.append(0)
        one.close()

    assert sorted(said) == [0, 30, 30, 30]
