from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "linan.ground.orgs"
    label = "orgs"
