"""Which right opens which address of the field headquarters."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import SIGNED_IN, Endpoint
from tests.builders.headquarters import a_hand_over, a_member, an_entry
from tests.builders.response import an_incident

ENDPOINTS = [
    Endpoint("headquarters:rules", right=Right.SEE),
    Endpoint("headquarters:rule", right=Right.CONFIGURE, places={"key": "claiming"}),
    Endpoint("headquarters:rule", method="POST", right=Right.CONFIGURE, places={"key": "claiming"}),
    Endpoint("headquarters:asked", right=SIGNED_IN),
    Endpoint("headquarters:turnout", right=Right.SEE, about="incident"),
    Endpoint("headquarters:turnout-calling", right=Right.COMMAND, about="tier"),
    Endpoint(
        "headquarters:turnout-calling", method="POST", right=Right.COMMAND, about="tier",
        data={"reason": "火势扩大"},
    ),
    Endpoint("headquarters:turnout-answer", method="POST", right=Right.COMMAND, about="member", data={"to": "on_the_way"}),
    Endpoint("headquarters:front", right=Right.COMMAND),
    Endpoint("headquarters:cards", right=Right.SEE, about="incident"),
    Endpoint("headquarters:seen", method="POST", right=Right.SEE, about="incident"),
    Endpoint("headquarters:choosing", method="POST", right=Right.COMMAND, about="incident", data={"point": "task-1"}),
    Endpoint("headquarters:roll", right=Right.SEE, about="incident"),
    Endpoint("headquarters:roll-calling", method="POST", right=Right.COMMAND, about="incident"),
    Endpoint("headquarters:roll-answer", method="POST", right=Right.COMMAND, about="entry", data={"to": "well"}),
    Endpoint("headquarters:posts", right=Right.SEE, about="incident"),
    Endpoint("headquarters:post-naming", right=Right.COMMAND, about="post"),
    Endpoint("headquarters:post-naming", method="POST", right=Right.COMMAND, about="post"),
    Endpoint("headquarters:post-offering", right=Right.COMMAND, about="holding"),
    Endpoint("headquarters:post-offering", method="POST", right=Right.COMMAND, about="holding"),
    Endpoint("headquarters:post-taking", right=Right.RESPOND, about="offer"),
    Endpoint("headquarters:post-taking", method="POST", right=Right.RESPOND, about="offer"),
    Endpoint("headquarters:post-withdrawal", method="POST", right=Right.COMMAND, about="offer"),
]
BUILDERS = {
    "incident": lambda org: an_incident(org=org),
    "tier": lambda org: {"incident_id": an_incident(org=org).pk, "tier": 2},
    "post": lambda org: {"incident_id": an_incident(org=org).pk, "post": "deputy"},
    "holding": lambda org: a_hand_over(org=org).holding,
    "offer": lambda org: a_hand_over(org=org),
    "entry": lambda org: an_entry(org=org),
    "member": lambda org: a_member(org=org),
}
