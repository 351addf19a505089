"""The room's entry: its announcements are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class EvacuationsConfig(AppConfig):
    name = "linan.command.evacuations"
    label = "evacuations"

    def ready(self) -> None:
        import_module("linan.command.evacuations.announcements")
        import_module("linan.command.evacuations.handlers")
        import_module("linan.command.evacuations.jobs")
        import_module("linan.command.evacuations.slips")
