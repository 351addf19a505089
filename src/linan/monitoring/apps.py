from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "linan.monitoring"
    label = "monitoring"
