"""Which right opens which address of duty."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint
from tests.builders.duty import a_hand_over, a_shift, a_swap

ENDPOINTS = [
    Endpoint("duty:roster", right=Right.SEE),
    Endpoint("duty:planning", right=Right.COMMAND),
    Endpoint("duty:planning", method="POST", right=Right.COMMAND),
    Endpoint("duty:shift", right=Right.COMMAND, about="shift"),
    Endpoint("duty:shift", method="POST", right=Right.COMMAND, about="shift", data={"why": "临时有事"}),
    Endpoint("duty:arrival", method="POST", right=Right.SEE, about="shift"),
    Endpoint("duty:writing", method="POST", right=Right.RESPOND, data={"text": "3号楼电梯停运，已报修"}),
    Endpoint("duty:swaps", right=Right.SEE),
    Endpoint("duty:swap-asking", right=Right.SEE, about="shift"),
    Endpoint("duty:swap-asking", method="POST", right=Right.SEE, about="shift"),
    Endpoint("duty:swap-answer", method="POST", right=Right.SEE, about="swap", data={"to": "agreed"}),
    Endpoint("duty:swap-settling", method="POST", right=Right.COMMAND, about="swap", data={"to": "refused"}),
    Endpoint("duty:spot-checks", right=Right.SEE),
    Endpoint("duty:spot-rule", right=Right.COMMAND),
    Endpoint("duty:spot-rule", method="POST", right=Right.COMMAND),
    Endpoint("duty:spot-check-now", method="POST", right=Right.COMMAND),
    Endpoint("duty:taking", right=Right.RESPOND, about="hand-over"),
    Endpoint("duty:taking", method="POST", right=Right.RESPOND, about="hand-over"),
]
BUILDERS = {
    "shift": lambda org: a_shift(org=org), "hand-over": lambda org: a_hand_over(org=org), "swap": lambda org: a_swap(org=org),
}
