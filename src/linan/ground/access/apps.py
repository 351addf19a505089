from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "linan.ground.access"
    label = "access"

    def ready(self) -> None:
        from linan.ground.access import announcements  # noqa: F401
