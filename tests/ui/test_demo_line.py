"""The line that says what is made up: on every page of a demonstration, and on no other."""

import pytest
from django.test import Client
from django.urls import reverse

from linan.ground.orgs.models import Org
from tests.build import a_community, a_person, signed_in_client

pytestmark = pytest.mark.django_db
LINE = "演示数据"


def test_the_sign_in_page_of_a_demonstration_says_so() -> None:
    community = a_community()
    before = Client().get(reverse("account_login")).content.decode()

    Org.objects.filter(pk=community.pk).update(is_demo=True)

    assert LINE not in before
    assert LINE in Client().get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_signed_in_person_is_told_by_the_account(is_demo: bool) -> None:
    person = a_person(is_demo=is_demo)

    page = signed_in_client(person).get(reverse("office:profile")).content.decode()

    assert (LINE in page) is is_demo
