"""Upward reporting 信息报送 (R-06): who must tell the level above what, by when, and what was told.

`deadlines.yaml` holds every deadline with its source; a unit overlays rows with its own, versioned. An incident opens what
is due (ReportDue), seen running and told to leaders before it is late. A Filing is one report 初报 续报 零报告 终报 核报: it
writes itself from the record, its figures come from name ledgers and from the rooms' `figures.py`, it freezes when sent,
is numbered and receipted by the level above; a correction is the next one. Calls by phone are noted (PhoneNote).
Announces ReportDueOpened, ReportDueMet, ReportDueDropped, ReportDueWarned, PhoneReported, FilingSent, FilingReceived,
FilingAskedBack, LevelSkipped, LedgerChanged, DeadlineChanged.
"""
