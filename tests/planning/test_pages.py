"""The pages of planning and the decisions made on them."""

import pytest
from django.urls import reverse

from linan.ground.people.models import SYSTEM, Role
from linan.planning.actions import adopt_plan
from linan.planning.models import PlanVersion, Proposal, ProposalStatus
from linan.response.models import Incident, Task
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.planning import a_plan, a_proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_adopting_an_unchanged_plan_again_makes_no_new_version():
    plan = a_plan()

    adopt_plan(org=plan.org, by=SYSTEM, now=NOW)

    assert PlanVersion.objects.count() == 1


def test_the_plan_page_shows_every_task_to_its_community_and_nothing_to_another():
    plan = a_plan()
    reader = signed_in_client(a_person(role=Role.GRID_MEMBER, org=plan.org))
    other = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=a_community()))

    page = reader.get(reverse("planning:plan", args=[plan.pk]))

    assert "拨打119报火警" in page.content.decode()
    assert other.get(reverse("planning:plan", args=[plan.pk])).status_code == 404


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
