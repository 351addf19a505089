"""Which right opens which address of evacuations."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint
from tests.builders.evacuations import a_zone
from tests.builders.response import an_incident

ENDPOINTS = [
    Endpoint("evacuations:zones", right=Right.SEE),
    Endpoint("evacuations:declaring", right=Right.COMMAND),
    Endpoint("evacuations:declaring", method="POST", right=Right.COMMAND),
    Endpoint("evacuations:zone", right=Right.SEE, about="zone"),
    Endpoint("evacuations:zone-people", right=Right.SEE_PERSONAL, about="zone"),
    Endpoint("evacuations:zone-map", right=Right.SEE, about="zone"),
    Endpoint("evacuations:outline", right=Right.COMMAND, about="zone"),
    Endpoint("evacuations:outline", method="POST", right=Right.COMMAND, about="zone"),
    Endpoint("evacuations:zones-of-incident", right=Right.SEE, about="incident"),
]
BUILDERS = {"zone": lambda org: a_zone(org=org), "incident": lambda org: an_incident(org=org)}
