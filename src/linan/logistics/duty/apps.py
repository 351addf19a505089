"""The room's entry: its announcements are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "linan.logistics.duty"
    label = "duty"

    def ready(self) -> None:
        import_module("linan.logistics.duty.announcements")
