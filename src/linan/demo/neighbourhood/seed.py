"""Seed the demonstration neighbourhood into an empty database; a second call changes nothing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from random import Random
from typing import NamedTuple

from django.db import connection, transaction

from linan.demo.neighbourhood.accounts import add_accounts
from linan.demo.neighbourhood.backdrop import add_backdrop
from linan.demo.neighbourhood.beside import add_beside
from linan.demo.neighbourhood.calls import add_call
from linan.demo.neighbourhood.duty import add_roster
from linan.demo.neighbourhood.houses import House, house_of
from linan.demo.neighbourhood.notices import add_notices
from linan.demo.neighbourhood.osm import layer
from linan.demo.neighbourhood.paths import add_paths
from linan.demo.neighbourhood.reports import add_reports
from linan.demo.neighbourhood.rows import Grids, Settled, add_buildings, add_people, add_shed_risks, add_sheds
from linan.demo.neighbourhood.shelters import add_cold_night, add_shelters
from linan.demo.neighbourhood.sites import (
    SHOPS,
    Site,
    hydrant_sites,
    protected_sites,
    shelter_sites,
    shop_sites,
)
from linan.demo.neighbourhood.teams import add_teams
from linan.demo.neighbourhood.tree import (
    DISTRICT_CODE,
    STREET_CODE,
    Plot,
    add_community,
    add_street,
    add_units,
    plots,
)
from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from linan.planning.actions import adopt_plan
from linan.registry.models import ProtectedTarget, Resource, RiskSource

SEED = 20260114
BESIDE_FROM = 500_000  # serials of those who live elsewhere, beyond everybody of the neighbourhood
FIRST_PEOPLE = 12_000  # of the real model community, in its 3,654 households
PEOPLE_A_HOUSEHOLD = FIRST_PEOPLE / 3654

Tell = Callable[[str], None]


class Ground(NamedTuple):
    """A community with its place on the map and its buildings."""

    plot: Plot
    community: Org
    grids: Grids
    houses: Sequence[House]
    settled: Sequence[Settled]


def silent(line: str) -> None:
    """Tell nobody."""


def seed(now: datetime, tell: Tell = silent) -> None:
    """Add organisations, accounts, buildings, people and places, unless they are there. tell: progress lines."""
    with everywhere(), transaction.atomic():
        if Org.objects.filter(code=STREET_CODE).exists():
            return
        street = add_street()
        tell("Organisations of the demonstration: one street")
        grounds = _communities(street, tell)
        _people(grounds, now, tell)
        _places(grounds)
        _let_plans_know()
        add_backdrop()
        for ground in grounds:
            adopt_plan(org=ground.community, by=SYSTEM, now=now)
            adopt_plan(org=ground.community, by=SYSTEM, now=now, key="community_weather")
        _members(street, grounds[0].community, now)
        shelters = [add_shelters(ground.community, now=now) for ground in grounds]
        for ground in grounds:
            add_paths(ground.community, now=now)
        add_cold_night(shelters[0], now=now)
        add_roster(grounds[0].community, now=now)
        add_teams(street, [ground.community for ground in grounds], now=now)
        add_call(grounds[0].community, grounds[0].settled, now=now)
        add_reports(grounds[0].community, grounds[0].settled, now=now)
        add_notices(street, grounds[0].community, now=now)
        tell("Accounts of the demonstration: sign-ins are ready")


def _communities(street: Org, tell: Tell) -> list[Ground]:
    rng = Random(SEED)
    houses = [house_of(feature, rng) for feature in layer("buildings")]
    grounds = []
    for plot in plots():
        there = [house for house in houses if plot.shape.contains(house.shape.representative_point())]
        community, grids = add_community(street, plot)
        settled = add_buildings(community, grids, there, households=plot.households)
        grounds.append(Ground(plot, community, grids, there, settled))
    tell(f"Buildings from OpenStreetMap: {len(houses)}")
    return grounds


def _let_plans_know() -> None:
    """Count the new rows for PostgreSQL, which within this transaction still believes that the tables are empty."""
    with connection.cursor() as cursor:
        cursor.execute("analyze registry_building, registry_household, registry_resident, registry_need")


def _people(grounds: Sequence[Ground], now: datetime, tell: Tell) -> None:
    rng, numbers, beside = Random(SEED + 1), count(1), count(BESIDE_FROM)
    for ground in grounds:
        people = round(ground.plot.households * PEOPLE_A_HOUSEHOLD)
        add_people(ground.settled, people, year=now.year, rng=rng, numbers=numbers)
        add_beside(ground.community, rng=Random(SEED + 3 + ground.community.pk), numbers=beside)
        tell(f"Made-up people of {ground.community.name}: {people}")


def _places(grounds: Sequence[Ground]) -> None:
    rng = Random(SEED + 2)
    for at, ground in enumerate(grounds):
        area, number = ground.plot.shape, at + 1
        shapes = [house.shape for house in ground.houses]
        _add_risks(ground.community, shop_sites(area, shapes, rng, SHOPS if at == 0 else 20), number)
        _add_targets(ground.community, list(protected_sites(area)), number)
        posts = _posts(ground.grids)
        _add_resources(ground.community, [*hydrant_sites(area), *shelter_sites(area), *posts], number)
    first = grounds[0]
    add_shed_risks(add_sheds(first.community, first.grids, first.settled, first.houses))


def _posts(grids: Grids) -> list[Site]:
    points = [(grid, shape.representative_point()) for grid, shape in grids]
    meeting = [Site("assembly_point", f"{grid.name}集合点", at.x, at.y, 800) for grid, at in points]
    station = Site("micro_fire_station", "演示微型消防站", points[0][1].x, points[0][1].y + 0.0004)
    return [station, *meeting]


def _add_risks(org: Org, sites: Sequence[Site], number: int) -> None:
    RiskSource.objects.bulk_create(
        RiskSource(org=org, code=f"demo-premises-{number}-{at + 1}", kind=one.kind, name=one.name, lon=one.lon, lat=one.lat)
        for at, one in enumerate(sites)
    )


def _add_targets(org: Org, sites: Sequence[Site], number: int) -> None:
    ProtectedTarget.objects.bulk_create(
        ProtectedTarget(org=org, code=f"demo-target-{number}-{at + 1}", kind=one.kind, name=one.name, lon=one.lon, lat=one.lat)
        for at, one in enumerate(sites)
    )


def _add_resources(org: Org, sites: Sequence[Site], number: int) -> None:
    Resource.objects.bulk_create(
        Resource(
            org=org, code=f"demo-resource-{number}-{at + 1}", kind=one.kind, name=one.name, lon=one.lon, lat=one.lat,
            capacity=one.size,
        )
        for at, one in enumerate(sites)
    )


def _members(street: Org, first: Org, now: datetime) -> None:
    add_units(first)
    district = Org.objects.get(code=DISTRICT_CODE)
    add_accounts({"community": first, "street": street, "district": district}, now=now)
