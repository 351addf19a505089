"""The map on which a reporter marks a place: what stands around the door, and nothing that happens there."""

import uuid

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from linan.command.actions import set_map_layer
from linan.command.models import LayerKind
from linan.registry.models import Building
from linan.response.reports.models import Report
from tests.build import a_community
from tests.builders.registry import a_building
from tests.builders.reports import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
SQUARE = {"type": "Polygon", "coordinates": [[[118.78, 32.05], [118.781, 32.05], [118.781, 32.051], [118.78, 32.05]]]}


@pytest.fixture(autouse=True)
def no_map_is_kept():
    cache.clear()


def street(lon):
    """Return a street of the map layer that begins at a longitude."""
    return {"type": "Feature", "properties": {"kind": "residential"}, "geometry": {"type": "LineString", "coordinates": [[lon, 32.05], [lon, 32.06]]}}


def test_the_map_shows_what_stands_around_the_door_with_names_and_nothing_else():
    door, _far = a_building(name="3号楼", lon=118.78, lat=32.05), a_building(name="远楼", lon=118.9, lat=32.05)
    Building.objects.update(footprint=SQUARE)
    set_map_layer(kind=LayerKind.ROADS, features={"type": "FeatureCollection", "features": [street(118.781), street(119.0)]}, credit="OSM")

    drawn = Client().get(reverse("portal:report-map"), {"at": door.code}).json()

    (outline,) = drawn["base"]["buildings"]["features"]
    assert (drawn["center"], outline["properties"]["name"], sorted(outline["properties"])) == (
        [118.78, 32.05], "3号楼", ["floors", "height_m", "name"],
    )
    assert len(drawn["base"]["roads"]["features"]) == 1


def test_without_a_code_the_map_opens_where_the_community_is():
    a_community()

    drawn = Client().get(reverse("portal:report-map"), {"at": "no-such-door"}).json()

    assert drawn["center"] == [118.78, 32.05]


def test_a_place_marked_on_the_map_is_place_enough():
    a_community()
    said()
    marked = {"key": str(uuid.uuid4()), "kind": "hazard", "text": "", "lon": "118.7811", "lat": "32.0522"}

    answer = Client().post(reverse("portal:report"), marked)

    report = Report.objects.get()
    assert (answer.status_code, report.lon, report.lat) == (302, 118.7811, 32.0522)


@pytest.mark.parametrize("lon", ["181", "nan", "inf", "<script>"])
def test_a_place_that_is_none_on_earth_is_refused(lon):
    a_community()

    answer = Client().post(reverse("portal:report"), {"key": str(uuid.uuid4()), "kind": "hazard", "lon": lon, "lat": "32.05"})

    assert (answer.status_code, Report.objects.count()) == (422, 0)
