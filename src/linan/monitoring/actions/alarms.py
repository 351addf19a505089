"""Writes to alarms."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localtime

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import (
    LOG_TOLD,
    WAKE,
    Told,
    announce,
    announce_many,
    quoted_kind,
)
from linan.ground.moves import move, move_many
from linan.ground.people.models import Actor, Person
from linan.ground.refusals import Refused
from linan.ground.text import Sentence, noop
from linan.monitoring.announcements import AlarmAcknowledged, AlarmCleared, AlarmRaised, AlarmVerified
from linan.monitoring.models import Alarm, AlarmStatus, Mode, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedAlarm:
    """A condition that came to hold on a series. value: None where silence is the alarm; source_at: device time.

    is_late: as of Alarm.
    """

    series_id: int
    condition_id: int
    value: float | None
    because: Sentence
    source_at: datetime
    mode: str = "real"
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedAlarm:
    """A condition that no longer holds on a series."""

    series_id: int
    condition_id: int


Statement = tuple[str, Mapping[str, Any]]


class VerdictUnknown(Refused):
    """A verdict is one of four."""

    code = "verdict_unknown"
    msgid = noop("Say what the alarm is: real, false alarm, drill or equipment check.")


class NoteMissing(Refused):
    """A false alarm needs a word about its cause, or it comes again."""

    code = "note_missing"
    msgid = noop("Write in a few words what you found, so that the same false alarm can be prevented.")


_ABOUT = """
    array['alarm-' || a.id, 'alarms', 'device-' || a.device_id] ||
    case when a.building_id is null then '{}' else array['building-' || a.building_id] end
"""
_RAISED = f"""
    select {quoted_kind(AlarmRaised)} as kind, a.org_id, {_ABOUT} as about, a.mode, jsonb_build_object(
        'alarm_id', a.id, 'device_id', a.device_id, 'series_id', a.series_id, 'severity', a.severity, 'value', a.value,
        'quantity', s.quantity
    ) as payload
"""
_RAISE = f"""
with raised as (
insert into monitoring_alarm (
    org_id, device_id, building_id, series_id, condition_id, condition_version, severity, status, mode, value,
    because, source_at, raised_at, is_late, note
)
select d.org_id, d.id, d.building_id, s.id, c.id, c.version, c.severity, 'raised', r.mode, r.value,
    r.because::jsonb, r.source_at, %(now)s, r.is_late, ''
from unnest(
    %(series)s::int4[], %(conditions)s::int8[], %(values)s::float8[], %(because)s::text[], %(at)s::timestamptz[],
    %(modes)s::text[], %(late)s::bool[]
) as r(series_id, condition_id, value, because, source_at, mode, is_late)
join monitoring_series s on s.id = r.series_id
join monitoring_device d on d.id = s.device_id and not d.in_maintenance
join monitoring_condition c on c.id = r.condition_id
on conflict do nothing
returning id, org_id, device_id, building_id, series_id, severity, value, mode, is_late
), told as (
    {_RAISED}
    from raised a join monitoring_series s on s.id = a.series_id where not a.is_late order by a.id
), logged as (
    {LOG_TOLD}
), suppressed as (
-- A retried batch counts again what it held back; the figure shows that a device in maintenance goes on alarming.
insert into monitoring_suppression (org_id, series_id, condition_id, day, count, last_at)
select d.org_id, s.id, r.condition_id, %(day)s, count(*), %(now)s
from unnest(%(series)s::int4[], %(conditions)s::int8[]) as r(series_id, condition_id)
join monitoring_series s on s.id = r.series_id
join monitoring_device d on d.id = s.device_id and d.in_maintenance
group by d.org_id, s.id, r.condition_id
on conflict (series_id, condition_id, day) do update set
    count = monitoring_suppression.count + excluded.count, last_at = excluded.last_at
)
select id, {WAKE} from raised order by id
"""

_CLEAR = f"""
with cleared as (
update monitoring_alarm a set
    cleared_at = %(now)s,
    status = case when a.verdict is not null or c.kind = 'silence' or a.is_late then 'cleared' else a.status end
from unnest(%(series)s::int4[], %(conditions)s::int8[]) as r(series_id, condition_id), monitoring_condition c
where a.series_id = r.series_id and a.condition_id = r.condition_id and a.cleared_at is null
    and c.id = a.condition_id
returning a.id, a.org_id, a.device_id, a.building_id, a.mode, a.is_late
), told as (
    select {quoted_kind(AlarmCleared)} as kind, a.org_id, {_ABOUT} as about, a.mode, jsonb_build_object('alarm_id', a.id) as payload
    from cleared a where not a.is_late order by a.id
), logged as (
    {LOG_TOLD}
)
select id, {WAKE} from cleared order by id
"""

_TELL_LATE = f"""
with held as (
update monitoring_alarm set is_late = false, raised_at = %(now)s
where is_late and cleared_at is null and (raised_at <= %(before)s or series_id = any(%(fresh)s::int4[]))
returning id, org_id, device_id, building_id, series_id, severity, value, mode
), told as (
    {_RAISED}
    from held a join monitoring_series s on s.id = a.series_id order by a.id
), logged as (
    {LOG_TOLD}
)
select id, {WAKE} from held order by id
"""


def raising(specs: Sequence[RaisedAlarm], *, now: datetime) -> Statement:
    """Return the statement that raises many alarms and announces them.

    An alarm that is open already is left out, so a repeat changes nothing; one of a device in maintenance is only
    counted.
    """
    return _RAISE, {
        "now": now,
        "day": localtime(now).date(),
        "series": [one.series_id for one in specs],
        "conditions": [one.condition_id for one in specs],
        "values": [one.value for one in specs],
        "because": [json.dumps(one.because.as_json()) for one in specs],
        "at": [one.source_at for one in specs],
        "modes": [one.mode for one in specs],
        "late": [one.is_late for one in specs],
    }


def clearing(specs: Sequence[ClearedAlarm], *, now: datetime) -> Statement:
    """Return the statement that notes that many series came back to normal, and announces it.

    An alarm that nobody has verified stays on the desk; silence ends by itself.
    """
    return _CLEAR, {
        "now": now,
        "series": [one.series_id for one in specs],
        "conditions": [one.condition_id for one in specs],
    }


@transaction.atomic(savepoint=False)
def tell_late_alarms(*, held_since: datetime, fresh_series: Sequence[int], now: datetime) -> list[int]:
    """Tell of alarms that began in late readings and hold still: since that moment, or by a reading of now."""
    return _ids(_TELL_LATE, {"now": now, "before": held_since, "fresh": list(fresh_series)})


@transaction.atomic(savepoint=False)
def raise_alarms(specs: Sequence[RaisedAlarm], *, now: datetime) -> list[int]:
    """Raise many alarms at once and return the ids of the new ones. See raising()."""
    return _ids(*raising(specs, now=now))


@transaction.atomic(savepoint=False)
def clear_alarms(specs: Sequence[ClearedAlarm], *, now: datetime) -> list[int]:
    """Note that many series came back to normal and return the ids of the alarms concerned. See clearing()."""
    return _ids(*clearing(specs, now=now))


def _ids(statement: str, values: Mapping[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def acknowledge_alarm(*, alarm_id: int, by: Actor, now: datetime) -> Alarm:
    """Take an alarm: somebody looks after it now. Raises: NotFound, MoveNotAllowed, MovedMeanwhile."""
    alarm = move(
        Alarm, alarm_id, to=AlarmStatus.ACKNOWLEDGED, acknowledged_by=_person(by), acknowledged_at=now
    )
    _announce(AlarmAcknowledged(alarm_id=alarm.pk), alarm, by=by, now=now)
    return alarm


@transaction.atomic
def verify_alarm(*, alarm_id: int, verdict: str, note: str, by: Actor, now: datetime) -> Alarm:
    """Say what an alarm is. One that came back to normal meanwhile is thereby cleared.

    Raises: VerdictUnknown, NoteMissing, NotFound, MoveNotAllowed, MovedMeanwhile.
    """
    _check_verdict(verdict, note)
    alarm = move(
        Alarm, alarm_id, to=AlarmStatus.VERIFIED, verdict=verdict, note=note.strip(), verified_by=_person(by),
        verified_at=now, **_mode_of(verdict),
    )
    if alarm.cleared_at:
        alarm = move(Alarm, alarm_id, to=AlarmStatus.CLEARED)
    _announce(AlarmVerified(alarm_id=alarm.pk, verdict=verdict), alarm, by=by, now=now)
    return alarm


@transaction.atomic
def acknowledge_alarms(alarm_ids: Iterable[int], *, by: Actor, now: datetime) -> list[int]:
    """Take all of these alarms that still wait, and return the ids of those taken; others were quicker with the rest."""
    rows = move_many(
        Alarm, alarm_ids, to=AlarmStatus.ACKNOWLEDGED, acknowledged_by=_person(by), acknowledged_at=now
    )
    _announce_many(rows, [AlarmAcknowledged(alarm_id=one.pk) for one in rows], by=by, now=now)
    return [one.pk for one in rows]


@transaction.atomic
def verify_alarms(
    alarm_ids: Iterable[int], *, verdict: str, note: str, by: Actor, now: datetime
) -> list[int]:
    """Say of all of these alarms what they are, and return the ids of those that nobody had verified before.

    Those that came back to normal meanwhile are thereby cleared. Raises: VerdictUnknown, NoteMissing.
    """
    _check_verdict(verdict, note)
    rows = move_many(
        Alarm, alarm_ids, to=AlarmStatus.VERIFIED, verdict=verdict, note=note.strip(), verified_by=_person(by),
        verified_at=now, **_mode_of(verdict),
    )
    move_many(Alarm, [one.pk for one in rows if one.cleared_at], to=AlarmStatus.CLEARED)
    _announce_many(rows, [AlarmVerified(alarm_id=one.pk, verdict=verdict) for one in rows], by=by, now=now)
    return [one.pk for one in rows]


def _check_verdict(verdict: str, note: str) -> None:
    if verdict not in Verdict.values:
        raise VerdictUnknown(field="verdict")
    if verdict == Verdict.FALSE and not note.strip():
        raise NoteMissing(field="note")


def _mode_of(verdict: str) -> dict[str, str]:
    return {"mode": Mode.DRILL} if verdict == Verdict.DRILL else {}


def _announce(event: Announcement, alarm: Alarm, *, by: Actor, now: datetime) -> None:
    about = _about(alarm.pk, alarm.device_id, alarm.building_id)
    announce(event, by_id=by.pk, org_id=alarm.org_id, about=about, now=now, mode=alarm.mode)


def _announce_many(rows: Sequence[Alarm], events: Sequence[Announcement], *, by: Actor, now: datetime) -> None:
    told = [
        Told(event=event, org_id=one.org_id, about=_about(one.pk, one.device_id, one.building_id), mode=one.mode)
        for one, event in zip(rows, events, strict=True)
    ]
    if told:
        announce_many(told, by_id=by.pk, now=now)


def _about(alarm_id: int, device_id: int, building_id: int | None) -> list[str]:
    names = [f"alarm-{alarm_id}", "alarms", f"device-{device_id}"]
    return names if building_id is None else [*names, f"building-{building_id}"]


def _person(by: Actor) -> Person | None:
    return by if isinstance(by, Person) else None
