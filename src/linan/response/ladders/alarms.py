"""From an alarm to a ladder: what is reported at once, and what has come for the third time."""

from datetime import datetime

from linan.ground.people.models import Actor
from linan.monitoring.models import Alarm, Verdict
from linan.monitoring.queries import alarm_with_place
from linan.monitoring.words import place_in_words
from linan.response.ladders.actions import Seen, note_occurrence, withdraw_alarm
from linan.response.ladders.domain.definitions import kind_of_raised, ladder_kinds

JUDGED = (Verdict.REAL, Verdict.FALSE)


def climb_for_raised(*, alarm_id: int, kind: str, by: Actor, now: datetime) -> None:
    """Note an alarm that starts a ladder as soon as it is raised; drills start none."""
    alarm = alarm_with_place(alarm_id)
    if alarm.mode == "real":
        note_occurrence(_seen(alarm, kind, _staircase(alarm)), by=by, now=now)


def climb_for_verified(*, alarm_id: int, verdict: str, by: Actor, now: datetime) -> None:
    """Let a false alarm no longer count, and note a defect that came so often that a ladder starts."""
    alarm = alarm_with_place(alarm_id)
    if kind_of_raised(alarm.series.quantity):
        if verdict != Verdict.REAL:
            withdraw_alarm(alarm_id=alarm_id, by=by, now=now)
        return
    for kind, one in ladder_kinds().items():
        if one.starts.when == "verified" and verdict in JUDGED and _times(alarm, alarm.raised_at - one.starts.within) >= one.starts.times:
            note_occurrence(_seen(alarm, kind, f"series-{alarm.series_id}-{alarm.condition_id}"), by=by, now=now)


def _times(alarm: Alarm, since: datetime) -> int:
    return Alarm.objects.filter(
        series=alarm.series, condition=alarm.condition, verdict__in=JUDGED, raised_at__gte=since
    ).count()


def _seen(alarm: Alarm, kind: str, place_key: str) -> Seen:
    place = f"{place_in_words(alarm.device)} · {alarm.condition.title}"
    return Seen(
        org=alarm.org, kind=kind, building=alarm.building, place=place[:120], place_key=place_key, alarm_id=alarm.pk
    )


def _staircase(alarm: Alarm) -> str:
    """Return the key of the staircase in which a device hangs; of the device itself where no building is known."""
    device = alarm.device
    return f"building-{device.building_id}-{device.unit}" if device.building_id else f"device-{device.pk}"
