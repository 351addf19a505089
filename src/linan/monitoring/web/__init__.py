"""Addresses of monitoring."""

from django.urls import path

from linan.monitoring.web import alarms, conditions, devices, warning_files, warning_sources, warnings

app_name = "monitoring"
urlpatterns = [
    path("alarms/", alarms.desk, name="desk"),
    path("alarms/<int:alarm_id>/", alarms.alarm, name="alarm"),
    path("alarms/<int:alarm_id>/neighbours/", alarms.neighbours, name="neighbours"),
    path("alarms/<int:alarm_id>/acknowledge/", alarms.acknowledgement, name="acknowledgement"),
    path("alarms/<int:alarm_id>/verify/", alarms.verification, name="verification"),
    path("series/<int:series_id>/chart/", alarms.series_chart, name="series-chart"),
    path("devices/", devices.devices, name="devices"),
    path("devices/add/", devices.adding, name="device-adding"),
    path("devices/<int:device_id>/", devices.device, name="device"),
    path("devices/<int:device_id>/edit/", devices.editing, name="device-editing"),
    path("devices/<int:device_id>/maintenance/", devices.maintenance, name="maintenance"),
    path("devices/<int:device_id>/service/", devices.return_to_service, name="return-to-service"),
    path("devices/<int:device_id>/token/", devices.token, name="device-token"),
    path("warnings/", warnings.warnings, name="warnings"),
    path("warnings/waiting/", warnings.waiting, name="warnings-waiting"),
    path("warnings/<int:card_id>/", warnings.warning, name="warning"),
    path("warnings/<int:card_id>/seen/", warnings.seen, name="warning-seen"),
    path("warnings/<int:card_id>/answer/", warnings.answer, name="warning-answer"),
    path("warnings/<int:card_id>/relay/", warnings.relay, name="warning-relay"),
    path("warnings/files/", warning_files.files, name="warning-files"),
    path("warnings/files/<int:file_id>/", warning_files.file, name="warning-file"),
    path("warnings/files/<int:file_id>/original/", warning_files.original, name="warning-original"),
    path("warnings/exercise/", warning_files.exercise, name="warning-exercise"),
    path("warnings/sources/", warning_sources.sources, name="warning-sources"),
    path("warnings/sources/add/", warning_sources.adding, name="warning-source-adding"),
    path("warnings/sources/<int:source_id>/secret/", warning_sources.secret, name="warning-secret"),
    path("warnings/sources/<int:source_id>/switch/", warning_sources.switch, name="warning-switch"),
    path("conditions/", conditions.conditions, name="conditions"),
    path("conditions/<int:condition_id>/", conditions.condition, name="condition"),
]
