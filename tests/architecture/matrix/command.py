"""Which right opens which address of command."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint

ENDPOINTS = [
    Endpoint("command:map", right=Right.SEE),
    Endpoint("command:map-base", right=Right.SEE),
    Endpoint("command:map-live", right=Right.SEE),
    Endpoint("command:wall", right=Right.SEE),
]
BUILDERS = {}
