"""The work behind new orders: what is known now is put to the kept plan, in a process of its own."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from linan.command.domain.evacuation.apart import Limits, run_apart
from linan.command.evacuations.actions.news import lay_down_changes, note_measured, note_no_change
from linan.command.evacuations.asking import homes_of
from linan.command.evacuations.domain.changing import Changed, Measured, News, changes
from linan.command.evacuations.domain.kept import unpacked
from linan.command.evacuations.models import Evacuation, EvacuationOrder, EvacuationStatus, Solution
from linan.command.evacuations.queries import households_in_zone
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.logistics.shelters.models import Shelter, ShelterStatus
from linan.registry.models import Household

BEYOND = noop("it lies outside the area of this plan; declare a zone of its own there")
WITHIN_S = 15.0
OVERHEAD_S = 120.0
MEMORY_MB = 4096


def replan(evacuation_id: int) -> None:
    """Give new orders to those whom the news concern."""
    evacuation = Evacuation.objects.select_related("zone", "org").get(pk=evacuation_id)
    solution = Solution.objects.filter(evacuation=evacuation).first()
    if evacuation.status != EvacuationStatus.ORDERED or solution is None:
        return
    arrays = bytes(solution.arrays)
    try:
        news = news_of(evacuation, arrays, at=now())
        limits = Limits(seconds=WITHIN_S + OVERHEAD_S, memory_mb=MEMORY_MB)
        for answer in run_apart(changes, arrays, news, WITHIN_S, limits=limits):
            if isinstance(answer, Changed):
                lay_down(evacuation, answer, at=now())
            elif isinstance(answer, Measured):
                note_measured(evacuation=evacuation, quality=answer.quality, by=SYSTEM, now=now())
    except Refused as refusal:
        note_no_change(evacuation=evacuation, why=refusal.sentence)


def lay_down(evacuation: Evacuation, answer: Changed, *, at: datetime) -> int:
    """Store what came of the news and return how many households have new orders."""
    left = [*answer.orders["left"], *_beyond(evacuation, answer)]
    return lay_down_changes(
        evacuation=evacuation, orders={**answer.orders, "left": left}, crowding=answer.crowding, arrays=answer.arrays,
        quality=answer.quality, by=SYSTEM, now=at,
    )


def news_of(evacuation: Evacuation, arrays: bytes, *, at: datetime) -> News:
    """Return what is known now: closures, the zone, full shelters, and who must leave without having an order."""
    begin = evacuation.starts_at or at
    full = Shelter.objects.filter(pk__in=evacuation.shelters, status=ShelterStatus.FULL)
    known = unpacked(arrays).building_ids.tolist()
    newcomers = homes_of(evacuation.zone, known, now=at) if _without_order(evacuation).exists() else []
    without = set(_without_order(evacuation).values_list("pk", flat=True))
    return News(
        after_s=(at - begin).total_seconds(), closures=[one.polygon for one in evacuation.closures.all()],
        zone=evacuation.zone.polygon, full_shelters=list(full.values_list("pk", flat=True)),
        newcomers=[one for one in newcomers if one.household_id in without],
    )


def _without_order(evacuation: Evacuation) -> QuerySet[Household]:
    """Return the households of the zone, with somebody in them, that never had an order."""
    ordered = EvacuationOrder.objects.filter(evacuation=evacuation).values("household_id")
    return households_in_zone(evacuation.zone).filter(residents__isnull=False).exclude(pk__in=ordered).distinct()


def _beyond(evacuation: Evacuation, answer: Changed) -> list[list[Any]]:
    """Return the households of a zone so much wider that the plan does not know their buildings."""
    told = {row[0] for row in (*answer.orders["rows"], *answer.orders["left"])}
    return [[one.pk, one.headcount, BEYOND] for one in _without_order(evacuation) if one.pk not in told]  # type: ignore[attr-defined]
