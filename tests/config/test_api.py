"""The API says no as problem+json, with a code and the place at fault."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from ninja.errors import ValidationError

from linan.config.api import not_valid, refused
from linan.ground.refusals import NotAllowed


def _body(response: HttpResponse) -> dict[str, object]:
    body: dict[str, object] = json.loads(response.content)
    return body


@pytest.mark.django_db
def test_a_stranger_is_told_to_sign_in() -> None:
    response = Client().get("/api/v1/alarms")

    assert (response.status_code, response.headers["Content-Type"]) == (401, "application/problem+json")
    assert json.loads(response.content)["code"] == "not_signed_in"


def test_a_refusal_carries_its_code_and_status() -> None:
    response = refused(RequestFactory().get("/"), NotAllowed(field="/to"))

    assert response.status_code == 403
    assert (_body(response)["code"], _body(response)["field"]) == ("not_allowed", "/to")


def test_a_fault_in_the_body_is_named_by_its_json_pointer() -> None:
    fault = {"type": "missing", "loc": ("body", "said", "places", 0, "a/b"), "msg": "Field required"}

    response = not_valid(RequestFactory().post("/"), ValidationError([fault]))

    assert response.status_code == 422
    assert _body(response)["field"] == "/places/0/a~1b"
