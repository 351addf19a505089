"""Doors: what a role opens where it stands and below, and nowhere else."""

import pytest

from linan.ground.access.doors import require, require_in, standing_of
from linan.ground.access.rights import RIGHTS, Right, roles_with
from linan.ground.people.models import ADMIN_ROLES, Role
from linan.ground.refusals import NotAllowed, NotFound
from tests.build import a_community, a_grid, a_person, a_street

pytestmark = pytest.mark.django_db


def test_a_role_reaches_down_and_not_up_nor_aside(now):
    street = a_street()
    community, beside = a_community(parent=street), a_community(parent=street)
    grid = a_grid(parent=community)

    standing = standing_of(a_person(role=Role.DUTY_OFFICER, org=community), now=now)

    assert sorted(standing.org_ids) == [community.pk, grid.pk]
    assert standing.may(Right.RESPOND, path=grid.path) is True
    assert standing.may(Right.RESPOND, path=street.path) is False
    assert standing.may(Right.RESPOND, path=beside.path) is False


def test_out_of_sight_is_not_found_and_in_sight_without_right_is_not_allowed(now):
    community, elsewhere = a_community(), a_community()
    standing = standing_of(a_person(role=Role.GRID_MEMBER, org=community), now=now)

    with pytest.raises(NotFound):
        require_in(standing, Right.RESPOND, elsewhere)
    with pytest.raises(NotAllowed):
        require_in(standing, Right.COMMAND, community)


def test_a_person_without_roles_may_nothing(now):
    person = a_person()
    person.memberships.all().delete()

    with pytest.raises(NotAllowed):
        require(standing_of(person, now=now), Right.SEE)


def test_no_administrator_sees_what_the_community_does():
    for_administrators = frozenset().union(*(RIGHTS[role] for role in ADMIN_ROLES))

    assert for_administrators == {Right.ADMINISTER, Right.SECURE, Right.AUDIT}
    assert roles_with(Right.AUDIT) == {Role.AUDIT_ADMIN}


def test_every_role_stands_in_the_table():
    assert set(RIGHTS) == set(Role)
