"""The judge between the tables of conditions and the readings: scope, memory, what time alone changes."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from linan.ground.people.models import SYSTEM
from linan.ground.text import say
from linan.monitoring.actions.alarms import RaisedAlarm, raise_alarms
from linan.monitoring.actions.conditions import ConditionSpec, add_condition
from linan.monitoring.actions.devices import DeviceSpec, add_device
from linan.monitoring.actions.modes import switch_mode
from linan.monitoring.intake.judge import HeardAt, Judge, load_judge
from linan.monitoring.models import Series
from tests.build import a_community
from tests.builders.monitoring import readings
from tests.builders.registry import a_building

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
NOW = datetime.now(UTC)  # the judge reads the past until the present moment
ABOVE = {"above": 0.1, "clear_below": 0.05}


def a_sensor(org, quantity="smoke", unit="OD/m", **columns) -> Series:
    spec = DeviceSpec(org_id=org.pk, name=f"传感器{Series.objects.count()}", profile="smoke", **columns)
    made = add_device(spec, series={quantity: (quantity, unit)}, by=SYSTEM, now=NOW)
    return Series.objects.get(device=made.device)


def a_rule(org, kind, parameters, *, quantity="smoke", **scope):
    spec = ConditionSpec(title="规则", parameters=parameters, severity=2, reason="惯例")
    return add_condition(spec, org_id=org.pk, kind=kind, quantity=quantity, by=SYSTEM, now=NOW, **scope)


def judged(judge: Judge, *rows: tuple[Series, float, float]):
    """Judge and keep rows of (series, seconds after NOW, value); return [(raised series, cleared series)]."""
    rows = sorted(rows, key=lambda one: (one[0].pk, one[1]))
    at_us = [int((NOW.timestamp() + one[1]) * 1e6) for one in rows]
    found = judge.judge(
        np.array([one[0].pk for one in rows], np.int32), np.array(at_us, np.int64), np.array([one[2] for one in rows])
    )
    judge.keep(found)
    return [([r.series_id for r in one.raised], [c.series_id for c in one.cleared]) for one in found.rounds]


def test_two_smoke_detectors_of_one_building_agree_and_those_of_two_do_not():
    org = a_community()
    here, there = a_building(org=org), a_building(org=org)
    first, second = a_sensor(org, building_id=here.pk), a_sensor(org, building_id=here.pk)
    other = a_sensor(org, building_id=there.pk)
    a_rule(org, "n_of_m", {**ABOVE, "n": 2, "within_s": 60, "together": "building"})
    judge = load_judge(None)

    apart = judged(judge, (first, 0, 0.3), (other, 1, 0.3))
    together = judged(judge, (second, 2, 0.3))
    over = judged(judge, (first, 3, 0.0))

    assert (apart, together, over) == ([], [([second.pk], [])], [([], [second.pk])])


def test_a_condition_of_a_building_leaves_the_neighbours_alone():
    org = a_community()
    here = a_building(org=org)
    inside, outside = a_sensor(org, building_id=here.pk), a_sensor(org)
    a_rule(org, "threshold", ABOVE, building_id=here.pk)

    rounds = judged(load_judge(None), (inside, 0, 0.3), (outside, 0, 0.3))

    assert rounds == [([inside.pk], [])]


def test_an_open_door_that_says_nothing_more_raises_an_alarm_when_it_has_been_open_long_enough():
    org = a_community()
    door = a_sensor(org, "door", "")
    a_rule(org, "state_event", {"equals": 1, "for_s": 180}, quantity="door")
    judge = load_judge(None)
    heard = HeardAt({door.pk: door.device_id}, {}, since=NOW.timestamp())

    opened = judged(judge, (door, 0, 1.0))
    early = judge.sweep_silence(heard, NOW + timedelta(seconds=179)).rounds
    late = judge.sweep_silence(heard, NOW + timedelta(seconds=181)).rounds

    assert (opened, early) == ([], [])
    assert [one.source_at for one in late[0].raised] == [NOW + timedelta(seconds=180)]


def test_the_rain_that_fell_before_a_restart_still_counts():
    org = a_community()
    gauge = a_sensor(org, "rain", "mm")
    a_rule(org, "window_sum", {"more_than": 30, "within_s": 10800}, quantity="rain")
    readings(gauge, 14.0, 15.0, ending_at=NOW - timedelta(minutes=5), every=timedelta(hours=1))

    rounds = judged(load_judge(None), (gauge, 1, 2.0))

    assert rounds == [([gauge.pk], [])]


def test_a_condition_that_did_not_change_keeps_its_memory_when_the_tables_are_read_again():
    org = a_community()
    gauge = a_sensor(org, "rain", "mm")
    a_rule(org, "window_sum", {"more_than": 30, "within_s": 10800}, quantity="rain")
    judge = load_judge(None)
    judged(judge, (gauge, 1, 29.0))

    rounds = judged(load_judge(judge), (gauge, 2, 2.0))

    assert rounds == [([gauge.pk], [])]


def test_an_armed_door_counts_in_daily_mode_and_not_in_an_emergency():
    org = a_community()
    door = a_sensor(org, "door", "")
    inner = {"kind": "state_event", "parameters": {"equals": 1}}
    armed = {"inner": inner, "from_hour": "00:00", "to_hour": "00:00", "days": "every", "modes": ["daily"]}
    a_rule(org, "schedule", armed, quantity="door")

    daily = judged(load_judge(None), (door, 0, 1.0))
    switch_mode(org_id=org.pk, mode="emergency", reason="防汛", by=SYSTEM, now=NOW)
    emergency = judged(load_judge(None), (door, 0, 1.0))

    assert (daily, emergency) == ([([door.pk], [])], [])


def test_smoke_and_heat_on_one_floor_are_a_confirmed_fire_and_on_two_floors_are_not():
    org = a_community()
    house = a_building(org=org)
    smoke = a_sensor(org, building_id=house.pk, floor=3)
    here = a_sensor(org, "temperature", "°C", building_id=house.pk, floor=3)
    above = a_sensor(org, "temperature", "°C", building_id=house.pk, floor=4)
    heat = {"kind": "threshold", "quantity": "temperature", "parameters": {"above": 57, "clear_below": 45}}
    parts = [{"kind": "threshold", "quantity": "smoke", "parameters": ABOVE}, heat]
    a_rule(org, "composite", {"parts": parts, "join": "all", "together": "floor"})
    judge = load_judge(None)

    elsewhere = judged(judge, (smoke, 0, 0.3), (above, 1, 70.0))
    together = judged(judge, (here, 2, 70.0))

    assert (elsewhere, together) == ([], [([here.pk], [])])


def test_an_alarm_of_a_place_that_stands_in_the_table_ends_on_its_own_series():
    org = a_community()
    house = a_building(org=org)
    first, second = a_sensor(org, building_id=house.pk), a_sensor(org, building_id=house.pk)
    condition = a_rule(org, "n_of_m", {**ABOVE, "n": 2, "within_s": 60, "together": "building"})
    spec = RaisedAlarm(
        series_id=second.pk, condition_id=condition.pk, value=0.3, because=say("%(n)d agree", n=2), source_at=NOW
    )
    raise_alarms([spec], now=NOW)

    rounds = judged(load_judge(None), (first, 5, 0.0))

    assert rounds == [([], [second.pk])]


def test_two_sensors_that_still_agree_after_a_restart_keep_their_one_alarm():
    org = a_community()
    house = a_building(org=org)
    first, second = a_sensor(org, building_id=house.pk), a_sensor(org, building_id=house.pk)
    condition = a_rule(org, "n_of_m", {**ABOVE, "n": 2, "within_s": 60, "together": "building"})
    spec = RaisedAlarm(
        series_id=second.pk, condition_id=condition.pk, value=0.3, because=say("%(n)d agree", n=2), source_at=NOW
    )
    raise_alarms([spec], now=NOW)
    readings(first, 0.3, ending_at=NOW - timedelta(minutes=20))
    readings(second, 0.3, ending_at=NOW - timedelta(minutes=20))
    judge = load_judge(None)

    still = judged(judge, (first, 5, 0.3), (second, 6, 0.3))
    over = judged(judge, (first, 7, 0.0))

    assert (still, over) == ([], [([], [second.pk])])
