"""Writes to conditions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from linan.ground.announcements.log import announce
from linan.ground.people.models import Actor, Person
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.monitoring.announcements import ConditionChanged
from linan.monitoring.domain.conditions import parse
from linan.monitoring.models import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSpec:
    """What a condition says. parameters: as its kind wants them; reason: why, or the article that asks for it."""

    title: str
    parameters: Mapping[str, Any]
    severity: int
    reason: str
    is_active: bool = True


class WhyMissing(Refused):
    """A threshold without a reason cannot be judged by the next person."""

    code = "why_missing"
    msgid = noop("Write why the condition is set so, or which article asks for it.")


@transaction.atomic
def add_condition(
    spec: ConditionSpec, *, org_id: int, kind: str, quantity: str = "", profile: str = "",
    series_id: int | None = None, by: Actor, now: datetime,
) -> Condition:
    """Add a condition for a quantity below an organisation, or for one series. Raises: WhyMissing, BadParameters."""
    _require_reason(spec)
    parse(kind, spec.parameters)
    condition = Condition.objects.create(
        org_id=org_id, kind=kind, quantity=quantity, profile=profile, series_id=series_id, author=_author(by),
        changed_at=now, **_columns(spec),
    )
    _announce(condition, by=by, now=now)
    return condition


@transaction.atomic
def change_condition(*, condition_id: int, spec: ConditionSpec, by: Actor, now: datetime) -> Condition:
    """Change a condition; its version grows, and the log keeps what it said before.

    Raises: WhyMissing, BadParameters, NotFound.
    """
    _require_reason(spec)
    rows = Condition.objects.filter(pk=condition_id)
    kind = rows.values_list("kind", flat=True).first()
    if kind is None:
        raise NotFound
    parse(kind, spec.parameters)
    rows.update(version=F("version") + 1, author=_author(by), changed_at=now, **_columns(spec))
    condition = rows.get()
    _announce(condition, by=by, now=now)
    return condition


def _require_reason(spec: ConditionSpec) -> None:
    if not spec.reason.strip():
        raise WhyMissing(field="reason")


def _columns(spec: ConditionSpec) -> dict[str, Any]:
    return {
        "title": spec.title, "parameters": dict(spec.parameters), "severity": spec.severity,
        "reason": spec.reason.strip(), "is_active": spec.is_active,
    }


def _author(by: Actor) -> Person | None:
    return by if isinstance(by, Person) else None


def _announce(condition: Condition, *, by: Actor, now: datetime) -> None:
    event = ConditionChanged(
        condition_id=condition.pk, version=condition.version,
        parameters=json.dumps(condition.parameters, ensure_ascii=False, sort_keys=True),
    )
    about = [f"condition-{condition.pk}", "conditions"]
    announce(event, by_id=by.pk, org_id=condition.org_id, about=about, now=now)
