"""Which right opens which address of upward reporting."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint
from tests.builders.upward import a_clocked_incident

PHONE = {"to_name": "街道值班室", "called_at": "2026-01-15T03:13", "said": "东门起火，正在核实"}
DEADLINE = {
    "within": 30, "unit": "minute", "to": "街道办事处", "source": "街道通知", "reason": "街道另有规定", "version": 0,
}
ENDPOINTS = [
    Endpoint("upward:filings", right=Right.SEE),
    Endpoint("upward:of-incident", right=Right.SEE, about="incident"),
    Endpoint("upward:phone", right=Right.COMMAND, about="incident"),
    Endpoint("upward:phone", method="POST", right=Right.COMMAND, about="incident", data=PHONE),
    Endpoint("upward:deadlines", right=Right.SEE),
    Endpoint("upward:deadline", right=Right.AUTHOR, places={"key": "community-written"}),
    Endpoint("upward:deadline", method="POST", right=Right.AUTHOR, places={"key": "community-written"}, data=DEADLINE),
]
BUILDERS = {"incident": lambda org: a_clocked_incident(org=org)}
