"""Sending a deployment with one confirmation, and withdrawing it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext

from linan.command.deployment.actions.proposals import locked_proposal, tell
from linan.command.deployment.actions.readiness import change_readiness
from linan.command.deployment.announcements import DeploymentSent, DeploymentWithdrawn
from linan.command.deployment.models import (
    Deployment,
    DeploymentItem,
    DeploymentStatus,
    Readiness,
    Sendable,
    Stock,
)
from linan.ground.moves import MovedMeanwhile, MoveNotAllowed, move
from linan.ground.people.models import Actor, Membership, Role
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.actions import TaskSpec, assign_tasks, give_task, move_task
from linan.response.models import OPEN_TASKS, Task, TaskStatus

LEAST_DUE = timedelta(minutes=10)  # who is there sooner still has to do something
TITLE_MOST = 120


class NoLongerReady(Refused):
    """Somebody of the proposal cannot go any more."""

    code = "no_longer_ready"
    status = 409
    msgid = noop("%(name)s cannot go any more. Let it be worked out again.")


class NeedIsOver(Refused):
    """The proposal sends somebody where nothing is needed any more."""

    code = "need_is_over"
    status = 409
    msgid = noop("“%(need)s” is needed no more. Let it be worked out again.")


@transaction.atomic
def send_deployment(*, deployment: Deployment, seen: int, by: Actor, now: datetime) -> Deployment:
    """Send everybody of a proposal: they are deployed, and each leader has a task of the incident.

    Raises: ChangedSinceSeen, NoLongerReady, NeedIsOver, IncidentIsClosed, NobodyToDoIt.
    """
    current = locked_proposal(deployment, seen=seen)
    items = sorted(_items(current), key=lambda one: one.key)
    for item in items:
        _take(item, by=by, now=now)
    for item in items:
        item.task = _task_for(item, current, by=by, now=now)
        item.save(update_fields=["task"])
    sent = move(Deployment, current.pk, to=DeploymentStatus.SENT, sent_at=now, sent_by_id=by.pk)
    tell(DeploymentSent(deployment_id=sent.pk, incident_id=sent.incident_id, items=len(items)), current, by=by, now=now)
    return sent


@transaction.atomic
def withdraw_deployment(*, deployment: Deployment, by: Actor, now: datetime) -> None:
    """Drop a proposal, or call back those who were sent: they are ready again, their open tasks are called off.

    Raises: MoveNotAllowed, MovedMeanwhile.
    """
    was_sent = deployment.status == DeploymentStatus.SENT
    move(Deployment, deployment.pk, to=DeploymentStatus.WITHDRAWN, withdrawn_at=now, withdrawn_by_id=by.pk)
    if was_sent:
        for item in sorted(_items(deployment).filter(back_at=None), key=lambda one: one.key):
            _give_back(item, by=by, now=now)
    event = DeploymentWithdrawn(deployment_id=deployment.pk, incident_id=deployment.incident_id)
    tell(event, deployment, by=by, now=now)


def withdraw_all(*, incident_id: int, by: Actor, now: datetime) -> None:
    """Withdraw whatever stands for an incident."""
    standing = (DeploymentStatus.PROPOSED, DeploymentStatus.SENT)
    rows = Deployment.objects.filter(incident_id=incident_id, status__in=standing).select_related("incident")
    for one in rows:
        withdraw_deployment(deployment=one, by=by, now=now)


def _items(deployment: Deployment) -> QuerySet[DeploymentItem]:
    return deployment.items.select_related("need", "team__org", "vehicle__org", "stock__resource", "task")


def _take(item: DeploymentItem, *, by: Actor, now: datetime) -> None:
    """Make a team or vehicle deployed, or take pieces from a stock."""
    if item.need.called_off_at is not None:
        raise NeedIsOver(need=str(item.need))
    thing = item.thing
    if isinstance(thing, Sendable):
        _deploy(thing, by=by, now=now)
    elif not Stock._base_manager.filter(pk=thing.pk, amount__gte=item.amount).update(amount=F("amount") - item.amount):
        raise NoLongerReady(name=str(thing))


def _deploy(thing: Sendable, *, by: Actor, now: datetime) -> None:
    try:
        change_readiness(thing, to=Readiness.DEPLOYED, by=by, now=now)
    except (MoveNotAllowed, MovedMeanwhile) as refusal:
        raise NoLongerReady(name=thing.name) from refusal


def _give_back(item: DeploymentItem, *, by: Actor, now: datetime) -> None:
    thing = item.thing
    if not isinstance(thing, Sendable):
        Stock._base_manager.filter(pk=thing.pk).update(amount=F("amount") + item.amount)
    elif thing.readiness == Readiness.DEPLOYED:
        change_readiness(thing, to=Readiness.READY, by=by, now=now)
    DeploymentItem._base_manager.filter(pk=item.pk).update(back_at=now)
    if item.task is not None and item.task.status in OPEN_TASKS:
        move_task(task_id=item.task.pk, to=TaskStatus.CANCELLED, by=by, now=now)


def _task_for(item: DeploymentItem, deployment: Deployment, *, by: Actor, now: datetime) -> Task:
    """Return the task of whoever leads what is sent, or of the role that answers for it."""
    spec = _spec(item, now=now)
    leader = _leader(item, now=now)
    if leader is None:
        (task,) = assign_tasks(incident_id=deployment.incident_id, specs=[spec], by=by, now=now)
        return task
    return give_task(
        incident_id=deployment.incident_id, owner=leader, title=spec.title, brief=spec.brief, due_in=spec.due_in,
        by=by, now=now,
    )


def _spec(item: DeploymentItem, *, now: datetime) -> TaskSpec:
    need, values = item.need, {"name": str(item.thing), "place": item.need.place, "what": item.need.word}
    due_at = max(now + LEAST_DUE, now + timedelta(seconds=item.arrives_after_s), need.by_when or now)
    title = gettext("%(name)s to %(place)s: %(what)s") % values
    brief = gettext("Needed: %(what)s, %(many)d. You bring %(amount)d; by road it takes %(minutes)d min.") % {
        **values, "many": need.how_many, "amount": item.amount, "minutes": item.minutes,
    }
    role = Role.PROPERTY_STAFF if item.stock_id else Role.RESPONDER
    return TaskSpec(title=title[:TITLE_MOST], brief=brief, role=role, due_in=due_at - now, ladder=(Role.GRID_MEMBER,))


def _leader(item: DeploymentItem, *, now: datetime) -> Membership | None:
    """Return the role under which the leader takes the task."""
    thing = item.thing
    if not isinstance(thing, Sendable) or thing.leader_id is None:
        return None
    held = Membership.objects.filter(
        Q(to_at=None) | Q(to_at__gt=now), person_id=thing.leader_id, from_at__lte=now, person__is_active=True
    )
    return held.select_related("person", "org").order_by("-org__path", "pk").first()
