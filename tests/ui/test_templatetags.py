"""The tags pages are written with."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from linan.config.settings import PROJECT
from linan.ground.text import say
from linan.ground.ui.moments import clock_time, how_long_ago
from linan.ground.ui.navigation import PLACES
from linan.ground.ui.templatetags.ui import SHAPES, ago, badge, icon, sentence

SPRITE = PROJECT / "src/linan/ground/ui/static/ui/icons.svg"


def _drawn() -> set[str]:
    return {symbol.get("id", "") for symbol in ElementTree.parse(SPRITE).getroot()}


def test_every_icon_of_the_navigation_and_of_the_badges_is_in_the_sprite() -> None:
    wanted = {place.icon for places in PLACES.values() for place in places} | set(SHAPES.values())

    missing = wanted - _drawn()

    assert missing == set()


def test_an_icon_without_a_label_is_hidden_from_screen_readers() -> None:
    drawn = icon("alarm")

    assert drawn == '<svg class="icon" aria-hidden="true"><use href="/static/ui/icons.svg#alarm"></use></svg>'


def test_a_badge_says_its_tone_by_colour_by_shape_and_by_word_and_escapes_the_word() -> None:
    drawn = badge("<urgent>", "red")

    assert drawn == f'<span class="badge badge--red">{icon("octagon")}&lt;urgent&gt;</span>'


def test_a_badge_of_an_unknown_tone_is_grey() -> None:
    assert badge("new", "mauve") == badge("new", "grey")


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (timedelta(seconds=-59), "刚刚"),
        (timedelta(minutes=-2, seconds=-30), "2 分钟前"),
        (timedelta(hours=-3), "3 小时前"),
        (timedelta(days=-2), "2 天前"),
        (timedelta(minutes=10), "10 分钟后"),
    ],
)
def test_a_moment_is_said_in_whole_units_before_or_after_now(now: datetime, away: timedelta, said: str) -> None:
    with override("zh-hans"):
        words = how_long_ago(now + away, now=now)

    assert words == said


@pytest.mark.parametrize(
    ("away", "said"),
    [(timedelta(), "03:12"), (timedelta(hours=-4), "01-14 23:12"), (timedelta(days=-30), "2025-12-16 03:12")],
)
def test_a_clock_time_carries_the_date_only_when_it_is_not_todays(now: datetime, away: timedelta, said: str) -> None:
    assert clock_time(now + away, now=now) == said


def test_a_moment_that_never_was_is_a_dash() -> None:
    assert ago(None) == "—"


def test_a_stored_sentence_is_said_as_the_fresh_one() -> None:
    fresh = say("Page %(number)s of %(pages)s", number=2, pages=5)

    with override("zh-hans"):
        words = {sentence(fresh), sentence(fresh.as_json())}

    assert words == {"第 2 页，共 5 页"}


def test_no_sentence_is_nothing() -> None:
    assert sentence(None) == ""
