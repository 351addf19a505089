"""Which right opens which address of the field headquarters."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import SIGNED_IN, Endpoint
from tests.builders.headquarters import a_member
from tests.builders.response import an_incident

ENDPOINTS = [
    Endpoint("headquarters:asked", right=SIGNED_IN),
    Endpoint("headquarters:turnout", right=Right.SEE, about="incident"),
    Endpoint("headquarters:turnout-calling", right=Right.COMMAND, about="tier"),
    Endpoint(
        "headquarters:turnout-calling", method="POST", right=Right.COMMAND, about="tier",
        data={"reason": "火势扩大"},
    ),
    Endpoint("headquarters:turnout-answer", method="POST", right=Right.COMMAND, about="member", data={"to": "on_the_way"}),
]
BUILDERS = {
    "incident": lambda org: an_incident(org=org),
    "tier": lambda org: {"incident_id": an_incident(org=org).pk, "tier": 2},
    "member": lambda org: a_member(org=org),
}
