"""A rehearsal over the stored past: which series, day by day, beside the alarms that people have judged."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from linan.ground.clock import now
from linan.ground.orgs.models import Org
from linan.monitoring.actions.rehearsals import begin_rehearsal, end_rehearsal, note_progress
from linan.monitoring.domain.conditions import parse
from linan.monitoring.domain.rehearsal import Firing, Known, compared
from linan.monitoring.domain.rehearsal import Rehearsal as Run
from linan.monitoring.domain.rule import AnyRule
from linan.monitoring.domain.watch import Watch
from linan.monitoring.models import Alarm, Condition, Rehearsal, Series, Verdict
from linan.monitoring.recorded import days_between, recorded
from linan.monitoring.scope import members_of, setting_of

KEPT = 200        # firings that are listed; the counts are of all
BUSIEST = 10      # series that are named
TELL_EVERY_S = 0.5


def run_rehearsal(rehearsal_id: int) -> None:
    """Carry out a queued rehearsal, telling its progress. Raises: BadParameters, MoveNotAllowed, NotFound."""
    row = Rehearsal.objects.select_related("org").get(pk=rehearsal_id)
    days = days_between(row.first_at.timestamp(), row.last_at.timestamp())
    begin_rehearsal(rehearsal_id=row.pk, days=len(days))
    began = time.monotonic()
    run = Run(_watches(row))
    _feed(run, row.pk, days)
    firings = run.end(row.last_at.timestamp())
    found = _found(row, run, firings) | {"seconds": round(time.monotonic() - began, 1)}
    end_rehearsal(rehearsal_id=row.pk, found=found, now=now())


def _watches(row: Rehearsal) -> list[Watch]:
    draft = Condition(org=row.org, **row.draft)
    rule: AnyRule = parse(draft.kind, draft.parameters, setting_of(row.org))
    return [
        Watch(0, 0, members, rule, place, rule.begin(holds=False), False, next(iter(members)))
        for place, members in members_of(draft, rule).items()
    ]


def _feed(run: Run, rehearsal_id: int, days: Sequence[tuple[float, float]]) -> None:
    series = sorted({series_id for watch in run.watches for series_id in watch.members})
    told = time.monotonic()
    for done, (begin, end) in enumerate(days, start=1):
        for columns in recorded(series, first=begin, last=end):
            run.feed(*columns)
        if time.monotonic() - told > TELL_EVERY_S:
            note_progress(rehearsal_id=rehearsal_id, days_done=done)
            told = time.monotonic()


def _found(row: Rehearsal, run: Run, firings: Sequence[Firing]) -> dict[str, Any]:
    series = {series_id for watch in run.watches for series_id in watch.members}
    counted = Counter(one.series_id for one in firings)
    days = Counter(datetime.fromtimestamp(one.at, UTC).date().isoformat() for one in firings)
    comparison = compared(firings, _known(row, series), place_of=_places(series))
    return {
        "readings": run.read, "series": len(series), "fired": len(firings), "by_day": sorted(days.items()),
        "busiest": counted.most_common(BUSIEST), "comparison": asdict(comparison),
        "firings": [_firing(one) for one in firings[-KEPT:]],
    }


def _firing(one: Firing) -> dict[str, Any]:
    return {
        "series_id": one.series_id, "at": one.at, "until": one.until, "value": one.value,
        "because": one.because.as_json(),
    }


def _known(row: Rehearsal, series: set[int]) -> list[Known]:
    """Return the alarms on these series that people found to be real or false."""
    alarms = Alarm.objects.filter(
        org__in=Org.objects.filter(path__startswith=row.org.path), series__in=series,
        source_at__gte=row.first_at, source_at__lt=row.last_at, verdict__in=[Verdict.REAL, Verdict.FALSE],
    )
    return [
        Known(pk, series_id, at.timestamp(), verdict == Verdict.REAL)
        for pk, series_id, at, verdict in alarms.values_list("pk", "series_id", "source_at", "verdict")
    ]


def _places(series: set[int]) -> Mapping[int, object]:
    """Return {series: its building, or its device where that stands in none}."""
    rows = Series.objects.filter(pk__in=series).values_list("pk", "device_id", "device__building_id")
    return {pk: ("building", building) if building else ("device", device) for pk, device, building in rows}
