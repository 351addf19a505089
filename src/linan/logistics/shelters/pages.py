"""What the pages of shelters show."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import Prefetch, QuerySet

from linan.ground.orgs.models import Org
from linan.logistics.shelters.domain.filling import Filling
from linan.logistics.shelters.domain.needs import Band, Heads, Wanted, band_of, present
from linan.logistics.shelters.models import IN_USE, Opening, Shelter, Stay
from linan.logistics.shelters.queries import filling, people_in
from linan.logistics.shelters.words import BANDS, GROUPS, facility_words, said, tone_of
from linan.registry.models import Need, Resident

STAYS_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownShelter:
    """A shelter in a list. opening: None while it is closed."""

    shelter: Shelter
    filling: Filling
    opening: Opening | None

    @property
    def tone(self) -> str:
        """The colour of where it stands."""
        return tone_of(self.shelter)

    @property
    def facilities(self) -> list[str]:
        """What it has."""
        return facility_words(self.shelter)

    @property
    def is_in_use(self) -> bool:
        """Whether people are taken in, or were until it was full."""
        return self.shelter.status in IN_USE


@dataclass(frozen=True, slots=True)
class Sums:
    """The shelters in use together, drills left out."""

    shelters: int
    people: int
    free: int


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """One thing that is needed, in words."""

    title: str
    unit: str
    source: str
    wanted: Wanted


def shown_shelters() -> list[ShownShelter]:
    """Return the shelters in sight, those in use first and the fullest of them on top (three queries)."""
    openings = Prefetch("openings", Opening.objects.filter(closed_at=None).select_related("owner"))
    rows = list(Shelter.objects.select_related("org").prefetch_related(openings))
    people = people_in(row.pk for row in rows)
    found = [_shown(row, people.get(row.pk, 0)) for row in rows]
    return sorted(found, key=lambda one: (not one.is_in_use, -one.filling.percent if one.is_in_use else 0))


def shown_shelter(shelter: Shelter, opening: Opening | None) -> ShownShelter:
    """Return one shelter with its filling (one query)."""
    state = filling(shelter, people_in([shelter.pk]).get(shelter.pk, 0))
    return ShownShelter(shelter=shelter, filling=state, opening=opening)


def sums(shown: Sequence[ShownShelter]) -> Sums:
    """Add up the shelters that are really in use."""
    real = [one for one in shown if one.opening and one.opening.mode == "real"]
    return Sums(
        shelters=len(real), people=sum(one.filling.people for one in real),
        free=sum(one.filling.free for one in real if one.shelter.status == "open"),
    )


def by_org(shown: Sequence[ShownShelter]) -> list[tuple[Org, list[ShownShelter]]]:
    """Return the shelters of each community, in the order in which they are shown."""
    found: dict[Org, list[ShownShelter]] = defaultdict(list)
    for one in shown:
        found[one.shelter.org].append(one)
    return list(found.items())


def stays_of(shelter: Shelter, *, left: bool) -> QuerySet[Stay]:
    """Return who is in a shelter, or who left it, the latest first."""
    rows = Stay.objects.filter(shelter=shelter, left_at__isnull=not left)
    rows = rows.select_related("household__building", "shelter__org", "by", "left_by")
    return rows.order_by("-left_at" if left else "-at", "-pk")


def fresh_id() -> UUID:
    """Return the mark of a form, so that it counts once."""
    return uuid4()


def heads_in(shelter_ids: Sequence[int]) -> Heads:
    """Return who is in the shelters by age band: strangers, and those of unknown age, count as adults (two queries).

    Where fewer came than live there, those who need most are taken to have come.
    """
    stays = list(Stay.objects.filter(shelter_id__in=shelter_ids, left_at=None))
    bands = _bands([one.household_id for one in stays if one.household_id], year=_year(stays))
    counted: Counter[Band] = Counter()
    for stay in stays:
        counted.update(present(bands[stay.household_id], stay.people))
    return Heads(bands={band: counted[band] for band in Band}, households=len(stays))


def needs_in(shelter_ids: Sequence[int]) -> dict[str, int]:
    """Return {kind of need: people} of the households that are in the shelters; more may be absent than are here."""
    households = Stay.objects.filter(
        shelter_id__in=shelter_ids, left_at=None, household__isnull=False
    ).values_list("household_id", flat=True)
    kinds = Need.objects.filter(resident__household_id__in=list(households)).values_list("kind", flat=True)
    return dict(Counter(kinds).most_common())


def grouped(needed: Sequence[Wanted]) -> list[tuple[str, list[ShownNeed]]]:
    """Return what is needed under its headings, in the order of the norms."""
    found: dict[str, list[ShownNeed]] = defaultdict(list)
    for one in needed:
        shown = ShownNeed(said(one.norm.title), said(one.norm.unit), said(one.norm.source), one)
        found[one.norm.group].append(shown)
    return [(GROUPS[group], rows) for group, rows in found.items()]


def band_rows(heads: Heads) -> list[tuple[str, str, int]]:
    """Return (key, words, people) of each age band."""
    return [(band.value, BANDS[band], heads.bands.get(band, 0)) for band in Band]


def _shown(row: Shelter, people: int) -> ShownShelter:
    openings = list(row.openings.all())
    return ShownShelter(
        shelter=row, filling=filling(row, people), opening=openings[0] if openings else None
    )


def _year(stays: Sequence[Stay]) -> int:
    return max((one.at.year for one in stays), default=0)


def _bands(household_ids: Sequence[int], *, year: int) -> dict[int | None, list[Band]]:
    found: dict[int | None, list[Band]] = defaultdict(list)
    rows = Resident.objects.filter(household_id__in=household_ids)
    for household_id, birth_year in rows.values_list("household_id", "birth_year"):
        found[household_id].append(band_of(birth_year, year=year))
    return found
