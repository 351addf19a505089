"""Addresses of upward reporting."""

from django.urls import path

from linan.response.upward.web import briefs, clock, day, deadlines, filings, ledger, receipts

app_name = "upward"
urlpatterns = [
    path("upward/", clock.filings, name="filings"),
    path("upward/incidents/<int:incident_id>/", clock.of_incident, name="of-incident"),
    path("upward/incidents/<int:incident_id>/phone/", clock.phone, name="phone"),
    path("upward/incidents/<int:incident_id>/draft/", filings.draft, name="drafting"),
    path("upward/incidents/<int:incident_id>/ledger/", ledger.ledger, name="ledger"),
    path("upward/ledger/<int:entry_id>/", ledger.change, name="ledger-change"),
    path("upward/filings/<int:filing_id>/", filings.filing, name="filing"),
    path("upward/filings/<int:filing_id>/write/", filings.writing, name="writing"),
    path("upward/filings/<int:filing_id>/refresh/", filings.refreshing, name="refreshing"),
    path("upward/filings/<int:filing_id>/discard/", filings.discarding, name="discarding"),
    path("upward/filings/<int:filing_id>/send/", filings.sending, name="sending"),
    path("upward/filings/<int:filing_id>/word/", filings.word, name="word"),
    path("upward/filings/<int:filing_id>/receipt/", receipts.receipt, name="receipt"),
    path("upward/filings/<int:filing_id>/question/", receipts.asking, name="asking"),
    path("upward/filings/<int:filing_id>/phone-receipt/", receipts.phone_receipt, name="phone-receipt"),
    path("upward/day/", day.day, name="day"),
    path("upward/day/word/", briefs.day_word, name="day-word"),
    path("upward/incidents/<int:incident_id>/bulletin/", briefs.bulletin, name="bulletin"),
    path("upward/incidents/<int:incident_id>/bulletin/word/", briefs.bulletin_word, name="bulletin-word"),
    path("upward/deadlines/", deadlines.deadlines, name="deadlines"),
    path("upward/deadlines/new/", deadlines.new, name="new-deadline"),
    path("upward/deadlines/<slug:key>/", deadlines.deadline, name="deadline"),
]
