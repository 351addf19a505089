"""Which right opens which address of response."""

from linan.ground.access.rights import Right
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from linan.response.models import TaskProof
from linan.response.proofs import Given, Picture, hand_in_proof
from tests.architecture.matrix.endpoint import Endpoint
from tests.build import NOW
from tests.builders.files import a_picture
from tests.builders.monitoring import an_alarm
from tests.builders.response import a_task, an_incident
from tests.builders.warnings import a_warning_card

ENDPOINTS = [
    Endpoint("response:incidents", right=Right.SEE),
    Endpoint("response:opening", right=Right.COMMAND),
    Endpoint("response:opening", method="POST", right=Right.COMMAND),
    Endpoint("response:incident", right=Right.SEE, about="incident"),
    Endpoint("response:closing", right=Right.COMMAND, about="incident"),
    Endpoint(
        "response:closing", method="POST", right=Right.COMMAND, about="incident",
        data={"reason": "settled", "summary": "明火已扑灭"},
    ),
    Endpoint("response:reopening", right=Right.COMMAND, about="incident"),
    Endpoint("response:reopening", method="POST", right=Right.COMMAND, about="incident", data={"reason": "复燃"}),
    Endpoint("response:grade", right=Right.COMMAND, about="incident"),
    Endpoint(
        "response:grade", method="POST", right=Right.COMMAND, about="incident",
        data={"grade": "IV", "reason": "无人员伤亡"},
    ),
    Endpoint("response:unit-joining", right=Right.COMMAND, about="incident"),
    Endpoint("response:unit-joining", method="POST", right=Right.COMMAND, about="incident"),
    Endpoint("response:unit-sight", right=Right.COMMAND, about="unit"),
    Endpoint("response:unit-sight", method="POST", right=Right.COMMAND, about="unit"),
    Endpoint("response:shared", right=Right.SEE, about="incident"),
    Endpoint("response:proof-file", right=Right.SEE, about="proof"),
    Endpoint("response:task-giving", right=Right.COMMAND, about="incident"),
    Endpoint("response:task-giving", method="POST", right=Right.COMMAND, about="incident"),
    Endpoint("response:report", right=Right.SEE, about="incident"),
    Endpoint("response:incident-of-alarm", right=Right.SEE, about="alarm"),
    Endpoint("response:incident-of-warning", right=Right.SEE, about="warning"),
    Endpoint("response:my-tasks", right=Right.RESPOND),
    Endpoint("response:task", right=Right.SEE, about="task"),
    Endpoint("response:task-move", method="POST", right=Right.RESPOND, about="task", data={"to": "accepted"}),
    Endpoint("response:task-proving", right=Right.RESPOND, about="task"),
    Endpoint("response:task-proving", method="POST", right=Right.RESPOND, about="task"),
    Endpoint("api:incidents", right=Right.SEE),
    Endpoint("api:incident", right=Right.SEE, about="incident"),
    Endpoint("api:incident-tasks", right=Right.SEE, about="incident"),
    Endpoint("api:task-move", method="POST", right=Right.RESPOND, about="task", data={"to": "accepted"}),
]


def _proof(org: Org) -> TaskProof:
    given = Given(photos=[Picture(a_picture(), "现场.jpg")])
    (proof,) = hand_in_proof(task_id=a_task(org=org).pk, given=given, by=SYSTEM, now=NOW)
    return proof


BUILDERS = {
    "unit": lambda org: {"incident_id": an_incident(org=org).pk, "unit_id": org.pk},
    "proof": _proof,
    "incident": lambda org: an_incident(org=org),
    "task": lambda org: a_task(org=org),
    "alarm": lambda org: an_alarm(org=org),
    "warning": lambda org: a_warning_card(org=org),
}
