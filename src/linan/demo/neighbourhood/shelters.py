"""The shelters of the demonstration: the map's schools, parks and grounds, one of them open on this cold night."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person
from linan.logistics.shelters.actions.openings import Looked, open_shelter
from linan.logistics.shelters.actions.places import Known, enter_shelter
from linan.logistics.shelters.actions.stays import Arrival, Leaving, begin_stay, end_stay
from linan.logistics.shelters.domain.checklists import checklist
from linan.logistics.shelters.models import Facility, OpeningMode, Shelter, Via
from linan.registry.models import Household, Resource, ResourceKind

NAMES = uuid5(NAMESPACE_URL, "linan:demo:shelters")
REASON = "寒潮夜间降温，老旧楼供暖抢修，开放避寒（演示）"
INDOORS = ("学校", "小学", "中学", "大学", "学院", "体育馆", "幼儿园")
INDOOR_SHARE = 5  # of a ground's room, what fits under the roof beside it: one fifth; assumed
ROOM_WITH_RAMP = 500  # smaller houses have steps at the door; assumed
ARRIVED_MINUTES_AGO = (172, 168, 151, 149, 140, 126, 97, 95, 61, 44, 38, 12)
STRANGER = "周行远、周小满"


def add_shelters(community: Org, *, now: datetime) -> list[Shelter]:
    """Enter the shelters and assembly points of the base information as shelters, all closed."""
    kinds = (ResourceKind.SHELTER, ResourceKind.ASSEMBLY_POINT)
    places = Resource.objects.filter(org=community, kind__in=kinds, capacity__gt=0).order_by("-kind", "-capacity", "pk")
    first_of_name = {place.name: place for place in reversed(places)}
    return [enter_shelter(_known(place), org=community, by=SYSTEM, now=now) for place in first_of_name.values()]


def add_cold_night(shelters: Sequence[Shelter], *, now: datetime) -> None:
    """Open one shelter under a roof three hours ago, with the households that came since."""
    warm = max((one for one in shelters if one.is_indoor), key=lambda one: one.places, default=None)
    if warm is None:
        return
    owner = Person.objects.get(username="director")
    registrar = Person.objects.get(username="grid")
    opened_at = now - timedelta(hours=3)
    looked = Looked(
        reason=REASON, checked=frozenset(item.key for item in checklist("opening")) - {"apart"},
        note="母婴区正在腾教室，社区主任半小时内落实",
    )
    open_shelter(looked, shelter_id=warm.pk, owner=owner, mode=OpeningMode.REAL, by=owner, now=opened_at)
    _arrivals(warm, registrar, now=now)


def _arrivals(shelter: Shelter, registrar: Person, *, now: datetime) -> None:
    homes = Household.objects.filter(org=shelter.org, residents__isnull=False).order_by("building__name", "pk").distinct()
    for number, (minutes, home) in enumerate(zip(ARRIVED_MINUTES_AGO, homes[::25], strict=False)):
        came = Arrival(
            client_id=uuid5(NAMES, str(number)), via=Via.CARD if number % 3 else Via.DOOR, household=home,
            people=home.residents.count(),
        )
        stay = begin_stay(came, shelter_id=shelter.pk, by=registrar, now=now - timedelta(minutes=minutes))
        if number == 0:
            gone = Leaving(client_id=uuid5(NAMES, "left"), people=stay.people, to="relatives", place="珠江路")
            end_stay(gone, stay_id=stay.pk, by=registrar, now=now - timedelta(minutes=55))
    stranger = Arrival(client_id=uuid5(NAMES, "stranger"), via=Via.STRANGER, people=2, names=STRANGER)
    begin_stay(stranger, shelter_id=shelter.pk, by=registrar, now=now - timedelta(minutes=25))


def _known(place: Resource) -> Known:
    is_indoor = any(word in place.name for word in INDOORS)
    room = place.capacity or 0
    is_shelter = place.kind == ResourceKind.SHELTER
    indoors = [Facility.POWER, Facility.KITCHEN, Facility.HEATING] if is_indoor else []
    return Known(
        name=place.name, lon=place.lon, lat=place.lat, resource=place, is_indoor=is_indoor,
        places=max(1, room // INDOOR_SHARE) if is_indoor else room, reserve_percent=10,
        is_step_free=not is_indoor or room >= ROOM_WITH_RAMP, beds=min(120, room // (4 * INDOOR_SHARE)) if is_indoor else None,
        facilities=[Facility.TOILETS, Facility.WATER, *indoors] if is_shelter else [],
        contact="演示场所管理岗", phone="12000000190" if is_shelter else "",
    )
