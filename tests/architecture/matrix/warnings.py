"""Which right opens which address of warnings."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import PUBLIC, Endpoint
from tests.builders.warnings import a_warning_card, a_warning_file, a_warning_source, another_warning

ENDPOINTS = [
    Endpoint("monitoring:warnings", right=Right.SEE),
    Endpoint("monitoring:warnings-waiting", right=Right.SEE),
    Endpoint("monitoring:warning", right=Right.SEE, about="warning_card"),
    Endpoint("monitoring:warning-seen", method="POST", right=Right.RESPOND, about="warning_card"),
    Endpoint(
        "monitoring:warning-answer", method="POST", right=Right.COMMAND, about="warning_card",
        data={"status": "adopted"},
    ),
    Endpoint("monitoring:warning-relay", right=Right.SEE, about="warning_card"),
    Endpoint("monitoring:warning-files", right=Right.SEE),
    Endpoint("monitoring:warning-files", method="POST", right=Right.RESPOND, data={"text": "不是预警"}),
    Endpoint("monitoring:warning-file", right=Right.SEE, about="warning_file"),
    Endpoint("monitoring:warning-original", right=Right.SEE, about="warning_file"),
    Endpoint("monitoring:warning-exercise", right=Right.COMMAND),
    Endpoint("monitoring:warning-exercise", method="POST", right=Right.COMMAND),
    Endpoint("monitoring:warning-sources", right=Right.CONFIGURE),
    Endpoint("monitoring:warning-source-adding", right=Right.CONFIGURE),
    Endpoint("monitoring:warning-source-adding", method="POST", right=Right.CONFIGURE),
    Endpoint("monitoring:warning-secret", method="POST", right=Right.CONFIGURE, about="warning_source"),
    Endpoint("monitoring:warning-switch", method="POST", right=Right.CONFIGURE, about="warning_source"),
    Endpoint("api:warnings", right=Right.SEE),
    Endpoint(
        "api:warning-answer", method="POST", right=Right.COMMAND, about="warning_card", data={"status": "adopted"},
    ),
    Endpoint("api:warning-push", method="POST", right=PUBLIC, about="warning_source"),
]
BUILDERS = {
    "warning_card": lambda org: a_warning_card(org=org, content=another_warning(org)),
    "warning_file": lambda org: a_warning_file(org=org, content=another_warning(org)),
    "warning_source": lambda org: a_warning_source(org=org).source,
}
