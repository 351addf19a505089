"""The scope of a query: which organisations' rows may be seen. An unscoped query raises."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models
from django_scopes import ScopedManager, scope, scopes_disabled


def scoped_manager(path: str = "org", *, queryset: type[models.QuerySet[Any]] | None = None) -> Any:
    """Return a manager whose rows are limited to the scope's organisations.

    path: the lookup from the model to its organisation ("org", "device__org").
    Declare it `objects: ClassVar[models.Manager["Alarm"]] = scoped_manager()`.
    """
    manager = models.Manager if queryset is None else models.Manager.from_queryset(queryset)
    return ScopedManager(orgs=path, _manager_class=manager)


@contextmanager
def within(org_ids: Iterable[int]) -> Iterator[None]:
    """Limit every query inside to rows of these organisations."""
    with scope(orgs=list(org_ids)):
        yield


@contextmanager
def everywhere() -> Iterator[None]:
    """Lift the limit: for handlers, jobs, intake and the command line, never for a person's request."""
    with scopes_disabled():
        yield
