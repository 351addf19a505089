"""Handing over: every open point is ticked, nothing unread is left, and a drill has points of its own."""

import pytest
from django.urls import reverse

from linan.ground.people.models import Role
from linan.logistics.duty.actions.handing import PointsOpen, UnreadBlocks, take_over
from linan.logistics.duty.models import DutyMode, HandOver
from linan.monitoring.actions.warning_cards import note_seen
from linan.response.models import Mode
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.duty import a_hand_over
from tests.builders.reports import a_report
from tests.builders.response import an_incident
from tests.builders.warnings import a_warning_card

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_an_unread_warning_blocks_the_hand_over_until_somebody_has_read_it():
    community = a_community()
    card, row, officer = a_warning_card(org=community), a_hand_over(org=community), a_person(org=community)

    with pytest.raises(UnreadBlocks):
        take_over(row.pk, ticked=[f"warning-{card.pk}"], by=officer, now=NOW)
    note_seen(card_id=card.pk, by=officer, now=NOW)
    taken = take_over(row.pk, ticked=[f"warning-{card.pk}"], by=officer, now=NOW)

    assert (taken.taken_by, [one["key"] for one in taken.points]) == (officer, [f"warning-{card.pk}"])


def test_every_open_point_is_ticked_also_one_that_came_while_reading():
    community = a_community()
    row, officer = a_hand_over(org=community), a_person(org=community)
    incident, report = an_incident(org=community), a_report(org=community)
    ticked = [f"incident-{incident.pk}"]

    with pytest.raises(PointsOpen):
        take_over(row.pk, ticked=ticked, by=officer, now=NOW)
    taken = take_over(row.pk, ticked=[*ticked, f"report-{report.pk}"], by=officer, now=NOW)

    assert sorted(one["key"] for one in taken.points) == sorted([f"incident-{incident.pk}", f"report-{report.pk}"])


def test_a_hand_over_in_a_drill_asks_for_the_drill_only():
    community = a_community()
    an_incident(org=community, mode=Mode.REAL)
    drill = an_incident(org=community, mode=Mode.DRILL)
    officer, client = a_person(org=community), signed_in_client(a_person(org=community))
    client.post(reverse("duty:writing"), {"text": "演练交班", "is_drill": "on"})
    row = HandOver.objects.get()

    taken = take_over(row.pk, ticked=[f"incident-{drill.pk}"], by=officer, now=NOW)

    assert (row.mode, [one["key"] for one in taken.points]) == (DutyMode.DRILL, [f"incident-{drill.pk}"])


def test_the_page_keeps_the_ticks_and_says_what_is_missing():
    community = a_community()
    row = a_hand_over(org=community)
    seen, new = an_incident(org=community), an_incident(org=community)
    client = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))

    answer = client.post(reverse("duty:taking", args=[row.pk]), {"ticked": [f"incident-{seen.pk}"]})

    assert answer.status_code == 409
    assert answer.context["ticked"] == [f"incident-{seen.pk}"]
    assert {one.key for one in answer.context["points"]} == {f"incident-{seen.pk}", f"incident-{new.pk}"}


def test_points_of_a_neighbouring_community_do_not_stand_in_the_way():
    row, officer = a_hand_over(), a_person()
    an_incident(org=a_community())

    assert take_over(row.pk, ticked=(), by=officer, now=NOW).points == []
