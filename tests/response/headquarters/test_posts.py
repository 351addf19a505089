"""Posts: one owner from the first moment, handed over point by point, and who it was at 03:12."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localtime

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.people.models import SYSTEM, Person, Role
from linan.ground.refusals import Refused
from linan.response.headquarters.actions.posts import (
    GroupSpec,
    HandOverIsOver,
    HoldsItAlready,
    NotForYou,
    PointsLeft,
    PostIsHeld,
    begin_ownership,
    form_groups,
    give_post,
    take_post,
    withdraw_offer,
)
from linan.response.headquarters.boards import post_board
from linan.response.headquarters.models import Group, HandOver, HandOverPoint, Holding, Post
from linan.response.models import Incident, Task
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.headquarters import a_hand_over
from tests.builders.response import a_task, an_incident

LATER = NOW + timedelta(minutes=10)
pytestmark = pytest.mark.django_db
in_a_test = pytest.mark.usefixtures("unscoped")


def _owners(incident: Incident) -> list[tuple[Person, object, object]]:
    return [(one.person, one.from_at, one.to_at) for one in Holding.objects.filter(incident=incident, post=Post.OWNER)]


@in_a_test
def test_an_incident_belongs_to_whoever_is_on_duty_from_the_moment_it_was_opened():
    org = a_community()
    officer = a_person(role=Role.DUTY_OFFICER, org=org)
    incident = an_incident(org=org)

    deliver_announcements()
    begin_ownership(incident_id=incident.pk, by=SYSTEM, now=LATER)

    assert _owners(incident) == [(officer, incident.opened_at, None)]


@in_a_test
def test_where_nobody_is_on_duty_here_the_one_above_owns_it():
    incident = an_incident()
    above = a_person(role=Role.STREET_OFFICER, org=incident.org.parent)

    begin_ownership(incident_id=incident.pk, by=SYSTEM, now=NOW)

    assert _owners(incident) == [(above, NOW, None)]


@in_a_test
def test_a_post_is_taken_over_only_by_the_one_named_and_only_after_every_point_was_ticked():
    offer = a_hand_over()
    a_task(incident=offer.holding.incident)
    other = a_person(org=offer.holding.incident.org)
    points = set(offer.points.values_list("pk", flat=True))

    with pytest.raises(NotForYou):
        take_post(hand_over_id=offer.pk, ticked=points, by=other, now=LATER)
    with pytest.raises(PointsLeft):
        take_post(hand_over_id=offer.pk, ticked=[], by=offer.to, now=LATER)
    take_post(hand_over_id=offer.pk, ticked=points, by=offer.to, now=LATER)

    before = offer.holding.person
    assert _owners(offer.holding.incident) == [(before, NOW, LATER), (offer.to, LATER, None)]
    assert HandOverPoint.objects.filter(ticked_at=LATER).count() == len(points) == 1


@in_a_test
def test_a_withdrawn_hand_over_leaves_the_post_where_it_was():
    offer = a_hand_over()

    withdraw_offer(hand_over_id=offer.pk, by=SYSTEM, now=LATER)

    with pytest.raises(HandOverIsOver):
        take_post(hand_over_id=offer.pk, ticked=offer.points.values_list("pk", flat=True), by=offer.to, now=LATER)
    assert _owners(offer.holding.incident) == [(offer.holding.person, NOW, None)]


@in_a_test
def test_a_held_post_is_taken_from_its_holder_only_with_a_reason_that_stays():
    offer = a_hand_over()
    incident, new = offer.holding.incident, a_person(org=offer.holding.incident.org)

    with pytest.raises(PostIsHeld):
        give_post(incident_id=incident.pk, post=Post.OWNER, group_id=None, person=new, by=SYSTEM, now=LATER)
    with pytest.raises(HoldsItAlready):
        give_post(incident_id=incident.pk, post=Post.OWNER, group_id=None, person=offer.holding.person, by=SYSTEM, now=LATER)
    give_post(incident_id=incident.pk, post=Post.OWNER, group_id=None, person=new, why="失联", by=SYSTEM, now=LATER)

    assert _owners(incident) == [(offer.holding.person, NOW, LATER), (new, LATER, None)]
    assert Holding.objects.get(to_at=LATER).why_ended == "失联"
    assert HandOver.objects.get().withdrawn_at == LATER


@in_a_test
def test_the_groups_of_a_plan_are_led_by_who_was_given_their_first_task():
    task = a_task()
    Task.objects.filter(pk=task.pk).update(plan_task="fire/knock")
    activator = a_person(org=task.incident.org)
    spec = GroupSpec(name="疏散引导组", leader="网格员", members="网格员", duty="逐层敲门", refs=["fire/knock"])

    for _time in range(2):
        form_groups(incident_id=task.incident_id, specs=[spec], by=activator, now=NOW)

    held = [(one.post, one.person) for one in Holding.objects.order_by("pk")]
    assert held == [(Post.LEAD, task.owner), (Post.COMMANDER, activator)]
    assert Group.objects.get().name == "疏散引导组"


@in_a_test
@pytest.mark.parametrize(("minutes", "who"), [(-1, None), (0, "first"), (9, "first"), (10, "second"), (999, "second")])
def test_the_board_says_who_held_a_post_at_a_moment(minutes, who):
    offer = a_hand_over()
    take_post(hand_over_id=offer.pk, ticked=offer.points.values_list("pk", flat=True), by=offer.to, now=LATER)
    names = {offer.holding.person_id: "first", offer.to_id: "second"}

    board = post_board(offer.holding.incident, at=NOW + timedelta(minutes=minutes))

    assert (names[board.command[0].held.person_id] if board.command[0].held else None) == who


@in_a_test
def test_the_page_answers_who_it_was_at_a_moment_in_the_address():
    offer = a_hand_over()
    take_post(hand_over_id=offer.pk, ticked=offer.points.values_list("pk", flat=True), by=offer.to, now=LATER)
    client = signed_in_client(offer.to)
    address = reverse("headquarters:posts", args=[offer.holding.incident_id])

    then = client.get(address, {"at": f"{localtime(NOW):%Y-%m-%dT%H:%M}"}, headers={"HX-Request": "true"}).content.decode()
    now = client.get(address, headers={"HX-Request": "true"}).content.decode()
    nonsense = client.get(address, {"at": "gestern"})

    assert (offer.holding.person.full_name in then, offer.to.full_name in then) == (True, False)
    assert (offer.holding.person.full_name in now, offer.to.full_name in now) == (False, True)
    assert nonsense.status_code == 200


@in_a_test
def test_the_next_person_is_led_from_any_page_to_the_open_points_and_takes_the_post():
    offer = a_hand_over()
    a_task(incident=offer.holding.incident)
    client = signed_in_client(offer.to)
    address = reverse("headquarters:post-taking", args=[offer.pk])

    asked = client.get(reverse("headquarters:asked")).content.decode()
    refused = client.post(address, {})
    taken = client.post(address, {"point": list(offer.points.values_list("pk", flat=True))})

    assert address in asked
    assert (refused.status_code, taken.status_code) == (409, 302)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_a_post_in_the_same_instant_leave_one_holder():
    with everywhere():
        offer = a_hand_over()
        incident, points = offer.holding.incident, list(offer.points.values_list("pk", flat=True))
        other = a_person(org=incident.org)
    line = threading.Barrier(2)

    with ThreadPoolExecutor(max_workers=2) as threads:
        runs = [
            threads.submit(_together, line, take_post, hand_over_id=offer.pk, ticked=points, by=offer.to, now=LATER),
            threads.submit(
                _together, line, give_post, incident_id=incident.pk, post=Post.OWNER, group_id=None, person=other, why="",
                by=SYSTEM, now=LATER,
            ),
        ]
        done = [run.result() for run in runs]

    assert done == [True, False]
    with everywhere():
        assert Holding.objects.get(post=Post.OWNER, to_at=None).person == offer.to


def _together(line, act, **words) -> bool:
    line.wait()
    try:
        with everywhere():
            act(**words)
        return True
    except Refused:
        return False
    finally:
        connection.close()
