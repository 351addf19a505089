from importlib import import_module

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "linan.monitoring"
    label = "monitoring"

    def ready(self) -> None:
        """Let the log know this room's announcements, and the worker its periodic work."""
        import_module("linan.monitoring.announcements")
        import_module("linan.monitoring.jobs")
