"""Which right opens which address of door lists."""

from linan.command.evacuations.models import DoorList
from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import PUBLIC, SIGNED_IN, Endpoint
from tests.builders.doors import a_door_list, the_entry

ENDPOINTS = [
    Endpoint("evacuations:my-doors", right=SIGNED_IN),
    Endpoint("evacuations:doors-worker", right=PUBLIC),
    Endpoint("evacuations:door-list", right=Right.RESPOND, about="list"),
    Endpoint("evacuations:door-paper", right=Right.RESPOND, about="list"),
    Endpoint("evacuations:door-change", method="POST", right=Right.RESPOND, about="list"),
    Endpoint("evacuations:door-changes", method="POST", right=Right.RESPOND, about="list"),
    Endpoint("evacuations:finding", right=Right.RESPOND, about="door of list"),
    Endpoint("evacuations:finding", method="POST", right=Right.RESPOND, about="door of list"),
    Endpoint("evacuations:meeting", right=Right.RESPOND, about="list"),
    Endpoint("evacuations:meeting", method="POST", right=Right.RESPOND, about="list"),
    Endpoint("evacuations:door-walker", method="POST", right=Right.COMMAND, about="list"),
    Endpoint("evacuations:door-lists", right=Right.SEE, about="walked"),
    Endpoint("evacuations:door-lists-made", method="POST", right=Right.COMMAND, about="walked"),
    Endpoint("evacuations:board", right=Right.SEE, about="walked"),
    Endpoint("evacuations:whereabouts", right=Right.SEE_PERSONAL, about="walked", places={"where": "not_reached"}),
    Endpoint("evacuations:search-list", right=Right.SEE_PERSONAL, about="walked"),
    Endpoint("evacuations:door", right=Right.RESPOND, about="door"),
    Endpoint("evacuations:door-word", method="POST", right=Right.RESPOND, about="door", data={"to": "told"}),
    Endpoint("evacuations:door-force", method="POST", right=Right.COMMAND, about="door"),
    Endpoint("evacuations:door-early", method="POST", right=Right.RESPOND, about="door"),
    Endpoint("evacuations:returns", right=Right.SEE, about="walked"),
    Endpoint("evacuations:clearing", method="POST", right=Right.COMMAND, about="walked"),
    Endpoint("evacuations:returned", method="POST", right=Right.RESPOND, about="walked"),
]
BUILDERS = {
    "list": lambda org: a_door_list(org=org),
    "door of list": lambda org: _door_of_list(a_door_list(org=org)),
    "walked": lambda org: {"evacuation_id": a_door_list(org=org).evacuation_id},
    "door": lambda org: the_entry(a_door_list(org=org)),
}


def _door_of_list(made: DoorList) -> dict[str, int]:
    return {"door_list_id": made.pk, "entry_id": the_entry(made).pk}
