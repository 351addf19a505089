"""The room's entry."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "linan.portal"
    label = "portal"
