"""The duty log and the daily brief of a unit: the same facts that fill the reports, for one day from eight to eight."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from linan.ground.access.doors import Standing
from linan.ground.announcements.models import Logged
from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import subtree_ids
from linan.ground.people.models import Person
from linan.ground.refusals import NotFound
from linan.logistics.duty.models import HandOver, Shift
from linan.monitoring.models import Alarm
from linan.response.calls.models import Call
from linan.response.models import Incident
from linan.response.reports.models import Report
from linan.response.timeline import titles
from linan.response.upward.models import PhoneNote
from linan.response.upward.models.filings import FROZEN
from linan.response.upward.pages import FilingLine
from linan.response.upward.queries import REPORTING, filings_for_list

ENDS = time(8)
A_DAY = timedelta(days=1)
MOST_LINES = 400
# What a duty log keeps; readings and single tasks stay where they are.
KEPT = (
    "monitoring.AlarmVerified", "response.IncidentOpened", "response.IncidentReopened", "response.IncidentClosed",
    "response.ResponseLevelSet", "response.EventGradeSet", "response.PhoneReported", "response.FilingSent",
    "response.FilingReceived", "response.FilingAskedBack", "response.ReportDueWarned", "response.CallReleased",
)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the duty log."""

    at: datetime
    text: str
    incident: Incident | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDay:
    """One day of a unit, from eight to eight. alarms: how many were judged, by verdict."""

    org: Org
    day: date
    begins_at: datetime
    ends_at: datetime
    is_over: bool
    shifts: Sequence[Shift]
    hand_overs: Sequence[HandOver]
    incidents: Sequence[Incident]
    filings: Sequence[FilingLine]
    notes: Sequence[PhoneNote]
    calls: Sequence[Call]
    reports: int
    alarms: Sequence[tuple[str, int]]
    log: Sequence[LogLine]

    @property
    def before(self) -> date:
        """The day before."""
        return self.day - A_DAY

    @property
    def after(self) -> date:
        """The day after."""
        return self.day + A_DAY

    @property
    def open_incidents(self) -> int:
        """How many incidents were still answered at the end of the day."""
        return sum(1 for one in self.incidents if one.closed_at is None or one.closed_at > self.ends_at)


def unit_of(standing: Standing) -> Org:
    """Return the unit whose day a person sees: the highest that reports where they hold a role. Raises: NotFound."""
    ids = [one.org_id for one in standing.grants]
    unit = Org.objects.filter(pk__in=ids, kind__in=REPORTING).order_by("path").first()
    unit = unit or Org.objects.filter(pk__in=ids).order_by("path").first()
    if unit is None:
        raise NotFound
    return unit


def day_at(moment: datetime) -> date:
    """Return the day to which a moment belongs: after eight the next morning's."""
    local = timezone.localtime(moment)
    return local.date() + A_DAY if local.time() >= ENDS else local.date()


def duty_day(org: Org, day: date, *, now: datetime) -> DutyDay:
    """Return what happened in a unit and below it in the 24 hours before eight of a day; real incidents only."""
    ends_at = datetime.combine(day, ENDS, timezone.get_current_timezone())
    begins_at = ends_at - A_DAY
    during = (begins_at, ends_at)
    real = Incident.objects.filter(mode="real", opened_at__lt=ends_at).filter(Q(closed_at=None) | Q(closed_at__gte=begins_at))
    shifts = Shift.objects.filter(org=org, withdrawn_at=None, begins_at__lt=ends_at, ends_at__gt=begins_at)
    judged = Alarm.objects.filter(verified_at__range=during).values_list("verdict", flat=True)
    filed = filings_for_list().filter(status__in=FROZEN, sent_at__range=during, mode="real").order_by("sent_at")
    return DutyDay(
        org=org, day=day, begins_at=begins_at, ends_at=ends_at, is_over=now >= ends_at,
        shifts=list(shifts.select_related("person").order_by("begins_at")),
        hand_overs=list(HandOver.objects.filter(org=org, mode="real", written_at__range=during).select_related("written_by", "taken_by")),
        incidents=list(real.select_related("org", "building").order_by("opened_at")),
        filings=[FilingLine(one) for one in filed],
        notes=list(PhoneNote.objects.filter(called_at__range=during, incident__mode="real").select_related("org", "to_org", "incident")),
        calls=list(Call.objects.filter(released_at__range=during, mode="real").exclude(drafted_by=None).order_by("released_at")),
        reports=Report.objects.filter(received_at__range=during).count(), alarms=_verdicts(judged),
        log=_log(org, during),
    )


def _verdicts(judged: Iterable[str | None]) -> list[tuple[str, int]]:
    words = dict(Alarm._meta.get_field("verdict").flatchoices)
    return [(str(words.get(verdict, verdict or "—")), number) for verdict, number in Counter(judged).most_common()]


def _log(org: Org, during: tuple[datetime, datetime]) -> list[LogLine]:
    rows = Logged.objects.filter(org_id__in=subtree_ids([org.pk]), at__range=during, kind__in=KEPT, mode="real")
    rows_in_order = list(rows.order_by("at", "id")[:MOST_LINES])
    ids = {row.pk: _incident_id(row) for row in rows_in_order}
    incidents = Incident.objects.in_bulk([one for one in ids.values() if one])
    people = dict(Person.objects.filter(pk__in={row.by_id for row in rows_in_order}).values_list("pk", "full_name"))
    return [
        LogLine(row.at, _text(row), incidents.get(ids[row.pk] or 0), people.get(row.by_id or 0, ""))
        for row in rows_in_order if row.kind in titles()
    ]


def _text(row: Logged) -> str:
    # What an earlier version announced may lack what today's title names; the line is told all the same.
    payload: dict[str, Any] = defaultdict(lambda: "…", row.payload)
    return gettext(titles()[row.kind]) % payload


def _incident_id(row: Logged) -> int | None:
    return next((int(name[9:]) for name in row.about if name.startswith("incident-")), None)
