"""Setting up the ways out, and the second person."""

import json

import pytest

from linan.ground.people.models import Role
from linan.response.calls.actions.release import SamePerson, approve_call, submit_call
from linan.response.calls.audience import count
from linan.response.calls.domain.audience import Audience
from linan.response.calls.models import CallStatus, Guest, Line, Message, PushAddress, Rules
from linan.response.calls.sending import ways_of
from tests.build import a_community, a_person, a_street, signed_in_client
from tests.builders.calls import a_call, a_line
from tests.builders.response import an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
NTFY = {"name": "值班群", "is_on": "on", "ask_url": "http://127.0.0.1:9/", "ask_topic": "demo", "ask_token": "tk_secret"}


@pytest.fixture
def org():
    return a_community()


@pytest.fixture
def director(org):
    return signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR, org=org))


def test_a_lines_secret_is_sealed_and_never_shown_again(org, director):
    added = director.post("/calls/lines/add/ntfy/", NTFY)

    row = Line.objects.get()
    page = director.get(added["Location"]).content.decode()
    assert row.opened()["token"] == "tk_secret"
    assert "tk_secret" not in row.secrets_sealed + json.dumps(row.settings) + page


def test_a_secret_left_empty_stays_as_it_is(org, director):
    added = director.post("/calls/lines/add/ntfy/", NTFY)

    director.post(added["Location"], {**NTFY, "name": "新名", "ask_token": ""})

    row = Line.objects.get()
    assert (row.name, row.opened()["token"]) == ("新名", "tk_secret")


def test_a_trial_says_what_the_gateway_said(org, director):
    line = a_line(org=org, kind="ntfy", settings={"url": "http://127.0.0.1:9/", "topic": "demo"})

    page = director.post(f"/calls/lines/{line.pk}/try/").content.decode()

    assert "网关连接不上" in page


def test_of_several_lines_the_nearest_upwards_is_taken():
    street = a_street()
    org = a_community(parent=street)
    a_line(org=street)
    own = a_line(org=org)

    ways = ways_of(org, ["sms"])

    assert [way.line_id for way in ways] == [own.pk]


def test_a_line_that_reaches_everybody_gets_one_message_and_counts_as_nobody_reached(org, now):
    a_line(org=org, kind="dingtalk")
    person = a_person(role=Role.GRID_MEMBER, org=org)

    call = a_call(org=org, audience=Audience(people=(person.pk,)), waves=None, now=now)

    assert list(Message.objects.filter(channel="dingtalk").values_list("recipient", "step")) == [(None, "everybody")]
    assert call.people == 1


def test_the_white_list_is_what_was_ticked(org, director):
    guest = a_person(role=Role.VOLUNTEER, org=org)
    posted = {"is_test": "on", "mass_from": "50", "quiet_from": "22:00", "quiet_to": "07:00", "guests": [guest.pk]}

    director.post("/calls/rules/", posted)

    assert list(Guest.objects.values_list("person", flat=True)) == [guest.pk]
    assert (Rules.objects.get().is_test, Rules.objects.get().mass_from) == (True, 50)


def crowd_call(org, by, incident=None):
    Rules.objects.create(mass_from=3)
    for _ in range(3):
        a_person(role=Role.VOLUNTEER, org=org)
    return a_call(org=org, audience=Audience(roles=(Role.VOLUNTEER,)), is_released=False, by=by, incident=incident)


def test_so_many_outside_an_incident_are_not_called_by_one_person(org):
    officer = a_person(role=Role.DUTY_OFFICER, org=org)
    call = crowd_call(org, officer)

    answer = signed_in_client(officer).post(f"/calls/{call.pk}/release/", {"seen": "3"})

    call.refresh_from_db()
    assert (answer.status_code, call.status) == (409, CallStatus.DRAFT)


def test_within_an_open_incident_one_person_suffices(org):
    officer = a_person(role=Role.DUTY_OFFICER, org=org)
    call = crowd_call(org, officer, incident=an_incident(org=org))

    signed_in_client(officer).post(f"/calls/{call.pk}/release/", {"seen": "3"})

    call.refresh_from_db()
    assert call.status == CallStatus.CALLING


def test_who_submitted_a_call_cannot_approve_it(org, now):
    officer = a_person(role=Role.DUTY_OFFICER, org=org)
    call = crowd_call(org, officer)
    submit_call(call_id=call.pk, by=officer, now=now)

    with pytest.raises(SamePerson):
        approve_call(call_id=call.pk, seen=3, by=officer, now=now)


def test_a_second_person_lets_it_go_out(org, director, now):
    officer = a_person(role=Role.DUTY_OFFICER, org=org)
    call = crowd_call(org, officer)
    submit_call(call_id=call.pk, by=officer, now=now)

    listed = director.get("/calls/").content.decode()
    director.post(f"/calls/{call.pk}/decide/", {"approve": "1", "seen": "3"})

    call.refresh_from_db()
    assert "等待第二人批准" in listed
    assert (call.status, call.people) == (CallStatus.CALLING, 3)


def test_where_nobody_is_on_duty_the_call_goes_to_the_level_above_and_says_so(now):
    street = a_street()
    org = a_community(parent=street)
    above = a_person(role=Role.STREET_OFFICER, org=street)
    director = a_person(role=Role.COMMUNITY_DIRECTOR, org=org)
    call = a_call(org=org, audience=Audience(on_duty=True), is_released=False, by=director)

    page = signed_in_client(director).get(f"/calls/{call.pk}/").content.decode()

    assert "本单位此刻无人值班" in page
    assert count(Audience(on_duty=True), org=org, now=now).people == 1
    assert above.memberships.get().org == street


PUSH = {"endpoint": "https://push.example.org/x", "keys": {"p256dh": "k", "auth": "a"}}


def test_a_browser_that_agreed_is_kept_once_for_its_owner(org):
    me = a_person(org=org)
    client = signed_in_client(me)

    answers = [client.post("/calls/push/", json.dumps(PUSH), content_type="application/json") for _ in range(2)]

    assert [one.status_code for one in answers] == [204, 204]
    assert PushAddress.objects.get().person == me
    assert "push.example.org" not in PushAddress.objects.get().subscription_sealed


@pytest.mark.parametrize("endpoint", ["http://push.example.org/x", "https://127.0.0.1/x", "https://10.0.0.8/x", "https://localhost/x"])
def test_the_server_is_not_led_to_post_into_its_own_network(org, endpoint):
    client = signed_in_client(a_person(org=org))

    answer = client.post("/calls/push/", json.dumps({**PUSH, "endpoint": endpoint}), content_type="application/json")

    assert answer.status_code == 422
    assert PushAddress.objects.count() == 0
