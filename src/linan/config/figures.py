"""Figures of the pages for Prometheus: how often each was asked for, how it was answered and how long it took.

The web's workers are processes of their own; they count in files of one folder (set by `linan web`), and whichever is
asked for /metrics adds up what all have written.
"""

import time
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from prometheus_client import REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.values import ValueClass

LOCAL = ("127.0.0.1", "::1")
TEXT = "text/plain; version=0.0.4; charset=utf-8"
TOOK = Histogram(
    "linan_page_seconds", "Server time of pages and of the API, by the name of the address and the class of the answer",
    ["page", "answer"], buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
)


def timing_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Measure every answer, under the name of its address: never under the address itself, which may name a person."""

    def middleware(request: HttpRequest) -> HttpResponse:
        begin = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        page = match.view_name if match and match.view_name else "unnamed"
        TOOK.labels(page, f"{response.status_code // 100}xx").observe(time.perf_counter() - begin)
        return response

    return middleware


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Send the figures, to this machine only and not through a proxy on it."""
    if request.META.get("REMOTE_ADDR") not in LOCAL or "X-Forwarded-For" in request.headers:
        raise Http404
    return HttpResponse(generate_latest(_registry()), content_type=TEXT)


def _registry() -> CollectorRegistry:
    """Return what all workers counted, or this process alone where nothing is written to files."""
    if not getattr(ValueClass, "_multiprocess", False):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
