"""Which way is meant by a touch on the map of an evacuation, said before it is closed."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from linan.command.evacuations.domain.kept import unpacked
from linan.command.evacuations.domain.outlines import circle
from linan.command.evacuations.domain.touch import Touched, nearest_path, strip_over
from linan.command.evacuations.models import Evacuation, Solution
from linan.ground.refusals import Refused
from linan.ground.text import noop

Json = dict[str, Any]
AWAY_AT_MOST_M = 40.0
# Where no plan is kept that would know its paths: wide enough for a street whose middle was not hit exactly.
WITHOUT_PLAN_M = 8.0


class NoPathThere(Refused):
    """The touch is far from every path."""

    code = "no_path_there"
    msgid = noop("No way of this plan lies within %(metres)s m of that place. Touch nearer to the way, or draw the area.")


def touched_path(evacuation: Evacuation, lon: float, lat: float, *, now: datetime) -> Touched | None:
    """Return the path that is meant; None where no plan is kept. Raises: NoPathThere."""
    solution = Solution.objects.filter(evacuation=evacuation).only("arrays", "evacuation_id").first()
    if solution is None or not solution.arrays:
        return None
    begin = evacuation.starts_at or now
    found = nearest_path(unpacked(bytes(solution.arrays)), lon, lat, after_s=(now - begin).total_seconds())
    if found is None or found.away_m > AWAY_AT_MOST_M:
        raise NoPathThere(field="lon", metres=round(AWAY_AT_MOST_M))
    return found


def outline_at(evacuation: Evacuation, lon: float, lat: float, *, now: datetime) -> Json:
    """Return the area to close where somebody touched the map. Raises: NoPathThere."""
    found = touched_path(evacuation, lon, lat, now=now)
    return strip_over(found) if found else circle(lon, lat, WITHOUT_PLAN_M)


def said_of(touched: Touched) -> Json:
    """Return a path as the map shows it before it is reported: its line, and in words who would be led another way."""
    place = gettext("Way of %(length)s m, %(width)s m wide, %(away)s m from your touch.") % {
        "length": round(touched.length_m), "width": f"{touched.width_m:g}", "away": round(touched.away_m),
    }
    whom = gettext("%(people)s people in %(households)s households have yet to pass here: they get new orders.") % {
        "people": touched.people, "households": touched.households,
    }
    nobody = gettext("Nobody has yet to pass here: no order changes.")
    return {"line": touched.line, "words": f"{place} {whom if touched.households else nobody}"}
