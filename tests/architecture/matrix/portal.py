"""The pages that anybody may open."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import PUBLIC, Endpoint
from tests.builders.registry import a_building

ENDPOINTS = [
    Endpoint("portal:report", right=PUBLIC),
    Endpoint("portal:report", method="POST", right=PUBLIC),
    Endpoint("portal:report-at", right=PUBLIC, places={"building_code": "demo-1"}),
    Endpoint("portal:report-at", method="POST", right=PUBLIC, places={"building_code": "demo-1"}),
    Endpoint("portal:door-codes", right=Right.RESPOND),
    Endpoint("portal:door-code", right=Right.RESPOND, about="building"),
    Endpoint("portal:shelters", right=PUBLIC),
    Endpoint("portal:receipt-search", right=PUBLIC),
    Endpoint("portal:receipt", right=PUBLIC, places={"code": "AAAA3333"}),
]
BUILDERS = {"building": lambda org: a_building(org=org)}
