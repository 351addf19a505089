"""The room's entry: its announcements are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class SheltersConfig(AppConfig):
    name = "linan.logistics.shelters"
    label = "shelters"

    def ready(self) -> None:
        import_module("linan.logistics.shelters.announcements")
