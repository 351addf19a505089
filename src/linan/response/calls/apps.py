"""The room's entry: its announcements and reactions are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "linan.response.calls"
    label = "calls"

    def ready(self) -> None:
        import_module("linan.response.calls.announcements")
        import_module("linan.response.calls.handlers")
