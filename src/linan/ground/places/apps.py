from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "linan.ground.places"
    label = "places"
