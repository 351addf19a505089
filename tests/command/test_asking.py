"""What the map answers when somebody asks who and what is inside an area."""

import json

import pytest
from django.urls import reverse

from linan.command.actions import set_map_layer
from linan.command.asking import PlaceMissing, answer_to, nearest_hydrants, question_of
from linan.command.models import LayerKind
from linan.ground.announcements.models import Logged
from linan.ground.people.models import Role
from linan.ground.places.geojson import BadGeometry
from linan.registry.models import Resource
from tests.build import a_community, a_person, signed_in_client
from tests.builders.monitoring import a_device
from tests.builders.registry import a_building, a_household, a_resident, a_risk_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
LON, LAT = 118.78, 32.05
STEP = 0.001  # degrees: 111 m to the north, 94 m to the east


def _point(lon: float = LON, lat: float = LAT) -> str:
    return json.dumps({"type": "Point", "coordinates": [lon, lat]})


def _square(half: float) -> str:
    west, south, east, north = LON - half, LAT - half, LON + half, LAT + half
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def _hydrant(code: str, lon: float, lat: float) -> Resource:
    org = a_community()
    return Resource.objects.create(org=org, code=code, name=f"消火栓{code}", kind="hydrant", lon=lon, lat=lat)


def test_those_registered_in_a_drawn_area_are_counted_by_building_and_need():
    community = a_community()
    inside = a_building(org=community, lon=LON, lat=LAT)
    outside = a_building(org=community, lon=LON + 3 * STEP, lat=LAT)
    a_resident(household=a_household(building=inside), needs=["dialysis"])
    a_resident(household=a_household(building=inside))
    a_resident(household=a_household(building=outside))

    answer = answer_to(question_of({"geometry": _square(STEP)}), with_needs=True)

    assert (answer.people, answer.households, [one.building for one in answer.buildings]) == (2, 2, [inside])
    assert answer.needs == [("透析", 1)]


def test_what_stands_within_the_metres_is_listed_the_nearest_first():
    community = a_community()
    far = a_device(org=community, lon=LON, lat=LAT + 2 * STEP)
    near = a_device(org=community, lon=LON, lat=LAT + STEP)
    a_device(org=community, lon=LON, lat=LAT + 4 * STEP)

    groups = {title: found for title, _icon, found in answer_to(question_of({"geometry": _point(), "metres": "300"}), with_needs=False).groups}

    assert [(one.name, one.away_m) for one in groups["Sensors"]] == [(near.name, 111), (far.name, 222)]


def test_the_nearest_hydrant_on_foot_is_not_the_one_behind_the_wall():
    road = [[LON, LAT], [LON + 6 * STEP, LAT], [LON + 6 * STEP, LAT + 3 * STEP], [LON, LAT + 3 * STEP]]
    line = {"type": "Feature", "geometry": {"type": "LineString", "coordinates": road}, "properties": {"kind": "footway"}}
    set_map_layer(kind=LayerKind.ROADS, features={"type": "FeatureCollection", "features": [line]})
    behind, along = _hydrant("1", LON, LAT + 3 * STEP), _hydrant("2", LON + 5 * STEP, LAT)

    walks = nearest_hydrants(LON, LAT)

    assert [one.hydrant for one in walks] == [along, behind]
    assert (walks[0].walk_m, walks[1].walk_m, walks[1].away_m) == (pytest.approx(472, abs=4), pytest.approx(1466, abs=12), 334)


def test_a_hydrant_that_no_path_leads_to_is_named_last_and_as_that():
    _hydrant("1", LON + 5 * STEP, LAT)

    (walk,) = nearest_hydrants(LON, LAT)

    assert walk.walk_m is None


@pytest.mark.parametrize(("said", "refusal"), [({}, PlaceMissing), ({"geometry": "here"}, BadGeometry)])
def test_a_question_without_a_place_is_refused_and_says_what_to_do(said, refusal):
    with pytest.raises(refusal):
        question_of(said)


def test_a_building_stands_for_its_place():
    building = a_building(lon=LON, lat=LAT)

    question = question_of({"building": str(building.pk), "metres": "100"})

    assert (question.around, question.metres) == ((LON, LAT), 100)


def test_the_page_counts_but_names_nobody():
    community = a_community()
    resident = a_resident(household=a_household(building=a_building(org=community, lon=LON, lat=LAT)))
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))

    page = officer.get(reverse("command:asking"), {"geometry": _square(STEP)}).content.decode()

    assert "列出名单" in page
    assert resident.opened("name") not in page


def test_names_are_given_to_those_who_may_see_them_and_the_log_knows():
    community = a_community()
    resident = a_resident(household=a_household(building=a_building(org=community, lon=LON, lat=LAT)))
    officer = a_person(role=Role.DUTY_OFFICER, org=community)
    asked = {"geometry": _square(STEP), "reason": "contact"}

    page = signed_in_client(officer).post(reverse("command:asking-names"), asked).content.decode()
    refused = signed_in_client(a_person(role=Role.VOLUNTEER, org=community)).post(reverse("command:asking-names"), asked)

    assert resident.opened("name") in page
    assert refused.status_code == 403
    assert list(Logged.objects.filter(kind="access.PersonalDataRevealed").values_list("by_id", "org_id")) == [(officer.pk, community.pk)]


def test_a_neighbouring_community_is_neither_counted_nor_listed():
    a_resident(household=a_household(building=a_building(org=a_community(), lon=LON, lat=LAT)))
    a_risk_source(org=a_community())
    stranger = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=a_community()))

    page = stranger.get(reverse("command:asking"), {"geometry": _square(STEP)}, headers={"HX-Request": "true"}).content.decode()

    assert "范围内无人登记" in page
