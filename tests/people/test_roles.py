"""Roles are granted and ended, and the three administrators stay apart."""

from datetime import timedelta
from itertools import permutations

import pytest

from linan.ground.announcements.models import Logged
from linan.ground.people.actions import end_role, grant_role
from linan.ground.people.actions.roles import AdminRolesApart, RoleAlreadyHeld
from linan.ground.people.models import ADMIN_ROLES, SYSTEM, Membership, Role
from linan.ground.people.queries import memberships_at, people_in_role
from linan.ground.refusals import NotFound
from tests.build import a_community, a_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("held", "wanted"), list(permutations(sorted(ADMIN_ROLES), 2)))
def test_no_account_holds_two_administrator_roles_even_in_different_organisations(held, wanted, now):
    person = a_person(role=held)

    with pytest.raises(AdminRolesApart):
        grant_role(person_id=person.pk, org_id=a_community().pk, role=wanted, by=SYSTEM, now=now)

    assert Membership.objects.filter(person=person).count() == 1


def test_an_administrator_role_can_follow_another_that_has_ended(now):
    person = a_person(role=Role.SYSTEM_ADMIN)
    org = a_community()
    end_role(membership_id=person.memberships.get().pk, by=SYSTEM, now=now)

    grant_role(person_id=person.pk, org_id=org.pk, role=Role.AUDIT_ADMIN, by=SYSTEM, now=now)

    assert [one.role for one in memberships_at(person, now=now + timedelta(seconds=1))] == [Role.AUDIT_ADMIN]


def test_the_same_role_is_not_granted_twice_in_one_place(now):
    org = a_community()
    person = a_person(role=Role.GRID_MEMBER, org=org)

    with pytest.raises(RoleAlreadyHeld):
        grant_role(person_id=person.pk, org_id=org.pk, role=Role.GRID_MEMBER, by=SYSTEM, now=now)


def test_an_ended_role_is_held_before_its_end_and_not_after(now):
    org = a_community()
    person = a_person(role=Role.DUTY_OFFICER, org=org)

    end_role(membership_id=person.memberships.get().pk, by=SYSTEM, now=now)

    before, after = now - timedelta(seconds=1), now
    assert list(people_in_role(org_ids=[org.pk], role=Role.DUTY_OFFICER, now=before)) == [person]
    assert list(people_in_role(org_ids=[org.pk], role=Role.DUTY_OFFICER, now=after)) == []


def test_a_role_ends_once(now):
    membership = a_person().memberships.get()
    end_role(membership_id=membership.pk, by=SYSTEM, now=now)

    with pytest.raises(NotFound):
        end_role(membership_id=membership.pk, by=SYSTEM, now=now + timedelta(minutes=1))


def test_granting_and_ending_are_announced_without_any_name(now):
    person, org = a_person(), a_community()
    granted = grant_role(person_id=person.pk, org_id=org.pk, role=Role.RESPONDER, by=person, now=now)

    end_role(membership_id=granted.pk, by=person, now=now + timedelta(hours=1))

    told = Logged.objects.filter(about__contains=[f"person-{person.pk}"], org_id=org.pk).order_by("id")
    payload = {"person_id": person.pk, "organisation_id": org.pk, "role": "responder"}
    assert [(one.kind, one.payload) for one in told] == [("people.RoleGranted", payload), ("people.RoleEnded", payload)]
