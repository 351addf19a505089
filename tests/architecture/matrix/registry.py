"""Which right opens which address of base information."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint
from tests.builders.registry import (
    a_building,
    a_household,
    a_protected_target,
    a_resident,
    a_resource,
    a_risk_source,
    a_second_contact,
)

PLACES = ("risk-source", "protected-target", "resource")
ENDPOINTS = [
    Endpoint("registry:buildings", right=Right.SEE),
    Endpoint("registry:building", right=Right.SEE, about="building"),
    Endpoint("registry:building-adding", right=Right.EDIT_BASE),
    Endpoint("registry:building-adding", method="POST", right=Right.EDIT_BASE),
    Endpoint("registry:building-editing", right=Right.EDIT_BASE, about="building"),
    Endpoint("registry:building-editing", method="POST", right=Right.EDIT_BASE, about="building"),
    Endpoint("registry:households", right=Right.SEE),
    Endpoint("registry:household", right=Right.SEE_PERSONAL, about="household"),
    Endpoint("registry:contact-revealing", method="POST", right=Right.REVEAL, about="asked", data={"reason": "contact"}),
    *(Endpoint(f"registry:{noun}-exporting", right=Right.SEE) for noun in ("building", "household", *PLACES)),
    Endpoint("registry:resident-exporting", right=Right.SEE_PERSONAL),
    Endpoint("registry:resident-exporting-in-full", method="POST", right=Right.REVEAL, data={"reason": "care"}),
    *(
        Endpoint(f"registry:{noun}-importing", method=method, right=Right.EDIT_BASE)
        for noun in ("building", "household", "resident", *PLACES) for method in ("GET", "POST")
    ),
    Endpoint("registry:residents", right=Right.SEE_PERSONAL),
    Endpoint("registry:resident", right=Right.SEE_PERSONAL, about="resident"),
    Endpoint(
        "registry:resident-revealing", method="POST", right=Right.REVEAL, about="resident",
        data={"field": "phone", "reason": "contact"},
    ),
    *(
        Endpoint(f"registry:{name}", method=method, right=Right.EDIT_BASE, about=about)
        for name, about in (
            ("household-adding", "building"), ("household-editing", "household"), ("resident-adding", "household"),
            ("resident-editing", "resident"), ("resident-moving-in", "resident"), ("resident-moving-out", "resident"),
        )
        for method in ("GET", "POST")
    ),
    *(Endpoint(f"registry:{noun}s", right=Right.SEE) for noun in PLACES),
    *(Endpoint(f"registry:{noun}", right=Right.SEE, about=noun) for noun in PLACES),
    *(
        Endpoint(f"registry:{noun}-adding", method=method, right=Right.EDIT_BASE)
        for noun in PLACES for method in ("GET", "POST")
    ),
    *(
        Endpoint(f"registry:{noun}-editing", method=method, right=Right.EDIT_BASE, about=noun)
        for noun in PLACES for method in ("GET", "POST")
    ),
    Endpoint("api:buildings", right=Right.SEE),
    Endpoint("api:building", right=Right.SEE, about="building"),
]
BUILDERS = {
    "building": lambda org: a_building(org=org),
    "household": lambda org: a_household(org=org),
    "asked": lambda org: a_second_contact(org=org).household,
    "resident": lambda org: a_resident(org=org),
    "risk-source": lambda org: a_risk_source(org=org),
    "protected-target": lambda org: a_protected_target(org=org),
    "resource": lambda org: a_resource(org=org),
}
