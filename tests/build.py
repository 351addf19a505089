"""Plain builders: each makes one ordinary thing, with what the test cares about said by name.

Rooms add theirs in tests/builders/<room>.py. Everything runs outside any person's scope.
"""

from datetime import UTC, datetime
from itertools import count

from django.test import Client

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.actions import add_org
from linan.ground.orgs.models import Org, OrgKind
from linan.ground.people.models import Membership, Person, Role

NOW = datetime(2026, 1, 14, 19, 12, tzinfo=UTC)
JOINED = datetime(2025, 1, 1, tzinfo=UTC)
PASSWORD = "plum-rain-42-lantern"
_numbers = count(1)


def a_district(*, name: str = "演示区") -> Org:
    """Return a new district."""
    return add_org(kind=OrgKind.DISTRICT, name=name, parent=None, code=f"3201{next(_numbers):02d}")


def a_street(*, parent: Org | None = None, name: str = "演示街道") -> Org:
    """Return a new street, in a new district unless one is given."""
    return add_org(kind=OrgKind.STREET, name=name, parent=parent or a_district(), code=f"{next(_numbers):09d}")


def a_community(*, parent: Org | None = None, name: str = "演示社区") -> Org:
    """Return a new community, in a new street unless one is given."""
    return add_org(
        kind=OrgKind.COMMUNITY, name=name, parent=parent or a_street(), code=f"{next(_numbers):012d}",
        lon=118.78, lat=32.05,
    )


def a_grid(*, parent: Org | None = None, name: str = "第一网格") -> Org:
    """Return a new grid, in a new community unless one is given."""
    return add_org(kind=OrgKind.GRID, name=name, parent=parent or a_community(), lon=118.781, lat=32.051)


def a_person(*, role: Role = Role.DUTY_OFFICER, org: Org | None = None, username: str = "", **columns: object) -> Person:
    """Return a person with a role in an organisation (a new community unless one is given)."""
    number = next(_numbers)
    person = Person(username=username or f"person{number}", full_name=f"演示人员{number}", joined_at=JOINED, **columns)
    if "password" not in columns:
        person.set_unusable_password()
    person.save()
    Membership.objects.create(person=person, org=org or a_community(), role=role, from_at=JOINED)
    return person


def with_password(person: Person, password: str = PASSWORD) -> Person:
    """Give the person a password (slow on purpose, so only where a test signs in through the page)."""
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


def signed_in_client(person: Person) -> Client:
    """Return a client that is signed in as the person."""
    client = Client()
    with everywhere():
        client.force_login(person, backend="linan.ground.people.sign_in.NameOrPhoneBackend")
    return client
