"""What PostgreSQL refuses for what it is: found by halving, set aside in sight, and never in the way of the rest."""

from collections.abc import Iterator

import structlog
from django.db import DataError, IntegrityError

from linan.ground.clock import now
from linan.monitoring.actions.raw import set_aside
from linan.monitoring.domain.reading import Columns
from linan.monitoring.gateways._counts import REFUSED
from linan.monitoring.intake.batch import Batch
from linan.monitoring.models import Series

log = structlog.get_logger()
Poison = (DataError, IntegrityError)


def halves(batch: Batch) -> Iterator[Batch]:
    """Yield the parts of a batch that holds more than one thing, each smaller than the whole."""
    for device_id, said in batch.attributes.items():
        yield Batch(attributes={device_id: said})
    columns, middle = batch.columns, (batch.columns.count + 1) // 2
    for start, end in ((0, middle), (middle, columns.count)):
        if start < end:
            yield Batch(columns=_part(columns, start, end))
    if batch.lost:
        yield Batch(lost=set(batch.lost))


def is_single(batch: Batch) -> bool:
    """Return whether a batch holds one thing only."""
    return batch.columns.count + len(batch.attributes) + bool(batch.lost) == 1


def put_aside(batch: Batch, fault: Exception) -> None:
    """Keep the one thing that cannot be stored among its device's raw messages, with the reason."""
    for device_id, said in batch.attributes.items():
        _note(fault)
        set_aside(device_id, f"attributes {said!r}", fault, now=now())
    columns = batch.columns
    for place in range(columns.count):
        set_aside_reading(int(columns.series[place]), int(columns.at_us[place]), float(columns.values[place]), fault)


def set_aside_reading(series_id: int, at_us: int, value: float, fault: Exception) -> None:
    """Keep a reading that cannot be stored among its device's raw messages, with the reason."""
    _note(fault)
    for device_id in Series.objects.filter(pk=series_id).values_list("device_id", flat=True):
        set_aside(device_id, f"series {series_id}, {at_us} µs, {value!r}", fault, now=now())


def _note(fault: Exception) -> None:
    REFUSED.labels("intake", "not_storable").inc()
    log.error("not_storable", fault=type(fault).__name__)


def _part(columns: Columns, start: int, end: int) -> Columns:
    part = Columns(end - start)
    part.series[:] = columns.series[start:end]
    part.at_us[:] = columns.at_us[start:end]
    part.values[:] = columns.values[start:end]
    part.count = end - start
    return part
