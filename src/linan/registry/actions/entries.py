"""What is entered and changed by hand, and personal fields read with a trace."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from linan.ground.access.audit import note_reading
from linan.ground.announcements.log import announce
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.registry.announcements import BuildingChanged, HouseholdChanged, PlaceChanged
from linan.registry.models import (
    PERSONAL_FIELDS,
    Building,
    Household,
    Need,
    ProtectedTarget,
    Resident,
    Resource,
    RiskSource,
)

AnyPlace = RiskSource | ProtectedTarget | Resource

# Why somebody may look at a personal field; stored in the audit as the key.
REASONS = {
    "contact": noop("reach the person now"),
    "verify": noop("check the entry with the person"),
    "care": noop("care for a vulnerable person"),
}


class NoSuchField(Refused):
    """Only the personal fields can be revealed."""

    code = "no_such_field"
    msgid = noop("There is no such personal field. Choose one of those on the page.")


class NoReason(Refused):
    """Looking at a personal field needs one of the reasons."""

    code = "no_reason"
    msgid = noop("Say why you need to see this: choose one of the reasons.")


@transaction.atomic
def keep_building(building: Building, *, by: Actor, now: datetime) -> Building:
    """Store a building that was entered or changed."""
    building.save()
    about = [f"building-{building.pk}", "buildings"]
    announce(BuildingChanged(building_id=building.pk), by_id=by.pk, org_id=building.org_id, about=about, now=now)
    return building


@transaction.atomic
def keep_household(household: Household, *, by: Actor, now: datetime) -> Household:
    """Store a household that was entered or changed."""
    household.save()
    announce_household(household, by=by, now=now)
    return household


@transaction.atomic
def keep_resident(
    resident: Resident, texts: Mapping[str, str], *, needs: Collection[str], by: Actor, now: datetime
) -> Resident:
    """Store a resident with exactly these needs. texts: personal fields to seal anew; the others stay."""
    for field, text in texts.items():
        resident.seal(field, text)
    resident.save()
    Need.objects.filter(resident=resident).exclude(kind__in=needs).delete()
    Need.objects.bulk_create(
        [Need(org_id=resident.org_id, resident=resident, kind=kind) for kind in needs], ignore_conflicts=True
    )
    if resident.household:
        announce_household(resident.household, by=by, now=now)
    return resident


def announce_household(household: Household, *, by: Actor, now: datetime) -> None:
    """Announce that a household, or someone in it, was entered or changed."""
    event = HouseholdChanged(household_id=household.pk, building_id=household.building_id)
    about = [f"household-{household.pk}", f"building-{household.building_id}", "buildings"]
    announce(event, by_id=by.pk, org_id=household.org_id, about=about, now=now)


@transaction.atomic
def keep_place(place: AnyPlace, *, by: Actor, now: datetime) -> AnyPlace:
    """Store a risk source, protected target or resource that was entered or changed."""
    place.save()
    noun = str(place._meta.model_name)
    event = PlaceChanged(noun=noun, place_id=place.pk)
    announce(event, by_id=by.pk, org_id=place.org_id, about=[f"{noun}-{place.pk}", f"{noun}s"], now=now)
    return place


def reveal(resident: Resident, *, field: str, reason: str, by: Actor, now: datetime) -> str:
    """Return one personal field unmasked, with a trace in the audit. Raises: NoSuchField, NoReason."""
    if field not in PERSONAL_FIELDS:
        raise NoSuchField(field="field")
    if reason not in REASONS:
        raise NoReason(field="reason")
    what = f"resident-{resident.pk}"
    note_reading(by, what=what, fields=[field], reason=reason, now=now, org_id=resident.org_id)
    return resident.opened(field)


@transaction.atomic
def open_for_export(residents: Iterable[Resident], *, reason: str, by: Actor, now: datetime) -> list[Resident]:
    """Return residents whose personal fields leave the house in full, with a trace for each community. Raises: NoReason."""
    if reason not in REASONS:
        raise NoReason(field="reason")
    rows = list(residents)
    for org_id in dict.fromkeys(row.org_id for row in rows):
        what = f"residents-{org_id}"
        note_reading(by, what=what, fields=PERSONAL_FIELDS, reason=reason, now=now, org_id=org_id)
    return rows
