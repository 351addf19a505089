"""The room's entry: its announcements, reactions and periodic work are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class HeadquartersConfig(AppConfig):
    name = "linan.response.headquarters"
    label = "headquarters"

    def ready(self) -> None:
        import_module("linan.response.headquarters.announcements")
        import_module("linan.response.headquarters.handlers")
        import_module("linan.response.headquarters.jobs")
