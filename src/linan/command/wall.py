"""What the wall screen shows: one open incident at a time, or the calm of an ordinary day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linan.monitoring.models import Alarm, WarningCard
from linan.monitoring.queries import open_alarms, sensors_on_map
from linan.monitoring.warning_queries import warnings_on_map
from linan.response.models import Incident, Task
from linan.response.queries import incidents_since, open_incidents, open_tasks_in

TURN_S = 20
MOST_ALARMS = 2  # what fits below one another and is still read from five metres
MOST_LATE = 2
MOST_WARNINGS = 2
MOST_COMING = 2
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wall:
    """One view of the wall. place: which of `open_count` incidents is shown, from 1."""

    incident: Incident | None
    place: int
    open_count: int
    alarms: Sequence[Alarm]
    warnings: Sequence[WarningCard]
    late: Sequence[Task]
    coming: Sequence[Task]
    sensors: int
    silent: int
    week: int


def wall_at(now: datetime) -> Wall:
    """Return what the wall shows at a moment; open incidents take turns of TURN_S seconds."""
    incidents = open_incidents()
    place = int(now.timestamp() // TURN_S) % len(incidents) if incidents else 0
    incident = incidents[place] if incidents else None
    tasks = open_tasks_in(incident.pk) if incident else []
    sensors = sensors_on_map()
    return Wall(
        incident=incident, place=place + 1, open_count=len(incidents), alarms=open_alarms(MOST_ALARMS),
        warnings=warnings_on_map(now)[-MOST_WARNINGS:],
        late=[one for one in tasks if one.due_at < now][:MOST_LATE],
        coming=[one for one in tasks if one.due_at >= now][:MOST_COMING],
        sensors=len(sensors), silent=sum(one.is_silent for one in sensors), week=incidents_since(now - WEEK),
    )
