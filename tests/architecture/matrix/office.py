"""Who may open the office."""

from linan.ground.access.rights import Right
from linan.ground.announcements.models import DeadLetter, Logged
from linan.ground.orgs.models import Org
from linan.ground.people.models import Membership, Person, Role
from tests.architecture.matrix.endpoint import SIGNED_IN, Endpoint
from tests.build import NOW, a_person

_LOOK = (Right.ADMINISTER, Right.SECURE)

ENDPOINTS = [
    Endpoint("office:front", right=SIGNED_IN),
    Endpoint("office:profile", right=SIGNED_IN),
    Endpoint("office:profile", method="POST", right=SIGNED_IN),
    Endpoint("office:home", right=(Right.ADMINISTER, Right.SECURE, Right.AUDIT)),
    Endpoint("office:orgs", right=Right.ADMINISTER),
    Endpoint("office:org-new", right=Right.ADMINISTER),
    Endpoint("office:org-new", method="POST", right=Right.ADMINISTER),
    Endpoint("office:org", right=Right.ADMINISTER, about="org"),
    Endpoint("office:org", method="POST", right=Right.ADMINISTER, about="org", data={"name": "新名", "code": ""}),
    Endpoint("office:people", right=_LOOK),
    Endpoint("office:person-new", right=Right.ADMINISTER),
    Endpoint("office:person-new", method="POST", right=Right.ADMINISTER),
    Endpoint("office:person", right=_LOOK, about="person"),
    Endpoint("office:person", method="POST", right=Right.ADMINISTER, about="person"),
    Endpoint("office:role-new", method="POST", right=Right.ADMINISTER, about="person"),
    Endpoint("office:person-password", method="POST", right=Right.ADMINISTER, about="person"),
    Endpoint("office:person-closing", method="POST", right=_LOOK, about="person"),
    Endpoint("office:person-opening", method="POST", right=Right.SECURE, about="person"),
    Endpoint("office:person-sessions", method="POST", right=Right.SECURE, about="person"),
    Endpoint("office:role-ending", method="POST", right=Right.ADMINISTER, about="membership"),
    Endpoint("office:log", right=Right.AUDIT),
    Endpoint("office:dead-letters", right=Right.AUDIT),
    Endpoint("office:dead-letter-retry", method="POST", right=Right.AUDIT, about="letter"),
    Endpoint("office:dead-letter-settling", method="POST", right=Right.AUDIT, about="letter"),
]


def _the_org(org: Org) -> Org:
    return org


def _a_person(org: Org) -> Person:
    return a_person(role=Role.GRID_MEMBER, org=org)


def _a_membership(org: Org) -> Membership:
    return a_person(role=Role.GRID_MEMBER, org=org).memberships.get()


def a_letter_in(org: Org) -> DeadLetter:
    """Return a reaction that was given up."""
    row = Logged.objects.create(kind="orgs.OrgChanged", at=NOW, org_id=org.pk, about=[], payload={"organisation_id": org.pk})
    return DeadLetter.objects.create(handler="gone.gone", logged=row, failures=DeadLetter.GIVEN_UP, error="Gone", at=NOW)


BUILDERS = {"org": _the_org, "person": _a_person, "membership": _a_membership, "letter": a_letter_in}
