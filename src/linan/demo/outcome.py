"""What a night came to: when each step happened, and whether a single reading was lost or doubled."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.models import Logged
from linan.monitoring.models import Alarm
from linan.monitoring.stored import nothing_waits

STEPS = (
    "crossing_sent", "alarm_committed", "alarm_on_screen", "acknowledged", "verified", "incident_opened",
    "plan_active", "first_task_done", "closed",
)
COUNT_STORED = """
    select count(*), count(distinct (r.series_id, r.at)) from monitoring_reading r
    join (select unnest(%s::text[]) as device, unnest(%s::text[]) as key, unnest(%s::timestamptz[]) as at) sent
      on sent.at = r.at
    join monitoring_series s on s.id = r.series_id and s.key = sent.key
    join monitoring_device d on d.id = s.device_id and d.name = sent.device
"""
IN_PLACE_WITHIN_S = 30.0
COUNT_ALARMS_DOUBLED = """
    select coalesce(sum(n - 1), 0) from (
      select count(*) as n from announcements_logged where kind = 'monitoring.AlarmRaised'
      group by payload->>'alarm_id') announced
"""


@dataclass(frozen=True, slots=True)
class Count:
    """Readings that were acknowledged to their devices, of which lost, and rows beyond one each."""

    readings: int
    lost: int
    doubled: int


def count_readings(journal: Path) -> Count:
    """Compare the simulator's journal of acknowledgements with what is stored."""
    sent = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    rows = [(one["device"], key, datetime.fromtimestamp(one["ts"] / 1000, UTC)) for one in sent for key in one["keys"]]
    _wait_until_in_place()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_STORED, [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], []])
        stored, distinct = cursor.fetchone() or (0, 0)
        cursor.execute(COUNT_ALARMS_DOUBLED)
        (alarms,) = cursor.fetchone() or (0,)
    return Count(readings=len(rows), lost=len(rows) - int(distinct), doubled=int(stored) - int(distinct) + int(alarms))


def _wait_until_in_place() -> None:
    """Let the intake put what it acknowledged in its place; what has not got there in time counts as lost."""
    acknowledged_at = datetime.now(UTC)
    until = time.monotonic() + IN_PLACE_WITHIN_S
    while not nothing_waits(before=acknowledged_at) and time.monotonic() < until:
        time.sleep(0.1)


def steps_of_night(*, started_at: float, seen: Mapping[str, float], journal: Path) -> dict[str, float]:
    """Return the seconds since the start at which each step happened, from the log, the journal and the screen."""
    moments = {
        "crossing_sent": _crossing_sent(journal, since=started_at),
        "alarm_committed": _logged("monitoring.AlarmRaised", since=started_at),
        "acknowledged": _logged("monitoring.AlarmAcknowledged", since=started_at),
        "verified": _logged("monitoring.AlarmVerified", since=started_at),
        "incident_opened": _logged("response.IncidentOpened", since=started_at),
        "plan_active": _logged("planning.PlanActivated", since=started_at),
        "first_task_done": _logged("response.TaskMoved", since=started_at, to="done"),
        "alarm_on_screen": seen.get("alarm_on_screen"),
        "closed": _logged("response.IncidentClosed", since=started_at),
    }
    return {step: round(moment - started_at, 3) for step in STEPS if (moment := moments[step]) is not None}


def _logged(kind: str, *, since: float, **payload: str) -> float | None:
    found = Logged.objects.filter(kind=kind, recorded_at__gte=datetime.fromtimestamp(since, UTC))
    first = found.filter(**{f"payload__{name}": value for name, value in payload.items()}).order_by("id").first()
    return first.recorded_at.timestamp() if first else None


def _crossing_sent(journal: Path, *, since: float) -> float | None:
    with everywhere():
        alarm = Alarm.objects.filter(raised_at__gte=datetime.fromtimestamp(since, UTC)).order_by("pk").first()
        if alarm is None:
            return None
        device, ts_ms = alarm.device.name, round(alarm.source_at.timestamp() * 1000)
    sent = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    return next((one["sent_at"] for one in sent if one["device"] == device and one["ts"] == ts_ms), None)
