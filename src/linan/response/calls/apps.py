"""The room's entry: its announcements are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "linan.response.calls"
    label = "calls"

    def ready(self) -> None:
        import_module("linan.response.calls.announcements")
