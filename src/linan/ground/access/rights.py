"""The table role × right × relation: denied unless it stands here."""

from enum import StrEnum

from linan.ground.people.models import Role


class Right(StrEnum):
    """What may be done."""

    SEE = "see"                    # everything of the organisation that is not personal
    SEE_PERSONAL = "see_personal"  # personal fields, masked
    REVEAL = "reveal"              # unmask one personal field; audited
    EDIT_BASE = "edit_base"        # buildings, households, residents, resources
    RESPOND = "respond"            # acknowledge and verify alarms, do tasks, report
    COMMAND = "command"            # open and close incidents, activate plans, assign tasks
    CONFIGURE = "configure"        # devices, profiles, conditions
    AUTHOR = "author"              # plans
    ADMINISTER = "administer"      # organisations, accounts, roles
    SECURE = "secure"              # lock accounts, sessions, second factors
    AUDIT = "audit"                # read the log of all, dead letters, reveals


_FIELD = frozenset({Right.SEE, Right.RESPOND})
_DESK = frozenset({Right.SEE, Right.SEE_PERSONAL, Right.REVEAL, Right.RESPOND, Right.COMMAND})

# A role's rights hold in the organisation of the membership and in everything below it, nowhere above.
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.RESIDENT: frozenset(),
    Role.BUILDING_HEAD: _FIELD | {Right.SEE_PERSONAL},
    Role.GRID_MEMBER: _FIELD | {Right.SEE_PERSONAL, Right.REVEAL, Right.EDIT_BASE},
    Role.PROPERTY_STAFF: _FIELD,
    Role.RESPONDER: _FIELD,
    Role.VOLUNTEER: _FIELD,
    Role.DUTY_OFFICER: _DESK,
    Role.COMMUNITY_DIRECTOR: _DESK | {Right.EDIT_BASE, Right.CONFIGURE, Right.AUTHOR},
    Role.STREET_OFFICER: _DESK | {Right.AUTHOR},
    Role.DISTRICT_COMMANDER: _DESK | {Right.AUTHOR},
    Role.PLAN_AUTHOR: frozenset({Right.SEE, Right.AUTHOR}),
    Role.INTEGRATOR: frozenset({Right.SEE, Right.CONFIGURE}),
    Role.SYSTEM_ADMIN: frozenset({Right.ADMINISTER}),
    Role.SECURITY_ADMIN: frozenset({Right.SECURE}),
    Role.AUDIT_ADMIN: frozenset({Right.AUDIT}),
}


def roles_with(right: Right) -> frozenset[Role]:
    """Return the roles that carry a right."""
    return frozenset(role for role, rights in RIGHTS.items() if right in rights)
