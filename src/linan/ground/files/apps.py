from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "linan.ground.files"
    label = "files"
