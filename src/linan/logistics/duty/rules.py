"""The rules that units set, as they hold for a unit: its own, else the nearest one above it."""

from collections.abc import Collection, Iterable

from linan.ground.orgs.models import Org
from linan.logistics.duty.domain.swapping import Swapping, shipped, swapping_from
from linan.logistics.duty.models import OwnRule

SWAPPING = "swapping"


def newest_rules(keys: Collection[str]) -> list[OwnRule]:
    """Return the newest version of each of these rules of every unit, in one query.

    Read beyond the scope: what a street sets holds for a community that does not see the street.
    """
    rows = OwnRule._base_manager.filter(key__in=keys).select_related("org", "changed_by")
    return list(rows.order_by("org_id", "key", "-version").distinct("org_id", "key"))


def nearest_rule(rows: Iterable[OwnRule], *, key: str, path: str) -> OwnRule | None:
    """Return the rule of the nearest unit on a path that set it; None: the shipped one holds."""
    found = [one for one in rows if one.key == key and path.startswith(one.org.path)]
    return max(found, key=lambda one: len(one.org.path), default=None)


def swapping_of(org: Org) -> Swapping:
    """Return the rule of swaps as it holds for a unit."""
    own = nearest_rule(newest_rules({SWAPPING}), key=SWAPPING, path=org.path)
    return swapping_from(own.content if own else shipped())
