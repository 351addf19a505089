"""Writes of decisions: what somebody saw, and what they chose, with the rule and the figures it rested on."""

from datetime import datetime

from django.db import transaction

from linan.ground.people.models import Person
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.headquarters.announcements import ChoiceMade
from linan.response.headquarters.domain.points import Option, Point
from linan.response.headquarters.models import Choice, ChoiceOutcome, Look
from linan.response.headquarters.points import points_of
from linan.response.headquarters.telling import tell
from linan.response.models import Incident


class PointIsGone(Refused):
    """The matter was settled meanwhile, or the option is no longer there."""

    code = "point_is_gone"
    status = 409
    msgid = noop("This was settled a moment ago, or it stands otherwise now. Look at the incident again.")


class DeclineReasonMissing(Refused):
    """A proposal is not declined without a reason."""

    code = "proposal_decline_reason_missing"
    msgid = noop("Say why not, in a few words. The reason stays with the incident.")


@transaction.atomic
def note_look(*, incident_id: int, by: Person, now: datetime) -> None:
    """Keep up to when a person has seen what happened in an incident."""
    Look._base_manager.update_or_create(incident_id=incident_id, person=by, defaults={"at": now})


@transaction.atomic
def take_option(*, incident_id: int, point: str, option: str, by: Person, now: datetime) -> Option:
    """Keep that an option was taken, and do it. Raises: PointIsGone, and whatever the option itself refuses."""
    incident = _locked(incident_id)
    matter = _matter(incident, point, now=now)
    chosen = next((one for one in matter.options if one.key == option), None)
    if chosen is None:
        raise PointIsGone
    _keep(incident, matter, ChoiceOutcome.TAKEN, "", chosen, by=by, now=now)
    if chosen.act is not None:
        chosen.act(by, now)
    return chosen


@transaction.atomic
def decline_point(*, incident_id: int, point: str, reason: str, by: Person, now: datetime) -> Choice:
    """Keep that what is proposed about a matter is not done, and why. Raises: PointIsGone, DeclineReasonMissing."""
    if not reason.strip():
        raise DeclineReasonMissing(field="reason")
    incident = _locked(incident_id)
    matter = _matter(incident, point, now=now)
    return _keep(incident, matter, ChoiceOutcome.DECLINED, reason.strip()[:400], None, by=by, now=now)


def _locked(incident_id: int) -> Incident:
    return Incident._base_manager.select_for_update(of=("self",)).select_related("org").get(pk=incident_id)


def _matter(incident: Incident, key: str, *, now: datetime) -> Point:
    found = next((one for one in points_of(incident, now=now) if one.key == key), None)
    if found is None:
        raise PointIsGone
    return found


def _keep(
    incident: Incident, matter: Point, outcome: ChoiceOutcome, reason: str, option: Option | None, *, by: Person, now: datetime
) -> Choice:
    choice = Choice._base_manager.create(
        incident=incident, point=matter.key, outcome=outcome, text=matter.text.as_json(), rule=matter.rule.as_json(),
        figures=matter.figures.as_json(), option=option.label.as_json() if option else None,
        cost=option.cost.as_json() if option else None, reason=reason, chosen_at=now, chosen_by=by,
    )
    event = ChoiceMade(incident_id=incident.pk, choice_id=choice.pk, to=outcome)
    tell(event, incident, about=[f"choice-{choice.pk}"], by=by, now=now)
    return choice
