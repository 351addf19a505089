"""What a plan says: levels with conditions, groups, tasks with role, deadline and source. Checked when loaded."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Figure(StrEnum):
    """What a condition of a level counts."""

    ALARMS = "alarms"          # verified alarms in the incident
    FLOORS = "floors"          # floors of the building
    HEADCOUNT = "headcount"    # residents of the building
    WARNING = "warning"        # steps of the adopted warning: 1 blue, 2 yellow, 3 orange, 4 red
    VULNERABLE = "vulnerable"  # needs of vulnerable people in the building


class Part(BaseModel):
    """A part of a plan: frozen, and nothing unknown is taken in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Part):
    """Where a number or a duty comes from. verified: read in the primary text named."""

    text: str
    verified: bool = False


class Number(Part):
    """A number that the plan stands on."""

    key: str
    name: str
    value: float
    unit: str
    source: Source


class Threshold(Part):
    """A figure that has reached so much."""

    figure: Figure
    at_least: int = Field(ge=0)


class Level(Part):
    """A response level. `when` holds if any line of it holds wholly; empty: only a person may choose it."""

    level: str = Field(pattern="^(I|II|III|IV)$")
    name: str
    meaning: str
    when: tuple[tuple[Threshold, ...], ...] = ()
    by_hand: str = ""
    commander: str
    source: Source


class Group(Part):
    """A group of the command structure."""

    name: str
    leader: str
    members: str
    duty: str


class PlanTask(Part):
    """A task of one role. levels: at which levels it is given. due_min: minutes after activation.

    proof: without which it is not done; counted: what a count counts, "户".
    """

    key: str = Field(pattern="^[a-z0-9-]+$")
    title: str = Field(max_length=120)
    brief: str
    role: str
    ladder: tuple[str, ...] = ()
    levels: tuple[str, ...] = ("IV", "III", "II", "I")
    order: int = Field(ge=1)
    due_min: float = Field(gt=0)
    group: str
    needs: str = ""
    proof: tuple[Literal["photo", "count", "signature"], ...] = ()
    counted: str = Field(default="", max_length=20)
    message: str = ""
    source: Source

    @property
    def due_in(self) -> timedelta:
        """How long after activation it is due."""
        return timedelta(minutes=self.due_min)


class PlanText(Part):
    """A whole plan."""

    key: str = Field(pattern="^[a-z0-9_]+$")
    title: str
    klass: str = Field(pattern="^(natural|accident|health|social)$")
    sub_code: str = ""
    purpose: str
    basis: tuple[str, ...]
    scope: str
    principles: tuple[str, ...]
    command: str
    groups: tuple[Group, ...]
    levels: tuple[Level, ...]
    tasks: tuple[PlanTask, ...]
    numbers: tuple[Number, ...] = ()
    afterwards: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """Refuse a plan whose tasks name a group or a level that it does not have, or one key twice."""
        levels = {one.level for one in self.levels}
        groups = {one.name for one in self.groups}
        keys = [one.key for one in self.tasks]
        if len(set(keys)) != len(keys):
            raise ValueError("two tasks have the same key")
        for task in self.tasks:
            if task.group not in groups:
                raise ValueError(f"task {task.key}: there is no group {task.group}")
            if unknown := set(task.levels) - levels:
                raise ValueError(f"task {task.key}: there is no level {', '.join(sorted(unknown))}")
        return self

    def tasks_at(self, level: str) -> tuple[PlanTask, ...]:
        """Return the tasks given at a level, in order."""
        return tuple(sorted((one for one in self.tasks if level in one.levels), key=lambda one: (one.order, one.due_min)))

    def level(self, level: str) -> Level:
        """Return what the plan says of a level. Raises: KeyError."""
        return {one.level: one for one in self.levels}[level]


def plan_from(content: Mapping[str, Any]) -> PlanText:
    """Return the plan that stands in a mapping. Raises: pydantic.ValidationError."""
    return PlanText.model_validate(content)
