"""The rules of turn-outs, roll-calls and unclaimed tasks as they hold for a unit."""

from collections.abc import Mapping, Sequence
from typing import Any

from linan.logistics.duty.models import OwnRule
from linan.logistics.duty.rules import nearest_rule, newest_rules
from linan.response.headquarters.domain import claiming, roll_call, turnout
from linan.response.headquarters.domain.claiming import Claiming, claiming_from
from linan.response.headquarters.domain.roll_call import Rules, rules_from
from linan.response.headquarters.domain.turnout import Start, Tier, start_from, tiers_from

TURNOUT, ROLL_CALL, CLAIMING = "turnout", "roll_call", "claiming"
SHIPPED = {TURNOUT: turnout.shipped, ROLL_CALL: roll_call.shipped, CLAIMING: claiming.shipped}


class Rulebook:
    """What units set, read once; every question names the path of the unit it is asked for."""

    def __init__(self, rows: Sequence[OwnRule]) -> None:
        self._rows = rows

    def tiers(self, path: str) -> dict[int, Tier]:
        """Return the tiers by number, the first first."""
        return tiers_from(self._content(TURNOUT, path))

    def start_of(self, klass: str, path: str) -> Start:
        """Return what begins the first tier of an incident of a class."""
        return start_from(self._content(TURNOUT, path), klass)

    def roll_call(self, path: str) -> Rules:
        """Return the times of roll-calls."""
        return rules_from(self._content(ROLL_CALL, path))

    def claiming(self, path: str) -> Claiming:
        """Return when an unclaimed task goes on."""
        return claiming_from(self._content(CLAIMING, path))

    def _content(self, key: str, path: str) -> Mapping[str, Any]:
        own = nearest_rule(self._rows, key=key, path=path)
        return own.content if own else SHIPPED[key]()


def rulebook() -> Rulebook:
    """Return the rules as they hold now (one query)."""
    return Rulebook(newest_rules(set(SHIPPED)))


def shipped_rulebook() -> Rulebook:
    """Return the rules as they are shipped."""
    return Rulebook([])
