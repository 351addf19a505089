"""Every address the site answers, and every list of who may open it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from linan.ground.orgs.models import Org
from linan.ground.plugins import load_folder
from tests.architecture.matrix.endpoint import Endpoint

Builder = Callable[[Org], Any]


def names_of_site() -> list[str]:
    """Return the full names of all addresses; an address without one reads "unnamed <path>"."""
    return sorted(set(_names(get_resolver().url_patterns, "")))


def endpoints() -> list[tuple[Endpoint, Builder | None]]:
    """Return every listed endpoint with the builder of its row."""
    rooms = [room for name, room in load_folder("tests.architecture.matrix").items() if name != "endpoint"]
    return [
        (one, getattr(room, "BUILDERS", {})[one.about] if one.about else None)
        for room in rooms
        for one in room.ENDPOINTS
    ]


def places_of(name: str) -> list[str]:
    """Return the names of the places in an address, such as "pk"."""
    *spaces, last = name.split(":")
    resolver: Any = get_resolver()
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    return list(resolver.reverse_dict.getlist(last)[0][0][0][1])


def _names(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}" if one.name else f"unnamed {one.pattern}"
