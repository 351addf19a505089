"""Writes to rehearsals."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from linan.ground.moves import move
from linan.ground.people.models import Actor, Person
from linan.monitoring.domain.conditions import parse
from linan.monitoring.models import Rehearsal, RehearsalStatus

JOB = "monitoring.rehearse"


@transaction.atomic
def ask_rehearsal(
    *, org_id: int, draft: Mapping[str, Any], days: int, condition_id: int | None = None, by: Actor, now: datetime,
) -> Rehearsal:
    """Queue a rehearsal of a condition, or of a draft, over the last days. Raises: BadParameters.

    draft: kind, parameters, title, severity, quantity, profile, series_id, device_id, building_id.
    """
    parse(draft["kind"], draft["parameters"])
    rehearsal = Rehearsal.objects.create(
        org_id=org_id, condition_id=condition_id, draft=dict(draft), first_at=now - timedelta(days=days), last_at=now,
        days=days, asked_by=by if isinstance(by, Person) else None, asked_at=now,
    )
    app.configure_task(JOB, lock=JOB).defer(rehearsal_id=rehearsal.pk)
    return rehearsal


def begin_rehearsal(*, rehearsal_id: int, days: int) -> Rehearsal:
    """Take a rehearsal from the queue. Raises: MoveNotAllowed, MovedMeanwhile, NotFound."""
    return move(Rehearsal, rehearsal_id, to=RehearsalStatus.RUNNING, days=days, days_done=0)


def note_progress(*, rehearsal_id: int, days_done: int) -> None:
    """Say how far a rehearsal is; seen at once, so not inside a transaction."""
    Rehearsal.objects.filter(pk=rehearsal_id).update(days_done=days_done)


def end_rehearsal(*, rehearsal_id: int, found: Mapping[str, Any], now: datetime) -> Rehearsal:
    """Lay down what a rehearsal came to. Raises: MoveNotAllowed, MovedMeanwhile, NotFound."""
    return move(Rehearsal, rehearsal_id, to=RehearsalStatus.ENDED, found=dict(found), ended_at=now)


def fail_rehearsal(*, rehearsal_id: int, now: datetime) -> Rehearsal:
    """Note that a rehearsal could not be carried out. Raises: MoveNotAllowed, MovedMeanwhile, NotFound."""
    return move(Rehearsal, rehearsal_id, to=RehearsalStatus.FAILED, ended_at=now)
