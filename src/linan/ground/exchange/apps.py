from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "linan.ground.exchange"
    label = "exchange"
