"""Which right opens which address of command."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint

HERE = '{"type": "Point", "coordinates": [118.78, 32.05]}'

ENDPOINTS = [
    Endpoint("command:map", right=Right.SEE),
    Endpoint("command:map-base", right=Right.SEE),
    Endpoint("command:map-live", right=Right.SEE),
    Endpoint("command:wall", right=Right.SEE),
    Endpoint("command:modes", right=Right.SEE),
    Endpoint("command:modes", method="POST", right=Right.COMMAND, data={"mode": "holiday", "reason": "国庆"}),
    Endpoint("command:mode-chip", right=Right.SEE),
    Endpoint("command:asking", right=Right.SEE),
    Endpoint("command:asking-names", method="POST", right=Right.REVEAL, data={"geometry": HERE, "reason": "contact"}),
]
BUILDERS = {}
