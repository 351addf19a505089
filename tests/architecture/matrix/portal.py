"""The pages that anybody may open."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import PUBLIC, Endpoint
from tests.builders.notices import a_notice, a_notice_file
from tests.builders.registry import a_building

ENDPOINTS = [
    Endpoint("portal:report", right=PUBLIC),
    Endpoint("portal:report", method="POST", right=PUBLIC),
    Endpoint("portal:report-at", right=PUBLIC, places={"building_code": "demo-1"}),
    Endpoint("portal:report-at", method="POST", right=PUBLIC, places={"building_code": "demo-1"}),
    Endpoint("portal:report-map", right=PUBLIC),
    Endpoint("portal:report-worker", right=PUBLIC),
    Endpoint("portal:door-codes", right=Right.RESPOND),
    Endpoint("portal:door-code", right=Right.RESPOND, about="building"),
    Endpoint("portal:shelters", right=PUBLIC),
    Endpoint("portal:notices", right=PUBLIC),
    Endpoint("portal:notice", right=PUBLIC, about="public-notice"),
    Endpoint("portal:notice-file", right=PUBLIC, about="public-file"),
    Endpoint("portal:receipt-search", right=PUBLIC),
    Endpoint("portal:receipt", right=PUBLIC, places={"code": "AAAA3333"}),
]
BUILDERS = {
    "building": lambda org: a_building(org=org),
    "public-notice": lambda org: a_notice(org=org, is_public=True),
    "public-file": lambda org: a_notice_file(a_notice(org=org, is_public=True)),
}
