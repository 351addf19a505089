"""Types of the web edge."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from linan.ground.access.doors import Standing
    from linan.ground.people.models import Person


class Request(HttpRequest):
    """A request of a signed-in person; what the middleware adds is named here for the type checker."""

    person: "Person"
    standing: "Standing"
    htmx: "HtmxDetails"
