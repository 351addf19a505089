"""Addresses of upward reporting."""

from django.urls import path

from linan.response.upward.web import clock, deadlines

app_name = "upward"
urlpatterns = [
    path("upward/", clock.filings, name="filings"),
    path("upward/incidents/<int:incident_id>/", clock.of_incident, name="of-incident"),
    path("upward/incidents/<int:incident_id>/phone/", clock.phone, name="phone"),
    path("upward/deadlines/", deadlines.deadlines, name="deadlines"),
    path("upward/deadlines/<slug:key>/", deadlines.deadline, name="deadline"),
]
