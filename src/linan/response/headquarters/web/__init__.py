"""Addresses of the field headquarters."""

from django.urls import path

from linan.response.headquarters.web import asked, turnouts

app_name = "headquarters"
urlpatterns = [
    path("asked/", asked.asked, name="asked"),
    path("incidents/<int:incident_id>/turnout/", turnouts.turnout, name="turnout"),
    path("incidents/<int:incident_id>/turnout/<int:tier>/call/", turnouts.calling, name="turnout-calling"),
    path("turnout/<int:member_id>/answer/", turnouts.answer, name="turnout-answer"),
]
