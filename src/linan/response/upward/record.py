"""What the record holds of an incident, as a report tells it."""

from datetime import datetime

from django.utils import timezone

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.monitoring.queries import alarms_of
from linan.monitoring.words import place_in_words
from linan.response.calls.models import Call, CallStatus
from linan.response.kinds import kind_of_sub_code
from linan.response.models import Incident, IncidentAlarm, Task, TaskStatus
from linan.response.reports.models import Report
from linan.response.upward.domain.wording import Known, moment
from linan.response.upward.models import PhoneNote
from linan.response.upward.queries import known_at

MOST_LINES = 6
TOLD = (TaskStatus.DONE, TaskStatus.ON_SITE, TaskStatus.ON_THE_WAY)
STILL = (TaskStatus.ASSIGNED, TaskStatus.ACCEPTED)
STATE_WORDS = {TaskStatus.DONE: "已完成", TaskStatus.ON_SITE: "已到场", TaskStatus.ON_THE_WAY: "正赶往现场"}


def known_of(incident: Incident, org: Org) -> Known:
    """Return what is known of an incident. A unit above tells the whole record, whoever wrote it."""
    kind = kind_of_sub_code(incident.sub_code)
    with everywhere():
        return Known(
            unit=org.name, title=incident.title, kind_of_event=kind.name if kind else str(incident.get_klass_display()),
            place=_place(incident), opened_at=_local(incident.opened_at), known_at=_local(known_at(incident)),
            account=incident.account.strip(), grade=str(incident.get_grade_display()) if incident.grade else "",
            signals=[*_reports(incident), *_alarms(incident)][:MOST_LINES], done=[*_tasks(incident), *_calls(incident)],
            open_tasks=_titles(incident), phone_note=_phone(incident, org), closing=incident.close_summary.strip(),
        )


def _place(incident: Incident) -> str:
    parts = [incident.org.name, incident.building.name if incident.building else "", incident.place]
    return "".join(dict.fromkeys(part for part in parts if part))


def _reports(incident: Incident) -> list[str]:
    rows = Report.objects.filter(incident=incident).order_by("received_at")[:MOST_LINES]
    return [f"{moment(_local(one.received_at))}接群众报告（{one.get_kind_display()}）" for one in rows]


def _alarms(incident: Incident) -> list[str]:
    ids = IncidentAlarm.objects.filter(incident=incident).values_list("alarm_id", flat=True)
    rows = sorted(alarms_of(ids), key=lambda one: one.raised_at)[:MOST_LINES]
    return [f"{moment(_local(one.raised_at))}{place_in_words(one.device)}报警：{one.why}".rstrip("。") for one in rows]


def _tasks(incident: Incident) -> list[str]:
    rows = Task.objects.filter(incident=incident, status__in=TOLD).select_related("owner")
    return [
        f"{one.title}：{one.owner}{STATE_WORDS[TaskStatus(one.status)]}" + (f"，{one.proof_note.rstrip('。')}" if one.proof_note else "")
        for one in rows
    ]


def _titles(incident: Incident) -> list[str]:
    rows = Task.objects.filter(incident=incident, status__in=STILL)
    return list(dict.fromkeys(rows.values_list("title", flat=True)))[:MOST_LINES]


def _calls(incident: Incident) -> list[str]:
    rows = Call.objects.filter(incident=incident, status__in=[CallStatus.CALLING, CallStatus.ENDED], households__gt=0)
    return [
        f"{moment(_local(one.released_at))}叫应“{one.title}”{one.people}人、{one.households}户"
        for one in rows.order_by("released_at") if one.released_at
    ]


def _phone(incident: Incident, org: Org) -> str:
    note = PhoneNote.objects.filter(incident=incident, org=org).order_by("called_at").first()
    return f"{moment(_local(note.called_at))}电话报告{note.to_org or ''}{note.to_name}" if note else ""


def _local(at: datetime) -> datetime:
    return timezone.localtime(at)
