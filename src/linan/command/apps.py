from django.apps import AppConfig


class CommandConfig(AppConfig):
    name = "linan.command"
    label = "command"
