"""Which right opens which address of deployment."""

from itertools import count

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint
from tests.builders.deployment import a_closure, a_need, a_stock, a_team, a_vehicle, a_written_deployment
from tests.builders.response import an_incident

ENDPOINTS = [
    Endpoint("deployment:teams", right=Right.SEE),
    Endpoint("deployment:team-entering", right=Right.EDIT_BASE),
    Endpoint("deployment:team-entering", method="POST", right=Right.EDIT_BASE),
    Endpoint("deployment:team-editing", right=Right.EDIT_BASE, about="team"),
    Endpoint("deployment:team-editing", method="POST", right=Right.EDIT_BASE, about="team"),
    Endpoint("deployment:team-readiness", method="POST", right=Right.RESPOND, about="team", data={"to": "resting"}),
    Endpoint("deployment:vehicle-entering", right=Right.EDIT_BASE),
    Endpoint("deployment:vehicle-entering", method="POST", right=Right.EDIT_BASE),
    Endpoint("deployment:vehicle-editing", right=Right.EDIT_BASE, about="vehicle"),
    Endpoint("deployment:vehicle-editing", method="POST", right=Right.EDIT_BASE, about="vehicle"),
    Endpoint("deployment:vehicle-readiness", method="POST", right=Right.RESPOND, about="vehicle", data={"to": "off"}),
    Endpoint("deployment:stock-entering", right=Right.EDIT_BASE),
    Endpoint("deployment:stock-entering", method="POST", right=Right.EDIT_BASE),
    Endpoint("deployment:stock-count", method="POST", right=Right.RESPOND, about="stock", data={"amount": 7}),
    Endpoint("deployment:road-closing", right=Right.RESPOND),
    Endpoint("deployment:road-closing", method="POST", right=Right.RESPOND),
    Endpoint("deployment:road-reopening", method="POST", right=Right.RESPOND, about="closure"),
    Endpoint("deployment:of-incident", right=Right.SEE, about="incident"),
    Endpoint("deployment:need-stating", right=Right.RESPOND, about="incident"),
    Endpoint("deployment:need-stating", method="POST", right=Right.RESPOND, about="incident"),
    Endpoint("deployment:proposing", method="POST", right=Right.COMMAND, about="incident"),
    Endpoint("deployment:need-off", method="POST", right=Right.COMMAND, about="need"),
    Endpoint("deployment:changing", right=Right.COMMAND, about="deployment", data={"source": "team-0"}),
    Endpoint("deployment:changing", method="POST", right=Right.COMMAND, about="deployment"),
    Endpoint("deployment:sending", method="POST", right=Right.COMMAND, about="deployment", data={"seen": 99}),
    Endpoint("deployment:withdrawing", method="POST", right=Right.COMMAND, about="deployment"),
    Endpoint("deployment:coverage", right=Right.SEE),
    Endpoint("deployment:coverage-base", right=Right.SEE),
    Endpoint("deployment:coverage-live", right=Right.SEE),
]
_numbers = count(1)
BUILDERS = {
    "team": lambda org: a_team(org=org, name=f"演示{next(_numbers)}班"),
    "vehicle": lambda org: a_vehicle(org=org, name=f"演示{next(_numbers)}车"),
    "stock": lambda org: a_stock(org=org),
    "closure": lambda org: a_closure(org=org),
    "incident": lambda org: an_incident(org=org),
    "need": lambda org: a_need(org=org),
    "deployment": lambda org: a_written_deployment(org=org),
}
