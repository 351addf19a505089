"""Which right opens which address of door lists."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import PUBLIC, SIGNED_IN, Endpoint
from tests.builders.doors import a_door_list

ENDPOINTS = [
    Endpoint("evacuations:my-doors", right=SIGNED_IN),
    Endpoint("evacuations:doors-worker", right=PUBLIC),
    Endpoint("evacuations:door-list", right=Right.RESPOND, about="list"),
    Endpoint("evacuations:door-paper", right=Right.RESPOND, about="list"),
    Endpoint("evacuations:door-change", method="POST", right=Right.RESPOND, about="list"),
    Endpoint("evacuations:door-changes", method="POST", right=Right.RESPOND, about="list"),
]
BUILDERS = {"list": lambda org: a_door_list(org=org)}
