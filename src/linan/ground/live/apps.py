from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "linan.ground.live"
    label = "live"
