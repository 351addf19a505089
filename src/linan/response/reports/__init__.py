"""Reports from people 报事: what a resident saw, from the receipt code to the result that is told back.

A report is sent without an account (room portal) or entered by the duty officer during a phone call. It is received,
checked, given an owner, and its result is told; or it is forwarded to whom it concerns, or merged into an earlier one
about the same thing, whose fate it then shares. The key that the sender's device made keeps a repeated sending from
becoming a second report.
Announces ReportReceived, ReportChecked, ReportOwned, ReportForwarded, ReportMerged, ResultTold, ReporterPhoneShown.
"""
