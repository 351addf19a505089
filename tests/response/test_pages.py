"""The pages of response: who may enter, what they show, and how many queries they cost."""

import pytest
from django.urls import reverse

from linan.ground.announcements.models import Logged
from linan.ground.people.models import Person, Role
from linan.response.models import Incident, IncidentStatus, Mode, Task, TaskStatus
from tests.build import a_community, a_grid, a_person, signed_in_client
from tests.builders.response import a_task, an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def _get(person: Person, name: str, *places: int) -> int:
    return signed_in_client(person).get(reverse(name, args=places)).status_code


@pytest.mark.parametrize("page", ["response:incident", "response:report"])
def test_an_incident_opens_to_its_own_community_and_to_nobody_elses(page):
    incident = an_incident()
    officer = a_person(role=Role.DUTY_OFFICER, org=incident.org)
    neighbour = a_person(role=Role.DUTY_OFFICER, org=a_community())
    resident = a_person(role=Role.RESIDENT, org=incident.org)

    answers = [_get(one, page, incident.pk) for one in (officer, neighbour)]

    assert answers == [200, 404]
    assert _get(resident, page, incident.pk) in (403, 404)


def test_a_line_that_an_earlier_version_announced_without_a_part_of_its_title_is_told_all_the_same():
    incident = an_incident()
    Logged.objects.create(
        kind="response.ResponseLevelSet", at=incident.opened_at, org_id=incident.org_id, payload={"incident_id": incident.pk},
        about=[f"incident-{incident.pk}"],
    )

    answer = _get(a_person(role=Role.DUTY_OFFICER, org=incident.org), "response:report", incident.pk)

    assert answer == 200


def test_a_grid_member_sees_and_moves_a_task_that_a_stranger_does_not_find():
    incident = an_incident()
    grid_member = a_person(role=Role.GRID_MEMBER, org=a_grid(parent=incident.org))
    task = a_task(incident=incident, owner=grid_member)
    stranger = a_person(role=Role.GRID_MEMBER, org=a_grid())
    address = reverse("response:task-move", args=[task.pk])

    refused = signed_in_client(stranger).post(address, {"to": "accepted"})
    done = signed_in_client(grid_member).post(address, {"to": "accepted"})

    assert (refused.status_code, done.status_code) == (404, 302)
    assert Task.objects.get().status == TaskStatus.ACCEPTED
    assert Task.objects.get().accepted_at == Task.objects.get(owner=grid_member).accepted_at


def test_a_task_page_and_the_list_of_tasks_offer_exactly_the_next_step():
    task = a_task()
    client = signed_in_client(task.owner)

    listed = client.get(reverse("response:my-tasks")).content.decode()
    alone = client.get(reverse("response:task", args=[task.pk])).content.decode()

    assert listed.count('name="to" value="accepted"') == 1
    assert alone.count('name="to" value="accepted"') == 1
    assert 'value="on_site"' not in alone


def test_a_task_that_cannot_be_done_needs_a_reason():
    task = a_task()
    address = reverse("response:task-move", args=[task.pk])

    answer = signed_in_client(task.owner).post(address, {"to": "failed", "note": " "})

    assert answer.status_code == 422
    assert Task.objects.get().status == TaskStatus.ASSIGNED


def test_a_made_up_move_is_refused_and_changes_nothing():
    task = a_task()
    address = reverse("response:task-move", args=[task.pk])

    answers = [signed_in_client(task.owner).post(address, {"to": to}).status_code for to in ("flying", "on_site", "")]

    assert answers == [422, 409, 422]
    assert Task.objects.get().status == TaskStatus.ASSIGNED


def test_an_incident_is_opened_by_hand_and_closed_with_a_summary():
    community = a_community()
    client = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))

    client.post(reverse("response:opening"), {"org": community.pk, "kind": "fire", "place": "东门车棚", "mode": "drill"})
    incident = Incident.objects.get()
    empty = client.post(reverse("response:closing", args=[incident.pk]), {"reason": "settled", "summary": ""})
    closed = client.post(reverse("response:closing", args=[incident.pk]), {"reason": "drill_over", "summary": "演练完成"})

    assert (incident.title, incident.mode, incident.klass) == ("东门车棚 火灾", Mode.DRILL, "accident")
    assert (empty.status_code, closed.status_code) == (422, 302)
    assert Incident.objects.get().status == IncidentStatus.CLOSED


def test_an_incident_cannot_be_opened_in_a_community_of_others():
    elsewhere = a_community()
    client = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=a_community()))

    answer = client.post(reverse("response:opening"), {"org": elsewhere.pk, "kind": "fire", "place": "西门", "mode": "real"})

    assert answer.status_code == 422
    assert Incident.objects.count() == 0


def test_a_stranger_is_led_to_sign_in(client):
    incident = an_incident()

    answer = client.get(reverse("response:incident", args=[incident.pk]))

    assert answer.status_code == 302
    assert "/accounts/login" in answer.headers["Location"]


@pytest.mark.parametrize("tasks", [1, 12])
def test_the_page_of_an_incident_costs_the_same_however_many_tasks_it_has(tasks, django_assert_max_num_queries):
    incident = an_incident()
    a_person(role=Role.GRID_MEMBER, org=incident.org)
    [a_task(incident=incident, owner=incident.opened_by or a_person()) for _number in range(tasks)]
    client = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=incident.org))

    with django_assert_max_num_queries(16):
        answer = client.get(reverse("response:incident", args=[incident.pk]))

    assert answer.status_code == 200


def test_the_list_of_incidents_costs_the_same_however_long_it_is(django_assert_max_num_queries):
    community = a_community()
    [an_incident(org=community) for _number in range(20)]
    client = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))

    with django_assert_max_num_queries(11):
        answer = client.get(reverse("response:incidents"))

    assert answer.content.decode().count("演示火灾") == 20


def test_the_service_tells_the_tasks_of_an_incident():
    task = a_task()
    client = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=task.incident.org))

    told = client.get(f"/api/v1/incidents/{task.incident_id}/tasks").json()

    assert [(one["id"], one["status"], one["role"]) for one in told] == [(task.pk, "assigned", "grid_member")]
