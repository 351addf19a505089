from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "linan.ground.orgs"
    label = "orgs"

    def ready(self) -> None:
        from linan.ground.orgs import announcements  # noqa: F401
