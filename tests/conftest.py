"""What every test stands on: a private PostgreSQL server, a fixed clock, and a scope where one is wanted."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import settings as examples

from linan.ground.access.scopes import everywhere
from linan.ground.database.address import database_settings
from linan.ground.database.server import ensure_running

# How long an example takes says more about who else works on the machine than about the code.
examples.register_profile("lin'an", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("lin'an")
DATA = Path(os.environ.get("LINAN_DATA") or settings.PROJECT / ".linan" / "test").resolve()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Start the tests' own server before Django connects, unless DATABASE_URL names another."""
    if os.environ.get("DATABASE_URL"):
        return
    ensure_running(DATA, durable=False)
    place = database_settings(DATA, os.environ)
    connections["default"].settings_dict.update(HOST=place["HOST"], NAME=place["NAME"], USER=place["USER"])


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen: a night in winter, 03:12 in Nanjing."""
    return datetime(2026, 1, 14, 19, 12, tzinfo=UTC)


@pytest.fixture
def unscoped() -> Iterator[None]:
    """Lift the limit to organisations for the whole test."""
    with everywhere():
        yield
