"""Signing in through the page."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from linan.ground.announcements.models import Logged
from linan.ground.people.actions.accounts import FAILURES_ALLOWED
from tests.build import PASSWORD, a_person, signed_in_client, with_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


@pytest.mark.parametrize("login", ["zhang.san", "ZHANG.SAN", " zhang.san ", "13900000003"])
def test_a_person_signs_in_with_name_or_phone(login):
    person = with_password(a_person(username="zhang.san", phone="13900000003"))
    client = Client()

    answer = client.post(LOGIN, {"login": login, "password": PASSWORD})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_password_and_an_unknown_name_read_the_same():
    with_password(a_person(username="known"))

    wrong = Client().post(LOGIN, {"login": "known", "password": "wrong-password"})
    unknown = Client().post(LOGIN, {"login": "unknown", "password": "wrong-password"})

    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert wrong.status_code == 200


def test_after_five_wrong_passwords_the_right_one_is_refused_too():
    person = with_password(a_person(username="locked"))
    client = Client()
    for _attempt in range(FAILURES_ALLOWED):
        client.post(LOGIN, {"login": "locked", "password": "wrong-password"})

    answer = client.post(LOGIN, {"login": "locked", "password": PASSWORD})

    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200
    assert Logged.objects.filter(kind="people.SignInLocked", about__contains=[f"person-{person.pk}"]).count() == 1


def test_a_closed_account_does_not_sign_in():
    with_password(a_person(username="gone", is_active=False))
    client = Client()

    answer = client.post(LOGIN, {"login": "gone", "password": PASSWORD})

    assert answer.url == "/accounts/inactive/"
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up():
    answer = Client().post("/accounts/signup/", {"username": "new", "password1": PASSWORD})

    assert "account/signup_closed.html" in [one.name for one in answer.templates]


def test_a_first_password_leads_to_its_change_before_anything_else():
    client = signed_in_client(a_person(must_change_password=True))

    answer = client.get("/profile/")

    assert answer.url == "/accounts/password/change/"


def test_changing_the_password_frees_the_way_and_is_announced():
    person = with_password(a_person(must_change_password=True))
    client = signed_in_client(person)
    new = "seven-lanterns-by-the-canal"

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    person.refresh_from_db()
    assert person.must_change_password is False
    assert person.check_password(new) is True
    assert client.get("/profile/").status_code == 200
    assert Logged.objects.filter(kind="people.PasswordChanged", by_id=person.pk).count() == 1


def test_staff_enrol_a_second_factor_first_where_it_is_required(settings):
    settings.STAFF_SECOND_FACTOR = "required"
    person = a_person()
    client = signed_in_client(person)

    before = client.get("/profile/")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    after = client.get("/profile/")

    assert before.url == "/accounts/2fa/"
    assert after.status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/accounts/login/", "/accounts/password/reset/", "/accounts/inactive/", "/accounts/signup/"],
)
def test_pages_before_signing_in_are_in_chinese(path):
    answer = Client().get(path)

    assert answer.status_code == 200
    assert 'lang="zh-hans"' in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    ["/accounts/logout/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/email/"],
)
def test_pages_of_ones_own_account_open(path):
    client = signed_in_client(with_password(a_person()))

    assert client.get(path).status_code == 200
