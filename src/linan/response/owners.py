"""Who gets a task: the person in the role now, else the next role of the ladder, else the duty officer."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path, subtree_ids
from linan.ground.people.models import Membership, Role
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
        self._found: dict[str, list[Membership]] = {}

    def owner_of(self, *, title: str, role: str, ladder: Iterable[str]) -> Membership:
        """Return the membership under which somebody gets the task. Raises: NobodyToDoIt."""
        for step in (role, *ladder, *LAST_STEPS):
            holders = self._holders(step)
            if holders:
                owner = min(holders, key=lambda one: (self._load[one.person_id], one.pk))
                self._load[owner.person_id] += 1
                return owner
        raise NobodyToDoIt(title=title)

    def _holders(self, role: str) -> list[Membership]:
        if role not in self._found:
            self._found[role] = self._nearest(role)
        return self._found[role]

    def _nearest(self, role: str) -> list[Membership]:
        for circle in self._circles:
            holders = list(self._held(role, circle)) if circle else []
            if holders:
                return holders
        return []

    def _held(self, role: str, circle: list[int]) -> QuerySet[Membership]:
        held = Membership.objects.filter(
            Q(to_at=None) | Q(to_at__gt=self._now),
            org_id__in=circle, role=role, from_at__lte=self._now, person__is_active=True,
        )
        return held.select_related("person", "org")
