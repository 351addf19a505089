"""The pages that anybody may open."""

from tests.architecture.matrix.endpoint import PUBLIC, Endpoint

ENDPOINTS = [
    Endpoint("portal:report", right=PUBLIC),
    Endpoint("portal:report", method="POST", right=PUBLIC),
    Endpoint("portal:report-at", right=PUBLIC, places={"building_code": "demo-1"}),
    Endpoint("portal:report-at", method="POST", right=PUBLIC, places={"building_code": "demo-1"}),
    Endpoint("portal:receipt-search", right=PUBLIC),
    Endpoint("portal:receipt", right=PUBLIC, places={"code": "AAAA3333"}),
]
