"""Find who stands at the desk: by card, by door, or by name within the communities in sight."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from linan.logistics.shelters.actions.cards import household_of
from linan.logistics.shelters.domain.wanted_door import Search, read_search
from linan.logistics.shelters.models import Stay
from linan.registry.domain.masking import mask_name
from linan.registry.models import Household, Resident

MOST = 30
NAME_AT_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A household that may stand at the desk. stays: where members of it are now; names: masked."""

    household: Household
    headcount: int
    names: Sequence[str]
    stays: Sequence[Stay]

    def stay_at(self, shelter_id: int) -> Stay | None:
        """Return the stay at this shelter."""
        return next((one for one in self.stays if one.shelter_id == shelter_id), None)

    @property
    def expected(self) -> int:
        """How many may still come: those who are nowhere yet, at least one."""
        return max(1, self.headcount - sum(one.people for one in self.stays))


def find_people(typed: str, *, with_names: bool) -> list[Found]:
    """Return the households that a card's code, a door or a full name leads to (up to six queries).

    with_names: whether the person may see residents at all; without it nobody is searched by name.
    """
    text = typed.replace("\0", "").strip()
    if not text:
        return []
    by_card = household_of(text)
    if by_card is not None:
        return _found(Household.objects.filter(pk=by_card), with_names=with_names)
    search = read_search(text)
    if search.name:
        ids = _ids_by_name(search.name) if with_names else []
        return _found(Household.objects.filter(pk__in=ids), with_names=with_names)
    return _found(_by_door(search), with_names=with_names)


def _by_door(search: Search) -> QuerySet[Household]:
    rows = Household.objects.all()
    if search.building:
        starts = search.building[0].isdigit()
        named = Q(building__name__istartswith=search.building) if starts else Q(building__name__icontains=search.building)
        rows = rows.filter(named | Q(building__code__iexact=search.building))
    if search.unit is not None:
        rows = rows.filter(unit=search.unit)
    return rows.filter(door__iexact=search.door) if search.door else rows


def _ids_by_name(name: str) -> list[int]:
    """Return the households of everybody of exactly this name: names lie sealed, so each is opened and compared."""
    wanted = name.replace(" ", "")
    if len(wanted) < NAME_AT_LEAST:
        return []
    rows = Resident.objects.filter(household__isnull=False).only("uid", "name_sealed", "household_id")
    return [row.household_id for row in rows.iterator() if row.household_id and row.opened("name") == wanted][:MOST]


def _found(rows: QuerySet[Household], *, with_names: bool) -> list[Found]:
    counted = rows.select_related("building", "org").annotate(headcount=Count("residents"))
    homes = list(counted.order_by("building__name", "building_id", "unit", "floor", "door")[:MOST])
    stays = list(Stay.objects.filter(household__in=homes, left_at=None).select_related("shelter"))
    people = list(Resident.objects.filter(household__in=homes).order_by("pk")) if with_names else []
    return [
        Found(
            household=home, headcount=home.headcount,
            names=[mask_name(one.opened("name")) for one in people if one.household_id == home.pk],
            stays=[one for one in stays if one.household_id == home.pk],
        )
        for home in homes
    ]
