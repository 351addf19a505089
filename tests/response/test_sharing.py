"""What a unit that takes part sees of an incident: its own tasks, everything without persons, or everything."""

import pytest
from django.urls import reverse

from linan.ground.announcements.models import Logged
from linan.ground.people.models import SYSTEM, Role
from linan.response.actions import give_task, join_unit
from linan.response.domain.sight import Sight, widest
from linan.response.models import Incident, Participation, SightChange, Task, TaskStatus
from linan.response.proofs import Given, Picture, hand_in_proof
from linan.response.sharing import SeesByPosition, SightReasonMissing, SightUnchanged, set_sight
from tests.build import NOW, a_community, a_grid, a_person, signed_in_client
from tests.builders.files import a_picture
from tests.builders.response import a_task, an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
ACCOUNT, NOTE, BY_HAND = "三单元住户称有人被困", "已接出周奶奶", "寻找失联的周奶奶"


def _shared(sight):
    """Return an incident with a task of its own people, and a colleague of the neighbour who takes part."""
    incident, neighbour = an_incident(), a_community(name="邻近社区")
    Incident.objects.filter(pk=incident.pk).update(account=ACCOUNT)
    task = a_task(incident=incident)
    Task.objects.filter(pk=task.pk).update(plan_task="community_fire/door-knock", proof_note=NOTE)
    other = a_task(incident=incident)
    Task.objects.filter(pk=other.pk).update(title=BY_HAND)
    join_unit(incident_id=incident.pk, unit=neighbour, sight=sight, by=SYSTEM, now=NOW)
    return incident, task, a_person(role=Role.DUTY_OFFICER, org=neighbour)


def _given(incident, colleague):
    """Return a task that was given to a colleague of another unit by hand."""
    membership = colleague.memberships.select_related("org", "person").get()
    return give_task(
        incident_id=incident.pk, owner=membership, title="带水泵支援", brief="到东门", due_in=NOW - NOW.replace(minute=0),
        by=SYSTEM, now=NOW,
    )


def _page(person, incident):
    return signed_in_client(person).get(reverse("response:shared", args=[incident.pk]))


@pytest.mark.parametrize(
    ("sight", "seen"),
    [
        # title of the plan's task, title given by hand, owner, note, account, timeline
        (Sight.OWN_TASKS, [False, False, False, False, False, False]),
        (Sight.WITHOUT_PERSONS, [True, False, False, False, False, True]),
        (Sight.EVERYTHING, [True, True, True, True, True, True]),
    ],
)
def test_a_unit_that_takes_part_sees_what_its_level_says_and_no_more(sight, seen):
    incident, task, colleague = _shared(sight)

    page = _page(colleague, incident).content.decode()

    words = [task.title, BY_HAND, task.owner.full_name, NOTE, ACCOUNT, "timeline"]
    assert [word in page for word in words] == seen
    assert incident.title in page


@pytest.mark.parametrize("sight", list(Sight))
@pytest.mark.parametrize(
    "page",
    [
        "response:incident", "response:report", "response:closing", "headquarters:posts", "headquarters:roll",
        "headquarters:turnout", "headquarters:cards", "evacuations:zones-of-incident", "upward:of-incident",
    ],
)
def test_at_every_level_the_pages_of_those_who_lead_stay_closed(sight, page):
    incident, _task, colleague = _shared(sight)

    assert signed_in_client(colleague).get(reverse(page, args=[incident.pk])).status_code == 404


@pytest.mark.parametrize("sight", list(Sight))
def test_a_task_of_others_opens_at_no_level_and_ones_own_at_every(sight):
    incident, task, colleague = _shared(sight)
    own = _given(incident, colleague)
    client = signed_in_client(colleague)

    answers = [client.get(reverse("response:task", args=[one.pk])).status_code for one in (task, own)]

    assert answers == [404, 200]
    assert own.title in _page(colleague, incident).content.decode()


def test_whoever_was_given_a_task_in_another_unit_does_it_from_their_own_list():
    incident, _task, colleague = _shared(Sight.OWN_TASKS)
    own = _given(incident, colleague)
    client = signed_in_client(colleague)

    listed = client.get(reverse("response:my-tasks")).content.decode()
    client.post(reverse("response:task-move", args=[own.pk]), {"to": "accepted", "owner": colleague.pk})

    assert own.title in listed
    assert Task.objects.get(pk=own.pk).status == TaskStatus.ACCEPTED
    assert Logged.objects.filter(kind="response.TaskAssigned", org_id=colleague.memberships.get().org_id).count() == 1


def test_a_photo_of_another_units_task_stays_closed_and_ones_own_opens():
    incident, task, colleague = _shared(Sight.EVERYTHING)
    own = _given(incident, colleague)
    proofs = [
        hand_in_proof(task_id=one.pk, given=Given(photos=[Picture(a_picture(), "现场.jpg")]), by=SYSTEM, now=NOW)[0]
        for one in (task, own)
    ]
    client = signed_in_client(colleague)

    assert [client.get(reverse("response:proof-file", args=[one.pk])).status_code for one in proofs] == [404, 200]


@pytest.mark.parametrize("where", ["stranger", "grid below", "resident"])
def test_who_neither_sees_the_incident_nor_takes_part_finds_nothing(where):
    incident, _task, colleague = _shared(Sight.EVERYTHING)
    neighbour = colleague.memberships.get().org
    people = {
        "stranger": lambda: a_person(role=Role.DUTY_OFFICER),
        "grid below": lambda: a_person(role=Role.GRID_MEMBER, org=a_grid(parent=neighbour)),
        "resident": lambda: a_person(role=Role.RESIDENT, org=neighbour),
    }

    assert _page(people[where](), incident).status_code == 404


def test_who_leads_and_who_stands_above_sees_everything_by_position():
    incident, task, _colleague = _shared(Sight.OWN_TASKS)
    above = a_person(role=Role.STREET_OFFICER, org=incident.org.parent)
    here = a_person(role=Role.DUTY_OFFICER, org=incident.org)

    assert [task.owner.full_name in _page(one, incident).content.decode() for one in (above, here)] == [True, True]


def test_the_list_of_incidents_shows_those_in_which_ones_unit_takes_part():
    incident, _task, colleague = _shared(Sight.OWN_TASKS)

    page = signed_in_client(colleague).get(reverse("response:incidents")).content.decode()

    assert reverse("response:shared", args=[incident.pk]) in page
    assert f'href="{reverse("response:incident", args=[incident.pk])}"' not in page


def test_whoever_leads_widens_what_a_unit_sees_with_a_reason_that_stays():
    incident, task, colleague = _shared(Sight.OWN_TASKS)
    officer = a_person(role=Role.DUTY_OFFICER, org=incident.org)
    unit = colleague.memberships.get().org

    signed_in_client(officer).post(
        reverse("response:unit-sight", args=[incident.pk, unit.pk]), {"sight": "everything", "reason": "共同指挥"}
    )

    change = SightChange.objects.get()
    assert (change.before, change.after, change.reason, change.changed_by) == ("own_tasks", "everything", "共同指挥", officer)
    assert task.owner.full_name in _page(colleague, incident).content.decode()
    told = Logged.objects.filter(kind="response.UnitSightSet").order_by("id")
    assert [(one.org_id, one.payload["to"]) for one in told] == [(incident.org_id, "everything"), (unit.pk, "everything")]


def test_a_change_wants_a_reason_and_changes_something():
    incident, _task, colleague = _shared(Sight.OWN_TASKS)
    unit = colleague.memberships.get().org

    with pytest.raises(SightReasonMissing):
        set_sight(incident_id=incident.pk, unit=unit, sight=Sight.EVERYTHING, reason=" ", by=SYSTEM, now=NOW)
    with pytest.raises(SightUnchanged):
        set_sight(incident_id=incident.pk, unit=unit, sight=Sight.OWN_TASKS, reason="共同指挥", by=SYSTEM, now=NOW)


def test_what_the_leading_unit_and_those_above_see_cannot_be_narrowed():
    incident = an_incident()
    join_unit(incident_id=incident.pk, unit=incident.org.parent, by=SYSTEM, now=NOW)

    with pytest.raises(SeesByPosition):
        set_sight(incident_id=incident.pk, unit=incident.org, sight=Sight.OWN_TASKS, reason="误点", by=SYSTEM, now=NOW)
    with pytest.raises(SeesByPosition):
        set_sight(
            incident_id=incident.pk, unit=incident.org.parent, sight=Sight.EVERYTHING, reason="误点", by=SYSTEM, now=NOW
        )


def test_a_unit_that_joins_without_a_word_sees_the_least():
    incident, neighbour = an_incident(), a_community()

    join_unit(incident_id=incident.pk, unit=neighbour, by=SYSTEM, now=NOW)

    assert Participation.objects.get(org=neighbour).sight == Sight.OWN_TASKS
    assert Participation.objects.get(org=incident.org).sight == Sight.EVERYTHING


def test_of_several_units_the_widest_sight_holds():
    assert widest(["own_tasks", "everything", "without_persons"]) == Sight.EVERYTHING
    assert widest([]) is None
