"""Reads of upward reporting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org, OrgKind
from linan.ground.orgs.queries import ids_of_path
from linan.response.models import Incident
from linan.response.reports.models import Report
from linan.response.upward.domain.deadlines import Deadline, Situation, deadline_from, overlaid, shipped
from linan.response.upward.models import Filing, FilingStatus, OwnDeadline, PhoneNote, ReportDue
from linan.response.upward.models.filings import FROZEN

REPORTING = (OrgKind.COMMUNITY, OrgKind.STREET, OrgKind.DISTRICT)
RUNNING = Q(met_at=None, dropped_at=None)


@dataclass(frozen=True, slots=True)
class Standing:
    """A deadline as it holds for a unit. own: the unit's row it comes from, None for a shipped one."""

    deadline: Deadline
    own: OwnDeadline | None


def deadlines_for(org: Org) -> list[Standing]:
    """Return the deadlines that hold for a unit: the shipped ones, overlaid by those of the units above and its own.

    Looks above the person's own scope: what the street set holds in its communities.
    """
    path = ids_of_path(org.path)
    with everywhere():
        rows = OwnDeadline.objects.filter(org_id__in=path).select_related("org", "changed_by")
        newest = rows.order_by("org_id", "key", "-version").distinct("org_id", "key")
        by_key = {one.key: one for one in sorted(newest, key=lambda each: path.index(each.org_id))}
    own = {key: deadline_from(row.content) for key, row in by_key.items()}
    return [Standing(one, by_key.get(one.key)) for one in overlaid(shipped(), own.values())]


def versions_of(org: Org, key: str) -> QuerySet[OwnDeadline]:
    """Return what the units in sight made of a deadline, the newest first."""
    rows = OwnDeadline.objects.filter(key=key, org_id__in=ids_of_path(org.path))
    return rows.select_related("org", "changed_by").order_by("-changed_at")


def situation_of(incident: Incident, org: Org) -> Situation:
    """Return what decides which deadlines bind a unit in an incident."""
    return Situation(
        org_kind=org.kind, klass=incident.klass, sub_code=incident.sub_code, grade=incident.grade or "", region=org.code
    )


def known_at(incident: Incident) -> datetime:
    """Return when the unit knew: when the incident was opened, or when an earlier report of a person came in."""
    first = Report._base_manager.filter(incident=incident).aggregate(first=Min("received_at"))["first"]
    return min(incident.opened_at, first) if first else incident.opened_at


def level_above(org: Org) -> Org | None:
    """Return the unit that is reported to; None above the tree."""
    above = ids_of_path(org.path)[:-1]
    return Org.objects.filter(pk__in=above, kind__in=REPORTING).order_by("-path").first()


def levels_above(org: Org) -> list[Org]:
    """Return all units that could be reported to, the nearest first."""
    return list(Org.objects.filter(pk__in=ids_of_path(org.path)[:-1], kind__in=REPORTING).order_by("-path"))


def dues_of_incident(incident_id: int) -> QuerySet[ReportDue]:
    """Return what is or was due about an incident, by unit, the soonest first."""
    rows = ReportDue.objects.filter(incident_id=incident_id).select_related("org", "met_by")
    return rows.order_by("-org__path", "due_at", "pk")


def running_dues() -> QuerySet[ReportDue]:
    """Return what is due in sight, the soonest first."""
    return ReportDue.objects.filter(RUNNING).select_related("org", "incident").order_by("due_at", "pk")


def filings_of_incident(incident_id: int) -> QuerySet[Filing]:
    """Return the reports about an incident, the latest first; without drafts that were not sent."""
    rows = Filing.objects.filter(incident_id=incident_id).exclude(status=FilingStatus.DISCARDED)
    return rows.select_related("org", "to_org", "sent_by", "receipt_by", "asked_by")


def filings_for_list() -> QuerySet[Filing]:
    """Return the reports in sight, the latest first."""
    rows = Filing.objects.exclude(status=FilingStatus.DISCARDED)
    return rows.select_related("org", "incident", "to_org", "skipped_org", "sent_by").order_by("-drafted_at", "-pk")


def filings_waiting_for(org_ids: Iterable[int]) -> QuerySet[Filing]:
    """Return the reports that wait for a receipt of one of the units, the longest waiting first."""
    return filings_for_list().filter(to_org_id__in=list(org_ids), status=FilingStatus.SENT).order_by("sent_at")


def last_sent(org_id: int, incident_id: int) -> Filing | None:
    """Return the unit's latest report about an incident."""
    rows = Filing._base_manager.filter(org_id=org_id, incident_id=incident_id, status__in=FROZEN)
    return rows.order_by("-number").first()


def draft_of(org_id: int, incident_id: int) -> Filing | None:
    """Return the report a unit is writing about an incident."""
    return Filing.objects.filter(org_id=org_id, incident_id=incident_id, status=FilingStatus.DRAFT).first()


def phone_notes_of(incident_id: int) -> QuerySet[PhoneNote]:
    """Return the reports by phone about an incident, the latest first."""
    return PhoneNote.objects.filter(incident_id=incident_id).select_related("org", "to_org", "noted_by")


def waits_for(org_id: int, incident_id: int, kind: str) -> bool:
    """Return whether a clock of that kind of report runs for a unit in an incident."""
    return ReportDue._base_manager.filter(RUNNING, org_id=org_id, incident_id=incident_id, kind=kind).exists()


def was_anything_reported(org_id: int, incident_id: int) -> bool:
    """Return whether a unit has told the level above anything about an incident."""
    sent = Filing._base_manager.filter(org_id=org_id, incident=OuterRef("pk"), status__in=FROZEN)
    told = PhoneNote._base_manager.filter(org_id=org_id, incident=OuterRef("pk"))
    return Incident._base_manager.filter(Exists(sent) | Exists(told), pk=incident_id).exists()
