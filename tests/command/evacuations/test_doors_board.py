"""Pages of the board, of one household and of the return gate, over HTTP."""

import pytest

from linan.command.evacuations.models import Clearance, DoorEntry, DoorList, ForcedEvacuation
from linan.ground.people.models import Role
from tests.build import a_community, a_person, signed_in_client
from tests.builders.doors import a_door_list, a_home, an_ordered_evacuation, the_entry
from tests.builders.registry import a_building
from tests.builders.response import an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_the_duty_officer_makes_the_lists_in_one_action():
    building = a_building()
    evacuation = an_ordered_evacuation(homes=[a_home(building=building, floor=floor, names=["甲"]) for floor in (1, 2)])
    walker = a_person(role=Role.GRID_MEMBER, org=building.org)
    a_person(role=Role.VOLUNTEER, org=a_community())
    desk = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=building.org))

    offered = desk.get(f"/evacuations/{evacuation.pk}/doors/").content.decode()
    desk.post(f"/evacuations/{evacuation.pk}/doors/made/", {"walkers": [walker.pk]})

    assert offered.count('name="walkers"') == 1
    assert list(DoorList.objects.values_list("walker", flat=True)) == [walker.pk]


def test_without_a_walker_the_page_says_what_to_do():
    building = a_building()
    evacuation = an_ordered_evacuation(homes=[a_home(building=building, floor=1)])
    desk = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=building.org))

    answer = desk.post(f"/evacuations/{evacuation.pk}/doors/made/")

    assert answer.status_code == 422
    assert "请至少选择一名敲门人员" in answer.content.decode()


def test_the_board_balances_and_opens_each_number_to_its_names():
    made = a_door_list(names=["张安川"])
    desk = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=made.evacuation.org))

    board = desk.get(f"/evacuations/{made.evacuation_id}/board/").content.decode()
    names = desk.get(f"/evacuations/{made.evacuation_id}/board/not_reached/").content.decode()
    search = desk.get(f"/evacuations/{made.evacuation_id}/search/").content.decode()

    assert "应转移1人 = 已到达0 + 投亲靠友等0 + 拒绝撤离0 + 未落实1" in board
    assert "张安川" in names
    assert "张安川" in search


def test_who_may_not_see_personal_data_sees_numbers_without_a_way_to_names():
    made = a_door_list(names=["张安川"])
    property_staff = signed_in_client(a_person(role=Role.PROPERTY_STAFF, org=made.evacuation.org))

    board = property_staff.get(f"/evacuations/{made.evacuation_id}/board/").content.decode()

    assert "未落实1" in board
    assert "/board/not_reached/" not in board
    assert property_staff.get(f"/evacuations/{made.evacuation_id}/search/").status_code == 403


def test_a_number_that_does_not_exist_is_not_found():
    made = a_door_list()
    desk = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=made.evacuation.org))

    assert desk.get(f"/evacuations/{made.evacuation_id}/board/vanished/").status_code == 404


def test_refusal_and_force_are_walked_on_the_page_of_the_household():
    made = a_door_list()
    entry = the_entry(made)
    desk = signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR, org=made.evacuation.org))
    parts = {"legal_basis": "geological_29", "authority": "居委会", "decided_by": "主任", "officers": "民警", "reason": "裂缝"}

    desk.post(f"/doors/at/{entry.pk}/word/", {"to": "refused", "note": "不肯走"})
    asked = desk.get(f"/doors/at/{entry.pk}/").content.decode()
    wrong = desk.post(f"/doors/at/{entry.pk}/force/", parts | {"authority": ""})
    right = desk.post(f"/doors/at/{entry.pk}/force/", parts)

    assert "可以强行组织避灾疏散" in asked
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert ForcedEvacuation.objects.get().officers == "民警"


def test_a_list_is_given_to_somebody_else_only_by_who_commands():
    made = a_door_list()
    other = a_person(role=Role.VOLUNTEER, org=made.evacuation.org)
    desk = a_person(role=Role.DUTY_OFFICER, org=made.evacuation.org)

    by_walker = signed_in_client(made.walker).post(f"/doors/{made.pk}/walker/", {"walker": other.pk})
    by_desk = signed_in_client(desk).post(f"/doors/{made.pk}/walker/", {"walker": other.pk})

    assert (by_walker.status_code, by_desk.status_code) == (403, 302)
    assert DoorList.objects.get().walker == other


def test_the_gate_stays_shut_until_somebody_signs():
    org = a_community()
    made = a_door_list(org=org, incident=an_incident(org=org))
    entry = the_entry(made)
    desk = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=org))
    gate = f"/evacuations/{made.evacuation_id}/returns/"

    before = desk.post(f"{gate}returned/", {"entries": [entry.pk]})
    early = desk.post(f"/doors/at/{entry.pk}/early/", {"note": "窗口有灯光"})
    desk.post(f"{gate}clearing/", {"authority": "区应急管理局", "official": "王工", "finding": "复测为零"})
    after = desk.post(f"{gate}returned/", {"entries": [entry.pk]})

    assert (before.status_code, early.status_code, after.status_code) == (409, 302, 302)
    assert Clearance.objects.get().official == "王工"
    assert DoorEntry.objects.get().returned_by.full_name != ""
    assert "险情已解除" in desk.get(gate).content.decode()
