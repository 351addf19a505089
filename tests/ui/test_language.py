"""The language switch."""

from django.conf import settings
from django.test import Client


def test_the_switch_leads_back_and_keeps_the_language_in_a_cookie() -> None:
    client = Client()

    response = client.post("/language/", {"language": "en", "next": "/accounts/login/"})

    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/login/")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_the_switch_leads_to_no_other_house() -> None:
    response = Client().post("/language/", {"language": "en", "next": "https://elsewhere.example/"})

    assert (response.status_code, response.headers["Location"]) == (302, "/")
