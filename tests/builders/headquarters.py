"""Builders of the field headquarters."""

from datetime import datetime, timedelta

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person, Role
from linan.response.actions import give_task, move_task
from linan.response.headquarters.actions.posts import begin_ownership, offer_post
from linan.response.headquarters.actions.roll_calls import call_roll
from linan.response.headquarters.actions.turnouts import begin_turnout
from linan.response.headquarters.models import HandOver, RollCallEntry, TurnoutMember
from linan.response.models import Incident, TaskStatus
from tests.build import NOW, a_community, a_person
from tests.builders.response import a_task, an_incident


def a_member(*, org: Org | None = None, incident: Incident | None = None, person: Person | None = None, now: datetime = NOW) -> TurnoutMember:
    """Return a responder of the community who was called out with the first tier and has not answered."""
    incident = incident or an_incident(org=org)
    called = person or a_person(role=Role.RESPONDER, org=incident.org)
    with everywhere():
        begin_turnout(incident_id=incident.pk, by=SYSTEM, now=now)
        return TurnoutMember.objects.get(turnout__incident=incident, person=called)


def a_hand_over(*, org: Org | None = None, now: datetime = NOW) -> HandOver:
    """Return the ownership of an incident with one open task, offered to the director of its community."""
    officer = a_person(role=Role.DUTY_OFFICER, org=org or a_community())
    incident = an_incident(org=officer.memberships.get().org)
    director = a_person(role=Role.COMMUNITY_DIRECTOR, org=incident.org)
    a_task(incident=incident)
    with everywhere():
        held = begin_ownership(incident_id=incident.pk, by=SYSTEM, now=now)
        return offer_post(holding_id=held.pk, to=director.memberships.get(), note="", by=officer, now=now)


def an_entry(*, org: Org | None = None, now: datetime = NOW) -> RollCallEntry:
    """Return a grid member who took a task and was asked on the first roll-call of its incident, owned by the duty officer."""
    officer = a_person(role=Role.DUTY_OFFICER, org=org or a_community())
    incident = an_incident(org=officer.memberships.get().org)
    member = a_person(role=Role.GRID_MEMBER, org=incident.org)
    with everywhere():
        begin_ownership(incident_id=incident.pk, by=SYSTEM, now=now)
        task = give_task(
            incident_id=incident.pk, owner=member.memberships.get(), title="逐层敲门", brief="", due_in=timedelta(hours=9),
            by=officer, now=now,
        )
        move_task(task_id=task.pk, to=TaskStatus.ACCEPTED, by=task.owner, now=now)
        call_roll(incident_id=task.incident_id, by=SYSTEM, now=now)
        return RollCallEntry.objects.get(roll_call__incident=task.incident_id)
