"""Who may write notices; whoever is meant reads them, whatever their role."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import SIGNED_IN, Endpoint
from tests.builders.notices import a_draft, a_notice, a_notice_file

ENDPOINTS = [
    Endpoint("notices:notices", right=SIGNED_IN),
    Endpoint("notices:unread", right=SIGNED_IN),
    Endpoint("notices:written", right=Right.COMMAND),
    Endpoint("notices:new", right=Right.COMMAND),
    Endpoint("notices:new", method="POST", right=Right.COMMAND),
    Endpoint("notices:notice", right=SIGNED_IN, about="notice"),
    Endpoint("notices:confirmation", method="POST", right=SIGNED_IN, about="notice"),
    Endpoint("notices:attachment", right=SIGNED_IN, about="file"),
    Endpoint("notices:edit", right=Right.COMMAND, about="notice"),
    Endpoint("notices:edit", method="POST", right=Right.COMMAND, about="notice"),
    Endpoint("notices:publication", method="POST", right=Right.COMMAND, about="draft"),
    Endpoint("notices:withdrawal", method="POST", right=Right.COMMAND, about="notice", data={"why": "改期"}),
    Endpoint("notices:reminder", method="POST", right=Right.COMMAND, about="notice"),
    Endpoint("notices:removal", method="POST", right=Right.COMMAND, about="file"),
]
BUILDERS = {
    "notice": lambda org: a_notice(org=org),
    "draft": lambda org: a_draft(org=org),
    "file": lambda org: a_notice_file(a_notice(org=org)),
}
