from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "linan.registry"
    label = "registry"
