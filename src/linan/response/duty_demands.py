"""How many must be on duty while a warning holds."""

from collections.abc import Iterator
from datetime import datetime

from linan.ground.orgs.models import Org
from linan.logistics.duty.demands import doublings_of
from linan.logistics.duty.domain.demands import Demand, demand_of_warning
from linan.monitoring.domain.warnings.levels import step_of
from linan.monitoring.models import WarningCard
from linan.monitoring.models.warnings import STAND_DOWN


def warnings_in_force(org: Org, now: datetime) -> Iterator[Demand]:
    """Tell what the warnings ask for that hold in a unit or below it, for real."""
    cards = WarningCard.objects.filter(org__path__startswith=org.path, warning__replaced_by=None)
    seen: set[int] = set()
    rules = doublings_of(org)
    for card in cards.exclude(proposal=STAND_DOWN).select_related("warning").order_by("-pk")[:200]:
        warning = card.warning
        if warning.pk in seen or warning.mode != "real" or not warning.holds_at(now):
            continue
        seen.add(warning.pk)
        demand = demand_of_warning(
            tone=step_of(warning.level).tone, headline=warning.headline,
            begins_at=warning.starts_at or warning.sent_at, ends_at=warning.holds_until,
            rules=rules,
        )
        if demand is not None:
            yield demand


DEMANDS = [warnings_in_force]
