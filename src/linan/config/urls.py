"""All URLs: each installed room brings its own `urlpatterns` in web.py; they are only joined here."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from linan.config.api import api
from linan.config.figures import metrics


def _rooms() -> list[URLPattern | URLResolver]:
    webs = [f"{name}.web" for name in settings.INSTALLED_APPS if name.startswith("linan.")]
    found = [web for web in webs if find_spec(web) is not None and hasattr(import_module(web), "urlpatterns")]
    return [path("", include(web)) for web in found]


urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("metrics", metrics, name="metrics"),
    *_rooms(),
]
