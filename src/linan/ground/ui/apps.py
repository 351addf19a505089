from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "linan.ground.ui"
    label = "ui"
