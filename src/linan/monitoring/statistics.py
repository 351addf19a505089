"""How often alarms were false: by device, condition and place, and day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _

from linan.ground.text import noop
from linan.monitoring.models import Alarm, AlarmStatus, Verdict

PERIODS = (7, 30, 90, 365)  # days
USUAL_PERIOD = 30
OFTEN_FROM = 3
MOST = 200
_FALSE, _REAL = Q(verdict=Verdict.FALSE), Q(verdict=Verdict.REAL)


class By(StrEnum):
    """What the alarms are counted by."""

    DEVICE = "device"
    CONDITION = "condition"
    PLACE = "place"


HEADINGS = {By.DEVICE: noop("Device"), By.CONDITION: noop("Condition"), By.PLACE: noop("Place")}
_KEYS = {
    By.DEVICE: ("device_id", F("device__name")),
    By.CONDITION: ("condition_id", F("condition__title")),
    By.PLACE: ("building_id", F("building__name")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The alarms of one device, condition or place in a period. pk: None for alarms that belong to no building."""

    pk: int | None
    name: str
    where: str
    raised: int
    real: int
    false: int
    last_false_at: datetime | None

    @property
    def share(self) -> float | None:
        """Which part of those judged real or false was false; None where none was judged."""
        judged = self.real + self.false
        return self.false / judged if judged else None

    @property
    def is_repeated(self) -> bool:
        """Whether it was false three times or more."""
        return self.false >= OFTEN_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """All alarms of a period."""

    raised: int
    real: int
    false: int
    unjudged: int

    @property
    def share(self) -> float | None:
        """Which part of those judged real or false was false; None where none was judged."""
        judged = self.real + self.false
        return self.false / judged if judged else None


def alarms_in(days: int, *, now: datetime) -> QuerySet[Alarm]:
    """Return the real-life alarms of the last days; drills and equipment checks do not count."""
    past = Alarm.objects.filter(raised_at__gte=now - timedelta(days=days), raised_at__lte=now)
    return past.exclude(verdict__in=[Verdict.DRILL, Verdict.TEST]).order_by()


def totals(days: int, *, now: datetime) -> Totals:
    """Return the figures of a period (one query)."""
    unjudged = Q(verdict=None, status__in=[AlarmStatus.RAISED, AlarmStatus.ACKNOWLEDGED])
    found = alarms_in(days, now=now).aggregate(
        raised=Count("pk"), real=Count("pk", filter=_REAL), false=Count("pk", filter=_FALSE),
        unjudged=Count("pk", filter=unjudged),
    )
    return Totals(**found)


def tallies(by: By, days: int, *, now: datetime) -> list[Tally]:
    """Return the figures of each device, condition or place, the most often false first (one query)."""
    key, name = _KEYS[by]
    rows = alarms_in(days, now=now).values(key).annotate(
        name=name, where=Max("building__name") if by == By.DEVICE else Max("org__name"), raised=Count("pk"),
        real=Count("pk", filter=_REAL), false=Count("pk", filter=_FALSE),
        last_false_at=Max("verified_at", filter=_FALSE),
    ).order_by("-false", "-raised", key)[:MOST]
    return [_tally(row.pop(key), row) for row in rows]


def _tally(pk: int | None, row: dict[str, Any]) -> Tally:
    return Tally(pk=pk, **{**row, "name": row["name"] or _("elsewhere"), "where": row["where"] or ""})


def false_alarm_chart(days: int, *, now: datetime) -> dict[str, Any]:
    """Return the chart of false alarms day by day, times in milliseconds since 1970; a day without any counts zero."""
    falses = alarms_in(days, now=now).filter(_FALSE)
    counted = dict(falses.values_list(TruncDate("raised_at")).annotate(n=Count("pk")))
    today = localtime(now).date()
    every = [today - timedelta(days=back) for back in range(days, -1, -1)]
    return {
        "title": _("False alarms a day"), "unit": "",
        "points": [[_milliseconds(day), counted.get(day, 0)] for day in every],
    }


def sheet_of(by: By, rows: Sequence[Tally]) -> tuple[list[str], list[list[str | int | float | datetime | None]]]:
    """Return the heading and the rows of the table that is saved."""
    heading = [_(HEADINGS[by]), _("Where"), _("Raised"), _("Real"), _("False"), _("Share false"), _("Last false alarm")]
    return heading, [
        [one.name, one.where, one.raised, one.real, one.false, _rounded(one.share), _local(one.last_false_at)] for one in rows
    ]


def page_of(by: By, pk: int | None) -> str:
    """Return the address of a device, condition or building; nothing for none."""
    names = {By.DEVICE: "monitoring:device", By.CONDITION: "monitoring:condition", By.PLACE: "registry:building"}
    return reverse(names[by], args=[pk]) if pk else ""


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _local(moment: datetime | None) -> datetime | None:
    return localtime(moment) if moment else None


def _milliseconds(day: date) -> int:
    """Return noon of a day at the place."""
    return round(datetime.combine(day, time(12), get_current_timezone()).timestamp() * 1000)
