"""Who knocks at the live channel: session cookie to person to organisations."""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.http import HttpRequest

from linan.ground.access.doors import standing_of
from linan.ground.clock import now
from linan.ground.people.models import Person


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person, as far as the live channel needs to know them."""

    org_ids: frozenset[int]


def visitor_of(session_key: str) -> Visitor | None:
    """Return who stands behind a session, None for a stranger. Tries twice, because a connection may have died.

    Raises: OperationalError, InterfaceError while the database is away.
    """
    close_old_connections()
    try:
        return _visitor_of(session_key)
    except (OperationalError, InterfaceError):
        connection.close()
        return _visitor_of(session_key)


def _visitor_of(session_key: str) -> Visitor | None:
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    person = get_user(request)
    if not isinstance(person, Person) or not person.is_active:
        return None
    return Visitor(org_ids=frozenset(standing_of(person, now=now()).org_ids))
