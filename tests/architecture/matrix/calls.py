"""Which right opens which address of calls."""

from itertools import count

from linan.ground.access.rights import Right
from linan.ground.orgs.models import Org
from linan.response.calls.domain.audience import Audience
from linan.response.calls.links import Bearer, code_of
from linan.response.calls.models import Call, Group
from tests.architecture.matrix.endpoint import PUBLIC, SIGNED_IN, Endpoint
from tests.build import a_person
from tests.builders.calls import a_call, a_line, the_recipient
from tests.builders.warnings import a_warning_card, another_warning

_numbers = count(1)
NOBODY = code_of(Bearer(recipient_id=0, person_id=None))
ENDPOINTS = [
    Endpoint("calls:calls", right=Right.SEE),
    Endpoint("calls:write", right=Right.COMMAND),
    Endpoint("calls:write", method="POST", right=Right.COMMAND),
    Endpoint("calls:of-warning", right=Right.SEE, about="warning"),
    Endpoint("calls:mine", right=SIGNED_IN),
    Endpoint("calls:doors", right=SIGNED_IN),
    Endpoint("calls:knock", method="POST", right=Right.RESPOND, about="recipient", data={"came": "told"}),
    Endpoint("calls:call", right=Right.SEE, about="call"),
    Endpoint("calls:edit", right=Right.COMMAND, about="draft"),
    Endpoint("calls:edit", method="POST", right=Right.COMMAND, about="draft"),
    Endpoint("calls:release", method="POST", right=Right.COMMAND, about="draft", data={"seen": 1}),
    Endpoint("calls:submit", method="POST", right=Right.COMMAND, about="draft"),
    Endpoint("calls:decide", method="POST", right=Right.COMMAND, about="call", data={"note": "重复"}),
    Endpoint("calls:stop", method="POST", right=Right.COMMAND, about="call"),
    Endpoint("calls:end", method="POST", right=Right.COMMAND, about="call"),
    Endpoint("calls:sheet", right=Right.SEE, about="call"),
    Endpoint("calls:lines", right=Right.CONFIGURE),
    Endpoint("calls:line-adding", right=Right.CONFIGURE, places={"kind": "ntfy"}),
    Endpoint("calls:line-adding", method="POST", right=Right.CONFIGURE, places={"kind": "ntfy"}),
    Endpoint("calls:line", right=Right.CONFIGURE, about="line"),
    Endpoint("calls:line", method="POST", right=Right.CONFIGURE, about="line"),
    Endpoint("calls:line-trial", method="POST", right=Right.CONFIGURE, about="line"),
    Endpoint("calls:rules", right=Right.CONFIGURE),
    Endpoint("calls:rules", method="POST", right=Right.CONFIGURE),
    Endpoint("calls:group-adding", right=Right.CONFIGURE),
    Endpoint("calls:group-adding", method="POST", right=Right.CONFIGURE),
    Endpoint("calls:group", right=Right.CONFIGURE, about="group"),
    Endpoint("calls:group", method="POST", right=Right.CONFIGURE, about="group"),
    Endpoint("calls:push", right=SIGNED_IN),
    Endpoint("calls:push", method="POST", right=SIGNED_IN),
    Endpoint("calls:push-worker", right=PUBLIC),
    Endpoint("calls:receipts", method="POST", right=PUBLIC, places={"uid": "00000000-0000-4000-8000-000000000000"}),
    Endpoint("calls:answer", right=PUBLIC, places={"code": NOBODY}),
]


def a_call_in(org: Org) -> Call:
    """Return a call of a unit to one of its people."""
    return a_call(org=org, audience=Audience(people=(a_person(org=org).pk,)))


def a_draft_in(org: Org) -> Call:
    """Return a call that was not sent yet."""
    return a_call(org=org, audience=Audience(people=(a_person(org=org).pk,)), is_released=False)


BUILDERS = {
    "line": lambda org: a_line(org=org, kind="ntfy", settings={"url": "http://127.0.0.1:9/", "topic": "demo"}),
    "group": lambda org: Group.objects.create(org=org, name=f"演示组{next(_numbers)}"),
    "warning": lambda org: a_warning_card(org=org, content=another_warning(org)),
    "call": a_call_in, "draft": a_draft_in, "recipient": lambda org: the_recipient(a_call_in(org)),
}
