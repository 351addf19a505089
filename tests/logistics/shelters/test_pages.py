"""The pages of shelters as the duty officer, the registrar and the street see them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from linan.ground.access.scopes import everywhere
from linan.ground.people.models import Role
from linan.ground.ui.layers import map_layers
from linan.logistics.shelters.actions.cards import card_of
from linan.logistics.shelters.actions.fullness import declare_full
from linan.logistics.shelters.actions.stays import begin_stay
from linan.logistics.shelters.models import Shelter, Stay
from tests.build import NOW, a_community, a_person, a_street, signed_in_client
from tests.builders.registry import a_building, a_household, a_resident
from tests.builders.shelters import a_shelter, a_stay, an_open_shelter, arrival, looked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def org():
    return a_community()


@pytest.fixture
def officer(org):
    return signed_in_client(a_person(org=org))


def text_of(answer):
    return answer.content.decode()


def send(client, shelter, **said):
    ordinary = {"client_id": str(uuid4()), "people": "3"}
    return client.post(reverse("shelters:arrivals", args=[shelter.pk]), ordinary | said)


def test_the_street_sees_the_filling_of_every_shelter_below_it():
    street = a_street()
    near, far = an_open_shelter(org=a_community(parent=street)), a_shelter(org=a_community(parent=street), name="五台山体育馆")
    a_stay(shelter=near, people=7)

    page = text_of(signed_in_client(a_person(org=street, role=Role.STREET_OFFICER)).get(reverse("shelters:shelters")))

    assert "余83" in page
    assert near.name in page
    assert far.name in page


def test_a_duty_officer_opens_a_shelter_with_its_checklist(org, officer):
    shelter = a_shelter(org=org)
    owner = a_person(org=org, role=Role.COMMUNITY_DIRECTOR)
    said = {"reason": "燃气泄漏", "mode": "real", "owner": owner.pk, "checks": sorted(looked().checked)}

    answer = officer.post(reverse("shelters:opening", args=[shelter.pk]), said)

    assert answer.headers["Location"] == reverse("shelters:shelter", args=[shelter.pk])
    assert Shelter.objects.get(pk=shelter.pk).status == "open"


def test_what_is_missing_on_the_checklist_stands_beside_the_note(org, officer):
    shelter = a_shelter(org=org)
    owner = a_person(org=org, role=Role.COMMUNITY_DIRECTOR)

    answer = officer.post(
        reverse("shelters:opening", args=[shelter.pk]),
        {"reason": "燃气泄漏", "mode": "real", "owner": owner.pk, "checks": ["way"]},
    )

    assert answer.status_code == 422
    assert "还有8项未确认" in text_of(answer)


def test_a_door_leads_to_one_button_for_the_whole_household(org, officer):
    shelter = an_open_shelter(org=org)
    home = a_household(building=a_building(org=org, name="3号楼"))
    for name in ("张安川", "张小川"):
        a_resident(household=home, name=name)

    page = text_of(officer.get(reverse("shelters:desk", args=[shelter.pk]), {"q": f"3号楼 {home.door}"}))

    assert "全户2人已到" in page
    assert "张**、张**" in page


def test_a_name_leads_to_the_household_of_whoever_bears_it(org, officer):
    shelter = an_open_shelter(org=org)
    home = a_household(building=a_building(org=org, name="8号楼"))
    a_resident(household=home, name="欧阳明月")

    page = text_of(officer.get(reverse("shelters:desk", args=[shelter.pk]), {"q": "欧阳明月"}))

    assert f"8号楼 {home}" in page


def test_who_may_not_see_residents_searches_no_names(org):
    shelter = an_open_shelter(org=org)
    a_resident(household=a_household(building=a_building(org=org, name="8号楼")), name="欧阳明月")
    volunteer = signed_in_client(a_person(org=org, role=Role.VOLUNTEER))

    page = text_of(volunteer.get(reverse("shelters:desk", args=[shelter.pk]), {"q": "欧阳明月"}))

    assert "8号楼" not in page
    assert "按姓名查找需有查看居民的权限" in page


def test_people_of_another_community_are_not_found(org, officer):
    shelter = an_open_shelter(org=org)
    a_resident(household=a_household(building=a_building(name="9号楼")), name="欧阳明月")

    page = text_of(officer.get(reverse("shelters:desk", args=[shelter.pk]), {"q": "欧阳明月"}))

    assert "9号楼" not in page


def test_one_tap_registers_and_a_second_one_changes_nothing(org, officer):
    shelter = an_open_shelter(org=org)
    home = a_household(org=org)
    said = {"client_id": str(uuid4()), "household": str(home.pk), "via": "door", "people": "4"}

    first, second = send(officer, shelter, **said), send(officer, shelter, **said)

    assert (first.status_code, second.status_code) == (302, 302)
    assert (Stay.objects.get().people, Stay.objects.get().via) == (4, "door")


def test_strangers_are_written_down_by_name(org, officer):
    shelter = an_open_shelter(org=org)

    send(officer, shelter, names="周行远、周小满", people="2")
    page = text_of(officer.get(reverse("shelters:shelter", args=[shelter.pk])))

    assert "周**、周**" in page
    assert "周行远" not in page


def test_a_household_of_another_community_is_not_registered_through_the_back_door(org, officer):
    shelter = an_open_shelter(org=org)

    answer = send(officer, shelter, household=str(a_household().pk))

    assert answer.status_code == 404
    assert not Stay.objects.exists()


def test_a_full_shelter_says_where_there_is_room(org, officer):
    full, other = an_open_shelter(org=org), an_open_shelter(org=org)
    declare_full(shelter_id=full.pk, by=a_person(org=org), now=NOW)

    page = text_of(officer.get(reverse("shelters:desk", args=[full.pk])))

    assert "引导后续人员前往" in page
    assert f"{other.name} · 余90" in page


def test_the_household_says_where_its_other_members_are(org, officer):
    here, there = an_open_shelter(org=org), an_open_shelter(org=org)
    home = a_household(building=a_building(org=org, name="5号楼"))
    for name in ("李一", "李二", "李三"):
        a_resident(household=home, name=name)
    begin_stay(arrival(household=home, people=2), shelter_id=there.pk, by=a_person(org=org), now=NOW)

    page = text_of(officer.get(reverse("shelters:desk", args=[here.pk]), {"q": f"5号楼 {home.door}"}))

    assert "全户1人已到" in page
    assert there.name in page


def test_they_leave_with_where_to(org, officer):
    stay = a_stay(shelter=an_open_shelter(org=org), people=4)
    said = {"client_id": str(uuid4()), "to": "hospital", "place": "鼓楼医院", "leaving": "1"}

    officer.post(reverse("shelters:leaving", args=[stay.pk]), said)
    page = text_of(officer.get(reverse("shelters:shelter", args=[stay.shelter_id]), {"left": "1"}))

    assert "鼓楼医院" in page
    assert Stay.objects.get(pk=stay.pk).people == 3


def test_a_scanned_card_leads_to_the_table_where_this_phone_registers(org, officer):
    shelter = an_open_shelter(org=org)
    home = a_resident(household=a_household(building=a_building(org=org, name="6号楼"))).household
    code = card_of(home, now=NOW).code
    officer.get(reverse("shelters:desk", args=[shelter.pk]))

    page = officer.get(reverse("shelters:scanned", args=[code]), follow=True)

    assert f"6号楼 {home}" in text_of(page)
    assert 'name="via" value="card"' in text_of(page)


def test_before_a_table_is_chosen_a_scanned_card_asks_for_it(org, officer):
    shelter = an_open_shelter(org=org)

    page = text_of(officer.get(reverse("shelters:scanned", args=["ABCDE23456"])))

    assert reverse("shelters:desk", args=[shelter.pk]) in page


def test_a_card_is_made_once_and_names_the_nearest_shelter(org, officer):
    home = a_household(org=org)
    near = a_shelter(org=org)
    address = reverse("shelters:card", args=[home.pk])

    officer.post(address)
    first = text_of(officer.get(address))
    officer.post(address)

    code = card_of(home, now=NOW + timedelta(days=1)).code
    assert f"{code[:5]}-{code[5:]}" in first
    assert near.name in first


def test_needs_follow_the_people_who_are_registered(org, officer):
    shelter = an_open_shelter(org=org)
    home = a_household(org=org)
    a_resident(household=home, needs=("dialysis",))
    begin_stay(arrival(household=home, people=1), shelter_id=shelter.pk, by=a_person(org=org), now=NOW)
    begin_stay(arrival(people=3), shelter_id=shelter.pk, by=a_person(org=org), now=NOW)

    page = text_of(officer.get(reverse("shelters:needs", args=[shelter.pk])))

    assert "<strong>36</strong> 升" in page
    assert "当天与医院落实透析床位和接送" in page


def test_needs_can_be_reckoned_before_anybody_comes(org, officer):
    shelter = a_shelter(org=org)
    asked = {"days": 2, "households": 10, "infant": 0, "toddler": 0, "child": 0, "adult": 100, "old": 0, "aged": 0}

    page = text_of(officer.get(reverse("shelters:needs", args=[shelter.pk]), asked))

    assert "<strong>600</strong> 升" in page
    assert "按手工填写的人数测算" in page


def test_a_place_of_the_base_information_fills_the_form(org):
    director = signed_in_client(a_person(org=org, role=Role.COMMUNITY_DIRECTOR))
    with everywhere():
        answer = director.post(
            reverse("shelters:entering"),
            {"org": org.pk, "name": "社区公园", "places": "200", "reserve_percent": "10", "lon": "118.78", "lat": "32.05"},
        )

    assert answer.headers["Location"] == reverse("shelters:shelter", args=[Shelter.objects.get().pk])
    assert (Shelter.objects.get().status, Shelter.objects.get().usable_places) == ("closed", 180)


def test_the_cards_of_a_building_are_made_once_for_all_its_doors(org, officer):
    building = a_building(org=org)
    first, second = a_household(building=building), a_household(building=building)
    address = reverse("shelters:cards", args=[building.pk])

    officer.post(address)
    before = card_of(first, now=NOW).code
    officer.post(address)

    page = text_of(officer.get(address))
    assert card_of(first, now=NOW).code == before
    assert [f"{code[:5]}-{code[5:]}" in page for code in (before, card_of(second, now=NOW).code)] == [True, True]


def test_the_situation_map_shows_how_full_each_open_shelter_is(org):
    shelter = an_open_shelter(org=org)
    a_shelter(org=org)
    a_stay(shelter=shelter, people=7)
    layer = next(one for one in map_layers() if one.key == "open-shelters")

    signs = list(layer.draw(NOW))

    assert [sign["properties"]["label"] for sign in signs] == ["7/100"]
    assert signs[0]["properties"]["url"] == reverse("shelters:shelter", args=[shelter.pk])
