"""What every answer carries, and how a refusal is said."""

import json

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import override

from linan.ground.refusals import NotAllowed, NotFound
from linan.ground.ui.middleware import RefusalMiddleware, content_security_middleware


def _answer(_: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def _refused(request: HttpRequest, refusal: Exception) -> HttpResponse | None:
    with override("zh-hans"):
        return RefusalMiddleware(_answer).process_exception(request, refusal)


@pytest.mark.parametrize("path", ["/api/v1/alarms", "/api/v1/"])
def test_the_api_answers_a_refusal_as_problem_json(path: str) -> None:
    response = _refused(RequestFactory().get(path), NotFound(field="alarm_id"))

    assert isinstance(response, HttpResponse)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(response.content) == {
        "type": "urn:linan:refused:not_found",
        "title": "这里没有内容，或者您无权查看。请返回列表重新选择。",
        "status": 404,
        "code": "not_found",
        "field": "alarm_id",
        "data": {},
    }


def test_a_refusal_of_a_part_of_a_page_goes_to_the_messages_and_leaves_the_part_alone() -> None:
    response = _refused(RequestFactory().post("/alarms/7/", headers={"HX-Request": "true"}), NotAllowed())

    assert isinstance(response, HttpResponse)
    assert (response.status_code, response.headers["HX-Retarget"], response.headers["HX-Reswap"]) == (
        403,
        "#messages",
        "innerHTML",
    )
    assert "您的角色不能进行此操作" in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.django_db
def test_a_refusal_of_a_page_is_a_page_that_leads_home() -> None:
    response = _refused(RequestFactory().get("/alarms/7/"), NotFound())

    assert isinstance(response, HttpResponse)
    assert response.status_code == 404
    assert '<a class="button button--primary" href="/">返回首页</a>' in response.content.decode()


def test_a_fault_of_the_program_is_not_taken_for_a_refusal() -> None:
    assert _refused(RequestFactory().get("/"), ValueError("fault")) is None


def test_no_answer_allows_a_script_or_a_style_written_into_the_page() -> None:
    response = content_security_middleware(_answer)(RequestFactory().get("/"))

    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'; style-src 'self';" in policy
    assert "unsafe" not in policy
    assert "connect-src 'self' http://testserver:8001;" in policy
