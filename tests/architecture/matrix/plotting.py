"""Which right opens which address of the shared map."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint
from tests.builders.plotting import a_mark
from tests.builders.response import an_incident

POINT = '{"type": "Point", "coordinates": [118.78, 32.05]}'

ENDPOINTS = [
    Endpoint("plotting:incident-map", right=Right.SEE, about="incident"),
    Endpoint(
        "plotting:drawing", method="POST", right=Right.RESPOND, about="incident",
        data={"symbol": "fire", "geometry": POINT, "lasts": "1"},
    ),
    Endpoint("plotting:taking-back", method="POST", right=Right.RESPOND, about="mark", data={"because": "已扑灭"}),
]
BUILDERS = {
    "incident": lambda org: an_incident(org=org),
    "mark": lambda org: a_mark(org=org),
}
