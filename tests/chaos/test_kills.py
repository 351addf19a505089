"""Any process may be killed at any moment: the house goes on within ten seconds and does everything once.

The short siege belongs to every run of the tests. The long one, in which the ten seconds count, goes by command:
`./run test -m chaos`; its seed is printed, and LINAN_CHAOS_SEED repeats it.
"""

import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

import pytest

from linan.demo.outcome import COUNT_STORED
from tests.chaos.duty import OnDuty
from tests.chaos.kills import Kill, acknowledged, ask, journal_size, kill, rows, tell, wait_until
from tests.chaos.upstairs import counts, faults
from tests.running import House, running_demo

TARGETS = ("worker", "web", "intake", "postgres", "live", "a web worker")
FEW, MANY = 5, 30
GOES_ON_WITHIN_S = 10.0
SEED_OF_THE_SHORT = 20241101
NIGHT_AFTER = 6  # kills
COUNT_WAITING = "select count(*) from monitoring_journal where received_at < %s"
COUNT_ROWS_DOUBLED = "select count(*) - count(distinct (series_id, at)) from monitoring_reading"
COUNT_OPEN_DOUBLED = """
    select count(*) from (select from monitoring_alarm where cleared_at is null
    group by condition_id, series_id having count(*) > 1) doubled
"""
# What the demonstration remembers of earlier days was never told to anybody.
COUNT_ALARMS = "select count(*) from monitoring_alarm where raised_at > now() - interval '6 hours'"
COUNT_TOLD = "select count(*) from announcements_logged where kind = 'monitoring.AlarmRaised'"
COUNT_TOLD_ONCE = """
    select count(distinct a.id) from monitoring_alarm a join announcements_logged l
      on l.kind = 'monitoring.AlarmRaised' and (l.payload->>'alarm_id')::bigint = a.id
"""
COUNT_UNSEALED = """
    select count(*) from announcements_logged l
    where not exists (select from announcements_seal s where s.logged_id = l.id)
"""
COUNT_DEAD_LETTERS = "select count(*) from announcements_deadletter"
RESTART_STORY = "update demo_story set run = run + 1, position_s = 0, is_paused = false"


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A house whose night burns ten times as fast."""
    # Not below pytest's folder: every other run of pytest closes it to PostgreSQL's account, which must enter again.
    with tempfile.TemporaryDirectory(prefix="linan-kills-", ignore_cleanup_errors=True) as folder:
        with running_demo(Path(folder), "--story", "fire", "--speed", "10") as running:
            yield running


def test_the_house_survives_a_short_siege_with_nothing_lost_or_doubled(house: House) -> None:
    besiege(house, random.Random(SEED_OF_THE_SHORT), times=FEW)

    check(house)


@pytest.mark.chaos
def test_the_house_survives_a_long_siege_with_nothing_lost_or_doubled(house: House) -> None:
    seed = int(os.environ.get("LINAN_CHAOS_SEED") or time.time_ns() % 1_000_000)
    print(f"\nseed {seed}")

    kills = besiege(house, random.Random(seed), times=MANY)

    check(house)
    assert max(one.seconds for one in kills) <= GOES_ON_WITHIN_S


def besiege(house: House, dice: random.Random, *, times: int) -> list[Kill]:
    """Kill processes in turn while people stand duty, until somebody has done a task; say how fast the house went on."""
    wait_until(lambda: journal_size(house) > 0)
    on_duty = OnDuty(house)
    on_duty.start()
    kills = []
    for number, target in enumerate(islice(cycle(TARGETS), times)):
        if number % NIGHT_AFTER == 0:
            tell(house, RESTART_STORY)
        time.sleep(dice.uniform(0.5, 2.5))
        kills.append(kill(house, target))
    wait_until(lambda: min(counts(house).values()) >= 1)
    on_duty.relieve()
    say(kills, nights=on_duty.nights)
    return kills


def say(kills: list[Kill], *, nights: int) -> None:
    """Print how long each took."""
    slowest = max(kills, key=lambda one: one.seconds)
    print(f"\n{len(kills)} kills, at most {slowest.seconds:.1f} s until the house went on ({slowest.target}); {nights} nights")
    for target in TARGETS:
        print(f"  {target}: {[round(one.seconds, 1) for one in kills if one.target == target]} s")


def check(house: House) -> None:
    """Count everything that was acknowledged or announced, down to the last task."""
    with suppress(TimeoutError):
        wait_until(lambda: ask(house, COUNT_UNSEALED) == 0 and not faults(house))
    devices, keys, moments = acknowledged(house)
    counted_at = datetime.now(UTC)
    wait_until(lambda: rows(house, COUNT_WAITING, counted_at) == [(0,)])
    ((stored, distinct),) = rows(house, COUNT_STORED, devices, keys, moments)
    alarms = ask(house, COUNT_ALARMS)
    print(f"{len(moments)} readings, {len(moments) - distinct} lost, {stored - distinct} doubled; {alarms} alarms; {counts(house)}")
    assert (len(moments) - distinct, stored - distinct, ask(house, COUNT_ROWS_DOUBLED)) == (0, 0, 0)
    assert ask(house, COUNT_OPEN_DOUBLED) == 0
    assert (ask(house, COUNT_TOLD), ask(house, COUNT_TOLD_ONCE)) == (alarms, alarms)
    assert (ask(house, COUNT_UNSEALED), ask(house, COUNT_DEAD_LETTERS)) == (0, 0)
    assert faults(house) == {}
