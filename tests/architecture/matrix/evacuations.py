"""Which right opens which address of evacuations."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import PUBLIC, SIGNED_IN, Endpoint
from tests.builders.doors import order_of_a_home
from tests.builders.evacuations import a_network, a_zone, an_unsolved_evacuation
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
    Endpoint("evacuations:planning", right=Right.COMMAND, about="zone"),
    Endpoint("evacuations:planning", method="POST", right=Right.COMMAND, about="zone"),
    Endpoint("evacuations:evacuation", right=Right.SEE, about="plan"),
    Endpoint("evacuations:again", right=Right.COMMAND, about="plan"),
    Endpoint("evacuations:again", method="POST", right=Right.COMMAND, about="plan"),
    Endpoint("evacuations:evacuation-map", right=Right.SEE, about="plan"),
    Endpoint("evacuations:stop", method="POST", right=Right.COMMAND, about="plan"),
    Endpoint("evacuations:order", method="POST", right=Right.COMMAND, about="plan"),
    Endpoint("evacuations:blocking", right=Right.RESPOND, about="plan"),
    Endpoint("evacuations:blocking", method="POST", right=Right.RESPOND, about="plan"),
    Endpoint("evacuations:touched", right=Right.RESPOND, about="plan"),
    Endpoint("evacuations:filling", right=Right.RESPOND, about="plan"),
    Endpoint("evacuations:filling", method="POST", right=Right.RESPOND, about="plan"),
    Endpoint("evacuations:ending", method="POST", right=Right.COMMAND, about="plan", data={"cancel": "1"}),
    Endpoint("evacuations:orders", right=Right.SEE, about="plan"),
    Endpoint("evacuations:slips", right=Right.RESPOND, about="plan"),
    Endpoint("evacuations:scripts", right=Right.RESPOND, about="plan"),
    Endpoint("evacuations:call", method="POST", right=Right.COMMAND, about="plan"),
    Endpoint("evacuations:my-trips", right=SIGNED_IN),
    Endpoint("evacuations:helpers", right=Right.SEE, about="plan"),
    Endpoint("evacuations:helpers-asked", method="POST", right=Right.COMMAND, about="plan"),
    Endpoint("evacuations:helper-naming", right=Right.COMMAND, about="order"),
    Endpoint("evacuations:helper-naming", method="POST", right=Right.COMMAND, about="order"),
    Endpoint("evacuations:own", right=PUBLIC, places={"token": "nobody-has-this"}),
    Endpoint("evacuations:networks", right=Right.SEE),
    Endpoint("evacuations:network", right=Right.SEE, about="network"),
    Endpoint("evacuations:network-map", right=Right.SEE, about="network"),
]
BUILDERS = {
    "zone": lambda org: a_zone(org=org),
    "incident": lambda org: an_incident(org=org),
    "plan": lambda org: an_unsolved_evacuation(org=org),
    "network": lambda org: a_network(org=org),
    "order": lambda org: order_of_a_home(org=org),
}
