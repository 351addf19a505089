"""Addresses of duty."""

from django.urls import path

from linan.logistics.duty.web import handing, roster, shifts

app_name = "duty"
urlpatterns = [
    path("duty/", roster.roster, name="roster"),
    path("duty/plan/", roster.planning, name="planning"),
    path("duty/shifts/<int:shift_id>/", shifts.change, name="shift"),
    path("duty/shifts/<int:shift_id>/arrival/", shifts.arrival, name="arrival"),
    path("duty/hand-overs/", handing.writing, name="writing"),
    path("duty/hand-overs/<int:hand_over_id>/", handing.taking, name="taking"),
]
