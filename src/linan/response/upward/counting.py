"""The figures of an incident, counted: from the name ledger, from the record, and by the rooms above.

A room adds its figures in a file report_figures.py with a function figures_of(incident_id) → list[Counted], listed nowhere.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from linan.ground.access.scopes import everywhere
from linan.response.calls.models import Recipient
from linan.response.models import Incident, Task, TaskStatus
from linan.response.upward.domain.figures import Counted
from linan.response.upward.models import Harm, LedgerEntry

Counting = Callable[[int], list[Counted]]


def count_figures(incident: Incident, *, now: datetime) -> dict[str, Counted]:
    """Return every figure that can be counted, by indicator; an empty name ledger counts nobody, not even as zero."""
    with everywhere():
        found = [*count_ledger(incident), *_from_record(incident, now)]
        for counting in _rooms():
            found += counting(incident.pk)
    return {one.key: one for one in found}


def count_ledger(incident: Incident) -> list[Counted]:
    """Return how many people came to which harm by the name ledger; nothing where it is empty."""
    rows = list(LedgerEntry._base_manager.filter(incident=incident).values_list("harm", "noted_at", "struck_at"))
    if not rows:
        return []
    total = Counter(harm for harm, _noted_at, struck_at in rows if struck_at is None)
    changed = max(max(noted_at, struck_at or noted_at) for _harm, noted_at, struck_at in rows)
    return [Counted(key=harm, value=total[harm], source="人员台账", at=changed) for harm in Harm.values]


def _from_record(incident: Incident, now: datetime) -> list[Counted]:
    on_site = Task._base_manager.filter(incident=incident, status=TaskStatus.ON_SITE).values("owner").distinct().count()
    answered = Recipient._base_manager.filter(call__incident=incident, answered_at__isnull=False).exclude(household=None)
    households = answered.values("household").distinct().count()
    return [
        Counted(key="on_site", value=on_site, source="任务状态", at=now),
        Counted(key="called", value=households, source="叫应回执", at=now),
    ]


@cache
def _rooms() -> tuple[Counting, ...]:
    names = [f"{app.name}.report_figures" for app in apps.get_app_configs() if app.name.startswith("linan.")]
    return tuple(import_module(name).figures_of for name in names if find_spec(name))
