"""What belongs to made-up households beside their people: pets, and somebody elsewhere who can be asked."""

from collections.abc import Iterator
from random import Random

from django.db.models import Count

from linan.demo.neighbourhood.people import FAMILY, GIVEN_FIRST, NAME_MARK, phone_of
from linan.ground.orgs.models import Org
from linan.registry.models import Household, SecondContact

BATCH = 2000
# Assumptions: no published share says how many urban households keep pets or have named a second contact.
PETS = {"": 0.82, "猫1只": 0.07, "犬1只": 0.07, "猫2只": 0.02, "犬1只、猫1只": 0.02}
CONTACT_SHARE = 0.10
RELATIONS = ("女儿", "儿子", "姐姐", "弟弟", "亲戚")


def add_beside(community: Org, *, rng: Random, numbers: Iterator[int]) -> None:
    """Give some households of a community pets, and everybody who lives alone, and some others, a second contact."""
    rows = list(Household.objects.filter(org=community).annotate(heads=Count("residents")).order_by("pk"))
    chosen = rng.choices(list(PETS), weights=list(PETS.values()), k=len(rows))
    for row, pets in zip(rows, chosen, strict=True):
        row.pets = pets
    Household.objects.bulk_update([row for row in rows if row.pets], ["pets"], batch_size=BATCH)
    named = [row for row in rows if row.heads == 1 or rng.random() < CONTACT_SHARE]
    SecondContact.objects.bulk_create([_contact(row, rng, next(numbers)) for row in named], batch_size=BATCH)


def _contact(household: Household, rng: Random, serial: int) -> SecondContact:
    row = SecondContact(org_id=household.org_id, household=household, relation=rng.choice(RELATIONS))
    row.seal("name", f"{rng.choice(FAMILY)}{rng.choice(GIVEN_FIRST)}{NAME_MARK}")
    row.seal("phone", phone_of(serial))
    return row
