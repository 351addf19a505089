"""What the page shell needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the live channel's address and whether this is a demonstration."""
    host = request.get_host().rsplit(":", 1)[0]
    return {
        "live_url": f"{request.scheme}://{host}:{settings.LIVE_PORT}/live",
        "standing": getattr(request, "standing", None),
    }
