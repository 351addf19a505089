"""An evacuation as a call to its households, drafted for a person to look at and release."""

from datetime import datetime

from django.utils.translation import gettext

from linan.command.evacuations.models import Evacuation
from linan.command.evacuations.queries import buildings_in_zone
from linan.ground.people.models import Actor
from linan.response.calls.actions.drafts import Draft, draft_call
from linan.response.calls.domain.audience import Audience
from linan.response.calls.models import Call, Level
from linan.response.models import Mode

TITLE_AT_MOST, SHORT_AT_MOST, SPOKEN_AT_MOST = 60, 70, 120


def draft_evacuation_call(evacuation: Evacuation, *, by: Actor, now: datetime) -> Call:
    """Draft the call of an evacuation to everybody in the buildings of its zone. Raises: NobodyChosen."""
    zone = evacuation.zone
    values = {"reason": zone.reason, "authority": zone.authority, "zone": zone.name}
    short = gettext("%(reason)s. Leave now by your slip or what the helpers say. Do not go back.") % values
    long = gettext(
        "%(reason)s. Everybody in %(zone)s must leave now. Your slip says when, by which way and to which shelter. "
        "Use the stairs. Close gas and electricity. Take medicine and papers. Help those beside you. Do not go back before it is allowed. %(authority)s"
    ) % values
    draft = Draft(
        title=zone.name[:TITLE_AT_MOST], level=Level.RED, mode=Mode(evacuation.mode), short_text=short[:SHORT_AT_MOST],
        spoken_text=long[:SPOKEN_AT_MOST], poster_text=long, door_text=long, wanted=gettext("Leave now"),
        choices=(gettext("We are leaving"), gettext("We are safe elsewhere")),
        audience=Audience(buildings=tuple(one.pk for one in buildings_in_zone(zone))), incident_id=evacuation.incident_id,
    )
    return draft_call(org=evacuation.org, draft=draft, by=by, now=now)
