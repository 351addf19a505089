"""Builders of base information: buildings, households, residents, places."""

from itertools import count

from django.conf import settings

from linan.ground.access.scopes import everywhere
from linan.ground.database.secrets import ensure_secrets
from linan.ground.orgs.models import Org
from linan.registry.models import (
    Building,
    Household,
    Need,
    ProtectedTarget,
    Resident,
    Resource,
    RiskSource,
    SecondContact,
)
from tests.build import a_community

_numbers = count(1)


def a_building(*, org: Org | None = None, name: str = "", **columns: object) -> Building:
    """Return a new dwelling of six floors, in a new community unless one is given."""
    number = next(_numbers)
    place = {"lon": 118.79, "lat": 32.04, "floors": 6, "units": 2} | columns
    return Building.objects.create(org=org or a_community(), code=f"b{number}", name=name or f"{number}号楼", **place)


def a_household(*, building: Building | None = None, org: Org | None = None, floor: int = 1) -> Household:
    """Return a new household, in a new building unless one is given."""
    home = building or a_building(org=org)
    return Household.objects.create(org=home.org, building=home, floor=floor, door=f"{floor}{next(_numbers):02d}")


def a_resident(
    *, household: Household | None = None, org: Org | None = None, name: str = "张安川", phone: str = "12000001234",
    needs: tuple[str, ...] = (),
) -> Resident:
    """Return a new resident with sealed fields, in a new household unless one is given."""
    ensure_secrets(settings.DATA)
    home = household or a_household(org=org)
    row = Resident(org=home.org, household=home, birth_year=1950)
    for field, text in (("name", name), ("phone", phone), ("id_number", "000001195001010011"), ("health_note", "透析")):
        row.seal(field, text)
    row.save()
    with everywhere():
        Need.objects.bulk_create(Need(org=home.org, resident=row, kind=kind) for kind in needs)
    return row


def a_second_contact(
    *, household: Household | None = None, org: Org | None = None, name: str = "李安荷", phone: str = "12000005678"
) -> SecondContact:
    """Return a new second contact, of a new household unless one is given."""
    ensure_secrets(settings.DATA)
    home = household or a_household(org=org)
    row = SecondContact(org=home.org, household=home, relation="女儿")
    row.seal("name", name)
    row.seal("phone", phone)
    row.save()
    return row


def a_risk_source(*, org: Org | None = None) -> RiskSource:
    """Return a new e-bike shed."""
    return RiskSource.objects.create(org=org or a_community(), **_place("ebike_shed", "电动自行车棚"))


def a_protected_target(*, org: Org | None = None) -> ProtectedTarget:
    """Return a new school."""
    return ProtectedTarget.objects.create(org=org or a_community(), **_place("school", "小学"))


def a_resource(*, org: Org | None = None) -> Resource:
    """Return a new hydrant."""
    return Resource.objects.create(org=org or a_community(), **_place("hydrant", "消火栓"))


def _place(kind: str, name: str) -> dict[str, object]:
    return {"code": f"p{next(_numbers)}", "kind": kind, "name": name, "lon": 118.79, "lat": 32.04}
