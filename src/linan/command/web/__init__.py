"""Pages of command: the one map, what it is asked, the wall screen, the modes."""

from django.urls import path

from linan.command.web import asking, modes, situation

app_name = "command"
urlpatterns = [
    path("map/", situation.situation, name="map"),
    path("map/base/", situation.map_base, name="map-base"),
    path("map/live/", situation.map_live, name="map-live"),
    path("map/asking/", asking.asking, name="asking"),
    path("map/asking/names/", asking.names, name="asking-names"),
    path("modes/", modes.modes, name="modes"),
    path("modes/chip/", modes.mode_chip, name="mode-chip"),
    path("wall/", situation.wall, name="wall"),
]
