"""Whole tables taken in: all rows of one, or none of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.exchange.imports import Import, import_rows
from linan.ground.exchange.tables import Line
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.registry.actions.contacts import contact_of, seal_contact
from linan.registry.actions.entries import AnyPlace
from linan.registry.announcements import BuildingsImported, TableImported
from linan.registry.models import Building, Household, Need, Resident
from linan.registry.tables import households, residents
from linan.registry.tables.buildings import BUILDINGS, BuildingRow
from linan.registry.tables.cells import CellEmpty, Table
from linan.registry.tables.households import HOUSEHOLDS, HouseholdRow
from linan.registry.tables.places import PlaceRow
from linan.registry.tables.residents import RESIDENTS, NoSuchNumber, ResidentRow

Row = TypeVar("Row")


class UnknownBuilding(Refused):
    """A row names a building that is not entered."""

    code = "unknown_building"
    msgid = noop("No building of this community has this code. Import the buildings first.")


class UnknownDoor(Refused):
    """A row names a door that is not entered."""

    code = "unknown_door"
    msgid = noop("This door is not entered. Import the households first.")


class MovesByHand(Refused):
    """A known person stands at another door."""

    code = "moves_by_hand"
    msgid = noop("This person lives behind another door. Enter the move on the person's page, so that the history is kept.")


@transaction.atomic
def import_buildings(lines: Sequence[Line], *, org: Org, by: Actor, now: datetime) -> Import[BuildingRow]:
    """Take in a table of a community's buildings, all of it or nothing; a known code changes that building."""
    outcome = import_rows(lines, read=BUILDINGS.read, store=lambda row: Building.objects.update_or_create(
        org=org, code=row.code, defaults=row.columns()
    ))
    _tell(outcome, BuildingsImported(rows=len(outcome.rows)), ["buildings"], org=org, by=by, now=now)
    return outcome


@transaction.atomic
def import_households(lines: Sequence[Line], *, org: Org, by: Actor, now: datetime) -> Import[HouseholdRow]:
    """Take in a table of a community's households; at a known door empty cells keep what is stored."""
    outcome = import_rows(lines, read=HOUSEHOLDS.read, store=_HouseholdStore(org))
    event = TableImported(noun="household", rows=len(outcome.rows))
    _tell(outcome, event, ["households", "buildings"], org=org, by=by, now=now)
    return outcome


@transaction.atomic
def import_residents(lines: Sequence[Line], *, org: Org, by: Actor, now: datetime) -> Import[ResidentRow]:
    """Take in a table of a community's residents with their needs.

    A known person's number, or the same name behind the same door, changes that person; everybody else is new.
    An empty personal cell keeps what is stored.
    """
    outcome = import_rows(lines, read=RESIDENTS.read, store=_ResidentStore(org))
    event = TableImported(noun="resident", rows=len(outcome.rows))
    _tell(outcome, event, ["residents", "buildings"], org=org, by=by, now=now)
    return outcome


@transaction.atomic
def import_places(
    lines: Sequence[Line], *, model: type[AnyPlace], table: Table[PlaceRow], org: Org, by: Actor, now: datetime
) -> Import[PlaceRow]:
    """Take in a table of risk sources, protected targets or resources; a known code changes that place."""
    outcome = import_rows(lines, read=table.read, store=lambda row: model._default_manager.update_or_create(
        org=org, code=row.code, defaults=row.columns
    ))
    event = TableImported(noun=table.noun, rows=len(outcome.rows))
    _tell(outcome, event, [f"{model._meta.model_name}s"], org=org, by=by, now=now)
    return outcome


def _tell(
    outcome: Import[Row], event: Announcement, about: list[str], *, org: Org, by: Actor, now: datetime
) -> None:
    if outcome.is_stored:
        announce(event, by_id=by.pk, org_id=org.pk, about=about, now=now)


class _HouseholdStore:
    """Stores rows of households; the community's buildings are looked up once."""

    def __init__(self, org: Org) -> None:
        self._org = org
        self._buildings = dict(Building.objects.filter(org=org).values_list("code", "pk"))

    def __call__(self, row: HouseholdRow) -> Household:
        building_id = self._buildings.get(row.building)
        if building_id is None:
            raise UnknownBuilding(field=households.HEADINGS["building"])
        kept, _is_new = Household.objects.update_or_create(
            building_id=building_id, unit=row.unit, door=row.door,
            defaults={"floor": row.floor, "org": self._org, **({} if row.pets is None else {"pets": row.pets})},
        )
        if row.contact or row.relation:
            self._keep_contact(kept, row)
        return kept

    def _keep_contact(self, household: Household, row: HouseholdRow) -> None:
        contact = contact_of(household)
        if contact is None and "name" not in row.contact:
            raise CellEmpty(field=households.HEADINGS["contact_name"])
        seal_contact(household, row.contact, relation=row.relation or (contact.relation if contact else ""))


@dataclass
class _ResidentStore:
    """Stores rows of residents; the community's doors are looked up once."""

    org: Org
    doors: dict[tuple[str, int, str], Household] = field(init=False)

    def __post_init__(self) -> None:
        rows = Household.objects.filter(org=self.org).select_related("building")
        self.doors = {(row.building.code, row.unit, row.door): row for row in rows}

    def __call__(self, row: ResidentRow) -> Resident:
        household = self.doors.get((row.building, row.unit, row.door))
        if household is None:
            raise UnknownDoor(field=residents.HEADINGS["door"])
        resident = self._known(row, household) or Resident(org=self.org, household=household)
        for name, text in row.texts.items():
            resident.seal(name, text)
        resident.birth_year = row.birth_year or resident.birth_year
        resident.save()
        self._keep_needs(resident, row.needs)
        return resident

    def _known(self, row: ResidentRow, household: Household) -> Resident | None:
        if row.uid is None:
            there = Resident.objects.filter(household=household)
            return next((one for one in there if one.opened("name") == row.texts["name"]), None)
        resident = Resident.objects.filter(org=self.org, uid=row.uid).first()
        if resident is None:
            raise NoSuchNumber(field=residents.HEADINGS["uid"])
        if resident.household_id != household.pk:
            raise MovesByHand(field=residents.HEADINGS["door"])
        return resident

    def _keep_needs(self, resident: Resident, needs: Sequence[str]) -> None:
        Need.objects.filter(resident=resident).exclude(kind__in=needs).delete()
        wanted = [Need(org=self.org, resident=resident, kind=kind) for kind in needs]
        Need.objects.bulk_create(wanted, ignore_conflicts=True)
