from django.apps import AppConfig


class AnnouncementsConfig(AppConfig):
    name = "linan.ground.announcements"
    label = "announcements"
