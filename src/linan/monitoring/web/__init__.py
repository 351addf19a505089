"""Addresses of monitoring."""

from django.urls import path

from linan.monitoring.web import alarms, conditions, devices

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
    path("conditions/", conditions.conditions, name="conditions"),
    path("conditions/<int:condition_id>/", conditions.condition, name="condition"),
]
