"""Which right opens which address of ladders."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint
from tests.builders.ladders import a_ladder

ENDPOINTS = [
    Endpoint("ladders:ladders", right=Right.SEE),
    Endpoint("ladders:ladder", right=Right.SEE, about="ladder"),
    Endpoint("ladders:notice", right=Right.SEE, about="ladder"),
    Endpoint("ladders:reporting", right=Right.RESPOND),
    Endpoint("ladders:reporting", method="POST", right=Right.RESPOND),
    Endpoint(
        "ladders:step", method="POST", right=Right.RESPOND, about="ladder", data={"outcome": "settled", "note": "已推下楼"}
    ),
]
BUILDERS = {"ladder": lambda org: a_ladder(org=org)}
