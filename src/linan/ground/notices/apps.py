from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "linan.ground.notices"
    label = "notices"

    def ready(self) -> None:
        import_module("linan.ground.notices.announcements")
