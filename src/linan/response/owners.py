"""Who gets a task: the person in the role now, else the next role of the ladder, else the duty officer."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path, subtree_ids
from linan.ground.people.models import Person, Role
from linan.ground.people.queries import people_in_role
from linan.ground.refusals import Refused
from linan.ground.text import noop

LAST_STEPS = (Role.DUTY_OFFICER, Role.COMMUNITY_DIRECTOR)


class NobodyToDoIt(Refused):
    """No role of the ladder is held by anybody, and nobody is on duty."""

    code = "nobody_to_do_it"
    status = 409
    msgid = noop("Nobody is on duty to take “%(title)s”. Give somebody the role of duty officer first.")


class Owners:
    """Finds owners for the tasks of one incident and spreads them: the least loaded of a role comes first."""

    def __init__(self, *, org: Org, grid_id: int | None, load: Counter[int], now: datetime) -> None:
        self._now = now
        self._load = load
        self._circles = [
            [grid_id] if grid_id else [],
            subtree_ids([org.pk]),
            ids_of_path(org.path)[:-1],
        ]
        self._found: dict[str, list[Person]] = {}

    def owner_of(self, *, title: str, role: str, ladder: Iterable[str]) -> tuple[Person, str]:
        """Return the person and the role under which they get it. Raises: NobodyToDoIt."""
        for step in (role, *ladder, *LAST_STEPS):
            holders = self._holders(step)
            if holders:
                owner = min(holders, key=lambda one: (self._load[one.pk], one.pk))
                self._load[owner.pk] += 1
                return owner, step
        raise NobodyToDoIt(title=title)

    def _holders(self, role: str) -> list[Person]:
        if role not in self._found:
            self._found[role] = self._nearest(Role(role))
        return self._found[role]

    def _nearest(self, role: Role) -> list[Person]:
        for circle in self._circles:
            holders = list(people_in_role(org_ids=circle, role=role, now=self._now)) if circle else []
            if holders:
                return holders
        return []
