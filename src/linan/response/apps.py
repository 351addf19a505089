from django.apps import AppConfig


class ResponseConfig(AppConfig):
    name = "linan.response"
    label = "response"
