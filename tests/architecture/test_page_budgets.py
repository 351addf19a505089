"""Every page has a budget of queries, which more rows do not widen: tests/architecture/budgets.py."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linan.ground.access.rights import RIGHTS
from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import Role
from tests.architecture.addresses import Builder, endpoints, places_of
from tests.architecture.budgets import BUDGETS
from tests.architecture.matrix.endpoint import Endpoint
from tests.build import PASSWORD, a_community, a_person, signed_in_client

pytestmark = pytest.mark.django_db
ROWS_OF_EACH = 4
PAGES = [(endpoint, build) for endpoint, build in endpoints() if endpoint.method == "GET"]


@pytest.fixture(scope="module")
def community(django_db_setup: None, django_db_blocker: Any) -> Iterator[Org]:
    """A community with some rows of everything that a page can be about, taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        org = a_community()
        with everywhere():
            for build in dict.fromkeys(build for _page, build in PAGES if build):
                for _ in range(ROWS_OF_EACH):
                    build(org)
        yield org
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(community: Org) -> dict[Role, Client]:
    """Somebody of every role in the community, signed in."""
    password = make_password(PASSWORD)
    return {role: signed_in_client(a_person(role=role, org=community, password=password)) for role in Role}


@pytest.mark.parametrize(("page", "build"), PAGES, ids=[page.name for page, _build in PAGES])
def test_a_page_keeps_to_its_budget_of_queries(
    page: Endpoint, build: Builder | None, community: Org, clients: dict[Role, Client]
) -> None:
    path = _path(page, build, community)
    client = clients[next(role for role in Role if not page.rights or page.rights & RIGHTS[role])]
    client.get(path).getvalue()

    with CaptureQueriesContext(connection) as asked:
        client.get(path).getvalue()

    assert page.name in BUDGETS, f'give it one in tests/architecture/budgets.py: "{page.name}": {len(asked)},'
    assert len(asked) <= BUDGETS[page.name], "\n".join(query["sql"][:160] for query in asked.captured_queries)


def test_every_budget_is_of_a_page_that_exists() -> None:
    assert sorted(BUDGETS.keys() - {page.name for page, _build in PAGES}) == []


def _path(page: Endpoint, build: Builder | None, org: Org) -> str:
    with everywhere():
        row = build(org) if build else {}
    if isinstance(row, models.Model):
        row = dict.fromkeys(places_of(page.name), row.pk)
    return reverse(page.name, kwargs={**page.places, **row})
