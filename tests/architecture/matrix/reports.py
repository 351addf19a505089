"""Which right opens which address of reports."""

from linan.ground.access.rights import Right
from linan.ground.orgs.models import Org
from tests.architecture.matrix.endpoint import Endpoint
from tests.builders.reports import a_report
from tests.builders.response import an_incident

ENDPOINTS = [
    Endpoint("reports:reports", right=Right.RESPOND),
    Endpoint("reports:phone-call", right=Right.COMMAND),
    Endpoint("reports:phone-call", method="POST", right=Right.COMMAND),
    Endpoint("reports:report", right=Right.RESPOND, about="report"),
    Endpoint("reports:checking", method="POST", right=Right.COMMAND, about="report"),
    Endpoint("reports:owning", method="POST", right=Right.COMMAND, about="report"),
    Endpoint("reports:incident-opening", method="POST", right=Right.COMMAND, about="report"),
    Endpoint("reports:incident-joining", method="POST", right=Right.COMMAND, about="report and incident"),
    Endpoint("reports:merging", method="POST", right=Right.COMMAND, about="two reports"),
    Endpoint("reports:forwarding", method="POST", right=Right.COMMAND, about="report", data={"to": "物业公司"}),
    Endpoint("reports:result", method="POST", right=Right.COMMAND, about="report", data={"result": "已关阀通风"}),
    Endpoint("reports:phone", method="POST", right=Right.REVEAL, about="report"),
]

def a_report_and_an_incident(org: Org) -> dict[str, int]:
    """Return the places of a report that may join an incident."""
    return {"report_id": a_report(org=org).pk, "incident_id": an_incident(org=org).pk}


def two_reports(org: Org) -> dict[str, int]:
    """Return the places of two reports of the same thing."""
    return {"report_id": a_report(org=org).pk, "into_id": a_report(org=org).pk}


BUILDERS = {
    "report": lambda org: a_report(org=org), "report and incident": a_report_and_an_incident, "two reports": two_reports,
}
