"""The room's entry: its announcements and reactions are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class ResponseConfig(AppConfig):
    name = "linan.response"
    label = "response"

    def ready(self) -> None:
        import_module("linan.response.announcements")
        import_module("linan.response.handlers")
