"""How urgent a report is that is due."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linan.response.upward.domain.deadlines import Rules


class Urgency(StrEnum):
    """Where a clock stands, the calmest first."""

    MET = "met"
    MET_LATE = "met_late"
    DROPPED = "dropped"
    CALM = "calm"
    SOON = "soon"
    URGENT = "urgent"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Span:
    """A clock from its start to its deadline."""

    started_at: datetime
    due_at: datetime

    def at_share(self, share: float) -> datetime:
        """Return when that share of the time is used up. share: 0 to 1."""
        return self.started_at + (self.due_at - self.started_at) * share


def urgency_of(span: Span, *, now: datetime, rules: Rules) -> Urgency:
    """Return how urgent a clock is that still runs: it turns at the moments at which people are told."""
    if now > span.due_at:
        return Urgency.LATE
    if now >= span.at_share(rules.tell_above_at):
        return Urgency.URGENT
    return Urgency.SOON if now >= span.at_share(rules.tell_leader_at) else Urgency.CALM
