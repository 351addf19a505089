"""What the pages of the field headquarters show, gathered in few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linan.response.headquarters.domain.turnout import Clock, Tier, clock_of
from linan.response.headquarters.models import MemberStatus, Turnout, TurnoutMember
from linan.response.headquarters.queries import members_of, turnouts_of
from linan.response.headquarters.rulebook import rulebook
from linan.response.models import Incident

TONES = {
    MemberStatus.ASKED: "yellow",
    MemberStatus.ANSWERED: "blue",
    MemberStatus.ON_THE_WAY: "blue",
    MemberStatus.ON_SITE: "green",
    MemberStatus.UNABLE: "grey",
}
CLOCK_TONES = {Clock.RUNNING: "yellow", Clock.IN_TIME: "green", Clock.LATE: "red", Clock.CAME_LATE: "orange"}
# Where the one large button leads.
NEXT = {
    MemberStatus.ASKED: MemberStatus.ANSWERED,
    MemberStatus.ANSWERED: MemberStatus.ON_THE_WAY,
    MemberStatus.ON_THE_WAY: MemberStatus.ON_SITE,
    MemberStatus.UNABLE: MemberStatus.ANSWERED,
}


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody who was called out, as a page shows them. next: where their large button leads, empty on site."""

    member: TurnoutMember
    tone: str
    next: str
    is_silent: bool


@dataclass(frozen=True, slots=True)
class TierLine:
    """One tier as a page shows it; turnout is None while it has not been called."""

    tier: Tier
    turnout: Turnout | None
    clock: str
    tone: str
    members: Sequence[MemberLine]

    def _count(self, *states: MemberStatus) -> int:
        return sum(one.member.status in states for one in self.members)

    @property
    def coming(self) -> int:
        """How many are coming or on the way."""
        return self._count(MemberStatus.ANSWERED, MemberStatus.ON_THE_WAY)

    @property
    def on_site(self) -> int:
        """How many are on site."""
        return self._count(MemberStatus.ON_SITE)

    @property
    def silent(self) -> int:
        """How many have not answered."""
        return self._count(MemberStatus.ASKED)


def tier_lines(incident: Incident, *, now: datetime) -> list[TierLine]:
    """Return the tiers of an incident with who comes, called or not."""
    called = {one.tier: one for one in turnouts_of(incident.pk)}
    members = list(members_of(incident.pk))
    tiers, moment = rulebook().tiers(incident.org.path), incident.closed_at or now
    return [_tier_line(tier, called.get(tier.number), members, now=moment) for tier in tiers.values()]


def member_line(member: TurnoutMember, *, now: datetime, tier: Tier) -> MemberLine:
    """Return somebody who was called out with a tier, with what a page says about them at that moment."""
    status = MemberStatus(member.status)
    is_silent = status == MemberStatus.ASKED and now > member.turnout.called_at + tier.answers_in
    tone = "red" if is_silent else TONES[status]
    return MemberLine(member=member, tone=tone, next=NEXT.get(status, ""), is_silent=is_silent)


def _tier_line(tier: Tier, turnout: Turnout | None, members: Sequence[TurnoutMember], *, now: datetime) -> TierLine:
    if turnout is None:
        return TierLine(tier=tier, turnout=None, clock="", tone="grey", members=())
    clock = clock_of(due_at=turnout.due_at, on_site_at=turnout.first_on_site_at, now=now)
    mine = [member_line(one, now=now, tier=tier) for one in members if one.turnout_id == turnout.pk]
    return TierLine(tier=tier, turnout=turnout, clock=clock, tone=CLOCK_TONES[clock], members=mine)
