"""What the deployment page of an incident shows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from linan.command.deployment.models import Deployment, DeploymentItem, DeploymentStatus, Need, Urgency
from linan.command.deployment.queries import (
    Listed,
    open_needs,
    proposal_of,
    question_of,
    sendables,
    under_way,
)
from linan.command.domain.deployment.question import Cost
from linan.ground.text import Sentence, noop, say
from linan.response.models import Incident

TONES = {Urgency.LIFE: "red", Urgency.HARM: "orange", Urgency.RELIEF: "blue"}
STAY = "stay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What a need does not get by the proposal, and why."""

    missing: int
    late: int
    because: Sequence[Sentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNeed:
    """A need with who is under way, who is proposed, and the gap that stays. is_new: stated after the proposal."""

    need: Need
    sent: Sequence[DeploymentItem]
    proposed: Sequence[DeploymentItem]
    gap: Gap | None
    is_new: bool

    @property
    def tone(self) -> str:
        """The colour of its urgency."""
        return TONES[Urgency(self.need.urgency)]

    @property
    def there(self) -> int:
        """How much is there or under way."""
        return min(self.need.how_many, sum(one.amount for one in self.sent))

    @property
    def is_met(self) -> bool:
        """Whether enough is there or under way."""
        return self.there >= self.need.how_many


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentPage:
    """Needs, the proposal, who could still be sent, and what was sent."""

    incident: Incident
    needs: Sequence[ShownNeed]
    proposal: Deployment | None
    items: Sequence[DeploymentItem]
    idle: Sequence[Listed]
    sent: Sequence[Deployment]

    @property
    def gaps(self) -> int:
        """How many needs are not met in full and in time."""
        return sum(one.gap is not None for one in self.needs)

    @property
    def is_lacking(self) -> bool:
        """Whether more is needed than is there or under way."""
        return any(not one.is_met for one in self.needs)

    @property
    def soonest(self) -> int:
        """Minutes until the first is there."""
        return min((one.minutes for one in self.items), default=0)

    @property
    def latest(self) -> int:
        """Minutes until the last is there."""
        return max((one.minutes for one in self.items), default=0)


@dataclass(frozen=True, slots=True)
class Option:
    """A place where a source may be sent by hand. key: a want, or STAY; minutes: None for staying."""

    key: str
    word: str
    minutes: int | None


def deployment_page(incident: Incident) -> DeploymentPage:
    """Return the page of an incident."""
    proposal = proposal_of(incident.pk)
    items = _items(proposal.items.all()) if proposal else []
    sent = _items(under_way().filter(deployment__incident=incident))
    shown = _needs(incident, proposal, items, sent)
    return DeploymentPage(
        incident=incident, needs=shown, proposal=proposal, items=items, idle=_idle(shown, items) if proposal else [],
        sent=_sent(incident),
    )


def options_of(source: str, deployment: Deployment, *, now: datetime) -> tuple[Listed | None, list[Option]]:
    """Return a source and where it may be sent by hand, soonest first; None when it is not on the list."""
    listed = {one.source.key: one for one in sendables()}
    found = listed.get(source)
    if found is None:
        return None, []
    question = question_of(deployment.incident_id, [found], now=now)
    options = [
        Option(want.key, want.name, -(-question.arrives_s[source, want.key] // 60))
        for want in question.wants if question.may_go(found.source, want)
    ]
    return found, [*sorted(options, key=lambda one: one.minutes or 0), Option(STAY, "", None)]


def _idle(needs: Iterable[ShownNeed], items: Iterable[DeploymentItem]) -> list[Listed]:
    """Return who is ready and has something that is needed, but is not in the proposal."""
    used, wanted = {one.key for one in items}, {one.need.what for one in needs}
    ready = [one for one in sendables() if not one.source.held_back and one.source.key not in used]
    return [one for one in ready if one.source.gives & wanted]


def cost_lines(cost: Cost, names: dict[str, str]) -> list[tuple[str, Sentence]]:
    """Return what a change costs in sentences, each with the colour of what it means. names: by key of source or want."""
    lines: list[tuple[str, Sentence] | None] = []
    for one in cost.wants:
        name = names.get(one.want, "")
        lines.append(_line(one.missing, noop("%(name)s: %(count)d more missing"), noop("%(name)s: %(count)d fewer missing"), name=name))
        lines.append(_line(one.late, noop("%(name)s: %(count)d more arrive late"), noop("%(name)s: %(count)d fewer arrive late"), name=name))
    road = noop("%(count)d min more on the road in all"), noop("%(count)d min less on the road in all")
    lines.append(_line(round(cost.seconds / 60), *road))
    moved = [("yellow", say(noop("%(name)s is sent elsewhere because of it"), name=names[key])) for key in cost.moved if key in names]
    return [*(one for one in lines if one), *moved] or [("green", say(noop("It costs nothing: nobody comes later, nothing is missing.")))]


def _line(count: int, more: str, fewer: str, **names: str) -> tuple[str, Sentence] | None:
    if count == 0:
        return None
    return ("red", say(more, count=count, **names)) if count > 0 else ("green", say(fewer, count=-count, **names))


def _needs(
    incident: Incident, proposal: Deployment | None, items: Iterable[DeploymentItem], sent: Iterable[DeploymentItem]
) -> list[ShownNeed]:
    proposed_for, sent_for = _by_need(items), _by_need(sent)
    gaps = {one["need"]: one for one in proposal.gaps} if proposal else {}
    return [
        ShownNeed(
            need=need, sent=sent_for[need.pk], proposed=proposed_for[need.pk], gap=_gap(gaps.get(need.pk)),
            is_new=proposal is not None and need.stated_at > proposal.proposed_at,
        )
        for need in open_needs(incident.pk)
    ]


def _gap(stored: dict[str, object] | None) -> Gap | None:
    if stored is None:
        return None
    because: list[dict[str, object]] = stored["because"]  # type: ignore[assignment]
    return Gap(
        missing=int(str(stored["missing"])), late=int(str(stored["late"])),
        because=[Sentence.from_json(one) for one in because],
    )


def _by_need(items: Iterable[DeploymentItem]) -> dict[int, list[DeploymentItem]]:
    found: dict[int, list[DeploymentItem]] = defaultdict(list)
    for item in items:
        found[item.need_id].append(item)
    return found


def _items(rows: QuerySet[DeploymentItem]) -> list[DeploymentItem]:
    return list(rows.select_related("need", "team", "vehicle", "stock__resource", "task__owner"))


def _sent(incident: Incident) -> list[Deployment]:
    rows = Deployment.objects.filter(incident=incident).exclude(status=DeploymentStatus.PROPOSED).exclude(sent_at=None)
    return list(rows.select_related("sent_by", "withdrawn_by").prefetch_related(
        "items__need", "items__team", "items__vehicle", "items__stock__resource", "items__task__owner"
    ))

