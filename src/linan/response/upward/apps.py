"""The room's entry: its announcements, reactions and periodic work are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class UpwardConfig(AppConfig):
    name = "linan.response.upward"
    label = "upward"

    def ready(self) -> None:
        import_module("linan.response.upward.announcements")
        import_module("linan.response.upward.handlers")
        import_module("linan.response.upward.jobs")
