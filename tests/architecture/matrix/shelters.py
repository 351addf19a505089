"""Which right opens which address of shelters."""

from uuid import uuid4

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint
from tests.builders.registry import a_building, a_household, a_resident
from tests.builders.shelters import a_shelter, a_stay, an_open_shelter

ENDPOINTS = [
    Endpoint("shelters:shelters", right=Right.SEE),
    Endpoint("shelters:shelter", right=Right.SEE, about="shelter"),
    Endpoint("shelters:entering", right=Right.EDIT_BASE),
    Endpoint("shelters:entering", method="POST", right=Right.EDIT_BASE),
    Endpoint("shelters:editing", right=Right.EDIT_BASE, about="shelter"),
    Endpoint("shelters:editing", method="POST", right=Right.EDIT_BASE, about="shelter"),
    Endpoint("shelters:opening", right=Right.COMMAND, about="shelter"),
    Endpoint("shelters:opening", method="POST", right=Right.COMMAND, about="shelter"),
    Endpoint("shelters:closing", right=Right.COMMAND, about="shelter"),
    Endpoint("shelters:closing", method="POST", right=Right.COMMAND, about="shelter"),
    Endpoint("shelters:full", method="POST", right=Right.RESPOND, about="open shelter"),
    Endpoint("shelters:free", method="POST", right=Right.RESPOND, about="full shelter"),
    Endpoint("shelters:desk", right=Right.RESPOND, about="open shelter"),
    Endpoint(
        "shelters:arrivals", method="POST", right=Right.RESPOND, about="open shelter",
        data={"client_id": str(uuid4()), "names": "李平", "people": "2"},
    ),
    Endpoint("shelters:needs", right=Right.SEE, about="shelter"),
    Endpoint("shelters:needs-of-all", right=Right.SEE),
    Endpoint("shelters:scanned", right=Right.RESPOND, places={"code": "ABCDE23456"}),
    Endpoint("shelters:card", right=Right.RESPOND, about="household"),
    Endpoint("shelters:card", method="POST", right=Right.RESPOND, about="household"),
    Endpoint("shelters:cards", right=Right.RESPOND, about="building"),
    Endpoint("shelters:cards", method="POST", right=Right.RESPOND, about="building"),
    Endpoint("shelters:stay", right=Right.RESPOND, about="stay"),
    Endpoint("shelters:number", method="POST", right=Right.RESPOND, about="stay", data={"people": "2"}),
    Endpoint("shelters:matching", method="POST", right=Right.RESPOND, about="stay"),
    Endpoint("shelters:leaving", method="POST", right=Right.RESPOND, about="stay"),
]
BUILDERS = {
    "building": lambda org: a_building(org=org),
    "shelter": lambda org: a_shelter(org=org),
    "open shelter": lambda org: an_open_shelter(org=org),
    "full shelter": lambda org: an_open_shelter(org=org, places=1, reserve_percent=90),
    "household": lambda org: a_resident(household=a_household(org=org)).household,
    "stay": lambda org: a_stay(org=org),
}
