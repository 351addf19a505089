"""The demonstration neighbourhood: full size, made-up people, codes that are nobody's."""

import re
from datetime import datetime
from itertools import count
from random import Random

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linan.demo.neighbourhood import FIRE_SHED
from linan.demo.neighbourhood.accounts import ACCOUNTS, PASSWORD
from linan.demo.neighbourhood.osm import layer, read_map
from linan.demo.neighbourhood.people import check_character, household_sizes, people_of
from linan.demo.neighbourhood.seed import seed
from linan.ground.database.secrets import ensure_secrets
from linan.ground.orgs.models import Org, OrgKind
from linan.ground.people.models import Person
from linan.registry.models import Building, Household, Need, Resident, RiskSource
from linan.registry.queries import buildings_near
from linan.response.calls.models import Call, Rules
from linan.response.calls.queries import coverage_of

JIANGSU_PREFECTURES = {f"32{number:02d}" for number in range(1, 14)}


@pytest.fixture
def seeded(db: None, now: datetime) -> list[str]:
    """The neighbourhood, with the lines that were told."""
    ensure_secrets(settings.DATA)
    told: list[str] = []
    seed(now, told.append)
    return told


def test_the_first_community_has_the_size_of_the_real_one(seeded: list[str], unscoped: None) -> None:
    first = Org.objects.get(name="演示第一社区")

    assert Household.objects.filter(org=first).count() == 3654
    assert Resident.objects.filter(org=first).count() == 12_000
    assert Org.objects.filter(parent=first).exclude(kind=OrgKind.GRID).count() == 15
    assert RiskSource.objects.filter(org=first, kind__in=["shop", "restaurant"]).count() == 98


def test_every_building_of_the_map_stands_in_one_of_four_communities(seeded: list[str], unscoped: None) -> None:
    communities = Org.objects.filter(kind=OrgKind.COMMUNITY)

    assert communities.count() == 4
    assert Building.objects.exclude(use="shed").count() == len(layer("buildings"))
    assert Building.objects.filter(grid=None).count() == 0


def test_codes_have_the_national_structure_and_are_nobodys(seeded: list[str]) -> None:
    codes = {org.kind: org.code for org in Org.objects.filter(kind__in=["district", "street", "community"])}

    assert [len(codes[kind]) for kind in ("district", "street", "community")] == [6, 9, 12]
    assert {code[:4] for code in codes.values()} == {"3299"}
    assert "3299" not in JIANGSU_PREFECTURES


def test_the_shed_that_burns_stands_among_dwellings(seeded: list[str], unscoped: None) -> None:
    shed = Building.objects.get(code=FIRE_SHED)

    neighbours = buildings_near(shed.lon, shed.lat, 80)

    assert RiskSource.objects.get(code=FIRE_SHED).building_id == shed.pk
    assert neighbours[0] == shed
    assert [one.use for one in neighbours].count("residential") >= 2


def test_vulnerable_people_of_every_kind_live_there(seeded: list[str], unscoped: None) -> None:
    kinds = set(Need.objects.filter(org__name="演示第一社区").values_list("kind", flat=True))

    assert kinds == {"alone", "disabled", "pregnant", "infant", "dialysis", "oxygen", "deaf", "blind", "dementia"}


def test_seeding_again_changes_nothing(seeded: list[str], now: datetime, unscoped: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        seed(now)

    assert [one["sql"] for one in asked if "INSERT" in one["sql"]] == []


def test_every_account_signs_in_with_the_password_of_the_demonstration(seeded: list[str]) -> None:
    assert {one.username for one in ACCOUNTS} == set(Person.objects.values_list("username", flat=True))
    assert all(person.check_password(PASSWORD) for person in Person.objects.filter(username__in=["duty", "audit"]))


def test_phone_and_identity_numbers_can_be_nobodys() -> None:
    rng, numbers = Random(7), count(1)

    people = [one for _ in range(500) for one in people_of(rng, 3, year=2026, numbers=numbers)]

    assert all(re.fullmatch(r"12\d{9}", one.phone) for one in people if one.phone)
    assert {one.id_number[0] for one in people} == {"0"}
    assert {len(one.id_number) for one in people} == {18}
    assert [one for one in people if check_character(one.id_number[:17]) == one.id_number[17]] == []


def test_the_board_of_calls_is_not_empty_and_nobody_real_is_reached(seeded: list[str], unscoped: None) -> None:
    call = Call.objects.get()
    cover = coverage_of(call.pk)

    assert (call.status, call.mode, Rules.objects.get().is_test) == ("ended", "drill", True)
    assert cover.households - cover.households_reached == 1
    assert cover.refused == 1


def test_the_generator_makes_the_same_people_from_the_same_seed() -> None:
    first = people_of(Random(3), 4, year=2026, numbers=count(1))
    second = people_of(Random(3), 4, year=2026, numbers=count(1))

    assert first == second


def test_the_check_character_is_that_of_the_standards_example() -> None:
    """The example number of GB 11643-1999, annex A: 11010519491231002X."""
    assert check_character("11010519491231002") == "X"


def test_household_sizes_add_up_to_the_people() -> None:
    sizes = household_sizes(Random(1), 3654, 12_000)

    assert (len(sizes), sum(sizes)) == (3654, 12_000)
    assert (min(sizes), max(sizes) <= 8) == (1, True)


def test_the_map_carries_its_credit_and_licence() -> None:
    found = read_map()

    assert found["credit"] == "© OpenStreetMap contributors"
    assert "ODbL" in found["licence"]
