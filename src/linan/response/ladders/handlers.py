"""What ladders do when an alarm is raised or verified."""

from collections.abc import Sequence

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.handlers import on, on_batch
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.monitoring.announcements import AlarmRaised, AlarmVerified
from linan.response.ladders.alarms import climb_for_raised, climb_for_verified
from linan.response.ladders.domain.definitions import kind_of_raised


@on_batch(AlarmRaised)
def climb_for_alarms(events: Sequence[AlarmRaised]) -> None:
    with everywhere():
        for event in events:
            if kind := kind_of_raised(event.quantity):
                climb_for_raised(alarm_id=event.alarm_id, kind=kind, by=SYSTEM, now=now())


@on(AlarmVerified)
def climb_for_verdict(event: AlarmVerified) -> None:
    with everywhere():
        climb_for_verified(alarm_id=event.alarm_id, verdict=event.verdict, by=SYSTEM, now=now())
