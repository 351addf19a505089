"""What response does when something happens below."""

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.handlers import on
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.monitoring.announcements import AlarmVerified
from linan.response.alarms import answer_verified_alarm


@on(AlarmVerified)
def answer_alarm(event: AlarmVerified) -> None:
    with everywhere():
        answer_verified_alarm(alarm_id=event.alarm_id, verdict=event.verdict, by=SYSTEM, now=now())
