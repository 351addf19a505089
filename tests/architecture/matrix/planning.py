"""Which right opens which address of planning."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint
from tests.builders.planning import a_plan, a_proposal
from tests.builders.response import an_incident

ENDPOINTS = [
    Endpoint("planning:plans", right=Right.SEE),
    Endpoint("planning:plan", right=Right.SEE, about="plan"),
    Endpoint("planning:adoption", method="POST", right=Right.AUTHOR, about="offer"),
    Endpoint("planning:proposal-of-incident", right=Right.SEE, about="incident"),
    Endpoint("planning:activation", method="POST", right=Right.COMMAND, about="proposal", data={"level": "IV"}),
    Endpoint(
        "planning:leveling", method="POST", right=Right.COMMAND, about="proposal", data={"level": "III", "reason": "火势扩大"}
    ),
    Endpoint("planning:declining", method="POST", right=Right.COMMAND, about="proposal", data={"reason": "锅烧干，无火"}),
]
BUILDERS = {
    "offer": lambda org: {"org_id": org.pk, "key": "community_weather"},
    "plan": lambda org: a_plan(org=org),
    "proposal": lambda org: a_proposal(org=org),
    "incident": lambda org: an_incident(org=org),
}
