"""What lies open for whoever comes on duty: warnings, alarms, incidents and late tasks."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from linan.ground.orgs.models import Org
from linan.ground.text import noop, say
from linan.logistics.duty.domain.points import DutyPoint
from linan.monitoring.models import Alarm, AlarmStatus
from linan.monitoring.warning_queries import unanswered_cards
from linan.response.models import OPEN_TASKS, Incident, IncidentStatus, Task

MOST_OF_EACH = 30


def warnings(org: Org, mode: str, now: datetime) -> Iterator[DutyPoint]:
    """Tell of the warnings that nobody has answered; one that nobody has read blocks."""
    for card in unanswered_cards().filter(org__path__startswith=org.path)[:MOST_OF_EACH]:
        if card.warning.mode == mode:
            yield DutyPoint(
                key=f"warning-{card.pk}", text=say(noop("Warning without a decision: %(headline)s"), headline=card.warning.headline),
                url=reverse("monitoring:warning", args=[card.pk]), at=card.opened_at, blocks=card.seen_at is None,
            )


def alarms(org: Org, mode: str, now: datetime) -> Iterator[DutyPoint]:
    """Tell of the alarms that nobody has verified."""
    open_states = [AlarmStatus.RAISED, AlarmStatus.ACKNOWLEDGED]
    rows = Alarm.objects.filter(org__path__startswith=org.path, status__in=open_states, mode=mode)
    for alarm in rows.select_related("device").order_by("raised_at")[:MOST_OF_EACH]:
        yield DutyPoint(
            key=f"alarm-{alarm.pk}", text=say(noop("Alarm not verified: %(device)s"), device=alarm.device.name),
            url=reverse("monitoring:alarm", args=[alarm.pk]), at=alarm.raised_at, is_late=alarm.status == AlarmStatus.RAISED,
        )


def incidents(org: Org, mode: str, now: datetime) -> Iterator[DutyPoint]:
    """Tell of the incidents that go on."""
    rows = Incident.objects.filter(org__path__startswith=org.path, status=IncidentStatus.OPEN, mode=mode)
    for incident in rows.order_by("opened_at")[:MOST_OF_EACH]:
        yield DutyPoint(
            key=f"incident-{incident.pk}", text=say(noop("Incident goes on: %(title)s"), title=incident.title),
            url=reverse("response:incident", args=[incident.pk]), at=incident.opened_at,
        )


def late_tasks(org: Org, mode: str, now: datetime) -> Iterator[DutyPoint]:
    """Tell of the tasks beyond their deadline."""
    rows = Task.objects.filter(
        incident__org__path__startswith=org.path, incident__mode=mode, status__in=OPEN_TASKS, due_at__lt=now
    )
    for task in rows.select_related("owner").order_by("due_at")[:MOST_OF_EACH]:
        yield DutyPoint(
            key=f"task-{task.pk}", text=say(noop("Task is late: %(title)s (%(owner)s)"), title=task.title, owner=str(task.owner)),
            url=reverse("response:task", args=[task.pk]), at=task.due_at, is_late=True,
        )


POINTS = [warnings, alarms, incidents, late_tasks]
