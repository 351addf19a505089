"""Reads of base information that several places need."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from django.db.models import Count, Q, QuerySet

from linan.ground.crypto.personal import personal_marks
from linan.registry.domain.masking import mask_name, mask_phone
from linan.registry.models import Building, Household, HouseMove, Need, Resident, SecondContact

METRES_PER_DEGREE = 111_320.0  # of latitude, on the mean sphere


def households_in_building(building_id: int) -> QuerySet[Household]:
    """Return the households of a building with `headcount`, by staircase, floor and door."""
    rows = Household.objects.filter(building_id=building_id).annotate(headcount=Count("residents"))
    return rows.order_by("unit", "floor", "door")


def buildings_near(lon: float, lat: float, metres: float) -> list[Building]:
    """Return the buildings whose centre lies within so many metres, nearest first (flat earth: fine to 10 km)."""
    dlat = metres / METRES_PER_DEGREE
    dlon = dlat / cos(radians(lat))
    rows = Building.objects.filter(lon__range=(lon - dlon, lon + dlon), lat__range=(lat - dlat, lat + dlat))
    found = [(distance_m(lon, lat, row.lon, row.lat), row.pk, row) for row in rows]
    return [row for distance, _, row in sorted(found) if distance <= metres]


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the distance of two near points in metres."""
    east = (other_lon - lon) * cos(radians(lat))
    return float(((east**2 + (other_lat - lat) ** 2) ** 0.5) * METRES_PER_DEGREE)


def needs_in_building(building_id: int) -> dict[str, int]:
    """Return how many residents of a building have each kind of need."""
    rows = Need.objects.filter(resident__household__building_id=building_id)
    return dict(rows.order_by("kind").values_list("kind").annotate(Count("pk")))


def headcount_in_building(building_id: int) -> int:
    """Return how many residents a building has."""
    return Resident.objects.filter(household__building_id=building_id).count()


def residents_by_phone(phone: str) -> QuerySet[Resident]:
    """Return the residents with exactly this phone number."""
    return Resident.objects.filter(phone_mark__in=personal_marks(phone, purpose="phone"))


def buildings_on_map() -> list[Building]:
    """Return the buildings in sight."""
    return list(Building.objects.all())


def needs_by_resident() -> dict[int, list[str]]:
    """Return {resident id: kinds of need} of everybody in sight who has one, for many residents at once."""
    found: dict[int, list[str]] = {}
    for resident_id, kind in Need.objects.order_by("pk").values_list("resident_id", "kind"):
        found.setdefault(resident_id, []).append(kind)
    return found


def buildings_to_reach() -> list[Building]:
    """Return the buildings in sight without their shapes."""
    return list(Building.objects.defer("footprint"))


def building_names() -> list[tuple[int, str]]:
    """Return (id, name) of the buildings in sight, in their order."""
    return list(Building.objects.values_list("pk", "name"))


def find_buildings(*, text: str = "", use: str = "", org_id: int | None = None) -> QuerySet[Building]:
    """Return buildings by words of name, code or address, by use, by community or grid; shapes are left unread."""
    rows = Building.objects.select_related("org", "grid").defer("footprint", "org__boundary", "grid__boundary")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(code__icontains=text) | Q(address__icontains=text))
    if use:
        rows = rows.filter(use=use)
    if org_id is not None:
        rows = rows.filter(Q(org_id=org_id) | Q(grid_id=org_id))
    return rows


def find_households(*, building: str = "", door: str = "") -> QuerySet[Household]:
    """Return households with `headcount`, by words of the building's name or code and by door."""
    rows = Household.objects.select_related("building", "org", "second_contact").annotate(headcount=Count("residents"))
    if building:
        rows = rows.filter(Q(building__name__icontains=building) | Q(building__code__iexact=building))
    if door:
        rows = rows.filter(door__icontains=door)
    return rows.order_by("building__name", "building_id", "unit", "floor", "door")


def second_contacts(household_ids: Iterable[int]) -> dict[int, SecondContact]:
    """Return {household: second contact} of those that have one, sealed."""
    rows = SecondContact._base_manager.filter(household_id__in=list(household_ids))
    return {one.household_id: one for one in rows}


@dataclass(frozen=True, slots=True)
class ShownContact:
    """A second contact as it is shown: masked, or in full."""

    name: str
    phone: str
    relation: str


def masked_contact(contact: SecondContact) -> ShownContact:
    """Return a second contact as everybody who may see residents sees it."""
    return ShownContact(mask_name(contact.opened("name")), mask_phone(contact.opened("phone")), contact.relation)


def full_contact(contact: SecondContact) -> ShownContact:
    """Return a second contact in full: the caller has its showing audited."""
    return ShownContact(contact.opened("name"), contact.opened("phone"), contact.relation)


def moves_at(household: Household) -> QuerySet[HouseMove]:
    """Return who came to a household and who left it, the latest first."""
    rows = HouseMove.objects.filter(Q(left=household) | Q(entered=household))
    return rows.select_related("resident", "left__building", "entered__building")


def moves_of(resident: Resident) -> QuerySet[HouseMove]:
    """Return where a person lived before, the latest first."""
    return HouseMove.objects.filter(resident=resident).select_related("left__building", "entered__building", "noted_by")


def headcounts(building_ids: Sequence[int]) -> dict[int, int]:
    """Return {building id: residents} of the buildings that have any."""
    rows = Resident.objects.filter(household__building_id__in=building_ids).order_by()
    return dict(rows.values_list("household__building_id").annotate(Count("pk")))


def find_residents(*, phone: str = "", building: str = "", need: str = "", gone: str = "") -> QuerySet[Resident]:
    """Return residents by exact phone number, words of the building's name, or kind of need; gone: those who moved out."""
    rows = residents_by_phone(phone) if phone else Resident.objects.all()
    rows = rows.filter(household__isnull=bool(gone))
    if building:
        rows = rows.filter(household__building__name__icontains=building)
    if need:
        rows = rows.filter(needs__kind=need)
    return rows.select_related("household__building", "org").prefetch_related("needs").order_by("pk")


@dataclass(frozen=True, slots=True)
class Door:
    """A household in the grid of floors and staircases. needs: kinds, empty where they may not be seen."""

    household: Household
    headcount: int
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """One floor: per staircase its doors."""

    number: int
    staircases: list[list[Door]]


def floors_of(building: Building, *, with_needs: bool) -> list[Floor]:
    """Return the floors of a building, top first, with the doors of each staircase (two queries)."""
    needs = _needs_by_household(building.pk) if with_needs else {}
    doors: dict[tuple[int, int], list[Door]] = defaultdict(list)
    for row in households_in_building(building.pk):
        headcount: int = row.headcount  # type: ignore[attr-defined]
        doors[row.floor, row.unit].append(Door(row, headcount, tuple(needs.get(row.pk, ()))))
    floors = sorted({floor for floor, _ in doors}, reverse=True)
    units = range(1, max([building.units, *(unit for _, unit in doors)]) + 1)
    return [Floor(number=floor, staircases=[doors[floor, unit] for unit in units]) for floor in floors]


def _needs_by_household(building_id: int) -> dict[int, list[str]]:
    rows = Need.objects.filter(resident__household__building_id=building_id).order_by("kind")
    found: dict[int, list[str]] = defaultdict(list)
    for household_id, kind in rows.values_list("resident__household_id", "kind").distinct():
        found[household_id].append(kind)
    return found
