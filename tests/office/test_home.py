"""Everybody begins where their work is."""

import pytest
from django.test import Client

from linan.ground.access.doors import standing_of
from linan.ground.office.web.home import FRONT_PAGES, front_page
from linan.ground.people.models import Role
from tests.build import a_community, a_grid, a_person, signed_in_client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.DUTY_OFFICER, "monitoring:desk"),
        (Role.GRID_MEMBER, "response:my-tasks"),
        (Role.DISTRICT_COMMANDER, "command:map"),
        (Role.AUDIT_ADMIN, "office:home"),
        (Role.RESIDENT, "office:profile"),
    ],
)
def test_the_role_decides_where_a_person_begins(role, page, now):
    standing = standing_of(a_person(role=role), now=now)

    assert front_page(standing) == page


def test_every_staff_role_has_a_front_page():
    assert {role for role, _page in FRONT_PAGES} == set(Role) - {Role.RESIDENT}


def test_a_stranger_is_led_to_sign_in_and_back():
    answer = Client().get("/office/people/?q=1")

    assert answer.url == "/accounts/login/?next=/office/people/%3Fq%3D1"


def test_a_person_changes_their_own_name_and_phone():
    person = a_person()

    signed_in_client(person).post("/profile/", {"full_name": "新名", "phone": "13900000009", "language": "en"})

    person.refresh_from_db()
    assert (person.full_name, person.phone, person.language) == ("新名", "13900000009", "en")


def test_an_organisation_is_added_and_renamed_from_the_pages():
    org = a_community()
    client = signed_in_client(a_person(role=Role.SYSTEM_ADMIN, org=org))

    client.post("/office/organisations/new/", {"kind": "grid", "parent": org.pk, "name": "二网格", "code": ""})
    grid = org.children.get()
    client.post(f"/office/organisations/{grid.pk}/", {"name": "三网格", "code": ""})

    grid.refresh_from_db()
    assert (grid.name, grid.path) == ("三网格", f"{org.path}{grid.pk}.")


def test_a_wrong_place_in_the_tree_is_said_beside_the_field():
    org = a_community()
    client = signed_in_client(a_person(role=Role.SYSTEM_ADMIN, org=org))

    answer = client.post("/office/organisations/new/", {"kind": "street", "parent": org.pk, "name": "街", "code": ""})

    assert answer.context["form"].errors.as_data()["parent"][0].code == "wrong_place_in_tree"


def test_the_auditor_finds_who_did_what_to_a_thing():
    org = a_community()
    client = signed_in_client(a_person(role=Role.SYSTEM_ADMIN, org=org))
    grid = a_grid(parent=org)
    client.post(f"/office/organisations/{grid.pk}/", {"name": "改名", "code": ""})
    auditor = signed_in_client(a_person(role=Role.AUDIT_ADMIN, org=org))

    answer = auditor.get(f"/office/log/?thing=org-{grid.pk}&kind=orgs")

    assert [entry.row.kind for entry in answer.context["entries"]] == ["orgs.OrgChanged"]


def test_the_auditor_sees_nothing_of_another_community():
    a, b = a_community(), a_community()
    admin = signed_in_client(a_person(role=Role.SYSTEM_ADMIN, org=a))
    admin.post(f"/office/organisations/{a.pk}/", {"name": "改名", "code": ""})
    auditor = signed_in_client(a_person(role=Role.AUDIT_ADMIN, org=b))

    answer = auditor.get("/office/log/?kind=orgs")

    assert answer.context["entries"] == []
