"""Writes to roles."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.announcements import RoleEnded, RoleGranted
from linan.ground.people.models import ADMIN_ROLES, Actor, Membership, Person, Role
from linan.ground.people.queries import memberships_at
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop


class AdminRolesApart(Refused):
    """System, security and audit administrator watch each other, so no account holds two of them.

    Source: GB/T 22239-2019, 8.1.5 (system, audit and security management are separate).
    """

    code = "admin_roles_apart"
    status = 409
    msgid = noop("This account already has another administrator role. Give the role to another account.")


class RoleAlreadyHeld(Refused):
    """The person holds this role there already."""

    code = "role_already_held"
    status = 409
    msgid = noop("This person already has this role there.")


@transaction.atomic
def grant_role(*, person_id: int, org_id: int, role: Role, by: Actor, now: datetime) -> Membership:
    """Give a person a role in an organisation from now on.

    The account is locked while its roles are compared, so that two grants at once cannot slip past the rule.
    Raises: NotFound, AdminRolesApart, RoleAlreadyHeld.
    """
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    org = Org.objects.filter(pk=org_id).first()
    if person is None or org is None:
        raise NotFound
    _check_roles_fit(person, role, org, now=now)
    membership = Membership.objects.create(person=person, org=org, role=role, from_at=now)
    _tell(RoleGranted(person_id=person_id, organisation_id=org_id, role=str(role)), by=by, now=now)
    return membership


@transaction.atomic
def end_role(*, membership_id: int, by: Actor, now: datetime) -> Membership:
    """End a role now. Raises: NotFound when nothing is held."""
    still_held = Q(to_at=None) | Q(to_at__gt=now)
    membership = Membership.objects.select_for_update().filter(still_held, pk=membership_id).first()
    if membership is None:
        raise NotFound
    membership.to_at = now
    membership.save(update_fields=["to_at"])
    ended = RoleEnded(person_id=membership.person_id, organisation_id=membership.org_id, role=membership.role)
    _tell(ended, by=by, now=now)
    return membership


def _check_roles_fit(person: Person, role: Role, org: Org, *, now: datetime) -> None:
    held = [(Role(one.role), one.org_id) for one in memberships_at(person, now=now)]
    if (role, org.pk) in held:
        raise RoleAlreadyHeld(field="role")
    if role in ADMIN_ROLES and any(one in ADMIN_ROLES and one != role for one, _org_id in held):
        raise AdminRolesApart(field="role")


def _tell(event: RoleGranted | RoleEnded, *, by: Actor, now: datetime) -> None:
    about = [f"person-{event.person_id}", f"org-{event.organisation_id}", "people"]
    announce(event, by_id=by.pk, org_id=event.organisation_id, about=about, now=now)
