"""The room's entry: its announcements are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "linan.response.reports"
    label = "reports"

    def ready(self) -> None:
        import_module("linan.response.reports.announcements")
