from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "linan.ground.access"
    label = "access"
