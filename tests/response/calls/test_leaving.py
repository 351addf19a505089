"""The one gate: drills, test mode, quiet hours, tries."""

from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest

from linan.response.calls.domain.leaving import HeldBack, Terms, gate, is_on_this_machine
from linan.response.calls.domain.texts import four_lengths
from linan.response.calls.domain.trying import due_at, may_try_again, next_try
from tests.response.calls.gateway import a_letter

NOW = datetime(2026, 1, 14, 15, 12, tzinfo=UTC)
NIGHT = datetime(2026, 1, 14, 23, 12, tzinfo=UTC)


def terms(**columns):
    return Terms(**({"is_drill": False, "is_test": False, "is_guest": False, "stays_here": False} | columns))


def test_a_real_letter_leaves_as_it_is():
    letter = gate(a_letter(), terms())

    assert letter == a_letter()


def test_a_drill_reaches_nobody_outside_the_white_list():
    letter = gate(a_letter(), terms(is_drill=True))

    assert letter == HeldBack("drill: not on the white list")


def test_every_text_of_a_drill_is_marked():
    letter = gate(a_letter(), terms(is_drill=True, is_guest=True))

    words = (letter.title, letter.text, letter.spoken, letter.poster)
    assert [word[:4] for word in words] == ["【演练】"] * 4


@pytest.mark.parametrize(("is_guest", "stays_here"), [(False, True), (True, False), (False, False)])
def test_in_test_mode_nothing_leaves_for_real_people_or_other_machines(is_guest, stays_here):
    letter = gate(a_letter(), terms(is_test=True, is_guest=is_guest, stays_here=stays_here))

    assert letter == HeldBack("test mode: reaches nobody outside")


@pytest.mark.parametrize(
    ("settings", "here"),
    [
        ({"url": "http://127.0.0.1:9/x"}, True), ({"host": "localhost"}, True), ({"url": "http://[::1]:9/"}, True),
        ({"url": "https://dysmsapi.aliyuncs.com/"}, False), ({"url": "http://127.0.0.1.evil.example/"}, False), ({}, False),
    ],
)
def test_only_a_loopback_address_is_on_this_machine(settings, here):
    assert is_on_this_machine(settings) is here


@pytest.mark.parametrize(("level", "waits"), [(1, 0), (2, 0), (3, 7 * 60 + 48), (4, 7 * 60 + 48)])
def test_quiet_hours_hold_for_the_two_lower_levels_only(level, waits):
    at = due_at(level=level, now=NOW, local=NIGHT, quiet_from=time(22), quiet_to=time(7))

    assert at - NOW == timedelta(minutes=waits)


def test_by_day_nobody_waits():
    at = due_at(level=4, now=NOW, local=NIGHT.replace(hour=12), quiet_from=time(22), quiet_to=time(7))

    assert at == NOW


def test_tries_grow_apart_and_never_come_before_the_gateway_asked():
    dice = Random(1)

    pauses = [(next_try(tries=n, after=None, now=NOW, dice=dice) - NOW).total_seconds() for n in range(1, 9)]
    asked = next_try(tries=1, after=timedelta(seconds=90), now=NOW, dice=dice) - NOW

    assert all(1 <= pause <= 1 + min(2 * 2**n, 120) for n, pause in enumerate(pauses))
    assert asked == timedelta(seconds=90)


@pytest.mark.parametrize(("tries", "minutes", "may"), [(1, 5, True), (8, 5, False), (1, 31, False)])
def test_after_its_dead_line_a_message_is_not_tried_again(tries, minutes, may):
    assert may_try_again(tries=tries, at=NOW + timedelta(minutes=minutes), dead_line_at=NOW + timedelta(minutes=30)) is may


def test_the_four_lengths_fit_where_they_go():
    texts = four_lengths(place="南京市建邺区演示社区3幢2单元", happening="地下车库电动自行车起火冒烟", wanted="立即走楼梯下楼到东门集合", signed="演示社区")

    assert (len(texts.short) <= 70, len(texts.spoken) <= 60) == (True, True)
    assert "立即走楼梯下楼到东门集合" in texts.door
