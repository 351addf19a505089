from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "linan.demo"
    label = "demo"
