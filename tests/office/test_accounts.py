"""Administering accounts from the pages."""

import pytest
from django.test import Client

from linan.ground.people.models import Person, Role
from tests.build import PASSWORD, a_community, a_person, a_street, signed_in_client, with_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def _new_account(*, org_id):
    return {
        "username": "li.si", "full_name": "李四", "phone": "", "org": org_id, "role": "grid_member", "password": PASSWORD,
    }


def test_an_administrator_makes_an_account_with_its_first_role():
    org = a_community()
    client = signed_in_client(a_person(role=Role.SYSTEM_ADMIN, org=org))

    answer = client.post("/office/people/new/", _new_account(org_id=org.pk))

    made = Person.objects.get(username="li.si")
    assert answer.url == f"/office/people/{made.pk}/"
    assert list(made.memberships.values_list("org_id", "role")) == [(org.pk, "grid_member")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "with space"}, "username"),
        ({"password": "1234567890"}, "password"),
        ({"role": "emperor"}, "role"),
        ({"org": 0}, "org"),
        ({"phone": "call me"}, "phone"),
        ({"full_name": ""}, "full_name"),
    ],
)
def test_bad_input_names_its_field_and_stores_nothing(changes, field):
    org = a_community()
    client = signed_in_client(a_person(role=Role.SYSTEM_ADMIN, org=org))

    answer = client.post("/office/people/new/", {**_new_account(org_id=org.pk), **changes})

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert Person.objects.count() == 1


def test_nobody_administers_an_account_that_also_stands_further_up():
    street = a_street()
    community = a_community(parent=street)
    officer = a_person(role=Role.STREET_OFFICER, org=street)
    officer.memberships.create(org=community, role=Role.VOLUNTEER, from_at=officer.joined_at)
    client = signed_in_client(a_person(role=Role.SYSTEM_ADMIN, org=community))

    answer = client.post(f"/office/people/{officer.pk}/password/", {"password": PASSWORD})

    assert answer.status_code == 403


def test_two_administrator_roles_are_refused_beside_the_form():
    org = a_community()
    client = signed_in_client(a_person(role=Role.SYSTEM_ADMIN, org=org))
    auditor = a_person(role=Role.AUDIT_ADMIN, org=org)

    answer = client.post(f"/office/people/{auditor.pk}/roles/", {"org": org.pk, "role": "security_admin"})

    assert answer.context["role_form"].errors.as_data()["role"][0].code == "admin_roles_apart"
    assert auditor.memberships.count() == 1


def test_the_security_administrator_signs_a_person_out_everywhere():
    org = a_community()
    person = with_password(a_person(org=org, username="zhao"))
    theirs = Client()
    theirs.post("/accounts/login/", {"login": "zhao", "password": PASSWORD})
    client = signed_in_client(a_person(role=Role.SECURITY_ADMIN, org=org))

    client.post(f"/office/people/{person.pk}/sessions/")

    assert theirs.get("/profile/").status_code == 302


def test_the_list_of_accounts_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    org = a_community()
    for _n in range(30):
        a_person(org=org)
    client = signed_in_client(a_person(role=Role.SYSTEM_ADMIN, org=org))
    client.get("/office/people/")

    with django_assert_max_num_queries(14):
        answer = client.get("/office/people/?q=演示")

    assert answer.context["page"].paginator.count == 31
