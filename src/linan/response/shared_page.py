"""What the page of a shared incident shows: made whole, then cut down to what the unit may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from linan.ground.access.doors import Standing
from linan.ground.access.scopes import within
from linan.ground.orgs.queries import subtree_ids
from linan.monitoring.models import Alarm
from linan.response.domain.sight import Sight
from linan.response.models import Incident, Participation
from linan.response.pages import IncidentPage, TaskLine, incident_page
from linan.response.timeline import Line


@dataclass(frozen=True, slots=True)
class SharedTask:
    """A task as a unit sees it. title: empty where it may name a person; owner: empty where persons are kept back."""

    line: TaskLine
    title: str
    owner: str
    note: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class SharedPage:
    """An incident as a unit sees it; what it may not see is not in here at all."""

    incident: Incident
    sight: Sight
    account: str
    tasks: Sequence[SharedTask]
    alarms: Sequence[Alarm]
    units: Sequence[Participation]
    timeline: Sequence[Line]


def shared_page(incident: Incident, *, sight: Sight, standing: Standing, person_id: int, now: datetime) -> SharedPage:
    """Return an incident as somebody sees it through the unit in which they stand."""
    with within([*standing.org_ids, *subtree_ids([incident.org_id])]):
        page = incident_page(incident, now=now)
    return cut(page, sight=sight, person_id=person_id, org_ids=standing.org_ids)


def cut(page: IncidentPage, *, sight: Sight, person_id: int, org_ids: Collection[int]) -> SharedPage:
    """Return of a page what may be seen: own tasks are those of the person and of the units they reach."""
    tasks = [_task(one, sight, is_own=one.task.owner_id == person_id or one.task.org_id in org_ids) for one in page.tasks]
    is_all, is_own_only = sight == Sight.EVERYTHING, sight == Sight.OWN_TASKS
    return SharedPage(
        incident=page.incident, sight=sight, account=page.incident.account if is_all else "",
        tasks=[one for one in tasks if one.is_own or not is_own_only], alarms=() if is_own_only else page.alarms,
        units=() if is_own_only else page.units, timeline=() if is_own_only else [_line(one, sight) for one in page.timeline],
    )


def _task(line: TaskLine, sight: Sight, *, is_own: bool) -> SharedTask:
    task = line.task
    shows_persons = is_own or sight == Sight.EVERYTHING
    # A task of the plan names nobody; one given by hand may: "find so-and-so, silent on the roll-call".
    return SharedTask(
        line=line, title=task.title if shows_persons or task.plan_task else "", is_own=is_own,
        owner=str(task.owner) if shows_persons else "", note=task.proof_note if shows_persons else "",
    )


def _line(line: Line, sight: Sight) -> Line:
    if sight == Sight.EVERYTHING:
        return line
    return Line(at=line.at, text=line.text, about="", by="", icon=line.icon, tone=line.tone)
