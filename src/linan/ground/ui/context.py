"""What the page shell needs on every page."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from linan.ground.access.rights import Right
from linan.ground.orgs.queries import holds_demonstration
from linan.ground.people.models import Person

THEMES = frozenset({"light", "dark"})


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the live channel's address, the chosen theme, whether alarms ring here, and whether this is a demonstration."""
    host = request.get_host().rsplit(":", 1)[0]
    theme = request.COOKIES.get("theme", "")
    person = getattr(request, "person", None)
    standing = getattr(request, "standing", None)
    return {
        "live_url": f"{request.scheme}://{host}:{settings.LIVE_PORT}/live",
        "standing": standing,
        "leads_answer": standing is not None and standing.may_anywhere(Right.COMMAND),
        "theme": theme if theme in THEMES else "",
        "is_demo": partial(_is_demo, person),
    }


def _is_demo(person: Person | None) -> bool:
    """Tell whether what stands here is made up: by the account, and for a stranger by the organisations."""
    return person.is_demo if person else holds_demonstration()
