"""What a task is before it has an owner."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSpec:
    """A task to be given to whoever holds the role.

    role: value of people.Role. ladder: roles asked in turn when nobody holds the first. due_in: from the
    moment of assignment. order: place in the plan, equal numbers run side by side. ref: the plan's task. proof: kinds of
    proof without which it is not done; counted: what a count counts.
    """

    title: str
    brief: str
    role: str
    due_in: timedelta
    order: int = 0
    ladder: tuple[str, ...] = ()
    ref: str = ""
    needs: str = ""
    message: str = ""
    source: str = ""
    proof: tuple[str, ...] = ()
    counted: str = ""
