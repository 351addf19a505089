"""The words of an order: 70 characters for a phone, a script for the loudspeaker and one for the door."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from linan.command.evacuations.actions.plans import minutes_of
from linan.command.evacuations.models import Evacuation, EvacuationOrder

SHORT_AT_MOST = 70
_CUT = "…"


@dataclass(frozen=True, slots=True)
class Script:
    """What is said at a block. loud: over the loudspeaker, twice; door: at each door."""

    place: str
    loud: str
    door: str
    households: int
    people: int
    first_at: datetime | None


def leaves_at(order: EvacuationOrder) -> datetime | None:
    """Return when the household sets out."""
    begin, after = order.evacuation.starts_at, order.leaves_after_s
    return begin + timedelta(seconds=after) if begin and after is not None else None


def arrives_at(order: EvacuationOrder) -> datetime | None:
    """Return when the household should be in its shelter."""
    begin, after = order.evacuation.starts_at, order.arrives_after_s
    return begin + timedelta(seconds=after) if begin and after is not None else None


def minutes_on_foot(order: EvacuationOrder) -> int:
    """Return how long the way takes."""
    return minutes_of((order.arrives_after_s or 0) - (order.leaves_after_s or 0))


def short_text(order: EvacuationOrder) -> str:
    """Return the order in at most 70 characters; a long shelter's name is cut."""
    phone, leave = order.phone, leaves_at(order)
    if order.is_unreachable or leave is None:
        words = gettext("Stay, shut the windows and wait for helpers.") + _help(phone)
        return _drilled(words, order.evacuation)[:SHORT_AT_MOST]
    values = {"leave": clock_of(leave), "minutes": minutes_on_foot(order), "shelter": order.shelter_name}
    spare = SHORT_AT_MOST - len(_drilled(_told(values, phone), order.evacuation))
    if spare < 0:
        name = order.shelter_name
        values["shelter"] = name[: max(1, len(name) + spare - len(_CUT))] + _CUT
    return _drilled(_told(values, phone), order.evacuation)[:SHORT_AT_MOST]


def _told(values: dict[str, object], phone: str) -> str:
    words = gettext("Leave at %(leave)s for %(shelter)s, %(minutes)s min on foot. Do not go back.") % values
    return words + _help(phone)


def _help(phone: str) -> str:
    return gettext(" Help: %(phone)s") % {"phone": phone} if phone else ""


def _drilled(words: str, evacuation: Evacuation) -> str:
    return gettext("[Drill] %(words)s") % {"words": words} if evacuation.is_drill else words


def clock_of(moment: datetime) -> str:
    """Return the local time of day."""
    return timezone.localtime(moment).strftime("%H:%M")


def script_of(place: str, orders: list[EvacuationOrder]) -> Script:
    """Return what is said at a block to the households whose orders these are."""
    leaving = sorted(moment for one in orders if (moment := leaves_at(one)))
    shelters = list(dict.fromkeys(one.shelter_name for one in orders if one.shelter_name))
    evacuation = orders[0].evacuation
    values = {
        "place": place, "reason": evacuation.zone.reason, "shelters": gettext(", ").join(shelters),
        "leave": clock_of(leaving[0]) if leaving else "", "authority": evacuation.zone.authority,
    }
    loud = gettext(
        "Residents of %(place)s: %(reason)s. Leave your homes from %(leave)s on and walk to %(shelters)s. "
        "Use the stairs, not the lift. Close gas, electricity and doors. Help those beside you. Do not go back. %(authority)s."
    ) if leaving else gettext("Residents of %(place)s: %(reason)s. Stay inside, shut the windows, helpers come to you. %(authority)s.")
    door = gettext(
        "%(reason)s. Everybody must leave now. Your slip says when, by which way and where to. "
        "Who needs help to walk? Is anybody else at home? Animals? Take medicine, papers and your phone. Do not come back before it is allowed."
    )
    return Script(
        place, _drilled(loud % values, evacuation), _drilled(door % values, evacuation), len(orders),
        sum(one.people for one in orders), leaving[0] if leaving else None,
    )
