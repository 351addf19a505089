"""What the page shell needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = frozenset({"light", "dark"})


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the live channel's address, the chosen theme and whether this is a demonstration."""
    host = request.get_host().rsplit(":", 1)[0]
    theme = request.COOKIES.get("theme", "")
    person = getattr(request, "person", None)
    return {
        "live_url": f"{request.scheme}://{host}:{settings.LIVE_PORT}/live",
        "standing": getattr(request, "standing", None),
        "theme": theme if theme in THEMES else "",
        "is_demo": bool(getattr(settings, "IS_DEMO", False) or (person and person.is_demo)),
    }
