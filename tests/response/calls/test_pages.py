"""Pages of calls: writing, looking, sending, answering."""

import pytest
from django.test import Client

from linan.ground.access.scopes import everywhere
from linan.ground.people.models import Role
from linan.response.calls.domain.audience import Audience
from linan.response.calls.links import Bearer, code_of
from linan.response.calls.models import Call, CallStatus, Message, MessageStatus, Outcome
from tests.build import a_community, a_person, signed_in_client
from tests.builders.calls import a_call, the_recipient
from tests.builders.registry import a_building, a_household, a_resident
from tests.builders.response import an_incident

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "燃气泄漏", "level": "1", "mode": "real", "wanted": "立即离开", "short_text": "3幢燃气泄漏，请立即离开。",
    "spoken_text": "3幢燃气泄漏，请立即离开。", "poster_text": "3幢燃气泄漏", "door_text": "请现在离开", "choices": "收到\n需要人来帮忙",
}


@pytest.fixture
def home():
    with everywhere():
        home = a_household(building=a_building(name="3幢"))
        a_resident(household=home)
    return home


def link_of(recipient):
    return f"/c/{code_of(Bearer(recipient_id=recipient.pk, person_id=recipient.person_id))}/"


def test_a_call_is_written_counted_and_sent(home):
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=home.org))
    written = officer.post("/calls/write/", {**WORDS, "buildings": [home.building_id]})
    review = officer.get(written["Location"]).content.decode()

    sent = officer.post(f"{written['Location']}release/", {"seen": "1"})

    assert "现在呼叫 1 人" in review
    assert sent.status_code == 302
    assert Call._base_manager.get().status == CallStatus.CALLING


def test_a_call_is_not_sent_to_another_number_than_was_seen(home):
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=home.org))
    written = officer.post("/calls/write/", {**WORDS, "buildings": [home.building_id]})
    with everywhere():
        a_resident(household=home, phone="12000001236")

    sent = officer.post(f"{written['Location']}release/", {"seen": "1"})

    assert sent.status_code == 409
    assert Call._base_manager.get().status == CallStatus.DRAFT


def test_an_area_that_crosses_itself_is_refused_by_its_field(home):
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=home.org))
    bow = '{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}'

    page = officer.post("/calls/write/", {**WORDS, "area": bow}).content.decode()

    assert "这不是一个有效区域" in page


def test_a_call_of_a_drill_incident_is_a_drill(home):
    incident = an_incident(org=home.org, mode="drill")
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=home.org))

    officer.post(f"/calls/write/?incident={incident.pk}", {**WORDS, "buildings": [home.building_id]})

    assert Call._base_manager.get().mode == "drill"


def test_the_signed_link_opens_without_an_account_and_takes_the_answer(unscoped):
    recipient = the_recipient(a_call())
    Message._base_manager.update(status=MessageStatus.HANDED_OVER)
    stranger = Client()

    page = stranger.get(link_of(recipient))
    read = Message._base_manager.get().status
    stranger.post(link_of(recipient), {"choice": "收到，马上行动", "note": "两分钟到"})

    recipient.refresh_from_db()
    assert (page.status_code, read) == (200, MessageStatus.READ)
    assert (recipient.outcome, recipient.answer) == (Outcome.ACTED, "收到，马上行动 · 两分钟到")


def test_a_link_with_another_number_in_it_opens_nothing(unscoped):
    recipient = the_recipient(a_call())
    good = code_of(Bearer(recipient_id=recipient.pk, person_id=recipient.person_id))
    body, _, signature = good.rpartition(".")

    forged = Client().get(f"/c/{body}0.{signature}/")

    assert forged.status_code == 404


def test_a_call_to_me_rings_on_my_page_until_i_answer(unscoped):
    org = a_community()
    me = a_person(role=Role.GRID_MEMBER, org=org)
    a_call(org=org, audience=Audience(people=(me.pk,)))
    Message._base_manager.update(status=MessageStatus.HANDED_OVER)
    client = signed_in_client(me)

    page = client.get("/calls/mine/", headers={"HX-Request": "true"}).content.decode()
    shown = Message._base_manager.get().status
    client.post(link_of(the_recipient(Call._base_manager.get())), {"choice": "收到，马上行动"})

    assert page.count("data-alarm-sound") == 1
    assert shown == MessageStatus.DELIVERED
    assert "data-alarm-sound" not in client.get("/calls/mine/").content.decode()


def test_the_board_names_the_doors_behind_which_nobody_has_answered(home, unscoped):
    call = a_call(org=home.org, audience=Audience(buildings=(home.building_id,)))
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=home.org))

    page = officer.get(f"/calls/{call.pk}/").content.decode()

    assert f"{home.unit}-{home.door}" in page
    assert "0 %" in page


def test_texts_that_are_left_empty_are_drafted_from_what_happens_and_what_to_do(home):
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=home.org))
    few = {"title": "3幢燃气泄漏", "level": "1", "mode": "real", "wanted": "立即走楼梯离开", "choices": "收到"}

    officer.post("/calls/write/", {**few, "buildings": [home.building_id]})

    assert Call._base_manager.get().short_text == f"3幢燃气泄漏，立即走楼梯离开。{home.org.name}"
