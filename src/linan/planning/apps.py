"""The room's entry: its announcements and reactions are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "linan.planning"
    label = "planning"

    def ready(self) -> None:
        import_module("linan.planning.announcements")
        import_module("linan.planning.handlers")
