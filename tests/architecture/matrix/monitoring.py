"""Which right opens which address of monitoring."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import SIGNED_IN, Endpoint
from tests.builders.monitoring import a_condition, a_device, a_rehearsal, a_series, an_alarm
from tests.builders.warnings import a_trusted_signer
from tests.builders.wires import a_command, a_source, a_stranger

ENDPOINTS = [
    Endpoint("monitoring:desk", right=Right.SEE),
    Endpoint("monitoring:bell", right=SIGNED_IN),
    Endpoint("monitoring:false-alarms", right=Right.SEE),
    Endpoint("monitoring:false-alarms-chart", right=Right.SEE),
    Endpoint("monitoring:false-alarms-sheet", right=Right.SEE),
    Endpoint("monitoring:card", right=Right.SEE, places={"key": "new.rest"}),
    Endpoint("monitoring:card-acknowledgement", method="POST", right=Right.RESPOND, places={"key": "new.rest"}),
    Endpoint(
        "monitoring:card-verification", method="POST", right=Right.RESPOND, places={"key": "new.rest"},
        data={"verdict": "real"},
    ),
    Endpoint("monitoring:alarm", right=Right.SEE, about="alarm"),
    Endpoint("monitoring:neighbours", right=Right.SEE, about="alarm"),
    Endpoint("monitoring:snapshots", right=Right.SEE, about="alarm"),
    Endpoint("monitoring:acknowledgement", method="POST", right=Right.RESPOND, about="alarm"),
    Endpoint(
        "monitoring:verification", method="POST", right=Right.RESPOND, about="alarm",
        data={"verdict": "false", "note": "炒菜"},
    ),
    Endpoint("monitoring:series-chart", right=Right.SEE, about="series"),
    Endpoint("monitoring:devices", right=Right.SEE),
    Endpoint("monitoring:device-adding", right=Right.CONFIGURE),
    Endpoint("monitoring:device-adding", method="POST", right=Right.CONFIGURE),
    Endpoint("monitoring:device", right=Right.SEE, about="device"),
    Endpoint("monitoring:device-editing", right=Right.CONFIGURE, about="device"),
    Endpoint(
        "monitoring:device-editing", method="POST", right=Right.CONFIGURE, about="device", data={"name": "烟感甲"}
    ),
    Endpoint("monitoring:device-attributes", right=Right.CONFIGURE, about="device"),
    Endpoint(
        "monitoring:device-attributes", method="POST", right=Right.CONFIGURE, about="device",
        data={"shared": "interval = 30"},
    ),
    Endpoint(
        "monitoring:maintenance", method="POST", right=Right.CONFIGURE, about="device", data={"reason": "换电池"}
    ),
    Endpoint("monitoring:return-to-service", method="POST", right=Right.CONFIGURE, about="device"),
    Endpoint("monitoring:device-token", method="POST", right=Right.CONFIGURE, about="device"),
    Endpoint(
        "monitoring:ordering", method="POST", right=Right.COMMAND, about="siren",
        data={"command": "siren", "reason": "车棚起火"},
    ),
    Endpoint("monitoring:ordering", right=Right.SEE, about="siren"),
    Endpoint("monitoring:taking-back", method="POST", right=Right.COMMAND, about="command"),
    Endpoint("monitoring:gateways", right=Right.CONFIGURE),
    Endpoint("monitoring:source-adding", right=Right.CONFIGURE),
    Endpoint("monitoring:source-adding", method="POST", right=Right.CONFIGURE),
    Endpoint("monitoring:source", right=Right.CONFIGURE, about="source"),
    Endpoint("monitoring:source-editing", right=Right.CONFIGURE, about="source"),
    Endpoint(
        "monitoring:source-editing", method="POST", right=Right.CONFIGURE, about="source", data={"title": "电信平台"}
    ),
    Endpoint("monitoring:source-secret", method="POST", right=Right.CONFIGURE, about="source"),
    Endpoint("monitoring:quarantine", right=Right.CONFIGURE),
    Endpoint("monitoring:stranger", right=Right.CONFIGURE, about="stranger"),
    Endpoint("monitoring:stranger", method="POST", right=Right.CONFIGURE, about="stranger"),
    Endpoint("monitoring:dismissal", method="POST", right=Right.CONFIGURE, about="stranger"),
    Endpoint("monitoring:warning-signers", right=Right.CONFIGURE),
    Endpoint("monitoring:signer-adding", right=Right.CONFIGURE),
    Endpoint("monitoring:signer-adding", method="POST", right=Right.CONFIGURE),
    Endpoint("monitoring:signer-withdrawal", method="POST", right=Right.CONFIGURE, about="signer", data={"because": "换证"}),
    Endpoint("monitoring:retention", right=Right.ADMINISTER),
    Endpoint("monitoring:retention-deciding", right=Right.ADMINISTER, places={"klass": "fire"}),
    Endpoint("monitoring:retention-deciding", method="POST", right=Right.ADMINISTER, places={"klass": "fire"}),
    Endpoint("monitoring:readings", right=Right.RESPOND),
    Endpoint("monitoring:entering", right=Right.RESPOND, about="series"),
    Endpoint("monitoring:entering", method="POST", right=Right.RESPOND, about="series", data={"value": "1.2"}),
    Endpoint("monitoring:conditions", right=Right.SEE),
    Endpoint("monitoring:condition", right=Right.SEE, about="condition"),
    Endpoint("monitoring:condition-kinds", right=Right.CONFIGURE),
    Endpoint("monitoring:condition-adding", right=Right.CONFIGURE, places={"kind": "threshold"}),
    Endpoint("monitoring:condition-adding", method="POST", right=Right.CONFIGURE, places={"kind": "threshold"}),
    Endpoint("monitoring:condition-editing", right=Right.CONFIGURE, about="condition"),
    Endpoint("monitoring:condition-editing", method="POST", right=Right.CONFIGURE, about="condition"),
    Endpoint(
        "monitoring:condition-retirement", method="POST", right=Right.CONFIGURE, about="condition",
        data={"reason": "不再需要"},
    ),
    Endpoint(
        "monitoring:condition-rehearsing", method="POST", right=Right.CONFIGURE, about="condition", data={"days": "30"}
    ),
    Endpoint(
        "monitoring:mode", method="POST", right=Right.CONFIGURE, data={"mode": "holiday", "mode_reason": "春节"}
    ),
    Endpoint("monitoring:rehearsal", right=Right.SEE, about="rehearsal"),
    Endpoint("monitoring:rehearsal-chart", right=Right.SEE, about="rehearsal"),
    Endpoint("api:alarms", right=Right.SEE),
    Endpoint("api:alarm", right=Right.SEE, about="alarm"),
    Endpoint("api:alarm-acknowledgement", method="POST", right=Right.RESPOND, about="alarm"),
    Endpoint("api:alarm-verification", method="POST", right=Right.RESPOND, about="alarm", data={"verdict": "real"}),
    Endpoint("api:devices", right=Right.SEE),
]
BUILDERS = {
    "alarm": lambda org: an_alarm(org=org),
    "device": lambda org: a_device(org=org),
    "series": lambda org: a_series(org=org),
    "siren": lambda org: a_device(org=org, profile="loudspeaker"),
    "command": lambda org: a_command(org=org),
    "source": lambda org: a_source(org=org).source,
    "signer": lambda org: a_trusted_signer(org=org),
    "stranger": lambda org: a_stranger(org=org),
    "condition": lambda org: a_condition(org=org),
    "rehearsal": lambda org: a_rehearsal(org=org),
}
