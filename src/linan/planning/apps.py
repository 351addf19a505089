from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "linan.planning"
    label = "planning"
