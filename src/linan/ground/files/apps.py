from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "linan.ground.files"
    label = "files"

    def ready(self) -> None:
        from linan.ground.files import announcements  # noqa: F401
