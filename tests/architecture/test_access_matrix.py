"""Every address, asked by every role from the organisation itself, the one above, one below and one beside."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from linan.ground.access.rights import RIGHTS
from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import Role
from tests.architecture.addresses import Builder, endpoints, names_of_site, places_of
from tests.architecture.matrix.endpoint import PUBLIC, SIGNED_IN, Endpoint
from tests.build import PASSWORD, a_community, a_grid, a_person, a_street, signed_in_client

pytestmark = pytest.mark.django_db
Case = tuple[str, Role]

REACHES = {"own": True, "parent": True, "child": False, "foreign": False}
LISTED = endpoints()
every_endpoint = pytest.mark.parametrize(("endpoint", "build"), LISTED, ids=[str(one) for one, _build in LISTED])


@pytest.fixture(scope="module")
def orgs(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Org]]:
    """A community with what stands around it, for all addresses, taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        street = a_street()
        own, beside = a_community(parent=street), a_community(parent=street)
        yield {"own": own, "parent": street, "child": a_grid(parent=own), "foreign": beside}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(orgs: dict[str, Org]) -> dict[Case, Client]:
    """Somebody of every role in each of the organisations, signed in."""
    password = make_password(PASSWORD)
    made = {
        (near, role): signed_in_client(a_person(role=role, org=org, password=password))
        for near, org in orgs.items()
        for role in Role
    }
    for client in made.values():
        client.raise_request_exception = False
    return made


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@every_endpoint
def test_an_address_opens_to_those_with_the_right_and_to_nobody_else(endpoint, build, orgs, clients):
    path = _path(endpoint, build, orgs["own"])
    expected = _expected(endpoint)

    answers = {case: _answer(clients[case], endpoint, path) for case in expected}

    assert answers == expected


@every_endpoint
def test_a_stranger_gets_public_pages_and_the_way_to_sign_in(endpoint, build, orgs):
    path = _path(endpoint, build, orgs["own"])

    answer = _answer(Client(raise_request_exception=False), endpoint, path)

    assert answer == ("open" if endpoint.right == PUBLIC else "must sign in")


def test_every_address_of_the_site_is_listed():
    assert sorted(set(names_of_site()) - {one.name for one, _build in LISTED}) == []


def test_every_listed_address_exists():
    assert sorted({one.name for one, _build in LISTED} - set(names_of_site())) == []


def _expected(endpoint: Endpoint) -> dict[Case, str]:
    """Return who gets in: every role in the organisation itself; around it two who hold the right, and one who does not.

    Around it two suffice: the relation is decided by the tree alone, whatever the role.
    """
    if endpoint.right in (PUBLIC, SIGNED_IN):
        return {("own", role): "open" for role in (Role.RESIDENT, Role.DUTY_OFFICER, Role.SYSTEM_ADMIN)}
    may = [role for role in Role if endpoint.rights & RIGHTS[role]]
    own = {("own", role): "open" if role in may else "shut" for role in Role}
    around = itertools.product(["parent", "child", "foreign"], [may[0], may[-1], Role.RESIDENT] if endpoint.about else [])
    return own | {(near, role): "open" if REACHES[near] and role in may else "shut" for near, role in around}


def _path(endpoint: Endpoint, build: Builder | None, org: Org) -> str:
    """Return the address with the row's id in every place, unless the list names its places."""
    with everywhere():
        row = build(org) if build else {}
    if isinstance(row, models.Model):
        row = dict.fromkeys(places_of(endpoint.name), row.pk)
    return reverse(endpoint.name, kwargs={**endpoint.places, **row})


def _answer(client: Client, endpoint: Endpoint, path: str) -> str:
    """Return what became of one request, whose effects are taken back."""
    with transaction.atomic():
        answer = getattr(client, endpoint.method.lower())(path, endpoint.data or None, **_as_json(endpoint))
        answer.getvalue()
        transaction.set_rollback(True)
    return _kind_of(answer.status_code, answer.headers.get("Location", ""), is_public=endpoint.right in (PUBLIC, SIGNED_IN))


def _as_json(endpoint: Endpoint) -> dict[str, Any]:
    speaks_json = endpoint.name.startswith("api") and endpoint.method != "GET"
    return {"content_type": "application/json"} if speaks_json else {}


def _kind_of(status: int, location: str, *, is_public: bool) -> str:
    """Return the class of an answer; a row that is not there shuts nothing that anybody may ask for."""
    if status >= 500:
        return f"broken {status}"
    if status == 401 or location.startswith("/accounts/login/?"):
        return "must sign in"
    if status == 403 or (status == 404 and not is_public):
        return "shut"
    return "open"
