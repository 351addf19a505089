"""Reads of the field headquarters that two places need."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from linan.ground.orgs.models import Org, OrgKind
from linan.ground.orgs.queries import ids_of_path, subtree_ids
from linan.ground.people.models import Membership, Role
from linan.response.headquarters.domain.turnout import Tier
from linan.response.headquarters.models import (
    COMING,
    Answer,
    Choice,
    Group,
    HandOver,
    Holding,
    Look,
    MemberStatus,
    Passing,
    Post,
    RollCall,
    RollCallEntry,
    Turnout,
    TurnoutMember,
)
from linan.response.models import OPEN_TASKS, Incident, IncidentStatus, Task, TaskStatus
from linan.response.owners import LAST_STEPS
from linan.response.queries import people_for_tasks


def people_of_tier(tier: Tier, *, org: Org, now: datetime) -> list[Membership]:
    """Return who holds a role of a tier now, each person once: of a community with its grids, of street and district alone."""
    held = Membership.objects.filter(
        Q(to_at=None) | Q(to_at__gt=now), org_id__in=_units_of(tier, org), role__in=tier.roles, from_at__lte=now,
        person__is_active=True,
    ).select_related("person", "org").order_by("pk")
    order = {role: place for place, role in enumerate(tier.roles)}
    found: dict[int, Membership] = {}
    for one in sorted(held, key=lambda one: order[one.role]):
        found.setdefault(one.person_id, one)
    return list(found.values())


def turnouts_of(incident_id: int) -> list[Turnout]:
    """Return the tiers called to an incident."""
    return list(Turnout._base_manager.filter(incident_id=incident_id).select_related("called_by").order_by("tier"))


def members_of(incident_id: int) -> QuerySet[TurnoutMember]:
    """Return everybody who was called out to an incident."""
    rows = TurnoutMember._base_manager.filter(turnout__incident_id=incident_id)
    return rows.select_related("person", "turnout").order_by("turnout__tier", "pk")


def turnouts_asked_of(person_id: int) -> Sequence[TurnoutMember]:
    """Return the turn-outs on which a person is not yet on site, the newest first."""
    rows = TurnoutMember._base_manager.filter(
        person_id=person_id, turnout__incident__status=IncidentStatus.OPEN
    ).exclude(status__in=[MemberStatus.ON_SITE, MemberStatus.UNABLE])
    return list(rows.select_related("turnout__incident__building", "turnout__org").order_by("-turnout__called_at"))


def holdings_of(incident_id: int) -> list[Holding]:
    """Return who held which post of an incident, from the first to the last."""
    rows = Holding._base_manager.filter(incident_id=incident_id)
    return list(rows.select_related("person", "group", "given_by").order_by("from_at", "pk"))


def groups_of(incident_id: int) -> list[Group]:
    """Return the working groups of an incident."""
    return list(Group._base_manager.filter(incident_id=incident_id).order_by("pk"))


def open_offers_of(incident_id: int) -> dict[int, HandOver]:
    """Return what is being handed over in an incident, by the holding."""
    rows = HandOver._base_manager.filter(holding__incident_id=incident_id, taken_at=None, withdrawn_at=None)
    return {one.holding_id: one for one in rows.select_related("to")}


def offers_to(person_id: int) -> list[HandOver]:
    """Return the posts a person is to take over."""
    rows = HandOver._base_manager.filter(
        to_id=person_id, taken_at=None, withdrawn_at=None, holding__incident__status=IncidentStatus.OPEN
    )
    return list(rows.select_related("holding__incident", "holding__group", "holding__person"))


def owner_of(incident_id: int) -> Holding | None:
    """Return who owns an incident now."""
    rows = Holding._base_manager.filter(incident_id=incident_id, post=Post.OWNER, to_at=None)
    return rows.select_related("person").first()


def people_at_work(incident: Incident) -> set[int]:
    """Return the ids of everybody who took a task, comes or is there, or holds a post of an incident; not its owner."""
    taken = OPEN_TASKS - {TaskStatus.ASSIGNED}
    tasks = Task._base_manager.filter(incident=incident, status__in=taken).values_list("owner_id", flat=True)
    coming = TurnoutMember._base_manager.filter(turnout__incident=incident, status__in=COMING)
    posts = Holding._base_manager.filter(incident=incident, to_at=None).exclude(post=Post.OWNER)
    return {*tasks, *coming.values_list("person_id", flat=True), *posts.values_list("person_id", flat=True)}


def places_of(person_ids: Iterable[int], *, org: Org, now: datetime) -> dict[int, int]:
    """Return for each person the unit in which they see what a unit asks them: theirs inside it, else the unit itself."""
    held = Membership.objects.filter(
        Q(to_at=None) | Q(to_at__gt=now), person_id__in=list(person_ids), from_at__lte=now, org__path__startswith=org.path
    )
    inside = dict(held.order_by("pk").values_list("person_id", "org_id"))
    return {one: inside.get(one, org.pk) for one in person_ids}


def latest_roll_call(incident_id: int) -> RollCall | None:
    """Return the latest roll-call of an incident."""
    return RollCall._base_manager.filter(incident_id=incident_id).select_related("asked_by").order_by("-number").first()


def entries_of(roll_call: RollCall) -> list[RollCallEntry]:
    """Return who was asked on a roll-call, in the order in which they were asked."""
    return list(RollCallEntry._base_manager.filter(roll_call=roll_call).select_related("person").order_by("pk"))


def roll_calls_asked_of(person_id: int) -> list[RollCallEntry]:
    """Return the latest roll-call of each open incident that a person has not answered."""
    rows = RollCallEntry._base_manager.filter(
        person_id=person_id, answer=Answer.ASKED, roll_call__incident__status=IncidentStatus.OPEN
    ).select_related("roll_call__incident", "roll_call__org").order_by("roll_call__number")
    return list({one.roll_call.incident_id: one for one in rows}.values())


def leader_of(person_id: int, *, incident_id: int) -> int | None:
    """Return who leads somebody in an incident: their group's leader, else the commander, else the owner; never themselves."""
    held = list(Holding._base_manager.filter(incident_id=incident_id, to_at=None).order_by("pk"))
    groups = {one.group_id for one in held if one.person_id == person_id and one.group_id}
    leads = [one.person_id for one in held if one.post == Post.LEAD and one.group_id in groups]
    above = [one.person_id for post in (Post.COMMANDER, Post.OWNER) for one in held if one.post == post]
    return next((one for one in [*leads, *above] if one != person_id), None)


class InLine:
    """Who gets the tasks of an incident that their owners do not take; reads people, loads and passings once for all of them."""

    def __init__(self, incident: Incident, *, now: datetime) -> None:
        self.people = list(people_for_tasks(incident, now=now))
        open_ = Task._base_manager.filter(incident=incident, status__in=OPEN_TASKS)
        self.loads = Counter(open_.values_list("owner_id", flat=True))
        self.had: dict[int, set[int]] = {}
        for task_id, before_id in Passing._base_manager.filter(task__incident=incident).values_list("task_id", "before_id"):
            self.had.setdefault(task_id, set()).add(before_id)

    def after(self, task: Task) -> Membership | None:
        """Return who is next: another of the task's role, else who is above; nobody who had it."""
        had = {task.owner_id, *self.had.get(task.pk, ())}
        order = {role: place for place, role in enumerate([task.role, *LAST_STEPS, Role.STREET_OFFICER, Role.DISTRICT_COMMANDER])}
        free = [one for one in self.people if one.role in order and one.person_id not in had]
        return min(free, key=lambda one: (order[one.role], self.loads[one.person_id], one.pk), default=None)


def last_choices(incident_id: int) -> dict[str, Choice]:
    """Return the latest choice about each open matter of an incident."""
    rows = Choice._base_manager.filter(incident_id=incident_id).select_related("chosen_by").order_by("chosen_at", "pk")
    return {one.point: one for one in rows}


def last_look(incident_id: int, person_id: int) -> datetime | None:
    """Return up to when a person has seen what happened in an incident; None for never."""
    rows = Look._base_manager.filter(incident_id=incident_id, person_id=person_id)
    return rows.values_list("at", flat=True).first()


def _units_of(tier: Tier, org: Org) -> list[int]:
    above = Org.objects.filter(pk__in=ids_of_path(org.path), kind=tier.unit).values_list("pk", flat=True)
    units = list(above)
    return subtree_ids(units) if tier.unit == OrgKind.COMMUNITY else units
