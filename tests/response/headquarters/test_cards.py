"""Decision cards: what is late comes with rule, figures and options; every choice is kept and stands on the timeline."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.people.models import SYSTEM, Role
from linan.response.headquarters.actions.choices import (
    DeclineReasonMissing,
    PointIsGone,
    decline_point,
    note_look,
    take_option,
)
from linan.response.headquarters.actions.turnouts import begin_turnout
from linan.response.headquarters.cards import cards_of
from linan.response.headquarters.models import Choice, ChoiceOutcome
from linan.response.models import Incident, Task, TaskStatus
from linan.response.pages import incident_page
from tests.build import NOW, a_person, signed_in_client
from tests.builders.headquarters import a_member
from tests.builders.response import a_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
LATE = NOW + timedelta(hours=1)


def _late_task() -> tuple[Task, str]:
    """Return a task beyond its deadline that a second grid member could do, and its point."""
    task = a_task()
    a_person(role=Role.GRID_MEMBER, org=task.incident.org)
    return task, f"task-{task.pk}"


def _option(incident: Incident, person, point: str) -> str:
    (card,) = [one for one in cards_of(incident, person=person, now=LATE).late if one.point.key == point]
    return card.point.options[0].key


def test_a_late_task_proposes_who_could_do_it_with_rule_and_figures():
    task, point = _late_task()
    officer = a_person(org=task.incident.org)

    (card,) = cards_of(task.incident, person=officer, now=LATE).late

    assert (card.point.key, card.point.figures.values["minutes"]) == (point, 52)
    assert card.point.options[0].cost.values["count"] == 0
    assert cards_of(task.incident, person=officer, now=NOW).late == []


def test_taking_an_option_does_it_and_keeps_what_it_rested_on():
    task, point = _late_task()
    officer = a_person(org=task.incident.org)

    take_option(incident_id=task.incident_id, point=point, option=_option(task.incident, officer, point), by=officer, now=LATE)

    choice, after = Choice.objects.get(), Task.objects.get()
    assert after.owner_id != task.owner_id
    assert (choice.outcome, choice.chosen_at, choice.figures["values"]["minutes"]) == (ChoiceOutcome.TAKEN, LATE, 52)
    about = [line.about for line in incident_page(task.incident, now=LATE).timeline if str(task.title) in line.about]
    assert any(str(after.owner) in line for line in about)


def test_a_choice_about_what_was_settled_meanwhile_is_refused_and_not_kept():
    task, point = _late_task()
    officer = a_person(org=task.incident.org)
    option = _option(task.incident, officer, point)
    Task.objects.update(status=TaskStatus.DONE)

    with pytest.raises(PointIsGone):
        take_option(incident_id=task.incident_id, point=point, option=option, by=officer, now=LATE)

    assert Choice.objects.count() == 0


def test_declining_wants_a_reason_and_takes_the_proposal_away_from_everybody():
    task, point = _late_task()
    officer = a_person(org=task.incident.org)

    with pytest.raises(DeclineReasonMissing):
        decline_point(incident_id=task.incident_id, point=point, reason=" ", by=officer, now=LATE)
    decline_point(incident_id=task.incident_id, point=point, reason="消防队已在现场", by=officer, now=LATE)

    (card,) = cards_of(task.incident, person=a_person(org=task.incident.org), now=LATE).late
    assert (card.choice.outcome, card.choice.reason, card.choice.chosen_by) == (ChoiceOutcome.DECLINED, "消防队已在现场", officer)


def test_a_late_turn_out_stands_above_late_tasks_and_proposes_the_next_tier():
    member = a_member()
    street = a_person(role=Role.STREET_OFFICER, org=member.turnout.org.parent)
    a_task(incident=member.turnout.incident)

    late = cards_of(member.turnout.incident, person=street, now=LATE).late

    assert late[0].point.key == f"turnout-{member.turnout_id}"
    assert late[0].point.options[0].cost.values == {"people": 1, "minutes": 15}


def test_what_changed_is_counted_from_the_persons_own_look():
    task = a_task()
    officer, other = (a_person(org=task.incident.org) for _number in range(2))
    note_look(incident_id=task.incident_id, by=officer, now=NOW + timedelta(minutes=1))
    begin_turnout(incident_id=task.incident_id, by=SYSTEM, now=NOW + timedelta(minutes=2))

    seen = [len(cards_of(task.incident, person=one, now=LATE).changes) for one in (officer, other)]

    assert seen == [1, 3]


def test_the_officer_decides_on_the_page_and_the_front_shows_what_is_late():
    task, point = _late_task()
    Task.objects.update(due_at=NOW - timedelta(days=300))
    client = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=task.incident.org))
    address = reverse("headquarters:choosing", args=[task.incident_id])

    front = client.get(reverse("headquarters:front")).content.decode()
    answers = [client.post(address, {"point": point, **said}).status_code for said in ({}, {"option": "to-0"}, {"reason": "已处理"})]

    assert task.title in front
    assert answers == [422, 409, 302]
    assert client.post(reverse("headquarters:seen", args=[task.incident_id])).status_code == 302


def test_a_report_that_is_owed_upwards_stands_among_what_is_late_with_its_source():
    task, _point = _late_task()
    deliver_announcements()

    late = cards_of(task.incident, person=a_person(org=task.incident.org), now=NOW + timedelta(days=1)).late

    owed = [one.point for one in late if one.point.key.startswith("report-")]
    assert {one.rule.msgid for one in owed} == {"Reporting deadline: %(source)s"}
    assert all(one.rule.values["source"] for one in owed)
