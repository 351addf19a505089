"""What the alarm desk shows: cards of alarms, who hangs on a silent gateway, what came again, what was held back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import BooleanField, Count, ExpressionWrapper, F, FloatField, Func, Q, QuerySet, Sum
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from linan.monitoring.domain.grouping import FIRE, SILENCE, Card, Fold, Waiting, card_of, group_alarms
from linan.monitoring.models import Alarm, AlarmStatus, Severity, Suppression, Verdict
from linan.monitoring.queries import ON_DESK, with_place
from linan.monitoring.words import icon_name, quantity_name
from linan.registry.models import Building

PLACES_NAMED = 40
HELD_BACK_LASTING = timedelta(days=1)
AGAIN_FROM = 2
_COLUMNS = (
    "pk", "is_going_on", "is_taken", "severity", "condition__kind", "series__quantity", "condition_id", "series_id",
    "device_id", "building_id", "org_id", "raised_s",
)
# A device hangs on the transmitter whose address begins its own, on the platform that speaks for it, or on the gateway
# that it last came through (ThingsBoard calls this lastConnectedGateway).
_SILENT_GATEWAYS = """
select own.device_id, 'd' || g.device_id, d.name from monitoring_deviceaddress own
join monitoring_deviceaddress g on g.kind = own.kind and g.address = split_part(own.address, '/', 1)
join monitoring_device d on d.id = g.device_id and d.is_silent
where own.device_id = any(%(devices)s) and own.kind = 'gb26875'
union all
select own.device_id, 's' || s.id, s.title from monitoring_deviceaddress own
join monitoring_source s on own.kind = 'source-' || s.id and s.fault is not null
where own.device_id = any(%(devices)s)
union all
select said.device_id, 'd' || d.id, d.name from monitoring_deviceattributes said
join monitoring_device child on child.id = said.device_id
join monitoring_device d on d.id::text = said.client->>'lastConnectedGateway' and d.org_id = child.org_id and d.is_silent
where said.device_id = any(%(devices)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """How often the same sensor and condition came this month, this time counted, and how often it was false."""

    times: int
    false: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sensor named on a card. comings: how many alarms of it stand there."""

    alarm: Alarm
    comings: int
    again: Again | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """A card as a page shows it. newest: greatest id on it, so that what comes later is not acted upon unseen."""

    card: Card
    title: str
    icon: str
    lines: Sequence[Line]
    places: Sequence[tuple[str, int]]

    @property
    def count(self) -> int:
        """How many alarms stand on it."""
        return len(self.card.alarm_ids)

    @property
    def newest(self) -> int:
        """The greatest id on it."""
        return max(self.card.alarm_ids)

    @property
    def is_single(self) -> bool:
        """Whether it is one alarm."""
        return self.card.fold == Fold.ALONE

    @property
    def unnamed(self) -> int:
        """How many sensors stand on it beside those named."""
        return self.card.sensors - len({line.alarm.series_id for line in self.lines})


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The alarms on the desk in few cards, and figures about all of them."""

    waiting: Sequence[ShownCard]
    going_on: Sequence[ShownCard]
    raised: int
    acknowledged: int
    real: int
    held_back: int

    @property
    def folded(self) -> int:
        """How many alarms stand behind the first line of a card."""
        return sum(one.count - 1 for one in (*self.waiting, *self.going_on))


def desk_of(*, now: datetime) -> Desk:
    """Return the desk: at most ten cards, however many alarms."""
    alarms = waiting_alarms()
    gateways = silent_gateways(alarms)
    cards = group_alarms(alarms, silent_gateways={device: key for device, (key, _name) in gateways.items()})
    shown = shown_cards(cards, names=dict(gateways.values()), now=now)
    return Desk(
        waiting=[one for one in shown if not one.card.is_going_on],
        going_on=[one for one in shown if one.card.is_going_on],
        raised=sum(not one.is_taken for one in alarms),
        acknowledged=sum(one.is_taken and not one.is_going_on for one in alarms),
        real=sum(one.is_going_on for one in alarms),
        held_back=held_back(now=now),
    )


def shown_card(key: str, *, now: datetime) -> ShownCard | None:
    """Return one card with all its alarms; None where none of them is on the desk any more."""
    alarms = waiting_alarms()
    gateways = silent_gateways(alarms)
    card = card_of(key, alarms, silent_gateways={device: key for device, (key, _name) in gateways.items()})
    return shown_cards([card], names=dict(gateways.values()), now=now)[0] if card else None


def waiting_alarms() -> list[Waiting]:
    """Return the alarms on the desk in the order in which they want attention (one query).

    Moments come as seconds: reading ten thousand of them as datetimes takes five times as long as all other columns.
    """
    rows = Alarm.objects.filter(ON_DESK).annotate(
        is_going_on=ExpressionWrapper(Q(status=AlarmStatus.VERIFIED), BooleanField()),
        is_taken=ExpressionWrapper(~Q(status=AlarmStatus.RAISED), BooleanField()),
        raised_s=Func(F("raised_at"), template="extract(epoch from %(expressions)s)::float8", output_field=FloatField()),
    ).order_by("is_going_on", "is_taken", "severity", "raised_at", "pk").values_list(*_COLUMNS)
    statement, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Waiting._make(row) for row in cursor.fetchall()]


def silent_gateways(alarms: Iterable[Waiting]) -> dict[int, tuple[str, str]]:
    """Return {silent device: (key, name) of the silent gateway that it is or hangs on}."""
    devices = list({one.device_id for one in alarms if one.kind == SILENCE})
    if not devices:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SILENT_GATEWAYS, {"devices": devices})
        found = {device: (key, name) for device, key, name in cursor.fetchall()}
    themselves = {int(key[1:]): (key, name) for key, name in found.values() if key.startswith("d")}
    return {**themselves, **found}


def shown_cards(cards: Sequence[Card], *, names: Mapping[str, str], now: datetime) -> list[ShownCard]:
    """Return the cards with their titles, first sensors and places. names: {key of a gateway: its name}."""
    rows = with_place(Alarm.objects.all()).in_bulk([pk for card in cards for pk in card.leads])
    again = came_again(rows.values(), now=now)
    buildings = _buildings(cards)
    return [
        ShownCard(
            card=card, title=_title(card, rows, names), icon=_icon(card),
            lines=[
                Line(alarm=rows[pk], comings=comings, again=again.get((rows[pk].series_id, rows[pk].condition_id)))
                for pk, comings in card.leads.items() if pk in rows
            ],
            places=_places(card, buildings),
        )
        for card in cards
    ]


def came_again(alarms: Iterable[Alarm], *, now: datetime) -> dict[tuple[int, int], Again]:
    """Return {(series, condition): how often it came this month} of those alarms that did so before (one query)."""
    pairs = {(one.series_id, one.condition_id) for one in alarms}
    if not pairs:
        return {}
    first = localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = Alarm.objects.filter(series_id__in={series for series, _ in pairs}, raised_at__gte=first).values(
        "series_id", "condition_id"
    ).annotate(times=Count("pk"), false=Count("pk", filter=Q(verdict=Verdict.FALSE))).order_by()
    return {
        (one["series_id"], one["condition_id"]): Again(times=one["times"], false=one["false"])
        for one in rows if one["times"] >= AGAIN_FROM
    }


def members_on_page(alarm_ids: Sequence[int]) -> list[Alarm]:
    """Return these alarms with their places, in this order."""
    rows = with_place(Alarm.objects.all()).in_bulk(list(alarm_ids))
    return [rows[pk] for pk in alarm_ids if pk in rows]


def held_back(*, now: datetime) -> int:
    """Return how many alarms were not raised since yesterday because their device was in maintenance."""
    since = localtime(now - HELD_BACK_LASTING).date()
    found: int | None = Suppression.objects.filter(day__gte=since).aggregate(sum=Sum("count"))["sum"]
    return found or 0


def raised_alarms() -> QuerySet[Alarm]:
    """Return the alarms that nobody has taken."""
    return Alarm.objects.filter(status=AlarmStatus.RAISED, is_late=False)


def _buildings(cards: Iterable[Card]) -> dict[int, str]:
    wanted = {pk for card in cards if len(card.places) > 1 for pk in card.places if pk is not None}
    return dict(Building.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _places(card: Card, buildings: Mapping[int, str]) -> list[tuple[str, int]]:
    """Return the names of a card's places with their alarms, the place with most of them first."""
    if len(card.places) == 1:
        return []
    most = sorted(card.places.items(), key=lambda one: -one[1])[:PLACES_NAMED]
    return [(buildings.get(pk or 0, _("elsewhere")), count) for pk, count in most]


def _title(card: Card, rows: Mapping[int, Alarm], names: Mapping[str, str]) -> str:
    lead = rows.get(next(iter(card.leads)))
    what = _cause_name(card)
    if card.fold == Fold.GATEWAY:
        return f"{what} · {names.get(card.key.rpartition('.g')[2], '')}"
    if lead is None or card.fold in (Fold.SEVERITY, Fold.REST, Fold.CAUSE):
        return what
    if card.fold == Fold.AREA:
        return f"{what} · {lead.org}"
    return f"{what} · {lead.building.name if lead.building else lead.device.name}"


def _cause_name(card: Card) -> str:
    if card.fold in (Fold.SEVERITY, Fold.REST):
        return _("Many alarms, the worst %(severity)s") % {"severity": Severity(card.severity).label}
    if card.cause == FIRE:
        return _("Fire alarm")
    if card.cause == SILENCE:
        return _("Devices silent")
    return quantity_name(card.cause.removeprefix("q-"))


def _icon(card: Card) -> str:
    if card.fold in (Fold.SEVERITY, Fold.REST):
        return "list"
    fixed = {FIRE: "fire", SILENCE: "silent"}
    return fixed.get(card.cause) or icon_name(card.cause.removeprefix("q-"))
