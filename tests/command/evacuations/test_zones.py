"""Danger zones: outlines, who is in them, who may declare them."""

from datetime import datetime

import pytest
from django.test import Client
from shapely.geometry import shape

from linan.command.evacuations.actions.zones import redraw_zone
from linan.command.evacuations.domain.outlines import BadOutline, area_m2, around_building, circle, drawn
from linan.command.evacuations.domain.presence import Hours, hours_at, probably_there
from linan.command.evacuations.forms import BadFloors, floors_in
from linan.command.evacuations.models import DangerZone
from linan.command.evacuations.queries import buildings_in_zone, zone_people
from linan.ground.announcements.models import Logged
from linan.ground.people.models import SYSTEM, Role
from tests.build import a_community, a_person
from tests.builders.evacuations import LAT, LON, a_zone
from tests.builders.registry import a_building, a_household, a_resident
from tests.builders.response import an_incident

SQUARE = '{"type":"Polygon","coordinates":[[[118.79,32.04],[118.791,32.04],[118.791,32.041],[118.79,32.041],[118.79,32.04]]]}'


def test_a_circle_of_a_hundred_metres_has_its_area_within_a_hundredth() -> None:
    outline = circle(LON, LAT, 100.0)

    assert area_m2(outline) == pytest.approx(31_416, rel=0.01)


def test_a_line_that_crosses_itself_becomes_two_areas() -> None:
    bow = '{"type":"Polygon","coordinates":[[[118,32],[118.01,32.01],[118.01,32],[118,32.01],[118,32]]]}'

    assert drawn(bow)["type"] == "MultiPolygon"


@pytest.mark.parametrize("text", ["", "[]", '{"type":"Point","coordinates":[1,2]}', SQUARE.replace("118.79,", "918.79,")])
def test_what_is_no_area_on_earth_is_refused(text: str) -> None:
    with pytest.raises(BadOutline):
        drawn(text)


def test_a_building_without_an_outline_gets_a_circle_of_fifteen_metres() -> None:
    assert area_m2(around_building(None, LON, LAT)) == pytest.approx(707, rel=0.02)


def test_floors_are_read_from_ranges_in_chinese_punctuation_too() -> None:
    assert floors_in("4-6，9、2") == (2, 4, 5, 6, 9)


def test_floors_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(BadFloors):
        floors_in("top")


@pytest.mark.parametrize(
    ("moment", "hours"),
    [("2026-01-15 03:12", Hours.NIGHT), ("2026-01-15 10:00", Hours.WORKING), ("2026-01-15 08:00", Hours.RUSH),
     ("2026-01-17 10:00", Hours.FREE_DAY), ("2026-01-15 20:00", Hours.EVENING)],
)
def test_the_week_has_five_parts(moment: str, hours: Hours) -> None:
    assert hours_at(datetime.fromisoformat(moment)) is hours


def test_in_school_hours_a_fifth_of_the_pupils_is_at_home() -> None:
    assert probably_there([2014] * 100, local=datetime.fromisoformat("2026-01-15 10:00")) == 20


@pytest.mark.django_db
def test_a_zone_holds_the_people_registered_in_its_buildings(now: datetime, unscoped: None) -> None:
    community = a_community()
    inside = a_building(org=community)
    a_building(org=community, lon=LON + 0.01)
    for floor in (1, 2):
        a_resident(household=a_household(building=inside, floor=floor), needs=("alone",))
    zone = a_zone(org=community)

    found = zone_people(zone, with_needs=True, now=now)

    assert [one.building for one in found.buildings] == [inside]
    assert (found.households, found.people, found.there_now, found.needs) == (2, 2, 2, [("alone", "80岁以上独居", 2)])


@pytest.mark.django_db
def test_a_zone_of_two_floors_leaves_the_other_floors_out(now: datetime, unscoped: None) -> None:
    home = a_building()
    for floor in (1, 2, 3):
        a_resident(household=a_household(building=home, floor=floor))
    zone = a_zone(org=home.org, building=home, floors=(2, 3))

    assert zone_people(zone, with_needs=False, now=now).people == 2


@pytest.mark.django_db
def test_a_building_of_another_community_is_not_in_the_zone(unscoped: None) -> None:
    a_building()
    zone = a_zone(org=a_community())

    assert buildings_in_zone(zone) == []


@pytest.mark.django_db
def test_a_wider_outline_is_the_second_of_its_zone_and_stands_on_the_timeline(now: datetime, unscoped: None) -> None:
    incident = an_incident()
    zone = a_zone(org=incident.org, incident=incident)

    wider = redraw_zone(zone_id=zone.pk, polygon=circle(LON, LAT, 200.0), by=SYSTEM, now=now)

    assert wider.number == 2
    assert shape(wider.polygon).area > shape(zone.polygon).area
    kinds = Logged.objects.filter(about__contains=[f"incident-{incident.pk}"], kind__startswith="command.")
    assert list(kinds.order_by("id").values_list("kind", flat=True)) == ["command.ZoneDeclared", "command.ZoneWidened"]


@pytest.mark.django_db
def test_a_duty_officer_declares_a_drawn_zone_for_an_incident(client: Client, unscoped: None) -> None:
    incident = an_incident()
    client.force_login(a_person(role=Role.DUTY_OFFICER, org=incident.org))

    answer = client.post(
        f"/zones/declare/?incident={incident.pk}",
        {"name": "危险区", "org": incident.org_id, "source": "drawn", "polygon": SQUARE, "authority": "现场总指挥",
         "reason": "燃气泄漏"},
    )

    zone = DangerZone.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/zones/{zone.pk}/")
    assert (zone.incident, zone.source) == (incident, "drawn")
