from importlib import import_module

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "linan.registry"
    label = "registry"

    def ready(self) -> None:
        """Make the announcements known."""
        import_module("linan.registry.announcements")
