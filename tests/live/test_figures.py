"""What Prometheus is told of the log."""

from collections.abc import Iterator

import pytest

from linan.ground.announcements.cursors import ensure_cursors
from linan.ground.announcements.delivery import ReactionsFailed, deliver_announcements
from linan.ground.announcements.handlers import HANDLERS, on
from linan.ground.live.figures import figures, handler_lags
from tests.announcements.ring import Rang, ring, write_down

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_other_handlers() -> Iterator[None]:
    kept = dict(HANDLERS)
    HANDLERS.clear()
    yield
    HANDLERS.clear()
    HANDLERS.update(kept)


def test_a_handler_that_is_behind_shows_its_lag_and_one_that_is_not_shows_none():
    on(Rang)(write_down)
    ensure_cursors(HANDLERS)
    before = handler_lags()

    ring(1)
    behind = handler_lags()[0][1]
    deliver_announcements()
    caught_up = handler_lags()

    assert before == caught_up == [("tests.announcements.ring.write_down", 0.0)]
    assert 0.0 <= behind < 60.0


def test_dead_letters_are_counted():
    def fail(event: Rang) -> None:
        raise ZeroDivisionError

    on(Rang)(fail)
    ring(1, 2)
    with pytest.raises(ReactionsFailed):
        deliver_announcements()

    assert "linan_dead_letters 2.0" in figures().decode().splitlines()
