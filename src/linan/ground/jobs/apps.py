from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "linan.ground.jobs"
    label = "jobs"
