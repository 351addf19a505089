"""A stream that is not read is dropped before it costs memory."""

from linan.ground.announcements.order import Position
from linan.ground.live.listeners import MOST_NAMES, Listener

HERE = Position(0, 10, 1)


def a_listener() -> Listener:
    return Listener(org_ids=frozenset({1}), told_up_to=HERE)


def test_a_burst_on_the_same_thing_is_told_once():
    listener = a_listener()

    listener.hear(["alarm-7", "alarms"], up_to=Position(0, 11, 2))
    listener.hear(["alarm-7", "alarms"], up_to=Position(0, 12, 3))

    assert listener.take() == (["alarm-7", "alarms"], Position(0, 12, 3))
    assert listener.take()[0] == []


def test_a_listener_with_too_much_untold_is_dropped_and_forgets_it():
    listener = a_listener()

    listener.hear([f"alarm-{number}" for number in range(MOST_NAMES + 1)], up_to=Position(0, 11, 2))

    assert listener.is_dropped
    assert listener.take()[0] == []
