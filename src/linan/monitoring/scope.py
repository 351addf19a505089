"""Where a condition is judged: its series, joined by place where it looks at several, and the setting there."""

from collections.abc import Hashable, Mapping

from django.db.models import QuerySet

from linan.ground.calendar.days import public_holidays
from linan.ground.orgs.models import Org
from linan.monitoring.domain.rule import AnyRule, Member
from linan.monitoring.domain.setting import OperatingMode, Setting
from linan.monitoring.models import Condition, OrgMode, Series

Members = Mapping[Hashable, dict[int, Member]]


def setting_of(org: Org) -> Setting:
    """Return the clock, the holidays and the mode of an organisation: that of the nearest one above that has one."""
    holidays, workdays = public_holidays()
    above = [one for one in OrgMode.objects.select_related("org") if org.path.startswith(one.org.path)]
    nearest = max(above, key=lambda one: len(one.org.path), default=None)
    mode = OperatingMode(nearest.mode) if nearest else OperatingMode.DAILY
    return Setting(mode=mode, holidays=holidays, workdays=workdays)


def members_of(condition: Condition, rule: AnyRule) -> Members:
    """Return {place: {series: member}} of a condition; one place for each series unless the rule joins them."""
    together = getattr(rule, "together", "series")
    wanted = getattr(rule, "quantities", lambda: {""})()
    rows = series_in(condition, {one or condition.quantity for one in wanted}).values_list(
        "pk", "quantity", "unit", "device_id", "device__building_id", "device__floor"
    )
    found: dict[Hashable, dict[int, Member]] = {}
    for pk, quantity, unit, device_id, building_id, floor in rows:
        place = _place(together, pk, device_id, building_id, floor)
        is_own = condition.series_id is not None or quantity == condition.quantity
        found.setdefault(place, {})[pk] = Member(pk, quantity, unit, is_own)
    return {place: _counted(members) for place, members in found.items()}


def series_in(condition: Condition, quantities: set[str]) -> QuerySet[Series]:
    """Return the series of these quantities that lie in the scope of a condition."""
    if condition.series_id:
        return Series.objects.filter(pk=condition.series_id)
    below = Org.objects.filter(path__startswith=condition.org.path)
    series = Series.objects.filter(device__org__in=below, quantity__in=quantities)
    narrower = {
        "device": condition.device_id, "device__building": condition.building_id, "device__profile": condition.profile
    }
    return series.filter(**{name: value for name, value in narrower.items() if value}).order_by("pk")


def _place(together: str, series_id: int, device_id: int, building_id: int | None, floor: int | None) -> Hashable:
    """Return what the series of one place share; a device that is in no building is a place of its own."""
    if together == "series":
        return series_id
    if together == "scope":
        return "scope"
    if together == "device" or building_id is None:
        return "device", device_id
    return ("building", building_id) if together == "building" else ("floor", building_id, floor)


def _counted(members: dict[int, Member]) -> dict[int, Member]:
    own = sum(one.is_own for one in members.values())
    return {pk: Member(pk, one.quantity, one.unit, one.is_own, own) for pk, one in members.items()}
