"""From need to people under way: proposed, changed by hand, sent with one confirmation, withdrawn."""

from datetime import timedelta

import pytest

from linan.command.deployment.actions.needs import call_off_need
from linan.command.deployment.actions.proposals import (
    ChangedSinceSeen,
    NothingNeeded,
    change_deployment,
    price_change,
    propose_deployment,
)
from linan.command.deployment.actions.readiness import StillDeployed, set_readiness
from linan.command.deployment.actions.sending import (
    NeedIsOver,
    NoLongerReady,
    send_deployment,
    withdraw_deployment,
)
from linan.command.deployment.models import Deployment, DeploymentStatus, Readiness, Stock, Team
from linan.command.domain.deployment.question import Pin
from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.announcements.models import Logged
from linan.ground.people.models import SYSTEM, Role
from linan.ground.text import Sentence
from linan.response.actions import close_incident
from linan.response.models import CloseReason, Task, TaskStatus
from tests.build import NOW, a_person
from tests.builders.deployment import (
    EAST,
    WEST,
    a_closure,
    a_deployment,
    a_need,
    a_stock,
    a_street_to_drive,
    a_team,
)
from tests.builders.evacuations import a_zone
from tests.builders.response import an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
MIDDLE = (WEST + EAST) / 2


def propose(incident):
    return propose_deployment(incident=incident, by=SYSTEM, now=NOW)


def send(deployment, *, seen=None):
    return send_deployment(deployment=deployment, seen=seen or deployment.number, by=SYSTEM, now=NOW)


def test_the_nearest_team_is_proposed_with_its_minutes_by_road():
    incident = an_incident()
    a_street_to_drive()
    a_team(org=incident.org, name="西队")
    near = a_team(org=incident.org, name="中队", lon=MIDDLE)
    a_need(incident=incident)

    (item,) = propose(incident).items.all()

    # Half of 1,887 m at 15 km/h and one minute to set out.
    assert (item.team, item.minutes, item.is_late) == (near, 5, False)
    assert item.because == {"msgid": "Soonest there of %(count)d who can.", "values": {"count": 2}}


def test_a_closed_road_leaves_the_need_unmet_and_says_why():
    incident = an_incident()
    a_street_to_drive()
    a_team(org=incident.org, name="西队")
    a_closure(org=incident.org)
    need = a_need(incident=incident)

    proposed = propose(incident)

    assert list(proposed.items.all()) == []
    (gap,) = proposed.gaps
    assert (gap["need"], gap["missing"]) == (need.pk, 6)
    assert Sentence.from_json(gap["because"][0]).values == {"name": "西队"}


def test_nobody_drives_through_a_danger_zone_but_into_it_they_do():
    incident = an_incident()
    a_street_to_drive()
    a_team(org=incident.org, name="西队")
    a_zone(org=incident.org, radius_m=1150)  # its north end lies over the middle of the street
    beyond, inside = a_need(incident=incident), a_need(incident=incident, lon=MIDDLE, place="险区内")

    proposed = propose(incident)

    assert [gap["need"] for gap in proposed.gaps] == [beyond.pk]
    assert proposed.items.get().need == inside


def test_once_the_hour_has_passed_who_comes_is_late_by_all_that_passed():
    incident = an_incident()
    a_street_to_drive()
    a_team(org=incident.org, name="西队", lon=EAST)
    a_need(incident=incident, by_when=NOW - timedelta(minutes=20))

    (gap,) = propose(incident).gaps

    assert (gap["missing"], gap["late"]) == (0, 6)
    assert gap["because"][0]["values"] == {"name": "西队", "minutes": 21}


def test_who_rests_is_not_sent():
    incident = an_incident()
    a_street_to_drive()
    tired = a_team(org=incident.org)
    set_readiness(tired, to=Readiness.RESTING, by=SYSTEM, now=NOW)
    a_need(incident=incident)

    (gap,) = propose(incident).gaps

    assert gap["because"] == [{"msgid": "%(name)s is resting.", "values": {"name": "演示一队"}}]


def test_without_a_need_nothing_is_worked_out():
    with pytest.raises(NothingNeeded):
        propose(an_incident())


def test_a_second_proposal_takes_the_place_of_the_first():
    first = a_deployment()

    second = propose(first.incident)

    first.refresh_from_db()
    assert (first.status, second.status) == (DeploymentStatus.WITHDRAWN, DeploymentStatus.PROPOSED)


def test_sending_deploys_the_team_and_gives_its_leader_a_task():
    incident = an_incident()
    leader = a_person(role=Role.RESPONDER, org=incident.org)
    a_street_to_drive()
    team = a_team(org=incident.org, leader=leader)
    a_need(incident=incident, by_when=NOW + timedelta(minutes=30))

    sent = send(propose(incident))

    team.refresh_from_db()
    assert (sent.status, team.readiness) == (DeploymentStatus.SENT, Readiness.DEPLOYED)
    (task,) = Task.objects.filter(incident=incident)
    assert (task.owner, task.title, task.due_at) == (leader, "演示一队前往东门车棚：灭火", NOW + timedelta(minutes=30))
    assert sent.items.get().task == task


def test_a_team_without_a_leader_gives_its_task_to_the_role_that_answers_for_it():
    incident = an_incident()
    responder = a_person(role=Role.RESPONDER, org=incident.org)

    send(a_deployment(incident=incident))

    assert Task.objects.get(incident=incident).owner == responder


def test_who_is_under_way_counts_as_there_and_is_not_asked_for_again():
    incident = an_incident()
    a_person(role=Role.RESPONDER, org=incident.org)

    send(a_deployment(incident=incident))

    with pytest.raises(NothingNeeded):
        propose(incident)


def test_pieces_that_are_sent_are_counted_off_and_come_back_with_the_withdrawal():
    incident = an_incident()
    a_person(role=Role.PROPERTY_STAFF, org=incident.org)
    a_street_to_drive()
    stock = a_stock(org=incident.org, amount=100)
    a_need(incident=incident, what="water", how_many=60)

    sent = send(propose(incident))
    after_sending = Stock.objects.get().amount
    withdraw_deployment(deployment=sent, by=SYSTEM, now=NOW)

    stock.refresh_from_db()
    assert (after_sending, stock.amount) == (40, 100)


def test_what_was_seen_is_what_is_sent_or_nothing():
    deployment = a_deployment()
    change_deployment(
        deployment=deployment, pin=Pin(deployment.items.get().key, None), seen=1, by=SYSTEM, now=NOW
    )

    with pytest.raises(ChangedSinceSeen):
        send(deployment, seen=1)


def test_nobody_is_sent_when_one_of_them_cannot_go_any_more():
    deployment = a_deployment()
    team = deployment.items.get().team
    set_readiness(team, to=Readiness.OFF, by=SYSTEM, now=NOW)

    with pytest.raises(NoLongerReady):
        send(deployment)

    assert Deployment.objects.get(pk=deployment.pk).status == DeploymentStatus.PROPOSED


def test_nobody_is_sent_where_nothing_is_needed_any_more():
    deployment = a_deployment()
    call_off_need(need=deployment.items.get().need, by=SYSTEM, now=NOW)

    with pytest.raises(NeedIsOver):
        send(deployment)


def test_a_change_by_hand_is_priced_before_it_is_kept():
    incident = an_incident()
    a_street_to_drive()
    far, near = a_team(org=incident.org, name="西队"), a_team(org=incident.org, name="中队", lon=MIDDLE)
    need = a_need(incident=incident)
    proposed = propose(incident)
    pin = Pin(f"team-{far.pk}", f"need-{need.pk}")

    _worked, cost = price_change(proposed, pin, now=NOW)
    unchanged = proposed.items.get().team
    changed = change_deployment(deployment=proposed, pin=pin, seen=1, by=SYSTEM, now=NOW)

    assert (cost.wants, cost.moved) == ((), (f"team-{near.pk}",))
    assert 220 <= cost.seconds <= 230  # 943 m more at 15 km/h
    assert unchanged == near
    (item,) = changed.items.all()
    assert (item.team, item.is_by_hand, changed.number) == (far, True, 2)


def test_withdrawing_calls_everybody_back():
    incident = an_incident()
    a_person(role=Role.RESPONDER, org=incident.org)
    sent = send(a_deployment(incident=incident))

    withdraw_deployment(deployment=sent, by=SYSTEM, now=NOW)

    assert Team.objects.get().readiness == Readiness.READY
    assert Task.objects.get().status == TaskStatus.CANCELLED
    assert sent.items.get().back_at == NOW


def test_when_the_incident_ends_everybody_is_free_again():
    incident = an_incident()
    a_person(role=Role.RESPONDER, org=incident.org)
    sent = send(a_deployment(incident=incident))

    close_incident(incident_id=incident.pk, reason=CloseReason.SETTLED, summary="已扑灭", by=SYSTEM, now=NOW)
    deliver_announcements()

    sent.refresh_from_db()
    assert (sent.status, Team.objects.get().readiness) == (DeploymentStatus.WITHDRAWN, Readiness.READY)


def test_deployed_is_set_by_sending_alone():
    with pytest.raises(StillDeployed):
        set_readiness(a_team(), to=Readiness.DEPLOYED, by=SYSTEM, now=NOW)


def test_every_step_is_announced_on_the_incident():
    incident = an_incident()
    a_person(role=Role.RESPONDER, org=incident.org)

    sent = send(a_deployment(incident=incident))
    withdraw_deployment(deployment=sent, by=SYSTEM, now=NOW)

    told = Logged.objects.filter(about__contains=[f"deployments-of-{incident.pk}"]).order_by("id")
    assert list(told.values_list("kind", flat=True)) == [
        "command.NeedStated", "command.DeploymentProposed", "command.DeploymentSent", "command.DeploymentWithdrawn",
    ]
