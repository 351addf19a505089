"""Households that nothing reached are given to somebody near who knocks at their doors."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from linan.ground.announcements.log import Told, announce_many
from linan.ground.people.models import SYSTEM, Person, Role
from linan.registry.models import Household
from linan.response.actions import assign_tasks
from linan.response.calls.announcements import DoorsGiven
from linan.response.calls.models import Call, Outcome, Recipient
from linan.response.calls.superiors import org_ids_of
from linan.response.domain.specs import TaskSpec
from linan.response.models import IncidentStatus
from linan.response.owners import NobodyToDoIt, Owners

# Who knocks, the first who is there: they stand nearest to the door in the tree.
KNOCKERS = (Role.GRID_MEMBER, Role.BUILDING_HEAD, Role.PROPERTY_STAFF, Role.VOLUNTEER)
KNOCK_WITHIN = {1: timedelta(minutes=10), 2: timedelta(minutes=20), 3: timedelta(hours=2), 4: timedelta(hours=24)}
OPEN = (Outcome.WAITING, Outcome.NOT_REACHED)
ANSWERED = (Outcome.ACTED, Outcome.TOLD, Outcome.REFUSED)


def give_doors(call: Call, recipients: Sequence[Recipient], *, now: datetime) -> None:
    """Give the silent households among the recipients to helpers, one task for each building."""
    doors = silent_households(call, {one.household_id for one in recipients if one.household_id})
    by_building: dict[int, list[Household]] = defaultdict(list)
    for door in doors:
        by_building[door.building_id].append(door)
    load: Counter[int] = Counter()
    for households in by_building.values():
        helper = _helper_of(call, households, load, now=now)
        if helper is not None:
            _give(call, households, helper, now=now)


def silent_households(call: Call, household_ids: Iterable[int]) -> list[Household]:
    """Return those of the households of which nobody has answered and that nobody knocks at yet."""
    recipients = Recipient._base_manager.filter(call=call, household_id__in=list(household_ids))
    answered = recipients.filter(outcome__in=ANSWERED).values("household_id")
    given = recipients.filter(helper__isnull=False).values("household_id")
    rows = Household._base_manager.filter(pk__in=recipients.values("household_id"))
    rows = rows.exclude(pk__in=answered).exclude(pk__in=given)
    return list(rows.select_related("building").order_by("building", "unit", "floor", "door"))


def _helper_of(call: Call, households: Sequence[Household], load: Counter[int], *, now: datetime) -> Person | None:
    """Return who knocks: by a task where the call belongs to an open incident, else by the tree of units.

    None where nobody can: the households stay on the call's board, by name.
    """
    try:
        return _by_task(call, households, now=now) if _in_incident(call) else _by_tree(call, households, load, now=now)
    except NobodyToDoIt:
        return None


def _in_incident(call: Call) -> bool:
    return call.incident is not None and call.incident.status == IncidentStatus.OPEN


def _by_task(call: Call, households: Sequence[Household], *, now: datetime) -> Person:
    spec = _task(call, households)
    (task,) = assign_tasks(incident_id=call.incident_id or 0, specs=[spec], by=SYSTEM, now=now)
    return task.owner


def _by_tree(call: Call, households: Sequence[Household], load: Counter[int], *, now: datetime) -> Person:
    owners = Owners(org=call.org, grid_id=households[0].building.grid_id, load=load, now=now)
    return owners.owner_of(title=call.title, role=KNOCKERS[0], ladder=KNOCKERS[1:]).person


def _task(call: Call, households: Sequence[Household]) -> TaskSpec:
    building = households[0].building
    doors = "、".join(str(one) for one in households)
    return TaskSpec(
        title=f"敲门：{building.name} {len(households)} 户", brief=f"{call.door_text}\n{building.name}：{doors}",
        role=KNOCKERS[0], ladder=KNOCKERS[1:], due_in=KNOCK_WITHIN[call.level], message=call.short_text,
    )


def _give(call: Call, households: Sequence[Household], helper: Person, *, now: datetime) -> None:
    silent = Recipient._base_manager.filter(call=call, household__in=households, outcome__in=OPEN)
    # One of the household who is answering just now holds their row, and waits for the others': pass it over.
    free = [row.pk for row in silent.select_for_update(skip_locked=True).order_by("pk")]
    Recipient._base_manager.filter(pk__in=free).update(helper=helper)
    event = DoorsGiven(call_id=call.pk, helper_id=helper.pk, households=len(households))
    about = [f"call-{call.pk}", "calls", "my-calls", *([f"incident-{call.incident_id}"] if call.incident_id else [])]
    org_ids = {call.org_id, *org_ids_of([helper.pk], now=now)}
    announce_many(
        [Told(event=event, org_id=one, about=about if one == call.org_id else ["my-calls"], mode=call.mode) for one in org_ids],
        by_id=None, now=now,
    )
