"""Households without a helper in time, in the order of their need; who could help, and what that would change."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from linan.command.evacuations.announcements import HelpersAsked
from linan.command.evacuations.contacts import NEAR
from linan.command.evacuations.domain.helping import Effect, effect_of, timed
from linan.command.evacuations.helping import helped_orders, people_with_names, trips_in
from linan.command.evacuations.lists import Names
from linan.command.evacuations.models import Evacuation, EvacuationOrder
from linan.command.evacuations.walkers import Candidate, walkers_for
from linan.ground.announcements.models import Logged
from linan.ground.orgs.models import Org, OrgKind
from linan.ground.people.models import Membership, Role
from linan.registry.domain.masking import mask_name
from linan.registry.models import NeedKind

# A judgement of this project, not of a standard: first who lives by a machine or cannot move, last who only needs telling.
MOST_NEEDY_FIRST = (
    NeedKind.OXYGEN, NeedKind.DIALYSIS, NeedKind.DISABLED, NeedKind.BLIND, NeedKind.DEMENTIA, NeedKind.PREGNANT,
    NeedKind.INFANT, NeedKind.ALONE, NeedKind.DEAF,
)
ANSWERING = (Role.DUTY_OFFICER, Role.COMMUNITY_DIRECTOR, Role.STREET_OFFICER, Role.DISTRICT_COMMANDER)
CAN_HELP = (*NEAR, Role.RESPONDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A household without a helper in time. wait_min: None where nobody is named; names: masked, of those who need help."""

    order: EvacuationOrder
    needs: Sequence[str]
    names: Sequence[str]
    wait_min: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSource:
    """A unit that could send helpers. people: how many there hold a role near the doors; asked_task_id: 0 before it was asked."""

    org: Org
    people: int
    asked_task_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CouldHelp:
    """Somebody who could take one household, and what that changes. effect: None where no way out is known."""

    candidate: Candidate
    trips: int
    effect: Effect | None
    at_door: datetime | None
    last_in: datetime | None
    is_named: bool

    @property
    def wait_min(self) -> int:
        """How many minutes the household would wait."""
        return -int(-self.effect.late_s // 60) if self.effect else 0


def waiting_households(evacuation: Evacuation, *, names: Names) -> list[Waiting]:
    """Return the households without a helper in time: the neediest first, among them who waits longest (two queries)."""
    orders = list(helped_orders().filter(evacuation=evacuation))
    late = _late_s(orders)
    found = [one for one in orders if one.helper_id is None or late.get(one.pk, 0) > 0]
    people = people_with_names([one.household_id for one in found]) if names != Names.HIDDEN else {}
    found.sort(key=lambda one: (_rank(one), -(late.get(one.pk, 0) if one.helper_id else float("inf")), one.pk))
    return [
        Waiting(
            order=one, needs=[str(NeedKind(kind).label) for kind in _by_need(one)],
            names=[mask_name(person.opened("name")) for person in people.get(one.household_id, ())],
            wait_min=-int(-late.get(one.pk, 0) // 60) if one.helper_id else None,
        )
        for one in found
    ]


def free_helpers(evacuation: Evacuation, *, now: datetime) -> list[Candidate]:
    """Return who could help and has no household yet."""
    busy = set(helped_orders().filter(evacuation=evacuation, helper__isnull=False).values_list("helper_id", flat=True))
    return [one for one in walkers_for(evacuation, now=now) if one.person.pk not in busy]


def sources_of_help(evacuation: Evacuation, *, now: datetime) -> list[HelpSource]:
    """Return the neighbouring communities and the street, those with most people near the doors first."""
    parent = evacuation.org.parent
    if parent is None:
        return []
    beside = Org.objects.filter(parent=parent, kind=OrgKind.COMMUNITY).exclude(pk=evacuation.org_id)
    units = [*beside, parent]
    held = Membership.objects.filter(
        Q(to_at=None) | Q(to_at__gt=now), org__path__startswith=parent.path, role__in=CAN_HELP, from_at__lte=now,
        person__is_active=True,
    ).exclude(org__path__startswith=evacuation.org.path)
    counts = _count(set(held.values_list("person_id", "org__path")), units)
    asked = _asked(evacuation)
    found = [HelpSource(org=one, people=counts[one.pk], asked_task_id=asked.get(one.pk, 0)) for one in units]
    return sorted(found, key=lambda one: (one.org.pk == parent.pk, -one.people, one.org.pk))


def who_could_help(order: EvacuationOrder, *, now: datetime) -> list[CouldHelp]:
    """Return who could take a household: whoever is there first without making others wait comes first."""
    evacuation = order.evacuation
    by_helper: dict[int, list[EvacuationOrder]] = defaultdict(list)
    for one in helped_orders().filter(evacuation=evacuation, helper__isnull=False):
        by_helper[one.helper_id or 0].append(one)
    found = [_could(order, one, by_helper[one.person.pk]) for one in walkers_for(evacuation, now=now)]
    return sorted(found, key=lambda one: _cost(one.effect))


def _cost(effect: Effect | None) -> tuple[float, int]:
    return (effect.late_s, effect.later) if effect else (0.0, 0)


def _could(order: EvacuationOrder, candidate: Candidate, orders: Sequence[EvacuationOrder]) -> CouldHelp:
    own = trips_in([order])
    effect = effect_of(trips_in(orders), own[0]) if own else None
    starts = order.evacuation.starts_at
    return CouldHelp(
        candidate=candidate, trips=len(orders), effect=effect, is_named=candidate.person.pk == order.helper_id,
        at_door=starts + timedelta(seconds=effect.sets_out_s) if starts and effect else None,
        last_in=starts + timedelta(seconds=effect.in_s) if starts and effect else None,
    )


def _late_s(orders: Sequence[EvacuationOrder]) -> Mapping[int, float]:
    """Return how long households wait for their helper, {order: seconds}."""
    by_helper: dict[int, list[EvacuationOrder]] = defaultdict(list)
    for one in orders:
        by_helper[one.helper_id or 0].append(one)
    by_helper.pop(0, None)
    return {each.trip.key: each.late_s for rows in by_helper.values() for each in timed(trips_in(rows))}


def _by_need(order: EvacuationOrder) -> list[str]:
    return sorted(order.needs, key=lambda kind: MOST_NEEDY_FIRST.index(NeedKind(kind)))


def _rank(order: EvacuationOrder) -> int:
    return min(MOST_NEEDY_FIRST.index(NeedKind(kind)) for kind in order.needs)


def _count(people: set[tuple[int, str]], units: Sequence[Org]) -> Counter[int]:
    """Return how many people each unit has; the deepest unit of a path counts, so that nobody counts for the street too."""
    found: Counter[int] = Counter()
    for _, path in people:
        at = max((one for one in units if path.startswith(one.path)), key=lambda one: len(one.path), default=None)
        if at is not None:
            found[at.pk] += 1
    return found


def _asked(evacuation: Evacuation) -> Mapping[int, int]:
    rows = Logged.objects.filter(kind=HelpersAsked.kind, about__contains=[f"evacuation-{evacuation.pk}"])
    return {one["unit_id"]: one["task_id"] for one in rows.order_by("id").values_list("payload", flat=True)}
