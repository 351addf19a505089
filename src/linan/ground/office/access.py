"""The doors to accounts, roles and organisations."""

from linan.ground.access.doors import Standing, require_in
from linan.ground.access.rights import Right
from linan.ground.announcements.models import DeadLetter
from linan.ground.clock import now
from linan.ground.office.queries import letters_of
from linan.ground.orgs.models import Org
from linan.ground.people.models import Membership, Person
from linan.ground.people.queries import memberships_at
from linan.ground.refusals import NotAllowed, NotFound


def require_any(standing: Standing, *rights: Right) -> None:
    """Refuse unless one of the rights holds somewhere. Raises: NotAllowed."""
    if not any(standing.may_anywhere(right) for right in rights):
        raise NotAllowed


def access_org(standing: Standing, pk: int, *, to: Right) -> Org:
    """Return the organisation. Raises: NotFound, NotAllowed."""
    org = Org.objects.filter(pk=pk).first()
    if org is None:
        raise NotFound
    require_in(standing, to, org)
    return org


def access_person(standing: Standing, pk: int, *, to: tuple[Right, ...]) -> Person:
    """Return the account if one of the rights holds in every organisation where the person has a role.

    In every one, because who could set the password of somebody with a role further up would have that role too.
    Raises: NotFound, NotAllowed.
    """
    person = Person.objects.filter(pk=pk).first()
    if person is None:
        raise NotFound
    held = [one.org for one in memberships_at(person, now=now())] or _places_left(person)
    if not any(org.pk in standing.org_ids for org in held):
        raise NotFound
    if not any(all(standing.may(right, path=org.path) for org in held) for right in to):
        raise NotAllowed
    return person


def access_membership(standing: Standing, pk: int, *, to: Right) -> Membership:
    """Return the role if the right holds where it stands. Raises: NotFound, NotAllowed."""
    membership = Membership.objects.filter(pk=pk).select_related("org").first()
    if membership is None:
        raise NotFound
    require_in(standing, to, membership.org)
    return membership


def _places_left(person: Person) -> list[Org]:
    return [one.org for one in person.memberships.select_related("org")]


def access_letter(standing: Standing, pk: int, *, to: Right) -> DeadLetter:
    """Return the dead letter of something that happened in reach. Raises: NotFound, NotAllowed."""
    letter = letters_of(standing).filter(pk=pk).first()
    if letter is None:
        raise NotFound
    org = Org.objects.filter(pk__in=[letter.logged.org_id]).get()
    require_in(standing, to, org)
    return letter
