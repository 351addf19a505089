"""Whether casualties changed after they were reported."""

from datetime import datetime

from linan.ground.orgs.models import Org
from linan.response.models import Incident
from linan.response.upward.counting import count_ledger
from linan.response.upward.models import Harm
from linan.response.upward.queries import last_sent

# 伤亡人数, people whose whereabouts are unknown included. Source: 国务院令第493号第十二条第四项.
CASUALTIES = (Harm.DEAD, Harm.MISSING, Harm.GRAVE, Harm.SLIGHT)


def casualties_changed(incident: Incident, org: Org) -> datetime | None:
    """Return when the name ledger came to count other casualties than the unit's last report; None: it does not.

    A unit that sent nothing yet has nothing to supplement. What a report called unclear has changed once it is counted.
    """
    before = last_sent(org.pk, incident.pk)
    if before is None:
        return None
    told = {one.key: one.value for one in before.figures.filter(key__in=CASUALTIES)}
    counted = [one for one in count_ledger(incident) if one.key in CASUALTIES]
    return next((one.at for one in counted if told.get(one.key) != one.value and (one.value or told.get(one.key))), None)
