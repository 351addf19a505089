"""All URLs: each room brings its own `urlpatterns` in web.py; they are only joined here."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

ROOMS = ["ground.ui", "ground.office", *settings.SUBSYSTEMS]


def _room(name: str) -> list[URLPattern | URLResolver]:
    if find_spec(f"linan.{name}.web") is None:
        return []
    import_module(f"linan.{name}.web")
    return [path("", include(f"linan.{name}.web"))]


urlpatterns: list[URLPattern | URLResolver] = [path("accounts/", include("allauth.urls"))]
for _name in ROOMS:
    urlpatterns += _room(_name)
