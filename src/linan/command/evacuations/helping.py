"""What the pages of helpers show: each one's trips, and whether there are enough helpers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from shapely.geometry import shape

from linan.command.evacuations.domain.helping import TimedTrip, Trip, helpers_needed, timed
from linan.command.evacuations.domain.sketch import Sketch, sketch_of
from linan.command.evacuations.models import Evacuation, EvacuationOrder, EvacuationStatus
from linan.command.evacuations.order_pages import Streets, streets_known
from linan.ground.people.models import Person
from linan.registry.models import NeedKind, Resident

# Maps of the next trips only: a hundred of them would be slow on a phone, and orders change before then.
DRAWN_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class ShownTrip:
    """A household to be brought, with the moments of the day. names: of those who need help; sketch: the way, of the next ones."""

    order: EvacuationOrder
    at_door: datetime | None
    in_at: datetime | None
    late_min: int
    names: Sequence[str]
    needs: Sequence[str]
    sketch: Sketch | None


@dataclass(frozen=True, slots=True)
class HelperLine:
    """A helper on the overview. late: how many of the households wait for them."""

    person: Person
    trips: int
    people: int
    late: int
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class HelpersPage:
    """Everybody who helps in an evacuation. needed: how many helpers it takes so that nobody waits."""

    lines: Sequence[HelperLine]
    needed: int
    alone: int

    @property
    def missing(self) -> int:
        """How many helpers are missing."""
        return max(0, self.needed - len(self.lines))

    @property
    def wanted(self) -> int:
        """How many to ask for; one where only the sharing out is uneven."""
        return min(99, max(1, self.missing))


def helped_orders() -> QuerySet[EvacuationOrder]:
    """Return the orders that hold of households in which somebody needs help, wherever they were given."""
    rows = EvacuationOrder._base_manager.filter(withdrawn_at=None).exclude(needs={})
    return rows.select_related("household__building", "helper", "shelter", "evacuation__zone", "evacuation__org")


def trips_of(person_id: int) -> list[ShownTrip]:
    """Return whom a helper brings, in the order of departure; those without a way first, for they wait at home."""
    orders = list(helped_orders().filter(helper_id=person_id, evacuation__status=EvacuationStatus.ORDERED))
    people = people_with_names([one.household_id for one in orders])
    streets = streets_known() if orders else []
    stuck = [_shown(one, None, people[one.household_id], streets) for one in orders if one.is_unreachable]
    by_key = {one.pk: one for one in orders}
    led = [(by_key[each.trip.key], each) for each in timed(trips_in(orders))]
    return stuck + [
        _shown(order, each, people[order.household_id], streets if at < DRAWN_AT_MOST else None)
        for at, (order, each) in enumerate(led)
    ]


def helpers_page(evacuation: Evacuation) -> HelpersPage:
    """Return who helps in an evacuation, whoever has most to do first."""
    orders = list(helped_orders().filter(evacuation=evacuation))
    by_helper: dict[Person, list[EvacuationOrder]] = defaultdict(list)
    for one in orders:
        if one.helper is not None:
            by_helper[one.helper].append(one)
    lines = [_line(evacuation, person, rows) for person, rows in by_helper.items()]
    alone = sum(1 for one in orders if one.helper is None)
    return HelpersPage(sorted(lines, key=lambda one: -one.trips), helpers_needed(trips_in(orders)), alone)


def people_with_names(household_ids: Sequence[int]) -> dict[int, list[Resident]]:
    """Return those of each household who need help, to be opened."""
    found: dict[int, list[Resident]] = defaultdict(list)
    rows = Resident._base_manager.filter(household_id__in=household_ids, needs__isnull=False).distinct()
    for one in rows.order_by("pk"):
        found[one.household_id or 0].append(one)
    return found


def trips_in(orders: Sequence[EvacuationOrder]) -> list[Trip]:
    """Return the trips of orders; a household without a way is no trip."""
    return [
        Trip(one.pk, one.leaves_after_s or 0, one.arrives_after_s or 0, one.length_m or 0)
        for one in orders if not one.is_unreachable
    ]


def _line(evacuation: Evacuation, person: Person, orders: Sequence[EvacuationOrder]) -> HelperLine:
    way = timed(trips_in(orders))
    return HelperLine(
        person, trips=len(orders), people=sum(sum(one.needs.values()) for one in orders),
        late=sum(1 for one in way if one.late_s > 0), ends_at=_moment(evacuation, way[-1].in_s) if way else None,
    )


def _shown(order: EvacuationOrder, each: TimedTrip | None, people: Sequence[Resident], streets: Streets | None) -> ShownTrip:
    zone = shape(order.evacuation.zone.polygon)
    return ShownTrip(
        order=order, at_door=_moment(order.evacuation, each.sets_out_s) if each else None,
        in_at=_moment(order.evacuation, each.in_s) if each else None, late_min=-int(-each.late_s // 60) if each else 0,
        names=[one.opened("name") for one in people], needs=[str(NeedKind(kind).label) for kind in order.needs],
        sketch=sketch_of(order.route["coordinates"], streets, zone) if order.route and streets is not None else None,
    )


def _moment(evacuation: Evacuation, seconds: float) -> datetime | None:
    return evacuation.starts_at + timedelta(seconds=seconds) if evacuation.starts_at else None
