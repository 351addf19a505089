"""Swaps of shifts: both agree, a leader confirms where the rule wants it, and nobody stands twice or nowhere."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linan.ground.announcements.models import Logged
from linan.ground.people.models import SYSTEM, Role
from linan.logistics.duty.actions.rules import RuleWords, set_duty_rule
from linan.logistics.duty.actions.shifts import ShiftOverlaps, WhyMissing, withdraw_shift
from linan.logistics.duty.actions.swaps import (
    OwnSwap,
    SwapAskedAlready,
    SwapNotAgreed,
    SwapNotYours,
    SwapTooLate,
    UnlikeShifts,
    answer_swap,
    ask_for_swap,
    settle_swap,
    withdraw_swap,
)
from linan.logistics.duty.models import Post, Shift, Swap, SwapState
from linan.logistics.duty.queries import times_without_officer
from tests.build import NOW, a_community, a_grid, a_person, signed_in_client
from tests.builders.duty import a_shift, a_swap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def _on_roster(org):
    rows = Shift.objects.filter(org=org, withdrawn_at=None).order_by("begins_at")
    return [(one.person_id, one.begins_at) for one in rows]


def _agreed(swap):
    answer_swap(swap.pk, to=SwapState.AGREED, by=swap.taken.person, now=NOW)
    return swap


def _at_once(org):
    words = RuleWords(
        key="swapping", content={"is_confirmed": False, "ahead_h": 2, "source": {"text": "本单位决定", "verified": False}},
        source="本单位决定", is_verified=False, reason="人手少",
    )
    set_duty_rule(words, org=org, seen_version=0, by=SYSTEM, now=NOW)


def test_both_shifts_change_hands_once_the_leader_confirms_and_no_time_is_left_without_officer():
    swap = _agreed(a_swap())
    leader = a_person(role=Role.COMMUNITY_DIRECTOR, org=swap.org)
    gaps = times_without_officer(swap.org, first=NOW, last=NOW + 3 * DAY)

    settle_swap(swap.pk, to=SwapState.DONE, by=leader, now=NOW + HOUR)

    assert _on_roster(swap.org) == [(swap.taken.person_id, NOW + DAY), (swap.given.person_id, NOW + 2 * DAY)]
    assert times_without_officer(swap.org, first=NOW, last=NOW + 3 * DAY) == gaps
    assert Swap.objects.get().settled_by == leader


def test_until_the_leader_confirms_both_shifts_stay_as_they_are():
    swap = _agreed(a_swap())

    assert Swap.objects.get().state == SwapState.AGREED
    assert _on_roster(swap.org) == [(swap.given.person_id, NOW + DAY), (swap.taken.person_id, NOW + 2 * DAY)]


def test_where_no_leader_has_to_confirm_it_is_done_as_soon_as_the_other_agrees():
    community = a_community()
    _at_once(community)

    swap = _agreed(a_swap(org=community))

    assert Swap.objects.get().state == SwapState.DONE
    assert _on_roster(community) == [(swap.taken.person_id, NOW + DAY), (swap.given.person_id, NOW + 2 * DAY)]


def test_a_rule_of_the_street_holds_for_its_communities():
    community = a_community()
    _at_once(community.parent)

    _agreed(a_swap(org=community))

    assert Swap.objects.get().state == SwapState.DONE


def test_a_swap_that_would_put_somebody_on_duty_twice_changes_nothing_at_all():
    swap = _agreed(a_swap())
    a_shift(org=swap.org, person=swap.taken.person, begins_at=NOW + DAY + 6 * HOUR)
    before = _on_roster(swap.org)

    with pytest.raises(ShiftOverlaps):
        settle_swap(swap.pk, to=SwapState.DONE, by=a_person(org=swap.org), now=NOW)

    assert (_on_roster(swap.org), Swap.objects.get().state) == (before, SwapState.AGREED)


def test_a_shift_that_was_taken_back_meanwhile_is_not_swapped():
    swap = _agreed(a_swap())
    withdraw_shift(swap.given.pk, why="住院", by=SYSTEM, now=NOW)

    with pytest.raises(SwapTooLate):
        settle_swap(swap.pk, to=SwapState.DONE, by=a_person(org=swap.org), now=NOW)


@pytest.mark.parametrize("hours", [23, 24, 25])
def test_a_shift_that_begins_within_two_hours_or_has_begun_is_not_swapped(hours):
    swap = a_swap()

    with pytest.raises(SwapTooLate):
        answer_swap(swap.pk, to=SwapState.AGREED, by=swap.taken.person, now=NOW + hours * HOUR)


def test_only_the_one_who_was_asked_agrees_and_only_the_one_who_asked_takes_it_back():
    swap = a_swap()

    with pytest.raises(SwapNotYours):
        answer_swap(swap.pk, to=SwapState.AGREED, by=swap.given.person, now=NOW)
    with pytest.raises(SwapNotYours):
        withdraw_swap(swap.pk, by=swap.taken.person, now=NOW)
    assert withdraw_swap(swap.pk, by=swap.given.person, now=NOW).state == SwapState.WITHDRAWN


def test_a_leader_confirms_neither_before_the_other_agrees_nor_a_swap_of_their_own():
    swap = a_swap()

    with pytest.raises(SwapNotAgreed):
        settle_swap(swap.pk, to=SwapState.DONE, by=a_person(org=swap.org), now=NOW)
    _agreed(swap)
    with pytest.raises(OwnSwap):
        settle_swap(swap.pk, to=SwapState.DONE, by=swap.given.person, now=NOW)


def test_a_swap_is_settled_once():
    swap = _agreed(a_swap())
    settle_swap(swap.pk, to=SwapState.REFUSED, by=a_person(org=swap.org), now=NOW)

    with pytest.raises(SwapNotAgreed):
        settle_swap(swap.pk, to=SwapState.DONE, by=a_person(org=swap.org), now=NOW)


def test_an_officer_does_not_swap_with_a_leader_nor_with_another_unit_nor_with_themselves():
    given = a_shift(begins_at=NOW + DAY)
    leader = a_shift(org=given.org, post=Post.LEADER, begins_at=NOW + 2 * DAY)
    elsewhere = a_shift(begins_at=NOW + 2 * DAY)
    own = a_shift(org=given.org, person=given.person, begins_at=NOW + 2 * DAY)

    with pytest.raises(UnlikeShifts):
        ask_for_swap(given_id=given.pk, taken_id=leader.pk, why="家中有事", by=given.person, now=NOW)
    with pytest.raises(UnlikeShifts):
        ask_for_swap(given_id=given.pk, taken_id=elsewhere.pk, why="家中有事", by=given.person, now=NOW)
    with pytest.raises(UnlikeShifts):
        ask_for_swap(given_id=given.pk, taken_id=own.pk, why="家中有事", by=given.person, now=NOW)



def test_a_swap_wants_a_reason_and_is_asked_of_one_person_at_a_time():
    swap = a_swap()
    other = a_shift(org=swap.org, begins_at=NOW + 3 * DAY)
    asker = swap.given.person

    with pytest.raises(WhyMissing):
        ask_for_swap(given_id=swap.given.pk, taken_id=other.pk, why=" ", by=asker, now=NOW)
    with pytest.raises(SwapAskedAlready):
        ask_for_swap(given_id=swap.given.pk, taken_id=other.pk, why="家中有事", by=asker, now=NOW)


def test_every_step_of_a_swap_is_in_the_log():
    swap = _agreed(a_swap())
    settle_swap(swap.pk, to=SwapState.DONE, by=a_person(org=swap.org), now=NOW)

    told = Logged.objects.filter(about__contains=[f"swap-{swap.pk}"]).order_by("id")

    assert [(one.kind, one.payload.get("to")) for one in told] == [
        ("logistics.SwapAsked", None), ("logistics.SwapMoved", "agreed"), ("logistics.SwapMoved", "done"),
    ]


def test_a_grid_member_on_the_roster_of_the_community_swaps_on_the_page():
    community = a_community()
    member = a_person(role=Role.GRID_MEMBER, org=a_grid(parent=community))
    given = a_shift(org=community, person=member, begins_at=NOW.replace(year=2099))
    taken = a_shift(org=community, begins_at=NOW.replace(year=2099) + DAY)
    leader = a_person(role=Role.COMMUNITY_DIRECTOR, org=community)

    asked = signed_in_client(member).post(reverse("duty:swap-asking", args=[given.pk]), {"taken": taken.pk, "why": "家中有事"})
    swap = Swap.objects.get()
    signed_in_client(taken.person).post(reverse("duty:swap-answer", args=[swap.pk]), {"to": "agreed"})
    page = signed_in_client(leader).get(reverse("duty:swaps")).content.decode()
    signed_in_client(leader).post(reverse("duty:swap-settling", args=[swap.pk]), {"to": "done"})

    assert asked.status_code == 302
    assert 'value="done"' in page
    assert [one for one, _at in _on_roster(community)] == [taken.person_id, member.pk]


def test_a_colleague_of_another_unit_neither_sees_nor_answers_a_swap():
    swap = a_swap()
    stranger = signed_in_client(a_person())

    answers = [
        stranger.post(reverse("duty:swap-answer", args=[swap.pk]), {"to": "agreed"}).status_code,
        stranger.post(reverse("duty:swap-settling", args=[swap.pk]), {"to": "done"}).status_code,
        stranger.get(reverse("duty:swap-asking", args=[swap.given_id])).status_code,
    ]

    assert answers == [404, 404, 404]
    assert swap.given.person.full_name not in stranger.get(reverse("duty:swaps")).content.decode()


@pytest.mark.parametrize("to", ["", "asked", "swapped"])
def test_a_swap_is_answered_with_its_buttons_only(to):
    swap = a_swap()

    answer = signed_in_client(swap.taken.person).post(reverse("duty:swap-answer", args=[swap.pk]), {"to": to})

    assert answer.status_code == 422
    assert Swap.objects.get().state == SwapState.ASKED


def test_the_roster_says_that_a_swap_waits_for_ones_word():
    swap = a_swap()

    page = signed_in_client(swap.taken.person).get(reverse("duty:roster")).content.decode()

    assert "有1项换班等您答复" in page
