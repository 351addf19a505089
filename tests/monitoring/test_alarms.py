"""What people and devices do to alarms."""

from datetime import timedelta

import pytest

from linan.ground.announcements.models import Logged
from linan.ground.moves import MoveNotAllowed
from linan.ground.text import say
from linan.monitoring.actions.alarms import (
    ClearedAlarm,
    NoteMissing,
    RaisedAlarm,
    VerdictUnknown,
    acknowledge_alarm,
    clear_alarms,
    raise_alarms,
    verify_alarm,
)
from linan.monitoring.actions.devices import put_in_maintenance
from linan.monitoring.models import Alarm, AlarmStatus
from linan.monitoring.queries import false_alarm_counts, open_alarms
from tests.build import a_community, a_person
from tests.builders.monitoring import a_condition, a_device, a_series, an_alarm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def _spec(device, condition, now):
    return RaisedAlarm(
        series_id=a_series(device=device).pk, condition_id=condition.pk, value=0.4, because=say("smoke"), source_at=now
    )


def _cleared(alarm):
    return ClearedAlarm(series_id=alarm.series_id, condition_id=alarm.condition_id)


def test_a_condition_raised_twice_on_one_series_gives_one_alarm(now):
    device = a_device()
    spec = _spec(device, a_condition(org=device.org), now)

    first = raise_alarms([spec], now=now)
    again = raise_alarms([spec, spec], now=now)

    assert (len(first), again) == (1, [])
    assert Logged.objects.filter(kind="monitoring.AlarmRaised").count() == 1


def test_a_raised_alarm_knows_its_organisation_severity_and_the_version_of_its_condition():
    community = a_community()

    alarm = an_alarm(org=community, severity=2)

    assert (alarm.org_id, alarm.severity, alarm.condition_version, alarm.status) == (community.pk, 2, 1, "raised")


def test_a_device_in_maintenance_raises_no_alarm(now):
    device = a_device()
    person = a_person(org=device.org)
    put_in_maintenance(device_id=device.pk, reason="换电池", by=person, now=now)

    raised = raise_alarms([_spec(device, a_condition(org=device.org), now)], now=now)

    assert raised == []


def test_an_alarm_that_clears_before_anyone_looked_stays_on_the_desk(now):
    alarm = an_alarm(at=now)

    clear_alarms([_cleared(alarm)], now=now + timedelta(minutes=2))

    (shown,) = open_alarms(10)
    assert (shown.pk, shown.status, shown.cleared_at) == (alarm.pk, AlarmStatus.RAISED, now + timedelta(minutes=2))


def test_a_silence_alarm_ends_by_itself_when_the_device_is_heard(now):
    device = a_device()
    alarm = an_alarm(device=device, condition=a_condition(org=device.org, kind="silence"), at=now)

    clear_alarms([_cleared(alarm)], now=now)

    assert Alarm.objects.get().status == AlarmStatus.CLEARED
    assert open_alarms(10) == []


def test_a_crossing_after_the_series_was_normal_again_is_a_new_alarm(now):
    alarm = an_alarm(at=now)
    clear_alarms([_cleared(alarm)], now=now)

    again = an_alarm(device=alarm.device, condition=alarm.condition, at=now + timedelta(hours=1))

    assert again.pk != alarm.pk
    assert Alarm.objects.count() == 2


def test_verifying_an_alarm_that_is_normal_again_takes_it_off_the_desk(now):
    alarm = an_alarm(at=now)
    person = a_person(org=alarm.org)
    clear_alarms([_cleared(alarm)], now=now)

    verify_alarm(alarm_id=alarm.pk, verdict="real", note="", by=person, now=now)

    alarm = Alarm.objects.get()
    assert (alarm.status, alarm.verdict, alarm.verified_by) == (AlarmStatus.CLEARED, "real", person)


def test_who_acknowledges_an_alarm_stands_on_it_and_in_the_log(now):
    alarm = an_alarm(at=now)
    person = a_person(org=alarm.org)

    acknowledge_alarm(alarm_id=alarm.pk, by=person, now=now)

    alarm = Alarm.objects.get()
    logged = Logged.objects.get(kind="monitoring.AlarmAcknowledged")
    assert (alarm.acknowledged_by, alarm.acknowledged_at) == (person, now)
    assert (logged.by_id, logged.about[:2]) == (person.pk, [f"alarm-{alarm.pk}", "alarms"])


def test_of_two_clicks_on_acknowledge_the_second_is_refused(now):
    alarm = an_alarm(at=now)
    first, second = a_person(org=alarm.org), a_person(org=alarm.org)
    acknowledge_alarm(alarm_id=alarm.pk, by=first, now=now)

    with pytest.raises(MoveNotAllowed):
        acknowledge_alarm(alarm_id=alarm.pk, by=second, now=now)

    assert Alarm.objects.get().acknowledged_by == first


@pytest.mark.parametrize(
    ("status", "reachable"),
    [
        ("raised", {"acknowledged", "verified", "cleared"}),
        ("acknowledged", {"verified", "cleared"}),
        ("verified", {"cleared"}),
        ("cleared", set()),
    ],
)
def test_an_alarm_never_goes_back(status, reachable):
    assert Alarm.MOVES[AlarmStatus(status)] == reachable


def test_a_false_alarm_wants_a_word_about_its_cause(now):
    alarm = an_alarm(at=now)

    with pytest.raises(NoteMissing) as refused:
        verify_alarm(alarm_id=alarm.pk, verdict="false", note="  ", by=a_person(org=alarm.org), now=now)

    assert refused.value.field == "note"


def test_a_verdict_that_is_none_of_the_four_is_refused(now):
    alarm = an_alarm(at=now)

    with pytest.raises(VerdictUnknown):
        verify_alarm(alarm_id=alarm.pk, verdict="perhaps", note="", by=a_person(org=alarm.org), now=now)

    assert Alarm.objects.get().status == AlarmStatus.RAISED


def test_the_rate_of_false_alarms_counts_only_what_a_person_judged_real_or_false(now):
    device = a_device()
    person = a_person(org=device.org)
    alarms = [an_alarm(device=device, condition=a_condition(org=device.org), at=now) for _ in range(4)]
    for alarm, verdict in zip(alarms, ["false", "false", "real", "test"], strict=True):
        verify_alarm(alarm_id=alarm.pk, verdict=verdict, note="已查看", by=person, now=now)
    an_alarm(device=device, condition=a_condition(org=device.org), at=now)

    counts = false_alarm_counts(Alarm.objects.filter(device=device))

    assert counts == (2, 3)


def test_the_desk_puts_untaken_before_taken_then_the_worst_then_the_oldest(now):
    community = a_community()
    person = a_person(org=community)
    taken = an_alarm(org=community, severity=1, at=now)
    acknowledge_alarm(alarm_id=taken.pk, by=person, now=now)
    minor = an_alarm(org=community, severity=3, at=now)
    newer = an_alarm(org=community, severity=1, at=now + timedelta(seconds=5))
    older = an_alarm(org=community, severity=1, at=now + timedelta(seconds=1))

    shown = open_alarms(10)

    assert [one.pk for one in shown] == [older.pk, newer.pk, minor.pk, taken.pk]
