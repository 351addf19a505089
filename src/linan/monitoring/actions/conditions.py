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
from linan.monitoring.models import Condition, ConditionVersion
from linan.monitoring.shipped import shipped_conditions


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


class NotInUse(Refused):
    """A condition that is retired already cannot be retired."""

    code = "not_in_use"
    status = 409
    msgid = noop("The condition is not in use any more. Look at its versions.")


@transaction.atomic
def add_condition(
    spec: ConditionSpec, *, org_id: int, kind: str, quantity: str = "", profile: str = "",
    series_id: int | None = None, device_id: int | None = None, building_id: int | None = None, by: Actor,
    now: datetime,
) -> Condition:
    """Add a condition for a quantity below an organisation, or for one series. Raises: WhyMissing, BadParameters."""
    _require_reason(spec)
    parse(kind, spec.parameters)
    condition = Condition.objects.create(
        org_id=org_id, kind=kind, quantity=quantity, profile=profile, series_id=series_id, device_id=device_id,
        building_id=building_id, author=_author(by), changed_at=now, **_columns(spec),
    )
    _write_version(condition, by=by, now=now)
    return condition


def add_shipped_conditions(*, org_id: int, by: Actor, now: datetime) -> int:
    """Add the conditions that are supplied with the system, and return how many."""
    for one in shipped_conditions():
        spec = ConditionSpec(
            title=one.title.zh, parameters=one.parameters, severity=one.severity, reason=one.reason,
            is_active=one.in_use,
        )
        add_condition(
            spec, org_id=org_id, kind=one.kind, quantity=one.quantity, profile=one.profile, by=by, now=now
        )
    return len(shipped_conditions())


@transaction.atomic
def change_condition(*, condition_id: int, spec: ConditionSpec, by: Actor, now: datetime) -> Condition:
    """Change a condition; its version grows, and what it said before stays readable.

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
    _write_version(condition, by=by, now=now)
    return condition


@transaction.atomic
def retire_condition(*, condition_id: int, reason: str, by: Actor, now: datetime) -> Condition:
    """Take a condition out of use, and say why. Raises: WhyMissing, NotFound, NotInUse."""
    condition = Condition.objects.filter(pk=condition_id).first()
    if condition is None:
        raise NotFound
    if not condition.is_active:
        raise NotInUse
    spec = ConditionSpec(
        title=condition.title, parameters=condition.parameters, severity=condition.severity, reason=reason,
        is_active=False,
    )
    return change_condition(condition_id=condition_id, spec=spec, by=by, now=now)


def _write_version(condition: Condition, *, by: Actor, now: datetime) -> None:
    ConditionVersion.objects.create(
        condition=condition, version=condition.version, title=condition.title, parameters=condition.parameters,
        severity=condition.severity, reason=condition.reason, is_active=condition.is_active,
        author=condition.author, changed_at=now,
    )
    _announce(condition, by=by, now=now)


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
