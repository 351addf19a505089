"""The three modes in which a community lives, and what each of them changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec
import yaml

from linan.ground.orgs.models import Org
from linan.ground.people.models import Person, Role
from linan.ground.people.queries import people_in_role
from linan.ground.text import noop
from linan.logistics.duty.models import Post
from linan.logistics.duty.queries import shifts_now
from linan.monitoring.domain.setting import OperatingMode
from linan.monitoring.models import Condition, OrgMode
from linan.response.calls.duty import on_duty

FILE = Path(__file__).parent / "modes.yaml"
TITLES = {
    OperatingMode.DAILY: noop("daily mode"),
    OperatingMode.HOLIDAY: noop("holiday mode"),
    OperatingMode.EMERGENCY: noop("emergency mode"),
}
LEADERS = (Role.COMMUNITY_DIRECTOR, Role.STREET_OFFICER, Role.DISTRICT_COMMANDER)


class ModeRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a mode asks for. report_every_h: 0 where no cycle is asked for; source: where it stands."""

    on_duty: int
    leader: bool
    report_every_h: int
    source: str


@dataclass(frozen=True, slots=True)
class Armed:
    """A condition that does not count in every mode. counts: in the order of the modes."""

    condition: Condition
    counts: Sequence[bool]


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is on duty, against what the mode asks for."""

    people: Sequence[Person]
    leaders: Sequence[Person]
    rule: ModeRule

    @property
    def missing(self) -> int:
        """How many people are wanting."""
        return max(0, self.rule.on_duty - len(self.people))

    @property
    def is_leader_missing(self) -> bool:
        """Whether a leader is asked for and none is there."""
        return self.rule.leader and not self.leaders


@cache
def mode_rules() -> Mapping[OperatingMode, ModeRule]:
    """Return what each mode asks for. Raises: msgspec.ValidationError where the file is not as it should be."""
    return msgspec.convert(yaml.safe_load(FILE.read_text("utf-8")), dict[OperatingMode, ModeRule])


def mode_row(org: Org) -> OrgMode | None:
    """Return what was last switched for an organisation or the nearest one above it; None: daily since ever."""
    rows = OrgMode.objects.select_related("org", "switched_by")
    above = [one for one in rows if org.path.startswith(one.org.path)]
    return max(above, key=lambda one: len(one.org.path), default=None)


def mode_of(row: OrgMode | None) -> OperatingMode:
    """Return the mode that was switched, daily where none ever was."""
    return OperatingMode(row.mode) if row else OperatingMode.DAILY


def present_mode(org: Org) -> OperatingMode:
    """Return the mode in which an organisation lives."""
    return mode_of(mode_row(org))


def roster_of(org: Org, mode: OperatingMode, *, now: datetime) -> Roster:
    """Return who is on duty in an organisation now, against what a mode asks for.

    By the shifts that go on; where none does, whoever holds the duty, and for a leader whoever leads the unit.
    """
    rule = mode_rules()[mode]
    if shifts := shifts_now(org, now=now):
        officers = [one.person for one in shifts if one.post == Post.OFFICER]
        return Roster(officers, [one.person for one in shifts if one.post == Post.LEADER], rule)
    asked = LEADERS if rule.leader else ()
    leaders = [one for role in asked for one in people_in_role(org_ids=[org.pk], role=role, now=now)]
    return Roster(on_duty(org, now=now).people, leaders, rule)


def armed_conditions() -> list[Armed]:
    """Return the conditions in use that count in some modes only."""
    every = list(OperatingMode)
    found = []
    for condition in Condition.objects.filter(is_active=True, kind="schedule").select_related("org"):
        modes = set(condition.parameters.get("modes", every))
        if modes != set(every):
            found.append(Armed(condition, [mode in modes for mode in every]))
    return found
