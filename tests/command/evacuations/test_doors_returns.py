"""Refusal, force and return: what needs an authority is refused without one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from linan.command.domain.doors.states import DoorState
from linan.command.evacuations.actions.changes import Change, take_changes
from linan.command.evacuations.actions.forcing import (
    Force,
    ForceIncomplete,
    NobodyRefused,
    force_evacuation,
)
from linan.command.evacuations.actions.returns import (
    DangerIsCleared,
    DangerNotCleared,
    Signature,
    SignatureIncomplete,
    mark_returned,
    report_early_return,
    sign_danger_cleared,
)
from linan.command.evacuations.announcements import OrdersChanged
from linan.command.evacuations.legal import legal_bases
from linan.command.evacuations.models import DangerZone, DoorEntry, DoorList, EarlyReturn
from linan.command.evacuations.reckoning import reckon
from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.announcements.log import announce
from linan.ground.announcements.models import Logged
from linan.ground.moves import MoveNotAllowed
from linan.logistics.shelters.announcements import StayEnded
from linan.logistics.shelters.models import LeftTo
from linan.response.models import Incident, Task
from tests.build import NOW, a_community, a_person
from tests.builders.doors import a_door_list, a_home, a_stay, order, the_entry
from tests.builders.response import an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
SOON = NOW + timedelta(minutes=10)
SIGNED = Signature(authority="演示区应急管理局", official="演示工程师 副科长", finding="泄漏点已修复，复测为零")
FORCED = Force(
    legal_basis="geological_29", authority="演示社区居民委员会", decided_by="演示主任", officers="派出所民警两名", reason="裂缝加宽"
)


def refuse(made: DoorList) -> DoorEntry:
    """Let the first household refuse."""
    entry = the_entry(made)
    change = Change(client_id=uuid4(), entry_id=entry.pk, to=DoorState.REFUSED)
    take_changes([change], door_list_id=made.pk, phone_now=None, by=made.walker, now=NOW)
    return entry


def test_force_is_recorded_with_article_authority_person_and_time():
    made = a_door_list()
    director = a_person(org=made.evacuation.org)

    row = force_evacuation(FORCED, entry_id=refuse(made).pk, by=director, now=SOON)

    assert (row.legal_basis, row.authority, row.by, row.at) == ("geological_29", "演示社区居民委员会", director, SOON)
    assert "可以强行组织避灾疏散" in legal_bases()["geological_29"].text
    assert the_entry(made).state == "carried"
    assert Logged.objects.filter(kind="command.EvacuationForced").count() == 1


def test_nobody_is_forced_who_did_not_refuse():
    made = a_door_list()

    with pytest.raises(NobodyRefused):
        force_evacuation(FORCED, entry_id=the_entry(made).pk, by=made.walker, now=SOON)


@pytest.mark.parametrize("missing", ["legal_basis", "authority", "decided_by", "officers", "reason"])
def test_force_without_one_of_its_parts_is_not_recorded(missing):
    entry = refuse(a_door_list())
    parts = {"legal_basis": "geological_29", "authority": "甲", "decided_by": "乙", "officers": "丙", "reason": "丁"}

    with pytest.raises(ForceIncomplete):
        force_evacuation(Force(**(parts | {missing: " "})), entry_id=entry.pk, by=entry.door_list.walker, now=SOON)


def test_nobody_is_marked_as_returned_before_the_signature():
    made = a_door_list()

    with pytest.raises(DangerNotCleared):
        mark_returned(evacuation_id=made.evacuation_id, entry_ids=[the_entry(made).pk], by=made.walker, now=SOON)

    assert the_entry(made).returned_at is None


def test_after_the_signature_households_return_once():
    made = a_door_list()
    entry = the_entry(made)
    signer = a_person(org=made.evacuation.org)

    clearance = sign_danger_cleared(SIGNED, zone_id=made.evacuation.zone_id, by=signer, now=SOON)
    first = mark_returned(evacuation_id=made.evacuation_id, entry_ids=[entry.pk], by=made.walker, now=SOON)
    again = mark_returned(evacuation_id=made.evacuation_id, entry_ids=[entry.pk], by=made.walker, now=SOON)

    zone = DangerZone.objects.get(pk=made.evacuation.zone_id)
    assert (clearance.authority, clearance.official, clearance.signed_by) == (SIGNED.authority, SIGNED.official, signer)
    assert (zone.status, zone.cleared_authority, zone.cleared_by) == ("danger_cleared", SIGNED.authority, signer)
    assert (first, again) == (1, 0)
    assert the_entry(made).returned_at == SOON


def test_the_danger_is_signed_for_once_and_by_name():
    made = a_door_list()
    zone_id = made.evacuation.zone_id

    with pytest.raises(SignatureIncomplete):
        sign_danger_cleared(Signature(authority="甲", official="", finding="乙"), zone_id=zone_id, by=made.walker, now=SOON)
    sign_danger_cleared(SIGNED, zone_id=zone_id, by=made.walker, now=SOON)
    with pytest.raises(MoveNotAllowed):
        sign_danger_cleared(SIGNED, zone_id=zone_id, by=made.walker, now=SOON)


def test_who_comes_back_early_is_looked_for_again_and_somebody_is_sent():
    org = a_community()
    made = a_door_list(org=org, incident=an_incident(org=org))
    entry = the_entry(made)
    arrived = Change(client_id=uuid4(), entry_id=entry.pk, to=DoorState.ARRIVED)
    take_changes([arrived], door_list_id=made.pk, phone_now=None, by=made.walker, now=NOW)

    early = report_early_return(entry_id=entry.pk, note="窗口有灯光", by=made.walker, now=SOON)

    task = Task.objects.get()
    assert (early.task, task.owner, task.due_at) == (task, made.walker, SOON + timedelta(minutes=10))
    assert str(entry.household.building) in task.title
    assert reckon(made.evacuation).balance.not_reached == 2


@pytest.mark.parametrize("has_closed_incident", [True, False])
def test_without_an_open_incident_an_early_return_opens_one_and_somebody_is_sent_all_the_same(has_closed_incident):
    org = a_community()
    incident = an_incident(org=org) if has_closed_incident else None
    made = a_door_list(org=org, incident=incident)
    Incident.objects.update(status="closed")

    first = report_early_return(entry_id=the_entry(made).pk, note="", by=made.walker, now=SOON)
    again = report_early_return(entry_id=the_entry(made).pk, note="", by=made.walker, now=SOON)

    opened = Incident.objects.get(status="open")
    assert (first.task.incident, again.task.incident, first.task.owner) == (opened, opened, made.walker)
    assert made.evacuation.zone.name in opened.title


def test_who_checks_out_of_a_shelter_for_home_is_reported_and_for_relatives_is_not():
    home, relatives = a_door_list(), a_door_list()
    for made, left_to in ((home, LeftTo.HOME), (relatives, LeftTo.RELATIVES)):
        entry = the_entry(made)
        stay = a_stay(entry, people=2)
        event = StayEnded(
            stay_id=stay.pk, shelter_id=stay.shelter_id, household_id=entry.household_id, people=2, left_to=left_to
        )
        with transaction.atomic():
            announce(event, by_id=None, org_id=entry.evacuation.org_id, about=[], now=SOON)

    deliver_announcements()

    assert list(EarlyReturn.objects.values_list("entry", flat=True)) == [the_entry(home).pk]
    assert reckon(home.evacuation).balance.not_reached == 2


def test_new_orders_put_new_households_on_the_lists():
    made = a_door_list()
    late = a_home(building=the_entry(made).household.building, floor=3)
    order(made.evacuation, late)
    with transaction.atomic():
        changed = OrdersChanged(evacuation_id=made.evacuation_id, households=1)
        announce(changed, by_id=None, org_id=made.evacuation.org_id, about=[], now=SOON)

    deliver_announcements()

    assert list(made.entries.values_list("household", flat=True))[-1] == late.pk


def test_a_return_after_the_clearance_is_not_early():
    made = a_door_list()
    sign_danger_cleared(SIGNED, zone_id=made.evacuation.zone_id, by=made.walker, now=SOON)

    with pytest.raises(DangerIsCleared):
        report_early_return(entry_id=the_entry(made).pk, note="", by=made.walker, now=SOON)
