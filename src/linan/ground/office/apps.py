from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "linan.ground.office"
    label = "office"
