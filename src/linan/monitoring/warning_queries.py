"""Reads of public warnings: the communities they may touch, the cards, how long decisions took."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Case, Q, QuerySet, When
from shapely.geometry import MultiPoint, Point, shape
from shapely.geometry.base import BaseGeometry

from linan.ground.orgs.models import Org, OrgKind
from linan.ground.orgs.queries import community_of, ids_of_path
from linan.ground.refusals import NotFound
from linan.monitoring.domain.warnings.levels import FOUR, kinds, step_of
from linan.monitoring.domain.warnings.matching import Territory, reached_part
from linan.monitoring.domain.warnings.message import UNSTATED, area_from_json
from linan.monitoring.models import ANSWERS, CardStatus, EarlyWarning, WarningCard, WarningFile
from linan.monitoring.models.warnings import STAND_DOWN
from linan.registry.queries import find_buildings

LAG_DAYS = 90  # decisions of a quarter: enough to have some in a quiet season


def communities_for(org: Org) -> list[Org]:
    """Return the communities a warning taken in by an organisation may touch: those below it, or its own."""
    below = list(Org.objects.filter(path__startswith=org.path, kind=OrgKind.COMMUNITY))
    own = community_of(org)
    return below or ([own] if own else [])


def territory_of(org: Org) -> Territory:
    """Return where an organisation is."""
    above = list(Org.objects.filter(pk__in=ids_of_path(org.path)).exclude(pk=org.pk).order_by("-path"))
    return Territory(
        name=org.name, code=org.code, above_codes=tuple(one.code for one in above if one.code),
        above_names=tuple(one.name for one in above), shape=_shape_of(org),
    )


def _shape_of(org: Org) -> BaseGeometry | None:
    """Return the boundary, else the hull of the buildings, else the point the organisation has."""
    if org.boundary:
        return shape(org.boundary)
    points = list(find_buildings(org_id=org.pk).values_list("lon", "lat"))
    if points:
        return MultiPoint(points).convex_hull
    return Point(org.lon, org.lat) if org.lon is not None and org.lat is not None else None


def with_warning(cards: QuerySet[WarningCard]) -> QuerySet[WarningCard]:
    """Return the cards with all that a line about them needs, in one query."""
    return cards.select_related("org", "warning", "seen_by", "answered_by")


def unanswered_cards() -> QuerySet[WarningCard]:
    """Return the cards nobody has answered, the unread first, then the oldest: a blue one as visible as a red one."""
    is_read = Case(When(seen_at=None, then=0), default=1)
    return with_warning(WarningCard.objects.filter(status=CardStatus.OPEN)).order_by(is_read, "opened_at", "pk")


def cards_in_force(now: datetime) -> QuerySet[WarningCard]:
    """Return the answered cards whose warning holds."""
    return _holding(now).filter(status__in=ANSWERS)


def _holding(now: datetime) -> QuerySet[WarningCard]:
    """Return the cards whose message holds at a moment and touches their community."""
    holds = Q(warning__ends_at__gt=now) | Q(warning__ends_at=None, warning__sent_at__gt=now - UNSTATED)
    return with_warning(WarningCard.objects.filter(holds, warning__replaced_by=None).exclude(proposal=STAND_DOWN))


def earlier_cards(now: datetime) -> QuerySet[WarningCard]:
    """Return the cards that are neither waiting nor in force."""
    current = cards_in_force(now).values("pk")
    return with_warning(WarningCard.objects.exclude(status=CardStatus.OPEN).exclude(pk__in=current))


def cards_of_chain(card: WarningCard) -> list[WarningCard]:
    """Return the cards of the same community about the same danger, the first sent first."""
    rows = WarningCard.objects.filter(org_id=card.org_id, warning__chain=card.warning.chain)
    return list(with_warning(rows).order_by("warning__sent_at", "pk"))


def warnings_on_map(now: datetime) -> list[WarningCard]:
    """Return the cards whose warning holds, answered or not."""
    return list(_holding(now).order_by("pk"))


def reached_by(cards: Iterable[WarningCard]) -> list[tuple[WarningCard, BaseGeometry]]:
    """Return with each card the part of its community that the warning reaches; a community without a place is left out."""
    shapes: dict[int, BaseGeometry | None] = {}
    found = []
    for card in cards:
        if card.org_id not in shapes:
            shapes[card.org_id] = _shape_of(card.org)
        whole = shapes[card.org_id]
        if whole is not None:
            found.append((card, reached_part([area_from_json(one) for one in card.warning.areas], whole)))
    return found


def files_with_warnings() -> QuerySet[WarningFile]:
    """Return the files that arrived, without their bytes."""
    return WarningFile.objects.select_related("source", "by", "org").prefetch_related("warnings").defer("content")


def cards_of(warnings: Iterable[EarlyWarning]) -> dict[int, list[WarningCard]]:
    """Return {warning id: its cards in sight}."""
    found: dict[int, list[WarningCard]] = {}
    for card in with_warning(WarningCard.objects.filter(warning__in=[one.pk for one in warnings])):
        found.setdefault(card.warning_id, []).append(card)
    return found


@dataclass(frozen=True, slots=True)
class DecisionLag:
    """How long decisions took. median, longest: None where there was none."""

    decisions: int
    middle: timedelta | None
    longest: timedelta | None


def decision_lag(*, now: datetime) -> DecisionLag:
    """Return how long the decisions of the last quarter took, exercises included."""
    since = now - timedelta(days=LAG_DAYS)
    lags = _lags(WarningCard.objects.filter(status__in=ANSWERS, opened_at__gte=since))
    if not lags:
        return DecisionLag(0, None, None)
    middle = timedelta(seconds=median(one.total_seconds() for one in lags))
    return DecisionLag(len(lags), middle, max(lags))


def _lags(cards: QuerySet[WarningCard]) -> Sequence[timedelta]:
    rows = cards.values_list("opened_at", "answered_at")
    return [answered_at - opened_at for opened_at, answered_at in rows if answered_at]


@dataclass(frozen=True, slots=True)
class WarningFacts:
    """What the floors above need to answer a warning that a community decided about.

    title: kind and level in the words of the field. steps: 1 blue … 4 red; None for another scheme. chain: the same for
    all messages about one danger. response: what is done instead of the proposal, "" where that was adopted.
    is_too_late: it was answered when the warning no longer held.
    """

    card_id: int
    org: Org
    title: str
    kind: str
    steps: int | None
    chain: int
    mode: str
    stands_down: bool
    response: str
    is_too_late: bool


def warning_facts(card_id: int) -> WarningFacts:
    """Return the facts of a card's warning. Raises: NotFound."""
    card = with_warning(WarningCard.objects.filter(pk=card_id)).first()
    if card is None:
        raise NotFound
    warning, known = card.warning, kinds().get(card.warning.kind)
    title = f"{known.title.zh if known else warning.event}{step_of(warning.level).title.zh}"
    return WarningFacts(
        card_id=card.pk, org=card.org, title=title[:120], kind=warning.kind,
        steps=5 - warning.ordinal if warning.scheme == FOUR else None, chain=warning.chain, mode=warning.mode,
        stands_down=card.stands_down, response=card.response, is_too_late=card.is_answered_too_late,
    )
