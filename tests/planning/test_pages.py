"""The pages of planning and the decisions made on them."""

import pytest
from django.urls import reverse

from linan.ground.people.models import SYSTEM, Role
from linan.planning.actions import adopt_plan
from linan.planning.domain.text import plan_from
from linan.planning.models import LevelChange, PlanVersion, Proposal, ProposalStatus
from linan.response.actions import move_task
from linan.response.models import Incident, Task, TaskStatus
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.planning import a_plan, a_proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_adopting_an_unchanged_plan_again_makes_no_new_version():
    plan = a_plan()

    adopt_plan(org=plan.org, by=SYSTEM, now=NOW)

    assert PlanVersion.objects.count() == 1


def test_a_director_puts_a_plan_that_comes_along_into_force():
    community = a_community()
    director = signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR, org=community))
    offered = director.get(reverse("planning:plans")).content.decode()

    answer = director.post(reverse("planning:adoption", args=[community.pk, "community_weather"]))

    plan = PlanVersion.objects.get().plan
    assert answer["Location"] == reverse("planning:plan", args=[plan.pk])
    assert (plan.org, plan.key) == (community, "community_weather")
    assert "社区气象灾害" in offered
    left = director.get(reverse("planning:plans")).context["offers"]
    assert [one.key for one in left] == ["community_fire"]


def test_a_duty_officer_is_offered_no_plan():
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=a_community()))

    assert officer.get(reverse("planning:plans")).context["offers"] == []


def test_the_plan_page_shows_every_task_to_its_community_and_nothing_to_another():
    plan = a_plan()
    reader = signed_in_client(a_person(role=Role.GRID_MEMBER, org=plan.org))
    other = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=a_community()))

    page = reader.get(reverse("planning:plan", args=[plan.pk]))

    assert "拨打119报火警" in page.content.decode()
    assert other.get(reverse("planning:plan", args=[plan.pk])).status_code == 404


@pytest.mark.parametrize("key", ["community_fire", "community_weather"])
def test_the_page_of_every_supplied_plan_opens(key):
    community = a_community()
    plan = adopt_plan(org=community, by=SYSTEM, now=NOW, key=key)
    reader = signed_in_client(a_person(role=Role.GRID_MEMBER, org=community))

    assert reader.get(reverse("planning:plan", args=[plan.pk])).status_code == 200


def test_activating_gives_out_the_tasks_of_the_level_chosen_once():
    proposal = a_proposal()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=proposal.org))
    address = reverse("planning:activation", args=[proposal.pk])

    answers = [officer.post(address, {"level": "III"}).status_code for _time in range(2)]

    assert answers == [302, 409]
    assert Task.objects.count() == 14
    assert Incident.objects.get().response_level == "III"


def test_a_plan_is_declined_only_with_a_reason():
    proposal = a_proposal()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=proposal.org))
    address = reverse("planning:declining", args=[proposal.pk])

    answers = [officer.post(address, {"reason": reason}).status_code for reason in ("", "锅烧干，无火")]

    assert answers == [422, 302]
    assert Proposal.objects.get().status == ProposalStatus.DECLINED


def test_a_grid_member_sees_the_proposal_but_may_not_activate_it():
    proposal = a_proposal()
    member = signed_in_client(a_person(role=Role.GRID_MEMBER, org=proposal.org))

    seen = member.get(reverse("planning:proposal-of-incident", args=[proposal.incident_id]))
    tried = member.post(reverse("planning:activation", args=[proposal.pk]), {"level": "IV"})

    assert (seen.status_code, tried.status_code) == (200, 403)
    assert "activate" not in seen.content.decode()


def test_a_level_the_plan_does_not_have_is_refused():
    proposal = a_proposal()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=proposal.org))

    answer = officer.post(reverse("planning:activation", args=[proposal.pk]), {"level": "V"})

    assert answer.status_code == 422
    assert Proposal.objects.get().status == ProposalStatus.PROPOSED


def test_raising_the_level_gives_out_what_comes_with_it_and_keeps_the_reason():
    proposal = a_proposal()
    person = a_person(role=Role.DUTY_OFFICER, org=proposal.org)
    officer = signed_in_client(person)
    officer.post(reverse("planning:activation", args=[proposal.pk]), {"level": "IV"})
    weaker = {task.plan_task for task in Task.objects.all()}

    officer.post(reverse("planning:leveling", args=[proposal.pk]), {"level": "III", "reason": "火势向三层蔓延"})

    change = LevelChange.objects.get()
    assert (change.before, change.level, change.reason, change.changed_by) == ("IV", "III", "火势向三层蔓延", person)
    assert Incident.objects.get().response_level == "III"
    assert {task.plan_task for task in Task.objects.exclude(status="cancelled")} == _refs(proposal, "III")
    assert weaker == _refs(proposal, "IV")


def test_lowering_the_level_calls_off_what_nobody_has_taken_and_leaves_the_rest():
    proposal = a_proposal()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=proposal.org))
    officer.post(reverse("planning:activation", args=[proposal.pk]), {"level": "III"})
    only_stronger = _refs(proposal, "III") - _refs(proposal, "IV")
    taken = Task.objects.filter(plan_task__in=only_stronger).earliest("pk")
    move_task(task_id=taken.pk, to=TaskStatus.ACCEPTED, by=taken.owner, now=NOW)

    officer.post(reverse("planning:leveling", args=[proposal.pk]), {"level": "IV", "reason": "明火已扑灭"})

    called_off = set(Task.objects.filter(status="cancelled").values_list("plan_task", flat=True))
    assert called_off == only_stronger - {taken.plan_task}
    assert Task.objects.get(pk=taken.pk).status == "accepted"


def test_a_level_that_was_lowered_and_raised_again_gives_out_anew_what_was_called_off():
    proposal = a_proposal()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=proposal.org))
    officer.post(reverse("planning:activation", args=[proposal.pk]), {"level": "III"})
    address = reverse("planning:leveling", args=[proposal.pk])

    for level in ("IV", "III"):
        officer.post(address, {"level": level, "reason": "现场变化"})

    assert set(Task.objects.exclude(status="cancelled").values_list("plan_task", flat=True)) == _refs(proposal, "III")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"level": "III", "reason": " "}, 422), ({"level": "V", "reason": "x"}, 422), ({"level": "IV", "reason": "x"}, 409),
        ({}, 422),
    ],
)
def test_a_level_is_changed_to_another_one_of_the_plan_with_a_reason(said, status):
    proposal = a_proposal()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=proposal.org))
    officer.post(reverse("planning:activation", args=[proposal.pk]), {"level": "IV"})

    answer = officer.post(reverse("planning:leveling", args=[proposal.pk]), said)

    assert answer.status_code == status
    assert LevelChange.objects.count() == 0


def test_the_level_of_a_plan_that_nobody_activated_is_not_changed():
    proposal = a_proposal()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=proposal.org))

    answer = officer.post(reverse("planning:leveling", args=[proposal.pk]), {"level": "III", "reason": "火势扩大"})

    assert answer.status_code == 409


def _refs(proposal: Proposal, level: str) -> set[str]:
    """Return what the tasks of a level are called in the incident."""
    text = plan_from(proposal.version.content)
    return {f"{text.key}/{task.key}" for task in text.tasks_at(level)}
