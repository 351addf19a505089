"""The room's entry: its announcements are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class PlottingConfig(AppConfig):
    name = "linan.command.plotting"
    label = "plotting"

    def ready(self) -> None:
        import_module("linan.command.plotting.announcements")
