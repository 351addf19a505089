"""Anybody finds the open shelters: without an account, without a name, on a bad line."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from linan.command.actions import set_map_layer
from linan.command.models import LayerKind
from linan.logistics.shelters.actions.fullness import declare_full
from linan.logistics.shelters.actions.places import Known, change_shelter
from linan.logistics.shelters.actions.stays import begin_stay
from linan.logistics.shelters.models import OpeningMode
from tests.build import NOW, a_community, a_person
from tests.builders.registry import a_building
from tests.builders.shelters import a_shelter, a_stay, an_open_shelter, arrival

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
PAGE_AT_MOST_BYTES = 40_000


@pytest.fixture(autouse=True)
def no_map_is_kept():
    cache.clear()


def page(**asked):
    return Client().get(reverse("portal:shelters"), asked).content.decode()


def moved(shelter, *, lat):
    known = Known(name=shelter.name, lon=shelter.lon, lat=lat, places=shelter.places)
    return change_shelter(known, shelter_id=shelter.pk, by=a_person(org=shelter.org), now=NOW)


def test_open_shelters_are_shown_with_their_room_and_nobody_by_name():
    shelter = an_open_shelter(places=100)
    begin_stay(arrival(names="周行远", people=12), shelter_id=shelter.pk, by=a_person(org=shelter.org), now=NOW)

    shown = page()

    assert shelter.name in shown
    assert "还可接收78人" in shown
    assert "周" not in shown


def test_the_nearest_shelter_comes_first_when_the_building_is_known():
    home = a_building(name="3号楼", lon=118.79, lat=32.04)
    near, far = moved(an_open_shelter(places=10), lat=32.041), moved(an_open_shelter(places=900), lat=32.06)

    shown = page(**{"from": "3号楼"})

    assert shown.index(near.name) < shown.index(far.name)
    assert "约110米" in shown
    assert str(home.org) in shown


def test_a_full_shelter_stands_below_one_with_room():
    home = a_building(name="3号楼", lon=118.79, lat=32.04)
    full, free = moved(an_open_shelter(), lat=32.041), moved(an_open_shelter(), lat=32.06)
    declare_full(shelter_id=full.pk, by=a_person(org=full.org), now=NOW)

    shown = page(at=str(home.pk))

    assert shown.index(free.name) < shown.index(full.name)
    assert "已满。请前往其他场所" in shown


def test_of_buildings_of_one_name_the_visitor_chooses():
    first = a_building(name="1号楼", org=a_community(name="甲社区"))
    second = a_building(name="1号楼", org=a_community(name="乙社区"))

    shown = page(**{"from": "1号楼"})

    assert f"?at={first.pk}" in shown
    assert f"?at={second.pk}" in shown


def test_an_unknown_place_still_shows_every_open_shelter():
    shelter = an_open_shelter()

    shown = page(**{"from": "没有的楼"})

    assert "没有找到该楼栋或地址" in shown
    assert shelter.name in shown


def test_a_drill_is_called_a_drill():
    an_open_shelter(mode=OpeningMode.DRILL)

    shown = page()

    assert "演练" in shown


def test_while_none_is_open_the_prepared_ones_are_told():
    shelter = a_shelter(name="五台山体育馆")

    shown = page()

    assert "目前没有启用的避难场所" in shown
    assert shelter.name in shown


def test_the_map_names_whose_streets_it_shows():
    line = {"type": "LineString", "coordinates": [[118.789, 32.039], [118.791, 32.041]]}
    street = {"type": "Feature", "geometry": line, "properties": {"kind": "residential", "name": ""}}
    set_map_layer(
        kind=LayerKind.ROADS, features={"type": "FeatureCollection", "features": [street]},
        credit="© OpenStreetMap contributors",
    )
    an_open_shelter()

    shown = page()

    assert "<polyline" in shown
    assert "© OpenStreetMap contributors" in shown


def test_the_page_stays_light_and_needs_no_script_to_be_read():
    for _ in range(12):
        a_stay(people=3)

    shown = page()

    assert len(shown.encode()) < PAGE_AT_MOST_BYTES
    assert 'data-island="map"' not in shown
