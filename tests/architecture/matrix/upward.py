"""Which right opens which address of upward reporting."""

from linan.ground.access.rights import Right
from tests.architecture.matrix.endpoint import Endpoint
from tests.builders.upward import a_clocked_incident, a_draft, a_filing_to, a_ledger_entry, a_sent_filing

PHONE = {"to_name": "街道值班室", "called_at": "2026-01-15T03:13", "said": "东门起火，正在核实"}
DEADLINE = {
    "within": 30, "unit": "minute", "to": "街道办事处", "source": "街道通知", "reason": "街道另有规定", "version": 0,
}
NEW_DEADLINE = {
    "title": "区定续报", "owes": "community", "who": "社区", "to": "街道办事处", "kind": "follow_up", "way": "written", "within": 2,
    "unit": "hour", "counted_from": "known", "source": "区应急〔2026〕3号第五条", "reason": "区另有规定",
}
PERSON = {"name": "陈某", "harm": "trapped", "source": "消防"}
WRITTEN = {"kind": "initial", "happened": "东门起火"}
ENDPOINTS = [
    Endpoint("upward:filings", right=Right.SEE),
    Endpoint("upward:of-incident", right=Right.SEE, about="incident"),
    Endpoint("upward:phone", right=Right.COMMAND, about="incident"),
    Endpoint("upward:phone", method="POST", right=Right.COMMAND, about="incident", data=PHONE),
    Endpoint("upward:drafting", method="POST", right=Right.COMMAND, about="incident"),
    Endpoint("upward:ledger", right=Right.SEE_PERSONAL, about="incident"),
    Endpoint("upward:ledger", method="POST", right=Right.COMMAND, about="incident", data=PERSON),
    Endpoint("upward:ledger-change", method="POST", right=Right.COMMAND, about="entry", data={"harm": "rescued", "source": "消防"}),
    Endpoint("upward:filing", right=Right.SEE, about="sent"),
    Endpoint("upward:word", right=Right.SEE, about="sent"),
    Endpoint("upward:writing", right=Right.COMMAND, about="draft"),
    Endpoint("upward:writing", method="POST", right=Right.COMMAND, about="draft", data=WRITTEN),
    Endpoint("upward:refreshing", method="POST", right=Right.COMMAND, about="draft"),
    Endpoint("upward:discarding", method="POST", right=Right.COMMAND, about="draft"),
    Endpoint("upward:sending", method="POST", right=Right.COMMAND, about="draft"),
    Endpoint("upward:receipt", method="POST", right=Right.COMMAND, about="received"),
    Endpoint("upward:asking", method="POST", right=Right.COMMAND, about="received", data={"question": "有无被困？"}),
    Endpoint("upward:phone-receipt", method="POST", right=Right.COMMAND, about="sent", data={"name": "王芳", "at": "2026-01-15T03:12"}),
    Endpoint("upward:day", right=Right.SEE),
    Endpoint("upward:day-word", right=Right.SEE),
    Endpoint("upward:bulletin", right=Right.SEE, about="incident"),
    Endpoint("upward:bulletin-word", right=Right.SEE, about="incident"),
    Endpoint("upward:deadlines", right=Right.SEE),
    Endpoint("upward:new-deadline", right=Right.AUTHOR),
    Endpoint("upward:new-deadline", method="POST", right=Right.AUTHOR, data=NEW_DEADLINE),
    Endpoint("upward:deadline", right=Right.AUTHOR, places={"key": "community-written"}),
    Endpoint("upward:deadline", method="POST", right=Right.AUTHOR, places={"key": "community-written"}, data=DEADLINE),
]
BUILDERS = {
    "incident": lambda org: a_clocked_incident(org=org),
    "draft": lambda org: a_draft(incident=a_clocked_incident(org=org)),
    "sent": lambda org: a_sent_filing(incident=a_clocked_incident(org=org)),
    "received": a_filing_to,
    "entry": a_ledger_entry,
}
