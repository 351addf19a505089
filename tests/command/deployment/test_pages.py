"""The pages of deployment over HTTP: readiness by one touch, from need to people under way, minutes to every building."""

import pytest

from linan.command.deployment.map_layers import LAYERS
from linan.command.deployment.models import (
    Deployment,
    DeploymentStatus,
    Readiness,
    RoadClosure,
    Stock,
    Team,
    Vehicle,
)
from linan.ground.access.scopes import everywhere
from linan.ground.people.models import Role
from linan.registry.models import Household, Resident
from linan.response.models import Task
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.deployment import (
    EAST,
    LAT,
    WEST,
    a_closure,
    a_deployment,
    a_need,
    a_stock,
    a_street_to_drive,
    a_team,
    a_vehicle,
)
from tests.builders.response import a_building, an_incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    return a_community()


@pytest.fixture
def director(community):
    return signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR, org=community))


def readiness_of(row):
    with everywhere():
        return type(row).objects.get(pk=row.pk).readiness


def test_a_responder_says_with_one_touch_that_the_team_rests(community):
    responder = signed_in_client(a_person(role=Role.RESPONDER, org=community))
    team = a_team(org=community)

    answer = responder.post(f"/teams/{team.pk}/readiness/", {"to": "resting"}, headers={"HX-Request": "true"})

    assert "休整" in answer.content.decode()
    assert readiness_of(team) == Readiness.RESTING


def test_a_vehicle_is_taken_off_the_road_and_an_unknown_state_changes_nothing(community, director):
    vehicle = a_vehicle(org=community)

    director.post(f"/vehicles/{vehicle.pk}/readiness/", {"to": "flying"})
    unchanged = readiness_of(vehicle)
    director.post(f"/vehicles/{vehicle.pk}/readiness/", {"to": "off"})

    assert (unchanged, readiness_of(vehicle)) == (Readiness.READY, Readiness.OFF)


def test_teams_vehicles_and_supplies_are_entered_and_counted(community, director):
    place = {"org": community.pk, "base": "居委会", "lon": WEST, "lat": LAT, "turn_out_min": 2, "phone": "", "leader": ""}
    team = {"name": "新队", "kind": "rescue", "members": 5, "skills": ["fire", "flood"], "travel_by": "foot", **place}
    stock = a_stock(org=community)

    director.post("/teams/new/", team)
    director.post("/vehicles/new/", {"name": "新车", "kind": "van", **place})
    director.post("/stocks/new/", {"resource": stock.resource_id, "item": "lamp", "amount": 9})
    director.post(f"/stocks/{stock.pk}/count/", {"amount": 77})

    with everywhere():
        assert Team.objects.get(name="新队").skills == ["fire", "flood"]
        assert Vehicle.objects.get(name="新车").readiness == Readiness.READY
        assert list(Stock.objects.order_by("item").values_list("item", "amount")) == [("lamp", 9), ("water", 77)]


def test_a_team_with_a_name_that_is_taken_comes_back_with_the_reason(community, director):
    a_team(org=community, name="一队")

    answer = director.post("/teams/new/", {
        "org": community.pk, "name": "一队", "kind": "rescue", "members": 5, "skills": ["fire"], "travel_by": "foot",
        "base": "居委会", "lon": WEST, "lat": LAT, "turn_out_min": 2,
    })

    assert answer.status_code == 422
    with everywhere():
        assert Team.objects.count() == 1


def test_a_road_is_closed_and_opened_again(community, director):
    director.post("/roads/close/", {"place": "东路", "reason": "塌陷", "radius_m": 30, "lon": WEST, "lat": LAT})
    with everywhere():
        closure = RoadClosure.objects.get()
    was_open = closure.reopened_at is None
    director.post(f"/roads/{closure.pk}/reopen/")

    closure.refresh_from_db()
    assert (was_open, closure.reopened_at is None, closure.org) == (True, False, community)


def test_from_a_stated_need_to_people_under_way(community, director):
    incident, home = an_incident(org=community), a_building(org=community, lon=EAST)
    leader = a_person(role=Role.RESPONDER, org=community)
    a_street_to_drive()
    team = a_team(org=community, leader=leader)
    page = f"/incidents/{incident.pk}/deployment/"

    said = {"what": "fire", "how_many": 8, "urgency": "1", "within_min": "30", "place": "2单元", "building": home.pk}
    director.post(f"{page}needs/new/", said)
    director.post(f"{page}propose/")
    proposed = director.get(page).content.decode()
    with everywhere():
        deployment = Deployment.objects.get()
    director.post(f"/deployments/{deployment.pk}/send/", {"seen": deployment.number})
    sent = director.get(page).content.decode()

    assert "演示一队" in proposed and "缺 2" in proposed
    assert "演示一队前往2单元：灭火" in director.get(f"/incidents/{incident.pk}/").content.decode()
    assert str(leader) in sent
    assert "已派出 6 / 8" in sent and "生成派出方案" in sent  # two are still missing
    assert readiness_of(team) == Readiness.DEPLOYED
    with everywhere():
        assert Task.objects.get().owner == leader


def test_once_everything_is_under_way_nothing_more_is_proposed(community, director):
    incident = an_incident(org=community)
    a_person(role=Role.RESPONDER, org=community)
    deployment = a_deployment(incident=incident)

    director.post(f"/deployments/{deployment.pk}/send/", {"seen": 1})

    page = director.get(f"/incidents/{incident.pk}/deployment/").content.decode()
    assert "已派出 6 / 6" in page
    assert "生成派出方案" not in page


def test_a_need_without_a_place_is_asked_for_one(community, director):
    incident = an_incident(org=community)
    said = {"what": "fire", "how_many": 8, "urgency": "1", "place": "2单元", "building": "", "lon": "", "lat": ""}

    answer = director.post(f"/incidents/{incident.pk}/deployment/needs/new/", said)

    assert answer.status_code == 422
    assert "请选择楼栋，或在地图上点选位置。" in answer.content.decode()


def test_the_cost_of_a_choice_by_hand_stands_on_the_page_before_it_is_confirmed(community, director):
    deployment = a_deployment(incident=an_incident(org=community))
    with everywhere():
        key = deployment.items.get().key
    page = f"/deployments/{deployment.pk}/change/"

    priced = director.get(page, {"source": key, "want": "stay"}).content.decode()
    with everywhere():
        unchanged = deployment.items.count()
    director.post(page, {"source": key, "want": "stay", "seen": 1})

    assert "灭火 · 东门车棚：多缺 6" in priced
    with everywhere():
        assert (unchanged, deployment.items.count()) == (1, 0)


def test_somebody_who_is_not_on_the_list_leads_back_to_the_deployment(community, director):
    deployment = a_deployment(incident=an_incident(org=community))

    answer = director.get(f"/deployments/{deployment.pk}/change/", {"source": "team-999999"})

    assert answer.headers["Location"] == f"/incidents/{deployment.incident_id}/deployment/"


def test_a_proposal_is_dropped_and_a_need_called_off(community, director):
    incident = an_incident(org=community)
    deployment, need = a_deployment(incident=incident), a_need(incident=incident, what="bus")

    director.post(f"/needs/{need.pk}/off/")
    director.post(f"/deployments/{deployment.pk}/withdraw/")

    with everywhere():
        assert Deployment.objects.get().status == DeploymentStatus.WITHDRAWN
    assert "客车" not in director.get(f"/incidents/{incident.pk}/deployment/").content.decode()


def a_home(community, *, lon, code, residents):
    home = a_building(org=community, lon=lon, code=code)
    with everywhere():
        household = Household.objects.create(org=community, building=home, door="101")
        Resident.objects.bulk_create(
            Resident(org=community, household=household, name_sealed="-") for _ in range(residents)
        )
    return home


def test_coverage_shows_what_a_deployment_leaves_uncovered(community, director):
    near, far = a_home(community, lon=WEST, code="W", residents=3), a_home(community, lon=EAST, code="E", residents=1)
    deployment = a_deployment(incident=an_incident(org=community))
    a_team(org=community, name="守家队", lon=EAST)

    page = director.get("/coverage/", {"deployment": deployment.pk}).content.decode()
    live = director.get("/coverage/live/", {"deployment": deployment.pk}).json()

    # Both homes have somebody beside them; once the west has left, its home waits for the east.
    assert "100 %" in page and "25 %" in page
    assert {one["id"]: one["tone"] for one in live["buildings"]} == {near.pk: "orange", far.pk: "green"}


def test_one_more_station_is_recommended_where_most_people_wait(community, director):
    a_street_to_drive()
    a_team(org=community, lon=EAST)
    a_home(community, lon=EAST, code="E", residents=1)
    a_home(community, lon=WEST, code="W", residents=5)

    page = director.get("/coverage/").content.decode()

    assert "再建一个微型消防站，放在哪里最有用？" in page
    assert "3 分钟覆盖增加 5 人" in page


def test_while_everybody_is_away_the_page_says_where_a_reserve_should_stand(community, director):
    a_home(community, lon=WEST, code="W", residents=5)
    deployment = a_deployment(incident=an_incident(org=community))

    page = director.get("/coverage/", {"deployment": deployment.pk}).content.decode()

    assert "派出期间，预备力量放在哪里最有用？" in page
    assert "3 分钟覆盖增加 5 人" in page
    assert "平均提前" not in page


def test_without_teams_and_buildings_the_coverage_page_still_opens(director):
    assert director.get("/coverage/").status_code == 200
    assert director.get("/coverage/base/").json()["live_src"] == "/coverage/live/?"


@pytest.mark.usefixtures("unscoped")
def test_the_map_shows_where_teams_stand_and_what_is_closed(community):
    a_team(org=community)
    a_vehicle(org=community, name="演示车")
    a_closure(org=community)

    drawn = {layer.key: list(layer.draw(NOW)) for layer in LAYERS}

    assert [one["properties"]["label"] for one in drawn["teams"]] == ["演示一队", "演示车"]
    assert [(one["geometry"]["type"], one["properties"]["label"]) for one in drawn["road-closures"]] == [("Polygon", "演示路中段")]
