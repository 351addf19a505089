"""The room's entry: its announcements and reactions are known once it is ready."""

from importlib import import_module

from django.apps import AppConfig


class DeploymentConfig(AppConfig):
    name = "linan.command.deployment"
    label = "deployment"

    def ready(self) -> None:
        import_module("linan.command.deployment.announcements")
        import_module("linan.command.deployment.handlers")
