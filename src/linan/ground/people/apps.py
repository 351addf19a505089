from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "linan.ground.people"
    label = "people"

    def ready(self) -> None:
        from linan.ground.people import announcements, signals  # noqa: F401
