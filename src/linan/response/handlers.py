"""What response does when something happens below."""

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.handlers import on
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.monitoring.announcements import AlarmVerified, WarningAnswered
from linan.response.alarms import answer_verified_alarm
from linan.response.warnings import answer_decided_warning


@on(AlarmVerified)
def answer_alarm(event: AlarmVerified) -> None:
    with everywhere():
        answer_verified_alarm(alarm_id=event.alarm_id, verdict=event.verdict, by=SYSTEM, now=now())


@on(WarningAnswered)
def answer_warning(event: WarningAnswered) -> None:
    with everywhere():
        answer_decided_warning(card_id=event.card_id, answer=event.answer, by=SYSTEM, now=now())
