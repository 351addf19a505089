"""Working out who goes where: proposed, priced, changed by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linan.command.deployment.announcements import DeploymentChanged, DeploymentProposed
from linan.command.deployment.models import Deployment, DeploymentItem, DeploymentStatus
from linan.command.deployment.queries import Listed, question_of, sendables, want_key
from linan.command.domain.deployment.question import (
    Allotment,
    Answer,
    Cost,
    Pin,
    Question,
    Shortfall,
    cost_of,
)
from linan.command.domain.deployment.reasons import why_chosen, why_unmet
from linan.command.domain.deployment.solving import solve
from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.moves import move
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.actions import IncidentIsClosed
from linan.response.models import Incident


class NothingNeeded(Refused):
    """There is nothing to work out."""

    code = "nothing_needed"
    status = 409
    msgid = noop("Nothing is lacking here. Say first what is needed, then let it be worked out.")


class ChangedSinceSeen(Refused):
    """The proposal is not the one that was looked at."""

    code = "changed_since_seen"
    status = 409
    msgid = noop("This proposal was changed a moment ago. Look at it again before you decide.")


@dataclass(frozen=True, slots=True)
class Worked:
    """An assignment worked out, with all that it came from."""

    question: Question
    answer: Answer
    listed: Sequence[Listed]


def propose_deployment(*, incident: Incident, by: Actor, now: datetime) -> Deployment:
    """Work out who should go where; an older proposal is dropped. Raises: IncidentIsClosed, NothingNeeded, OutOfLimits."""
    if not incident.is_open:
        raise IncidentIsClosed
    worked = _worked(incident.pk, now=now)
    if not worked.question.wants:
        raise NothingNeeded
    with transaction.atomic():
        old = Deployment.objects.filter(incident=incident, status=DeploymentStatus.PROPOSED).first()
        if old is not None:
            move(Deployment, old.pk, to=DeploymentStatus.WITHDRAWN, withdrawn_at=now, withdrawn_by_id=by.pk)
        made = Deployment.objects.create(org=incident.org, incident=incident, proposed_at=now, proposed_by_id=by.pk)
        _fill(made, worked)
        event = DeploymentProposed(
            deployment_id=made.pk, incident_id=incident.pk, items=len(worked.answer.allotments),
            gaps=len(worked.answer.shortfalls),
        )
        tell(event, made, by=by, now=now)
    return made


def price_change(deployment: Deployment, pin: Pin, *, now: datetime) -> tuple[Worked, Cost]:
    """Work out the deployment with one more choice made by hand, and what that costs; nothing is kept.

    Raises: ChoicesContradict, OutOfLimits.
    """
    before = answer_of(deployment)
    worked = _worked(deployment.incident_id, now=now, pins=_pins_with(deployment, pin), kept=before)
    return worked, cost_of(before, worked.answer, changed=pin.source)


def change_deployment(*, deployment: Deployment, pin: Pin, seen: int, by: Actor, now: datetime) -> Deployment:
    """Keep a choice made by hand and work out the rest anew. Raises: ChangedSinceSeen, ChoicesContradict, OutOfLimits."""
    worked, _cost = price_change(deployment, pin, now=now)
    with transaction.atomic():
        current = locked_proposal(deployment, seen=seen)
        current.number += 1
        current.pins = [[one.source, one.want] for one in _pins_with(current, pin)]
        current.items.all().delete()
        _fill(current, worked)
        event = DeploymentChanged(deployment_id=current.pk, incident_id=current.incident_id, number=current.number)
        tell(event, current, by=by, now=now)
    return current


def locked_proposal(deployment: Deployment, *, seen: int) -> Deployment:
    """Return the row locked, if it is still the proposal that was seen. Raises: ChangedSinceSeen."""
    rows = Deployment.objects.select_for_update(of=("self",)).select_related("incident", "org")
    current = rows.filter(pk=deployment.pk, status=DeploymentStatus.PROPOSED, number=seen).first()
    if current is None:
        raise ChangedSinceSeen
    return current


def answer_of(deployment: Deployment) -> Answer:
    """Return what stands in the table as the domain says it."""
    allotments = tuple(
        Allotment(one.key, want_key(one.need), one.amount, one.arrives_after_s, one.is_late)
        for one in deployment.items.select_related("need")
    )
    gaps = tuple(Shortfall(f"need-{gap['need']}", gap["missing"], gap["late"]) for gap in deployment.gaps)
    return Answer(allotments, gaps, deployment.is_proved)


def tell(event: Announcement, deployment: Deployment, *, by: Actor, now: datetime) -> None:
    """Announce what happened to a deployment."""
    incident = deployment.incident
    about = [f"deployment-{deployment.pk}", f"deployments-of-{incident.pk}", f"incident-{incident.pk}"]
    announce(event, by_id=by.pk, org_id=deployment.org_id, about=about, now=now, mode=incident.mode)


def _worked(incident_id: int, *, now: datetime, pins: Sequence[Pin] = (), kept: Answer | None = None) -> Worked:
    listed = sendables()
    question = question_of(incident_id, listed, now=now, pins=pins, kept=kept.pairs() if kept else ())
    return Worked(question, solve(question) if question.wants else Answer((), (), True), listed)


def _pins_with(deployment: Deployment, pin: Pin) -> tuple[Pin, ...]:
    """Return the choices made so far with one more; it takes the place of an older one for the same source."""
    return (*(Pin(source, want) for source, want in deployment.pins if source != pin.source), pin)


def _fill(deployment: Deployment, worked: Worked) -> None:
    """Write the items and gaps of an answer."""
    question, answer = worked.question, worked.answer
    wants = {want.key: want for want in question.wants}
    deployment.gaps = [
        {
            "need": _number(gap.want), "missing": gap.missing, "late": gap.late,
            "because": [one.as_json() for one in why_unmet(question, answer, wants[gap.want])],
        }
        for gap in answer.shortfalls
    ]
    deployment.is_proved = answer.is_proved
    deployment.save()
    items = [_item(deployment, worked, one) for one in answer.allotments]
    DeploymentItem.objects.bulk_create(items)


def _item(deployment: Deployment, worked: Worked, one: Allotment) -> DeploymentItem:
    noun, _, number = one.source.partition("-")
    item = DeploymentItem(
        deployment=deployment, need_id=_number(one.want), amount=one.amount, arrives_after_s=one.arrives_s,
        is_late=one.is_late, is_by_hand=Pin(one.source, one.want) in worked.question.pins,
        because=why_chosen(worked.question, worked.answer, one).as_json(),
    )
    setattr(item, f"{noun}_id", int(number))
    return item


def _number(key: str) -> int:
    return int(key.partition("-")[2])

