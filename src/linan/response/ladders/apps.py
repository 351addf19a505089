"""The room's entry: its announcements and reactions are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class LaddersConfig(AppConfig):
    name = "linan.response.ladders"
    label = "ladders"

    def ready(self) -> None:
        import_module("linan.response.ladders.announcements")
        import_module("linan.response.ladders.handlers")
        import_module("linan.response.ladders.jobs")
