"""What is reckoned once for everybody who sees the same."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

from linan.ground.access.doors import Standing
from linan.ground.announcements.models import Logged

T = TypeVar("T")
KEPT_S = 5  # an announcement may commit after a later one: what is kept is never older than this


def kept(what: str, standing: Standing, make: Callable[[], T]) -> T:
    """Return what make() returns, made once per scope, language and state of the log."""
    newest = Logged.objects.order_by("-id").values_list("id", flat=True).first()
    scope = ".".join(str(pk) for pk in sorted(standing.org_ids))
    key = f"kept-{what}-{hash(scope)}-{get_language()}-{newest}"
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_S)
    return found
