"""The sender: messages reach their gateways, each line for itself, and nothing leaves that may not."""

from datetime import timedelta

import pytest

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.models import Logged
from linan.ground.clock import now as clock
from linan.ground.people.models import Role
from linan.response.calls.actions.answers import answer_call
from linan.response.calls.actions.handing import fail_overdue
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.waves import To, Wave
from linan.response.calls.links import Bearer
from linan.response.calls.models import Message, MessageStatus, Outcome, Recipient, Rules
from linan.response.models import Mode
from tests.build import a_community, a_grid, a_person
from tests.builders.calls import a_call, a_guest, a_line, everybody_in
from tests.builders.registry import a_building, a_household, a_resident
from tests.response.calls.gateway import Gateway
from tests.response.calls.sending import SMS, none_queued, send_with

pytestmark = pytest.mark.django_db(transaction=True)
BY_SMS = (Wave(To.RECIPIENT, ("sms",), 60), Wave(To.RECIPIENT, ("in_app",), 60))
BOTH = (Wave(To.RECIPIENT, ("sms", "webhook"), 60),)


@pytest.fixture
def home():
    with everywhere():
        home = a_household(building=a_building())
        a_resident(household=home)
    a_line(org=home.org, settings=SMS, secrets={"access_key_secret": "key"})
    return home


def test_a_message_is_handed_over_with_the_providers_id(home):
    gateway = Gateway()
    gateway.will_answer({"Code": "OK", "BizId": "b7"})
    a_call(org=home.org, audience=everybody_in(home.building), waves=BY_SMS, now=clock())

    send_with(gateway, until=none_queued)

    message = Message._base_manager.get()
    assert (message.status, message.provider_id, message.code) == (MessageStatus.HANDED_OVER, "b7", "OK")
    assert gateway.posts[0]["body"]["PhoneNumbers"] == "12000001234"


def test_a_refused_number_goes_to_the_next_wave_at_once(home):
    gateway = Gateway()
    gateway.will_answer({"Code": "isv.MOBILE_NUMBER_ILLEGAL"})
    moment = clock()
    a_call(org=home.org, audience=everybody_in(home.building), waves=BY_SMS, now=moment)

    send_with(gateway, until=none_queued)

    assert Message._base_manager.get().status == MessageStatus.REFUSED
    assert Recipient._base_manager.get().next_wave_at < moment + timedelta(seconds=30)


def test_a_busy_gateway_is_tried_again_with_the_same_key(home):
    gateway = Gateway()
    gateway.answers.clear()
    gateway.answers.extend([(503, {}, {}), (200, {"Code": "OK", "BizId": "b7"}, {})])
    a_call(org=home.org, audience=everybody_in(home.building), waves=BY_SMS, now=clock())

    send_with(gateway, seconds=8, until=none_queued)

    assert [post["body"]["OutId"] for post in gateway.posts] == [f"linan-message-{Message._base_manager.get().pk}"] * 2
    assert Message._base_manager.get().attempts == 2


def test_a_drill_leaves_only_to_the_white_list_and_says_that_it_is_one():
    org = a_community()
    guest = a_person(role=Role.VOLUNTEER, org=org, phone="12000000001")
    a_person(role=Role.VOLUNTEER, org=org, phone="12000000002")
    a_guest(person=guest)
    a_line(org=org, settings=SMS, secrets={"access_key_secret": "key"})
    gateway = Gateway()
    gateway.will_answer({"Code": "OK", "BizId": "b7"})
    a_call(org=org, audience=Audience(roles=(Role.VOLUNTEER,)), mode=Mode.DRILL, waves=BY_SMS, now=clock())

    send_with(gateway, until=none_queued)

    assert [post["body"]["PhoneNumbers"] for post in gateway.posts] == ["12000000001"]
    assert "【演练】" in gateway.posts[0]["body"]["TemplateParam"]
    assert set(Message._base_manager.values_list("status", flat=True)) == {MessageStatus.HANDED_OVER, MessageStatus.WITHHELD}


def test_in_test_mode_not_one_request_reaches_a_real_person(home):
    Rules.objects.create(is_test=True)
    gateway = Gateway()
    a_call(org=home.org, audience=everybody_in(home.building), waves=BY_SMS, now=clock())

    send_with(gateway, until=none_queued)

    assert gateway.posts == []
    assert Message._base_manager.get().status == MessageStatus.WITHHELD


def test_a_hanging_gateway_delays_nobody_else(home):
    a_line(org=home.org, kind="webhook", secrets={"secret": "s"})
    hanging, quick = Gateway(hangs_s=30), Gateway()
    a_call(org=home.org, audience=everybody_in(home.building), waves=BOTH, now=clock())

    send_with(hanging, quick, seconds=2, until=lambda: bool(quick.posts))

    assert len(quick.posts) == 1
    assert Message._base_manager.get(channel="sms").status == MessageStatus.QUEUED


def test_after_the_dead_line_nothing_leaves(home):
    moment = clock()
    call = a_call(org=home.org, audience=everybody_in(home.building), waves=BY_SMS, lasting_min=30, now=moment)

    failed = fail_overdue(now=moment + timedelta(minutes=31))

    assert failed == 1
    assert Message._base_manager.get(call=call).code == "dead line"


def test_on_the_screens_a_call_is_handed_over_without_any_line():
    org = a_community()
    a_person(role=Role.GRID_MEMBER, org=org)
    a_call(org=org, audience=Audience(roles=(Role.GRID_MEMBER,)), now=clock())

    send_with(until=none_queued)

    assert Message._base_manager.get().status == MessageStatus.HANDED_OVER
    assert Recipient._base_manager.get().outcome == Outcome.WAITING


def test_a_screen_is_told_to_look_again_once_the_call_stands_there_and_once_it_is_answered():
    org = a_community()
    grid = a_grid(parent=org)
    person = a_person(role=Role.GRID_MEMBER, org=grid)
    a_call(org=org, audience=Audience(people=(person.pk,)), now=clock())

    before = rings_in(grid)
    send_with(until=none_queued)
    handed = rings_in(grid)
    bearer = Bearer(recipient_id=Recipient._base_manager.get().pk, person_id=person.pk)
    answer_call(bearer=bearer, answer="马上到", refuses=False, needs_help=False, now=clock())

    assert (before, handed, rings_in(grid)) == (0, 1, 2)


def rings_in(org):
    return Logged.objects.filter(org_id=org.pk, about__contains=["my-calls"]).count()
