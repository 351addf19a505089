"""From a decision about a public warning to an incident: the open one that answers the same danger, or a new one."""

from datetime import datetime

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.monitoring.warning_queries import WarningFacts, warning_facts
from linan.response.actions import open_incident
from linan.response.announcements import WarningJoined
from linan.response.models import Incident, IncidentClass, IncidentStatus, IncidentWarning, Mode

CALL_FOR_AN_ANSWER = frozenset({"adopted", "changed"})
# The class that the national code of a kind begins with. Source: GB/T 35561-2017, the four classes of emergencies.
CLASSES = {
    "11": IncidentClass.NATURAL, "12": IncidentClass.ACCIDENT, "13": IncidentClass.HEALTH, "14": IncidentClass.SOCIAL
}


@transaction.atomic
def answer_decided_warning(*, card_id: int, answer: str, by: Actor, now: datetime) -> Incident | None:
    """Open an incident for a warning whose proposal was adopted or changed, or join it to the one it belongs to.

    None: it was declined, it ends what nobody began, or it was decided when the warning no longer held and no incident
    answers its danger. Repeating it changes nothing.
    """
    if answer not in CALL_FOR_AN_ANSWER:
        return None
    warning = warning_facts(card_id)
    Org.objects.select_for_update().get(pk=warning.org.pk)
    joined = IncidentWarning.objects.select_related("incident").filter(card_id=card_id).first()
    if joined:
        return joined.incident
    incident = _incident_of(warning) or (_open(warning, by=by, now=now) if _begins_something(warning) else None)
    if incident is not None:
        _join(warning, incident, is_adopted=answer == "adopted", by=by, now=now)
    return incident


def _begins_something(warning: WarningFacts) -> bool:
    return not warning.stands_down and not warning.is_too_late


def _incident_of(warning: WarningFacts) -> Incident | None:
    return Incident.objects.filter(
        joined_warnings__chain=warning.chain, org=warning.org, status=IncidentStatus.OPEN
    ).first()


def _open(warning: WarningFacts, *, by: Actor, now: datetime) -> Incident:
    return open_incident(
        org=warning.org, title=warning.title, klass=CLASSES.get(warning.kind[:2], IncidentClass.NATURAL),
        sub_code=warning.kind, mode=Mode(warning.mode), lon=warning.org.lon, lat=warning.org.lat,
        place=warning.org.name, account=warning.response, by=by, now=now,
    )


def _join(warning: WarningFacts, incident: Incident, *, is_adopted: bool, by: Actor, now: datetime) -> None:
    IncidentWarning.objects.create(
        incident=incident, card_id=warning.card_id, chain=warning.chain,
        steps=warning.steps if _begins_something(warning) else None, joined_at=now,
    )
    event = WarningJoined(
        incident_id=incident.pk, card_id=warning.card_id, title=warning.title,
        is_adopted=is_adopted and _begins_something(warning),
    )
    about = [f"incident-{incident.pk}", "incidents", f"warning-{warning.card_id}"]
    announce(event, by_id=by.pk, org_id=incident.org_id, about=about, now=now, mode=incident.mode)
