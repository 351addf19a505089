"""Pages of the shared map."""

from django.urls import path

from linan.command.plotting.web import bulletins, feeds, marks

app_name = "plotting"
urlpatterns = [
    path("incidents/<int:incident_id>/map/", marks.incident_map, name="incident-map"),
    path("incidents/<int:incident_id>/marks/", marks.drawing, name="drawing"),
    path("marks/<int:mark_id>/taking-back/", marks.taking_back, name="taking-back"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/noting/", bulletins.noting, name="noting"),
    path("bulletins/<int:bulletin_id>/withdrawing/", bulletins.withdrawing, name="withdrawing"),
    path("incidents/<int:incident_id>/bulletins/", bulletins.of_incident, name="bulletins-of-incident"),
    path("bulletins/feeds/", feeds.feeds, name="feeds"),
    path("bulletins/feeds/<int:feed_id>/stopping/", feeds.stopping, name="feed-stopping"),
]
