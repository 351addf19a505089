"""Writes to the rules that units set for themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.logistics.duty.announcements import DutyRuleChanged
from linan.logistics.duty.models import OwnRule


class RuleChangedMeanwhile(Refused):
    """Somebody else set the rule since it was looked at."""

    code = "rule_changed_meanwhile"
    status = 409
    msgid = noop("Somebody else changed this rule a moment ago. Look at it again before you change it.")


class RuleReasonMissing(Refused):
    """A rule is not changed without saying why."""

    code = "rule_reason_missing"
    msgid = noop("Say why the rule changes; it stays on record.")


class RuleSourceMissing(Refused):
    """A figure without its source is nobody's rule."""

    code = "rule_source_missing"
    msgid = noop("Say on what the figures rest: the document with its number, or that the unit decided so.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWords:
    """A rule as it is to hold. is_verified: somebody compared it with the text of its source."""

    key: str
    content: Mapping[str, Any]
    source: str
    is_verified: bool
    reason: str


@transaction.atomic
def set_duty_rule(words: RuleWords, *, org: Org, seen_version: int, by: Actor, now: datetime) -> OwnRule:
    """Keep a rule as a unit wants it, as a new version. seen_version: of its own that was looked at, 0 for none.

    Clocks that run keep the times they began with. Raises: RuleReasonMissing, RuleSourceMissing, RuleChangedMeanwhile.
    """
    if not words.reason.strip():
        raise RuleReasonMissing(field="reason")
    if not words.source.strip():
        raise RuleSourceMissing(field="source")
    Org.objects.select_for_update().get(pk=org.pk)
    newest = OwnRule._base_manager.filter(org=org, key=words.key).order_by("-version").first()
    version = newest.version if newest else 0
    if version != seen_version:
        raise RuleChangedMeanwhile
    row = OwnRule._base_manager.create(
        org=org, key=words.key, version=version + 1, content=dict(words.content), source=words.source.strip(),
        is_verified=words.is_verified, reason=words.reason.strip(), changed_at=now, changed_by_id=by.pk,
    )
    event = DutyRuleChanged(key=row.key, version=row.version)
    announce(event, by_id=by.pk, org_id=org.pk, about=[f"duty-rule-{row.pk}", "duty", "duty-rules"], now=now)
    return row
