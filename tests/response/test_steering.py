"""Steering an incident: the event's grade with its reason, units that join, tasks given by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linan.ground.orgs.actions import add_org
from linan.ground.orgs.models import OrgKind
from linan.ground.people.models import SYSTEM, Membership, Role
from linan.response.actions import (
    OwnerNotHere,
    ReopenReasonMissing,
    close_incident,
    give_task,
    reopen_incident,
    set_event_grade,
)
from linan.response.models import (
    CloseReason,
    EventGrade,
    GradeAssessment,
    Incident,
    IncidentClass,
    Participation,
    Reopening,
    Task,
)
from linan.response.pages import incident_page
from tests.build import NOW, a_community, a_grid, a_person, signed_in_client
from tests.builders.response import an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
LATER = NOW + timedelta(minutes=5)
PAGES = ["response:grade", "response:unit-joining", "response:task-giving"]


def _officer_of(incident):
    return signed_in_client(a_person(role=Role.DUTY_OFFICER, org=incident.org))


@pytest.mark.parametrize("page", PAGES)
def test_only_who_commands_in_the_incidents_unit_steers_it(page):
    incident = an_incident()
    address = reverse(page, args=[incident.pk])
    grid_member = signed_in_client(a_person(role=Role.GRID_MEMBER, org=incident.org))
    stranger = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=a_community()))

    answers = [client.get(address).status_code for client in (_officer_of(incident), grid_member, stranger)]

    assert answers == [200, 403, 404]


def test_a_changed_grade_keeps_the_earlier_one_and_both_reasons_on_the_timeline():
    incident = an_incident()
    client = _officer_of(incident)
    address = reverse("response:grade", args=[incident.pk])

    client.post(address, {"grade": "IV", "reason": "一人轻伤"})
    client.post(address, {"grade": "III", "reason": "三人死亡，区应急局研判"})

    assert Incident.objects.get().grade == EventGrade.III
    assert list(GradeAssessment.objects.values_list("grade", "reason")) == [
        ("IV", "一人轻伤"), ("III", "三人死亡，区应急局研判"),
    ]
    told = [line.about for line in incident_page(incident, now=LATER).timeline if "事件等级" in line.text]
    assert told == ["三人死亡，区应急局研判", "一人轻伤"]


@pytest.mark.parametrize(
    ("columns", "said", "sentence"),
    [
        ({"grade": "IV"}, {"grade": "IV", "reason": "无变化"}, "事件已是该等级"),
        ({"klass": IncidentClass.SOCIAL}, {"grade": "IV", "reason": "聚集"}, "社会安全事件不分级"),
        ({}, {"grade": "IV", "reason": ""}, "这个字段是必填项"),
        ({"status": "closed"}, {"grade": "IV", "reason": "补定"}, "该事件已结束"),
    ],
)
def test_a_grade_that_cannot_be_set_says_why_by_the_form_and_stores_nothing(columns, said, sentence):
    incident = an_incident()
    Incident.objects.filter(pk=incident.pk).update(**columns)

    answer = _officer_of(incident).post(reverse("response:grade", args=[incident.pk]), said)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert GradeAssessment.objects.count() == 0


def test_a_grade_set_by_the_system_keeps_its_reason_without_an_assessor():
    incident = an_incident()

    set_event_grade(incident_id=incident.pk, grade=EventGrade.II, reason=" 依据速报 ", by=SYSTEM, now=LATER)

    assert GradeAssessment.objects.values_list("reason", "assessed_by", "assessed_at").get() == ("依据速报", None, LATER)


def test_a_neighbouring_unit_joins_once_and_is_then_no_longer_offered():
    incident = an_incident()
    station = add_org(kind=OrgKind.FIRE_STATION, name="演示消防站", parent=incident.org.parent)
    client = _officer_of(incident)
    address = reverse("response:unit-joining", args=[incident.pk])

    first = client.post(address, {"unit": station.pk})
    second = client.post(address, {"unit": station.pk})

    assert (first.status_code, second.status_code) == (302, 422)
    assert list(Participation.objects.values_list("org", flat=True)) == [incident.org_id, station.pk]
    assert "演示消防站" not in client.get(address).content.decode()


def test_a_unit_far_away_cannot_be_made_to_join():
    incident = an_incident()
    elsewhere = a_community()

    answer = _officer_of(incident).post(reverse("response:unit-joining", args=[incident.pk]), {"unit": elsewhere.pk})

    assert answer.status_code == 422
    assert Participation.objects.count() == 1


def test_a_task_given_by_hand_reaches_the_chosen_person_with_its_deadline():
    incident = an_incident()
    grid = a_grid(parent=incident.org)
    owner = Membership.objects.get(person=a_person(role=Role.GRID_MEMBER, org=grid))
    said = {"title": "到东门接消防车", "brief": "带上钥匙", "owner": owner.pk, "due_in_min": 10}

    answer = _officer_of(incident).post(reverse("response:task-giving", args=[incident.pk]), said)

    task = Task.objects.get()
    assert answer.status_code == 302
    assert (task.owner, task.role, task.org, task.plan_task) == (owner.person, Role.GRID_MEMBER, grid, "")
    assert task.due_at - task.assigned_at == timedelta(minutes=10)
    listed = signed_in_client(owner.person).get(reverse("response:my-tasks")).content.decode()
    assert "到东门接消防车" in listed


@pytest.mark.parametrize("due_in_min", ["0", "1441", "soon"])
def test_a_deadline_that_is_no_deadline_is_refused_by_its_field(due_in_min):
    incident = an_incident()
    owner = Membership.objects.get(person=a_person(role=Role.GRID_MEMBER, org=incident.org))
    said = {"title": "接车", "owner": owner.pk, "due_in_min": due_in_min}

    answer = _officer_of(incident).post(reverse("response:task-giving", args=[incident.pk]), said)

    assert answer.status_code == 422
    assert 'id="id_due_in_min_error"' in answer.content.decode()
    assert Task.objects.count() == 0


def test_residents_and_strangers_are_not_offered_as_owners():
    incident = an_incident()
    resident = Membership.objects.get(person=a_person(role=Role.RESIDENT, org=incident.org))
    stranger = Membership.objects.get(person=a_person(role=Role.GRID_MEMBER, org=a_community()))
    client, address = _officer_of(incident), reverse("response:task-giving", args=[incident.pk])

    answers = [
        client.post(address, {"title": "接车", "owner": owner.pk, "due_in_min": 5}).status_code
        for owner in (resident, stranger)
    ]

    assert answers == [422, 422]


def test_a_person_whose_role_ended_meanwhile_is_refused_by_name():
    incident = an_incident()
    owner = Membership.objects.get(person=a_person(role=Role.GRID_MEMBER, org=incident.org))
    owner.to_at = NOW

    with pytest.raises(OwnerNotHere) as refused:
        give_task(
            incident_id=incident.pk, owner=owner, title="接车", brief="", due_in=timedelta(minutes=5), by=SYSTEM, now=LATER
        )

    assert refused.value.values == {"person": str(owner.person)}


def test_a_closed_incident_offers_none_of_it():
    incident = an_incident()
    client = _officer_of(incident)
    page = reverse("response:incident", args=[incident.pk])
    addresses = [reverse(name, args=[incident.pk]) for name in PAGES]
    offered = client.get(page).content.decode()

    close_incident(incident_id=incident.pk, reason=CloseReason.SETTLED, summary="扑灭", by=SYSTEM, now=LATER)

    assert [address in offered for address in addresses] == [True, True, True]
    closed = client.get(page).content.decode()
    assert [address in closed for address in addresses] == [False, False, False]


def test_a_closed_incident_opened_again_keeps_how_it_was_closed():
    incident = an_incident()
    close_incident(incident_id=incident.pk, reason=CloseReason.SETTLED, summary="明火已扑灭", by=SYSTEM, now=NOW)
    officer = _officer_of(incident)

    answer = officer.post(reverse("response:reopening", args=[incident.pk]), {"reason": "楼道复燃"})

    again = Incident.objects.get()
    kept = Reopening.objects.get()
    assert answer.status_code == 302
    assert (again.status, again.closed_at, again.close_summary) == ("open", None, "")
    assert (kept.reason, kept.closed_at, kept.close_reason, kept.close_summary) == ("楼道复燃", NOW, "settled", "明火已扑灭")
    assert "楼道复燃" in officer.get(reverse("response:report", args=[incident.pk])).content.decode()


def test_an_open_incident_is_not_opened_again():
    incident = an_incident()

    answer = _officer_of(incident).post(reverse("response:reopening", args=[incident.pk]), {"reason": "复燃"})

    assert answer.status_code == 422
    assert Reopening.objects.count() == 0


def test_an_incident_is_not_opened_again_without_a_reason():
    incident = an_incident()
    close_incident(incident_id=incident.pk, reason=CloseReason.SETTLED, summary="明火已扑灭", by=SYSTEM, now=NOW)

    with pytest.raises(ReopenReasonMissing):
        reopen_incident(incident_id=incident.pk, reason=" ", by=SYSTEM, now=NOW)
