from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "linan.ground.people"
    label = "people"
